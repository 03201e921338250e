"""BT.709 limited range, both ways (ITU-R BT.709-6, items 3.2 to 3.5)."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Plane, YuvFrame

_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_LUMA = np.array([_KR, _KG, _KB], np.float32)
_CB = np.array([-_KR, -_KG, 1.0 - _KB], np.float32) / (2 * (1 - _KB))
_CR = np.array([1.0 - _KR, -_KG, -_KB], np.float32) / (2 * (1 - _KR))
TO_YUV = np.stack([_LUMA * 219, _CB * 224, _CR * 224]) / 255.0
OFFSET = np.array([16.0, 128.0, 128.0], np.float32)


def rgb_to_yuv(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """RGB uint8 (H, W, 3) as YUV float32 (H, W, 3) in limited-range code values."""
    yuv = cv2.transform(rgb.astype(np.float32), TO_YUV.astype(np.float32))
    return cast(NDArray[np.float32], yuv + OFFSET)


def yuv_to_rgb(frame: YuvFrame) -> NDArray[np.uint8]:
    """A frame as RGB uint8 (H, W, 3), its chroma smoothly enlarged."""
    height, width = frame.y.shape
    planes = [frame.y] + [
        cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR)
        for plane in (frame.u, frame.v)
    ]
    yuv = np.stack(planes, axis=-1).astype(np.float32) - OFFSET
    back = np.linalg.inv(TO_YUV.astype(np.float64)).astype(np.float32)
    rgb = cv2.transform(yuv, back)
    return cast(NDArray[np.uint8], np.clip(np.rint(rgb), 0, 255).astype(np.uint8))


def to_plane(values: NDArray[np.float32]) -> Plane:
    """Round to uint8, clipped."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
