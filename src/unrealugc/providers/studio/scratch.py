"""Memory that all strips use in turn, so that it stays in the processor's cache."""

from __future__ import annotations

from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.float32, np.uint32, np.uint8)


class Scratch:
    """Arrays for strips of up to ``pixels`` pixels; what they hold is lost with the next strip."""

    def __init__(self, pixels: int) -> None:
        self._map = np.empty(pixels, np.float32)
        self._packed = np.empty(pixels, np.uint32)
        self._planes = [np.empty(pixels, np.uint8) for _ in range(2)]

    def map(self, *shape: int) -> NDArray[np.float32]:
        """Where a strip's pixels come from."""
        return _shaped(self._map, shape)

    def packed(self, *shape: int) -> NDArray[np.uint32]:
        """What is warped into the strip."""
        return _shaped(self._packed, shape)

    def clear(self, *shape: int) -> NDArray[np.uint8]:
        """What shows through."""
        return _shaped(self._planes[0], shape)

    def behind(self, *shape: int) -> NDArray[np.uint8]:
        """What is seen of the background."""
        return _shaped(self._planes[1], shape)


def _shaped(buffer: NDArray[Number], shape: tuple[int, ...]) -> NDArray[Number]:
    return buffer[: prod(shape)].reshape(shape)
