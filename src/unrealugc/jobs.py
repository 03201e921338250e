"""All modules that register jobs. Importing this one makes every job known by its name."""

from __future__ import annotations

from unrealugc.queue import periodic

MODULES = (periodic,)
