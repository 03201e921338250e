"""BT.709 limited range, both ways (ITU-R BT.709-6, items 3.2 to 3.5)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import YuvFrame

_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_TO_YUV = (
    np.array(
        [
            [_KR * 219, _KG * 219, _KB * 219],
            [-_KR * 112 / (1 - _KB), -_KG * 112 / (1 - _KB), 112],
            [112, -_KG * 112 / (1 - _KR), -_KB * 112 / (1 - _KR)],
        ]
    )
    / 255.0
)
_OFFSET = np.array([[16.0], [128.0], [128.0]])
_FORWARD = np.hstack([_TO_YUV, _OFFSET])
_BACK = np.hstack([np.linalg.inv(_TO_YUV), -np.linalg.inv(_TO_YUV) @ _OFFSET])


def rgb_to_yuv(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGB uint8 (H, W, 3) as YUV uint8 (H, W, 3) at full chroma resolution."""
    return np.asarray(cv2.transform(rgb, _FORWARD), np.uint8)


def yuv_to_rgb(frame: YuvFrame) -> NDArray[np.uint8]:
    """A frame as RGB uint8 (H, W, 3), its chroma smoothly enlarged."""
    height, width = frame.y.shape
    u, v = (cv2.resize(plane, (width, height)) for plane in (frame.u, frame.v))
    return np.asarray(cv2.transform(cv2.merge([frame.y, u, v]), _BACK), np.uint8)
