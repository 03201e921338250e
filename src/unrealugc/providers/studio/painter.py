"""Draws frames, and of each frame only what changed.

The picture is cut into strips of rows. A strip is drawn again when the pose moved anything in
it by more than its tolerance since it was last drawn, when the face changed in it, or when the
background behind it moved; otherwise it still stands in the frame. Strips are small enough for
the working set of one to stay in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box, YuvFrame
from unrealugc.providers.studio.gestures import PARAMETERS
from unrealugc.providers.studio.plates import Part
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.stage import MARGIN, Stage
from unrealugc.providers.studio.warp import Region

Pose = NDArray[np.float32]

STRIP = 96
# Pixels of movement that nobody sees: the eye follows the face, not the clothes.
FACE_TOLERANCE = 0.35
BODY_TOLERANCE = 0.50
# Frames in a row that may be the same before even the least movement is drawn.
LONGEST_STILL = 2
# The background is far: it follows the camera less than the person does.
PARALLAX = 0.6
_SOLID = 252
_CAMERA = (PARAMETERS.index("camera_x"), PARAMETERS.index("camera_y"))


@dataclass(frozen=True, slots=True)
class Blend:
    """Two sprites of a part and the share of the second, 0..1."""

    first: int
    second: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Strip:
    """Rows of the frame and, in them, the columns that the person covers wholly or in part."""

    top: int
    bottom: int
    left: int
    right: int
    solid_left: int
    solid_right: int
    region: Region | None
    tolerance: float


class Painter:
    """Draws one pass over a take's frames into one reused frame."""

    def __init__(self, stage: Stage) -> None:
        view = stage.view
        self._stage = stage
        self._layer = stage.person.copy()
        self._frame = YuvFrame(
            np.empty((view.height, view.width), np.uint8),
            np.empty((view.height // 2, view.width // 2), np.uint8),
            np.empty((view.height // 2, view.width // 2), np.uint8),
        )
        self._strips = _strips(stage)
        self._drawn = np.full((len(self._strips), len(PARAMETERS)), np.inf, np.float32)
        self._face: tuple[Blend | None, ...] = (None, None, None)
        self._face_box = _union(stage.mouth.box, stage.eyes.box, stage.brows.box)
        self._offset: tuple[int, int] | None = None
        self._still = 0
        self._behind = stage.background

    def draw(self, pose: Pose, mouth: Blend, eyes: Blend, brows: Blend) -> YuvFrame:
        """Bring the frame to this moment. The returned planes are reused by the next call.

        Args:
            pose: one value for each of ``gestures.PARAMETERS``.
            mouth: sprites of the mouth, by their order in the rig.
            eyes: of the eyes.
            brows: of the brows.
        """
        self._follow_camera(pose)
        changed = self._change_face((mouth, eyes, brows))
        patience = 1.0 if self._still < LONGEST_STILL else 0.0
        self._still += 1
        for index, strip in enumerate(self._strips):
            if strip.region is None:
                continue
            moved = strip.region.moved(pose - self._drawn[index])
            if moved > patience * strip.tolerance or _shows(strip, changed):
                self._draw_strip(strip, strip.region, pose)
                self._drawn[index] = pose
                self._still = 0
        return self._frame

    def _follow_camera(self, pose: Pose) -> None:
        x, y = (round(float(pose[axis]) * PARALLAX * self._stage.view.scale) for axis in _CAMERA)
        offset = (
            int(np.clip(MARGIN - x, 0, 2 * MARGIN)),
            int(np.clip(MARGIN - y, 0, 2 * MARGIN)),
        )
        if offset == self._offset:
            return
        self._offset = offset
        self._behind = _window(self._stage.background, offset)
        for strip in self._strips:
            self._copy_behind(strip)
        self._drawn[:] = 1e6

    def _copy_behind(self, strip: _Strip) -> None:
        rows, half = slice(strip.top, strip.bottom), slice(strip.top // 2, strip.bottom // 2)
        width = self._stage.view.width
        for left, right in ((0, strip.left), (strip.right, width)):
            if left < right:
                self._frame.y[rows, left:right] = self._behind.y[rows, left:right]
                columns = slice(left // 2, right // 2)
                self._frame.u[half, columns] = self._behind.u[half, columns]
                self._frame.v[half, columns] = self._behind.v[half, columns]

    def _change_face(self, face: tuple[Blend, ...]) -> Box | None:
        """Lay the sprites into the layer; returns the box in which that changed it."""
        parts = (self._stage.mouth, self._stage.eyes, self._stage.brows)
        changed = [
            part.box
            for part, blend, before in zip(parts, face, self._face, strict=True)
            if blend != before
        ]
        if not changed:
            return None
        self._face = face
        x, y, w, h = self._face_box
        self._layer[y : y + h, x : x + w] = self._stage.person[y : y + h, x : x + w]
        for part, blend in zip(parts, face, strict=True):
            _lay(self._layer, part, blend)
        return _union(*changed)

    def _draw_strip(self, strip: _Strip, region: Region, pose: Pose) -> None:
        drawn = cv2.remap(
            self._layer,
            region.source_map(pose),
            None,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        half = (region.width // 2, region.height // 2)
        small = cv2.resize(drawn, half, interpolation=cv2.INTER_AREA)
        self._put(drawn, small, strip)

    def _put(self, drawn: Pixels, small: Pixels, strip: _Strip) -> None:
        rows, half = slice(strip.top, strip.bottom), slice(strip.top // 2, strip.bottom // 2)
        frame, behind, x = self._frame, self._behind, strip.left
        edges = ((strip.left, strip.solid_left), (strip.solid_right, strip.right))
        if strip.solid_left < strip.solid_right:
            a, b = strip.solid_left, strip.solid_right
            columns, inner = slice(a // 2, b // 2), small[:, (a - x) // 2 : (b - x) // 2]
            cv2.extractChannel(drawn[:, a - x : b - x], 0, frame.y[rows, a:b])
            cv2.extractChannel(inner, 1, frame.u[half, columns])
            cv2.extractChannel(inner, 2, frame.v[half, columns])
        else:
            edges = ((strip.left, strip.right), (0, 0))
        for a, b in edges:
            if a < b:
                columns, inner = slice(a // 2, b // 2), small[:, (a - x) // 2 : (b - x) // 2]
                outer = drawn[:, a - x : b - x]
                _over(outer, 0, _clear(outer), behind.y[rows, a:b], frame.y[rows, a:b])
                clear = _clear(inner)
                _over(inner, 1, clear, behind.u[half, columns], frame.u[half, columns])
                _over(inner, 2, clear, behind.v[half, columns], frame.v[half, columns])


def _clear(layer: Pixels) -> Pixels:
    """How much of what is behind a layer shows through it."""
    return np.asarray(cv2.bitwise_not(cv2.extractChannel(layer, 3)))


def _over(layer: Pixels, channel: int, clear: Pixels, bottom: Pixels, out: Pixels) -> None:
    """Lay one channel of premultiplied YUVA over a plane."""
    shown = cv2.multiply(bottom, clear, scale=1 / 255)
    cv2.add(cv2.extractChannel(layer, channel), shown, dst=out)


def _lay(layer: Pixels, part: Part, blend: Blend) -> None:
    """Blend a part's sprites into the layer under its mask."""
    x, y, w, h = part.box
    sprite = part.sprites[blend.first]
    if blend.weight > 0 and blend.second != blend.first:
        sprite = cv2.addWeighted(
            sprite, 1 - blend.weight, part.sprites[blend.second], blend.weight, 0
        )
    region = layer[y : y + h, x : x + w]
    cv2.add(sprite, cv2.multiply(region, part.keep, scale=1 / 255), dst=region)


def _shows(strip: _Strip, box: Box | None) -> bool:
    """Whether a box of the layer may be seen in the strip, however the person moved."""
    if box is None:
        return False
    return strip.bottom + 2 * MARGIN > box[1] and strip.top < box[1] + box[3]


def _window(planes: YuvFrame, offset: tuple[int, int]) -> YuvFrame:
    x, y = offset
    height, width = planes.y.shape[0] - 2 * MARGIN, planes.y.shape[1] - 2 * MARGIN
    half = slice(y // 2, y // 2 + height // 2), slice(x // 2, x // 2 + width // 2)
    return YuvFrame(planes.y[y : y + height, x : x + width], planes.u[half], planes.v[half])


def _union(*boxes: Box) -> Box:
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return left, top, right - left, bottom - top


def _strips(stage: Stage) -> list[_Strip]:
    view = stage.view
    alpha = stage.person[..., 3]
    tops = range(0, view.height, STRIP)
    return [_strip(stage, alpha, top, min(view.height, top + STRIP)) for top in tops]


def _strip(stage: Stage, alpha: Pixels, top: int, bottom: int) -> _Strip:
    width = stage.view.width
    nearby = alpha[max(0, top) : bottom + 2 * MARGIN]
    inside = slice(MARGIN, -MARGIN)
    covered = np.flatnonzero(nearby.max(axis=0)[inside])
    if len(covered) == 0:
        return _Strip(top, bottom, width, width, 0, 0, None, 0.0)
    left = max(0, (int(covered[0]) - MARGIN) // 16 * 16)
    right = min(width, (int(covered[-1]) + MARGIN + 16) // 16 * 16)
    solid = nearby.min(axis=0)[inside] >= _SOLID
    solid_left, solid_right = _longest_run(solid)
    solid_left = min(right, (solid_left + MARGIN + 15) // 16 * 16) if solid_left else left
    solid_right = (solid_right - MARGIN) // 16 * 16 if solid_right < width else right
    region = stage.warp.region(top, bottom, left, right)
    chin = stage.mouth_box[1] + stage.mouth_box[3]
    tolerance = FACE_TOLERANCE if top < chin else BODY_TOLERANCE
    return _Strip(top, bottom, left, right, solid_left, solid_right, region, tolerance)


def _longest_run(solid: NDArray[np.bool_]) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], solid.astype(np.int8), [0]])))
    if len(edges) == 0:
        return len(solid), len(solid)
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])
