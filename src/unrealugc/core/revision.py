"""Which schema this version works on, without loading the machinery that migrates."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def newest_revision() -> str:
    """The revision that this version's migrations end with: the highest of their files' numbers."""
    versions = resources.files("unrealugc.migrations").joinpath("versions")
    numbers = (entry.name.partition("_")[0] for entry in versions.iterdir())
    return max(number for number in numbers if number.isdecimal())
