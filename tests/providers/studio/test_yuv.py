"""Colours of pictures to colours of video."""

from __future__ import annotations

import numpy as np
import pytest

from unrealugc.providers.studio.yuv import premultiplied, rgb_to_yuv


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_bt709_limited_range(rgb: tuple[int, ...], yuv: tuple[int, ...]) -> None:
    pixel = np.array([[rgb]], np.uint8)
    assert np.abs(rgb_to_yuv(pixel)[0, 0].astype(int) - yuv).max() <= 1


def test_laying_over_is_exact_at_both_ends() -> None:
    red = np.full((2, 2, 3), (255, 0, 0), np.uint8)
    alpha = np.array([[255, 0], [128, 255]], np.uint8)
    layer = premultiplied(red, alpha)
    assert tuple(layer[0, 0]) == (63, 102, 240, 255)
    assert tuple(layer[0, 1]) == (0, 0, 0, 0)
    assert np.abs(layer[1, 0].astype(int) - (32, 51, 120, 128)).max() <= 1
