"""Pictures with transparency, ready to be laid on YUV frames.

A layer is converted to the encoder's own colour space once and then costs only its own area.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.pipeline.colour import rgb_to_yuv
from unrealugc.providers.base import Box, Plane, YuvFrame


@dataclass(frozen=True, slots=True)
class Layer:
    """A patch at (x, y), both even: premultiplied planes, and what shows through of the frame.

    ``clear`` and ``clear_half`` are 255 minus the opacity, at full and at half size.
    """

    x: int
    y: int
    luma: Plane
    u: Plane
    v: Plane
    clear: Plane
    clear_half: Plane

    @property
    def box(self) -> Box:
        """(x, y, width, height) on the canvas."""
        height, width = self.luma.shape
        return self.x, self.y, width, height


def make_layer(rgba: NDArray[np.uint8], x: int, y: int) -> Layer | None:
    """Convert an RGBA picture whose top left corner is at (x, y) of the canvas.

    It is cut to what is not transparent, grown to even edges; None if nothing is. The picture
    must lie inside the canvas, which is even in both directions.
    """
    alpha = rgba[..., 3]
    columns, rows = np.flatnonzero(alpha.any(axis=0)), np.flatnonzero(alpha.any(axis=1))
    if not len(columns):
        return None
    left, top = x + int(columns[0]), y + int(rows[0])
    right, bottom = x + int(columns[-1]) + 1, y + int(rows[-1]) + 1
    cut = rgba[top - y : bottom - y, left - x : right - x]
    odd = ((top % 2, bottom % 2), (left % 2, right % 2), (0, 0))
    patch = np.pad(cut, odd)
    opacity = np.ascontiguousarray(patch[..., 3])
    planes = cv2.split(rgb_to_yuv(np.ascontiguousarray(patch[..., :3])))
    luma, u, v = (_weighted(plane, opacity) for plane in planes)
    return Layer(
        left - left % 2,
        top - top % 2,
        luma,
        _halved(u),
        _halved(v),
        cv2.bitwise_not(opacity),
        cv2.bitwise_not(_halved(opacity)),
    )


def _weighted(plane: Plane, opacity: Plane) -> Plane:
    return np.asarray(cv2.multiply(plane, opacity, scale=1 / 255.0), np.uint8)


def _halved(plane: Plane) -> Plane:
    height, width = plane.shape
    half = cv2.resize(plane, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(half, np.uint8).reshape(height // 2, width // 2)


@contextmanager
def laid(layers: Sequence[Layer], frame: YuvFrame) -> Iterator[None]:
    """Lay layers on the frame for as long as the context lasts; then it is as it was."""
    found = []
    for layer in layers:
        below = _below(layer, frame)
        found.append((below, [plane.copy() for plane in below]))
        lay(layer, frame)
    try:
        yield
    finally:
        for below, before in reversed(found):
            for plane, pixels in zip(below, before, strict=True):
                plane[:] = pixels


def lay(layer: Layer, frame: YuvFrame) -> None:
    """Blend a layer into the frame's planes, in place."""
    luma, u, v = _below(layer, frame)
    _lay_plane(luma, layer.luma, layer.clear)
    _lay_plane(u, layer.u, layer.clear_half)
    _lay_plane(v, layer.v, layer.clear_half)


def _below(layer: Layer, frame: YuvFrame) -> tuple[Plane, Plane, Plane]:
    """What of the frame's planes lies under the layer."""
    x, y, width, height = layer.box
    half = (slice(y // 2, (y + height) // 2), slice(x // 2, (x + width) // 2))
    return frame.y[y : y + height, x : x + width], frame.u[half], frame.v[half]


def _lay_plane(below: Plane, patch: Plane, clear: Plane) -> None:
    below[:] = cv2.add(patch, cv2.multiply(below, clear, scale=1 / 255.0))
