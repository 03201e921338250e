"""All modules that register jobs: importing this one makes every job known by its name."""

from __future__ import annotations

from unrealugc.queue import periodic

# One ``tasks`` module a resource folder.
MODULES = (periodic,)
