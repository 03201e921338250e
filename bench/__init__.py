"""Measurements, one command each, that print ratios."""

# Before NumPy is: it shall have as many threads as in a render.
from unrealugc import __version__ as __version__
