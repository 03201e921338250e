"""The small face networks that ship with the package, run by OpenCV."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.errors import BrokenInstallationError

Floats = NDArray[np.float32]

_MODELS = Path(__file__).parent / "models"


class Network:
    """One network. Safe to share between threads: it answers one at a time."""

    def __init__(self, name: str) -> None:
        path = _MODELS / f"{name}.tflite"
        try:
            self._net = cv2.dnn.readNetFromTFLite(str(path), cv2.dnn.ENGINE_CLASSIC)
        except cv2.error as error:
            raise BrokenInstallationError(detail=f"{path.name}: {error}") from error
        self._outputs = self._net.getUnconnectedOutLayersNames()
        self._lock = Lock()

    def run(self, picture: Floats) -> list[Floats]:
        """Feed one RGB picture, float32 (h, w, 3), and return all outputs, smallest first."""
        with self._lock:
            self._net.setInput(picture.transpose(2, 0, 1)[None].copy())
            found = [np.array(output) for output in self._net.forward(self._outputs)]
        return sorted(found, key=lambda output: output.size)


@cache
def network(name: str) -> Network:
    """The network ``name`` of the models folder, loaded once."""
    return Network(name)
