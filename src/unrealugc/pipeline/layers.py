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
    found_x, found_y, width, height = cv2.boundingRect(cv2.extractChannel(rgba, 3))
    if not width:
        return None
    cut = rgba[found_y : found_y + height, found_x : found_x + width]
    left, top = x + found_x, y + found_y
    right, bottom = left + width, top + height
    patch = cv2.copyMakeBorder(
        cut, top % 2, bottom % 2, left % 2, right % 2, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)
    )
    opacity = np.asarray(cv2.extractChannel(patch, 3), np.uint8)
    colours = np.asarray(cv2.cvtColor(patch, cv2.COLOR_RGBA2RGB), np.uint8)
    luma, u, v = (_weighted(plane, opacity) for plane in cv2.split(rgb_to_yuv(colours)))
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


class Easel:
    """Holds a frame that layers are laid on for a moment."""

    def __init__(self, frame: YuvFrame) -> None:
        self._frame = frame
        # Kept from frame to frame: fresh memory costs more than what is copied into it.
        self._kept = np.empty(0, np.uint8)

    @contextmanager
    def laid(self, layers: Sequence[Layer]) -> Iterator[None]:
        """Lay layers on the frame for as long as the context lasts; then it is as it was."""
        covered = [plane for layer in layers for plane in _below(layer, self._frame)]
        kept = self._keep(covered)
        for layer in layers:
            lay(layer, self._frame)
        try:
            yield
        finally:
            for plane, before in zip(covered, kept, strict=True):
                np.copyto(plane, before)

    def _keep(self, planes: Sequence[Plane]) -> list[Plane]:
        """Copies of planes, which last until the next call."""
        sizes = [plane.size for plane in planes]
        if len(self._kept) < sum(sizes):
            self._kept = np.empty(sum(sizes), np.uint8)
        kept, first = [], 0
        for plane, size in zip(planes, sizes, strict=True):
            copy = self._kept[first : first + size].reshape(plane.shape)
            np.copyto(copy, plane)
            kept.append(copy)
            first += size
        return kept


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
    cv2.multiply(below, clear, dst=below, scale=1 / 255.0)
    cv2.add(below, patch, dst=below)
