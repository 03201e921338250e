"""The list of video models that this installation runs."""
