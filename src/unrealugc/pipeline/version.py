"""Which version of the engine this is, told from the code itself."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

import av
import cv2
import numpy as np
import PIL

_PARTS = ("unrealugc.pipeline", "unrealugc.providers")
_LIBRARIES = (av.__version__, cv2.__version__, np.__version__, PIL.__version__)


@cache
def engine_version() -> str:
    """Hex digest of all code that speaks, draws and encodes, and of the libraries it draws with.

    The product's version would not do: a checkout changes without it.
    """
    digest = hashlib.sha256(" ".join(_LIBRARIES).encode())
    for part in _PARTS:
        for file in sorted(Path(str(resources.files(part))).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
