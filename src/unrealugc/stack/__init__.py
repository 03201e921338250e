"""The parts of a running installation, and how they are put together and taken apart."""
