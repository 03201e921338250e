"""Keeps a process from holding on to memory that it has freed."""

from __future__ import annotations

import ctypes
import sys

# Of glibc's malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
# A picture is larger, what is made and dropped for every frame is smaller.
_LARGE = 4 << 20
_KEPT = 16 << 20


def give_back_large_blocks() -> None:
    """Have every block of 4 MiB and more given back to the system as soon as it is freed.

    By itself glibc does so only until the first such block is freed. From then on it keeps them,
    among smaller ones that last, and the next picture may not fit where the last one was: a video
    of a minute came to hold 80 MB that nothing used. Elsewhere this does nothing.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)
