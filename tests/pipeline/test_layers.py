from __future__ import annotations

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from unrealugc.pipeline.colour import rgb_to_yuv, yuv_to_rgb
from unrealugc.pipeline.layers import Easel, lay, make_layer
from unrealugc.providers.base import YuvFrame


def _frame(rgb: tuple[int, int, int], size: tuple[int, int] = (64, 48)) -> YuvFrame:
    width, height = size
    y, u, v = rgb_to_yuv(np.full((1, 1, 3), rgb, np.uint8))[0, 0]
    half = (height // 2, width // 2)
    return YuvFrame(
        np.full((height, width), y, np.uint8),
        np.full(half, u, np.uint8),
        np.full(half, v, np.uint8),
    )


def _picture(width: int, height: int, rgba: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    return np.full((height, width, 4), rgba, np.uint8)


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_the_corners_of_bt709(rgb: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    found = rgb_to_yuv(np.full((1, 1, 3), rgb, np.uint8))[0, 0]
    assert np.abs(found.astype(int) - yuv).max() <= 1


def test_pictures_survive_the_way_there_and_back() -> None:
    for rgb in ((200, 120, 40), (12, 200, 190), (240, 240, 230)):
        assert np.abs(yuv_to_rgb(_frame(rgb)).astype(int) - rgb).max() <= 2


def test_a_player_sees_the_colour_that_was_meant() -> None:
    """FFmpeg's own conversion, told that the frame is BT.709, agrees with ours."""
    frame = _frame((200, 120, 40))
    planes = np.concatenate([frame.y.ravel(), frame.u.ravel(), frame.v.ravel()])
    picture = av.VideoFrame.from_ndarray(planes.reshape(72, 64), format="yuv420p")
    shown = picture.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
    assert np.abs(shown[24, 32].astype(int) - (200, 120, 40)).max() <= 3


@pytest.mark.parametrize(("x", "y"), [(10, 8), (11, 8), (10, 9), (13, 11)])
def test_an_opaque_layer_replaces_and_nothing_else_changes(x: int, y: int) -> None:
    frame = _frame((20, 30, 40))
    layer = make_layer(_picture(20, 10, (250, 200, 10, 255)), x, y)
    assert layer is not None
    lay(layer, frame)
    shown = yuv_to_rgb(frame).astype(int)
    inside = shown[y + 2 : y + 8, x + 2 : x + 18]
    assert np.abs(inside - (250, 200, 10)).max() <= 6
    assert np.abs(shown[: y - 3] - (20, 30, 40)).max() <= 3
    assert np.abs(shown[:, x + 24 :] - (20, 30, 40)).max() <= 3


def test_half_opacity_shows_half_of_each() -> None:
    frame = _frame((0, 0, 0))
    layer = make_layer(_picture(20, 10, (255, 255, 255, 128)), 10, 10)
    assert layer is not None
    lay(layer, frame)
    assert np.abs(yuv_to_rgb(frame)[15, 20].astype(int) - 128).max() <= 2


def test_a_layer_is_cut_to_what_is_seen_and_stays_even() -> None:
    picture = _picture(40, 30, (255, 255, 255, 0))
    picture[7:12, 9:20, 3] = 255
    layer = make_layer(picture, 4, 4)
    assert layer is not None
    x, y, width, height = layer.box
    assert (x, y) == (12, 10)
    assert (width, height) == (12, 6)


def test_nothing_seen_is_no_layer() -> None:
    assert make_layer(_picture(8, 8, (255, 255, 255, 0)), 0, 0) is None


def test_a_frame_is_as_it_was_when_what_was_laid_on_it_is_gone() -> None:
    frame = _frame((90, 120, 150))
    before = [plane.copy() for plane in (frame.y, frame.u, frame.v)]
    layers = [
        layer
        for layer in (
            make_layer(_picture(20, 16, (255, 0, 0, 128)), 4, 6),
            make_layer(_picture(30, 20, (0, 255, 0, 255)), 10, 12),
        )
        if layer
    ]
    with Easel(frame).laid(layers):
        assert not np.array_equal(frame.y, before[0])
    assert all(
        np.array_equal(a, b) for a, b in zip((frame.y, frame.u, frame.v), before, strict=True)
    )
