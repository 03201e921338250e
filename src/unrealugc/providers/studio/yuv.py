"""RGB pictures to what the encoder wants: BT.709, limited range, premultiplied where clear."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# ITU-R BT.709-6, 8 bit, limited range: rows Y, Cb, Cr over R, G, B in 0..255.
_KR, _KB = 0.2126, 0.0722
_LUMA = np.array([_KR, 1 - _KR - _KB, _KB])
_CB = (np.array([0, 0, 1.0]) - _LUMA) / (2 * (1 - _KB))
_CR = (np.array([1.0, 0, 0]) - _LUMA) / (2 * (1 - _KR))
_MATRIX = np.vstack([_LUMA * 219, _CB * 224, _CR * 224]) / 255
_OFFSET = np.array([16.0, 128.0, 128.0])
_AFFINE = np.hstack([_MATRIX, _OFFSET[:, None]]).astype(np.float32)


def rgb_to_yuv(rgb: Pixels) -> Pixels:
    """RGB of shape (h, w, 3) to Y, U, V at full resolution, same shape."""
    return np.asarray(cv2.transform(rgb, _AFFINE))


def premultiplied(rgb: Pixels, alpha: Pixels) -> Pixels:
    """RGB (h, w, 3) and alpha (h, w) to Y, U, V, A with the colours times alpha.

    The offsets of limited range are premultiplied too, so that laying one picture over another
    is ``top + bottom * (255 - a) / 255`` in every channel.
    """
    planes = cv2.split(cv2.transform(rgb, _AFFINE))
    return np.asarray(cv2.merge([*(cv2.multiply(p, alpha, scale=1 / 255) for p in planes), alpha]))


def rounded(values: NDArray[np.floating]) -> Pixels:
    """To the nearest of 0..255."""
    nearest: Pixels = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return nearest
