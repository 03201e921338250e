"""How renderings smaller than the canvas are laid into it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.creators import regions

Pixels = NDArray[np.float32]


def enlarged(picture: Pixels, width: int, height: int) -> Pixels:
    """Enlarge a picture and give its edges back some of their bite."""
    large = cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 1.2)
    crisp = np.clip(large + 0.35 * (large - soft), 0, None)
    crisp[..., 3] = np.clip(large[..., 3], 0, 1)
    return np.asarray(crisp, dtype=np.float32)


def feather(width: int, height: int, margin: int) -> Pixels:
    """Return (H, W): 1 inside, falling smoothly to 0 at the border over ``margin`` pixels."""

    def side(size: int) -> NDArray[np.float64]:
        away = np.minimum(np.arange(size), np.arange(size)[::-1])
        return regions.ramp(away.astype(np.float64), 0, margin)

    return np.outer(side(height), side(width)).astype(np.float32)
