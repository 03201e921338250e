"""A photo of a face becomes a rig: found, measured, cut out and given a mouth that speaks."""
