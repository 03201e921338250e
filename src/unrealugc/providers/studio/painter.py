"""Draws frames, and of each frame only what changed.

The picture is cut into strips of rows. A strip is drawn again when the pose moved anything in
it by more than its tolerance since it was last drawn, when the face changed in it, or when the
background behind it moved; otherwise it still stands in the frame.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box, YuvFrame
from unrealugc.providers.studio.facing import Blend, FacingPerson
from unrealugc.providers.studio.gestures import PARAMETERS
from unrealugc.providers.studio.span import ALIGN, Span, spans
from unrealugc.providers.studio.stage import MARGIN, Stage
from unrealugc.providers.studio.strip import Strip

Pose = NDArray[np.float32]

# Pixels of movement that nobody sees: the eye follows the face, not the clothes.
FACE_TOLERANCE = 0.35
BODY_TOLERANCE = 0.50
# Frames in a row that may be the same before even the least movement is drawn.
LONGEST_STILL = 2
# The background is far: it follows the camera less than the person does.
PARALLAX = 0.6
_CAMERA = (PARAMETERS.index("camera_x"), PARAMETERS.index("camera_y"))
# A pose so far from every other that what was drawn in it is always drawn again.
_NOWHERE = 1e6


class Painter:
    """Draws one pass over a take's frames into one reused frame.

    That frame is ``canvas`` if its rows have the room that drawing needs to their right.
    """

    def __init__(self, stage: Stage, canvas: YuvFrame | None = None) -> None:
        view = stage.view
        self._stage = stage
        self._person = FacingPerson(stage)
        wide = -(-view.width // ALIGN) * ALIGN
        if canvas is None or not _has_room(canvas, wide):
            canvas = _new_canvas(view.height, view.width, wide)
        self._frame = canvas
        buffers = _with_room(canvas, wide)
        self._spans = spans(stage)
        people = [span for span in self._spans if span.left < view.width]
        regions = [stage.warp.region(s.top, s.bottom, s.left, s.right) for s in people]
        self._strips = [
            Strip(span, region, self._person, buffers, view.width)
            for span, region in zip(people, regions, strict=True)
        ]
        self._rows = [(span.top, span.bottom) for span in people]
        self._watched = np.stack([region.watched for region in regions])
        chin = stage.mouth_box[1] + stage.mouth_box[3]
        self._tolerance = np.array(
            [FACE_TOLERANCE if span.top < chin else BODY_TOLERANCE for span in people]
        )
        self._drawn = np.full((len(people), len(PARAMETERS)), _NOWHERE, np.float32)
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
        changed = self._person.show((mouth, eyes, brows))
        moved = self._moved(pose)
        for index, strip in enumerate(self._strips):
            boxes = [box for box in changed if _shows(self._rows[index], box)]
            if moved[index] or not all(_draw_again(strip, box) for box in boxes):
                strip.draw(pose, self._behind)
                self._drawn[index] = pose
                self._still = 0
            elif boxes:
                self._still = 0
        return self._frame

    def _moved(self, pose: Pose) -> NDArray[np.bool_]:
        """The strips in which the pose moved something too far to leave it as it was drawn."""
        pixels = np.abs((pose - self._drawn)[:, None] @ self._watched).max(axis=(1, 2))
        tolerance = self._tolerance if self._still < LONGEST_STILL else 0.0
        self._still += 1
        return np.asarray(pixels > tolerance)

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
        for span in self._spans:
            self._copy_behind(span)
        self._drawn[:] = _NOWHERE

    def _copy_behind(self, span: Span) -> None:
        rows, half = slice(span.top, span.bottom), slice(span.top // 2, span.bottom // 2)
        width = self._stage.view.width
        for left, right in ((0, span.left), (span.right, width)):
            if left < right:
                self._frame.y[rows, left:right] = self._behind.y[rows, left:right]
                columns = slice(left // 2, right // 2)
                self._frame.u[half, columns] = self._behind.u[half, columns]
                self._frame.v[half, columns] = self._behind.v[half, columns]


def _new_canvas(height: int, width: int, wide: int) -> YuvFrame:
    luma = np.empty((height, wide), np.uint8)
    u, v = (np.empty((height // 2, wide // 2), np.uint8) for _ in range(2))
    return YuvFrame(luma[:, :width], u[:, : width // 2], v[:, : width // 2])


def _has_room(canvas: YuvFrame, wide: int) -> bool:
    planes = ((canvas.y, wide), (canvas.u, wide // 2), (canvas.v, wide // 2))
    return all(plane.strides[0] >= width for plane, width in planes)


def _with_room(canvas: YuvFrame, wide: int) -> YuvFrame:
    """The canvas together with what lies to the right of it in its rows."""
    planes = ((canvas.y, wide), (canvas.u, wide // 2), (canvas.v, wide // 2))
    return YuvFrame(
        *(
            np.lib.stride_tricks.as_strided(plane, (plane.shape[0], width), plane.strides)
            for plane, width in planes
        )
    )


def _shows(rows: tuple[int, int], box: Box) -> bool:
    """Whether a box of the layer may be seen in rows of the frame, however the person moved."""
    top, bottom = rows
    return bottom + 2 * MARGIN > box[1] and top < box[1] + box[3]


def _draw_again(strip: Strip, box: Box) -> bool:
    left, _, width, _ = box
    return strip.draw_again(left - 2 * MARGIN, left + width)


def _window(planes: YuvFrame, offset: tuple[int, int]) -> YuvFrame:
    x, y = offset
    height, width = planes.y.shape[0] - 2 * MARGIN, planes.y.shape[1] - 2 * MARGIN
    half = slice(y // 2, y // 2 + height // 2), slice(x // 2, x // 2 + width // 2)
    return YuvFrame(planes.y[y : y + height, x : x + width], planes.u[half], planes.v[half])
