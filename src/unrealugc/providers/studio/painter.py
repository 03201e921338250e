"""Draws frames, and of each frame only what changed.

The picture is cut into strips of rows, the luma's and the chroma's. A strip is drawn again when
the pose moved anything in it by more than its tolerance since it was last drawn, when the face
changed in it, or at its edges when the background behind it moved; otherwise it still stands in
the frame.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box, Plane, YuvFrame
from unrealugc.providers.studio.facing import Blend, FacingPerson
from unrealugc.providers.studio.gestures import PARAMETERS
from unrealugc.providers.studio.scratch import Scratch
from unrealugc.providers.studio.span import HEIGHT, align, spans, up
from unrealugc.providers.studio.stage import MARGIN, Stage
from unrealugc.providers.studio.strip import Strip
from unrealugc.providers.studio.warp import Reach

Pose = NDArray[np.float32]

# Pixels of movement that nobody sees: the eye follows the face, not hair and clothes. A plane of
# half the size may be behind by as many of its own pixels.
FACE_TOLERANCE = 0.35
BODY_TOLERANCE = 0.50
# Frames in a row that may be the same before even the least movement is drawn.
LONGEST_STILL = 2
# The background is far: it follows the camera less than the person does.
PARALLAX = 0.6
# By how many pixels it, which is out of focus, may be behind; it moves by whole ones.
BEHIND = 0.75
_CAMERA = (PARAMETERS.index("camera_x"), PARAMETERS.index("camera_y"))
# A pose so far from every other that what was drawn in it is always drawn again.
_NOWHERE = 1e6
_LUMA, _CHROMA = 1, 2


class Painter:
    """Draws one pass over a take's frames into one reused frame.

    That frame is ``canvas`` if its rows have the room that drawing needs to their right.
    ``poses`` are all those of the take, shape (n, len(gestures.PARAMETERS)).
    """

    def __init__(self, stage: Stage, poses: Pose, canvas: YuvFrame | None = None) -> None:
        view = stage.view
        self._stage = stage
        self._person = FacingPerson(stage)
        wide = up(view.width, align(_LUMA))
        if canvas is None or not _has_room(canvas, wide):
            canvas = _new_canvas(view.height, view.width, wide)
        self._frame = canvas
        reach = stage.warp.reach(poses)
        buffers = _with_room(canvas, wide)
        scratch = Scratch((HEIGHT + 2 * MARGIN) * (wide + 4 * MARGIN))
        self._strips = [
            strip
            for subsampling in (_LUMA, _CHROMA)
            for strip in self._cut(subsampling, reach, buffers, scratch)
        ]
        self._watched = np.stack([strip.watched for strip in self._strips])
        self._tolerance = np.array([_tolerance(strip, stage.face_box) for strip in self._strips])
        self._drawn = np.full((len(self._strips), len(PARAMETERS)), _NOWHERE, np.float32)
        self._shift: tuple[float, float] = (np.inf, np.inf)
        self._still = 0

    def _cut(
        self, subsampling: int, reach: Reach, buffers: YuvFrame, scratch: Scratch
    ) -> list[Strip]:
        """The strips of the planes of one size."""
        luma, person = subsampling == _LUMA, self._stage.person
        clear = person.clear if luma else person.clear_half
        planes = self._person.planes[:1] if luma else self._person.planes[1:]
        return [
            Strip(
                span,
                subsampling,
                self._stage.warp,
                planes,
                clear,
                _of(subsampling, buffers),
                self._stage.view.width // subsampling,
                scratch,
            )
            for span in spans(clear, subsampling, reach)
        ]

    def draw(self, pose: Pose, mouth: Blend, eyes: Blend, brows: Blend) -> YuvFrame:
        """Bring the frame to this moment. The returned planes are reused by the next call.

        Args:
            pose: one value for each of ``gestures.PARAMETERS``.
            mouth: sprites of the mouth, by their order in the rig.
            eyes: of the eyes.
            brows: of the brows.
        """
        shifted = self._follow_camera(pose)
        changed = self._person.show((mouth, eyes, brows))
        moved = self._moved(pose)
        for index, (strip, strip_moved) in enumerate(zip(self._strips, moved, strict=True)):
            if strip_moved or not all(strip.draw_box(box) for box in changed):
                strip.draw(pose)
                self._drawn[index] = pose
                self._still = 0
            elif shifted:
                strip.draw_edges()
        if changed:
            self._still = 0
        return self._frame

    def _moved(self, pose: Pose) -> list[bool]:
        """The strips in which the pose moved something too far to leave it as it was drawn."""
        pixels = np.abs((pose - self._drawn)[:, None] @ self._watched).max(axis=(1, 2))
        tolerance = self._tolerance if self._still < LONGEST_STILL else np.zeros(1)
        self._still += 1
        moved: list[bool] = (pixels > tolerance).tolist()
        return moved

    def _follow_camera(self, pose: Pose) -> bool:
        """Put the background where the camera has it; whether that moved it."""
        x, y = (float(pose[axis]) * PARALLAX * self._stage.view.scale for axis in _CAMERA)
        if abs(x - self._shift[0]) <= BEHIND and abs(y - self._shift[1]) <= BEHIND:
            return False
        self._shift = round(x), round(y)
        x, y = (min(max(0, MARGIN - shift), 2 * MARGIN) for shift in self._shift)
        behind = _window(self._stage.background, x, y)
        for strip in self._strips:
            strip.put_behind(_of(strip.subsampling, behind))
        return True


def _tolerance(strip: Strip, face: Box) -> float:
    top, bottom = (row * strip.subsampling for row in (strip.span.top, strip.span.bottom))
    shows_face = top < face[1] + face[3] and bottom > face[1]
    return (FACE_TOLERANCE if shows_face else BODY_TOLERANCE) * strip.subsampling


def _of(subsampling: int, planes: YuvFrame) -> tuple[Plane, ...]:
    return (planes.y,) if subsampling == _LUMA else (planes.u, planes.v)


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


def _window(planes: YuvFrame, x: int, y: int) -> YuvFrame:
    height, width = planes.y.shape[0] - 2 * MARGIN, planes.y.shape[1] - 2 * MARGIN
    half = slice(y // 2, y // 2 + height // 2), slice(x // 2, x // 2 + width // 2)
    return YuvFrame(planes.y[y : y + height, x : x + width], planes.u[half], planes.v[half])
