"""The 468 points of a face (Kartynnik et al., 2019, arXiv:1907.06724) and what they tell."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.errors import UnusableMediaError
from unrealugc.providers.studio.portrait.detection import Face, largest_face, shrunk
from unrealugc.providers.studio.portrait.networks import network
from unrealugc.providers.studio.rig import Pixels

Points = NDArray[np.float32]

INPUT = 192
# The region around a face that the network was trained on, in face widths.
_MARGIN = 1.5
_PASSES = 3
PRESENT = 0.5
# The network sees 192 pixels; a larger face is shrunk first, so that nothing aliases.
_MEASURED_WIDTH = 300.0
MIN_FACE_WIDTH = 80
# Left and right of the nose may differ by this factor before it counts as a profile.
MAX_TURN = 2.6

# Indices of the canonical face mesh.
RIGHT_CHEEK, LEFT_CHEEK = 234, 454
NOSE_TIP, CHIN, FOREHEAD = 1, 152, 10
RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS = (33, 133), (362, 263)


class NoFaceFound(UnusableMediaError):
    """The photo shows no face that can be made to speak."""

    code = "no_face_found"
    default_message = (
        "No face was found in the photo. Use a sharp photo of one person who looks into the camera."
    )


def find_landmarks(photo: Pixels) -> Points:
    """Measure the largest face of an RGB photo.

    Returns:
        float32 (468, 3): x and y in pixels of the photo, z towards the camera negative, in the
        same unit.

    Raises:
        NoFaceFound: no face, too small a face, or one seen from the side.
    """
    face = largest_face(photo)
    if face is None:
        raise NoFaceFound
    small, scale = shrunk(photo, _MEASURED_WIDTH / face.width)
    points, present = _settle(small, face.scaled(scale))
    points = points / np.float32(scale)
    _judge(points, present)
    return points


def _settle(photo: Pixels, face: Face) -> tuple[Points, float]:
    """Measure, and measure again where the first result says the face is."""
    eyes = np.array([face.right_eye, face.left_eye])
    center = np.array([face.x + face.width / 2, face.y + face.height / 2])
    points, present = measure(photo, center, max(face.width, face.height) * _MARGIN, _tilt(eyes))
    for _ in range(_PASSES - 1):
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        eyes = np.array([_eye(points, RIGHT_EYE_CORNERS), _eye(points, LEFT_EYE_CORNERS)])
        side = float((high - low).max()) * _MARGIN
        points, present = measure(photo, (low + high) / 2, side, _tilt(eyes))
    return points, present


def face_width(points: Points) -> float:
    """Distance between the cheeks in pixels."""
    return float(np.linalg.norm(points[LEFT_CHEEK, :2] - points[RIGHT_CHEEK, :2]))


def _judge(points: Points, present: float) -> None:
    if present < PRESENT:
        raise NoFaceFound
    width = face_width(points)
    if width < MIN_FACE_WIDTH:
        raise NoFaceFound(
            f"The face is only {width:.0f} pixels wide. "
            f"Use a larger photo or one taken closer: at least {MIN_FACE_WIDTH} are needed."
        )
    right = np.linalg.norm(points[NOSE_TIP, :2] - points[RIGHT_CHEEK, :2])
    left = np.linalg.norm(points[NOSE_TIP, :2] - points[LEFT_CHEEK, :2])
    if max(right, left) > MAX_TURN * min(right, left):
        raise NoFaceFound(
            "The face is turned too far to the side. Use a photo that looks into the camera."
        )


def measure(
    photo: Pixels, center: NDArray[np.floating], side: float, tilt: float
) -> tuple[Points, float]:
    """Run the network on a square of the photo, turned upright."""
    scale = INPUT / side
    cos, sin = np.cos(tilt) * scale, np.sin(tilt) * scale
    turn = np.array([[cos, sin], [-sin, cos]])
    matrix = np.hstack([turn, (INPUT / 2 - turn @ center)[:, None]])
    crop = cv2.warpAffine(
        photo, matrix, (INPUT, INPUT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    presence, raw = network("face_landmark").run(crop.astype(np.float32) / 255)
    local = raw.reshape(468, 3).astype(np.float64)
    back = np.linalg.inv(turn)
    flat = (local[:, :2] - INPUT / 2) @ back.T + center
    points = np.column_stack([flat, local[:, 2] / scale]).astype(np.float32)
    return points, float(1 / (1 + np.exp(-presence.reshape(-1)[0])))


def _tilt(eyes: NDArray[np.floating]) -> float:
    across = eyes[1] - eyes[0]
    return float(np.arctan2(across[1], across[0]))


def _eye(points: Points, corners: tuple[int, int]) -> NDArray[np.float32]:
    middle: NDArray[np.float32] = points[list(corners), :2].mean(axis=0)
    return middle
