"""The people in front of the camera: stock creators and uploaded portraits."""
