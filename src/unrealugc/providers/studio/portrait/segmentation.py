"""Cut the person out of the photo, softly."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.portrait.networks import network
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.yuv import rounded

INPUT = 256
_RADIUS = 6
_EPSILON = 1e-3


def person_mask(photo: Pixels, face: NDArray[np.float32]) -> Pixels:
    """How much each pixel belongs to the person, 0..255, shape (h, w).

    Args:
        photo: RGB.
        face: outline of the face in pixels, shape (n, 2); certainly the person.
    """
    height, width = photo.shape[:2]
    small = cv2.resize(photo, (INPUT, INPUT), interpolation=cv2.INTER_AREA)
    (raw,) = network("selfie_segmentation").run(small.astype(np.float32) / 255)
    coarse = np.clip((raw.reshape(INPUT, INPUT) - 0.25) / 0.5, 0, 1)
    sure = np.zeros((height, width), np.float32)
    cv2.fillConvexPoly(sure, cv2.convexHull(face.astype(np.int32)), 1.0)
    rough = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    mask = np.clip((_follow_edges(photo, rough) - 0.15) / 0.7, 0, 1)
    # Well inside and well outside the rough outline there is nothing to refine.
    reach = max(3, round(0.012 * max(height, width))) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    solid = (rough > 0.5).astype(np.float32)
    inner = cv2.GaussianBlur(cv2.erode(solid, kernel, iterations=2), (0, 0), reach / 4)
    outer = cv2.GaussianBlur(cv2.dilate(solid, kernel), (0, 0), reach / 4)
    mask = np.minimum(np.maximum(mask, inner), outer)
    mask = np.maximum(mask, cv2.GaussianBlur(sure, (0, 0), 3))
    return rounded(mask * 255)


def _follow_edges(photo: Pixels, mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Guided filter (He, Sun and Tang, 2010) with the photo's luma as guide, at half size."""
    height, width = mask.shape
    size = (width // 2, height // 2)
    gray = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    guide = cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    wanted = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    window = (2 * _RADIUS + 1, 2 * _RADIUS + 1)

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        blurred: NDArray[np.float32] = cv2.blur(values, window)
        return blurred

    guide_mean, wanted_mean = mean(guide), mean(wanted)
    variance = mean(guide * guide) - guide_mean**2
    slope = (mean(guide * wanted) - guide_mean * wanted_mean) / (variance + _EPSILON)
    offset = wanted_mean - slope * guide_mean
    filtered = mean(slope) * guide + mean(offset)
    full: NDArray[np.float32] = cv2.resize(filtered, (width, height))
    return np.clip(full, 0, 1)
