"""Warping four pixels a look-up gives what warping one by one gives, and where it should."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from unrealugc.providers.studio.layer import PACK, in_fours, packable, packed

HEIGHT, WIDTH = 40, 64
BORDER = cv2.BORDER_REPLICATE


def _plane() -> np.ndarray:
    noise = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.5))


def _fours(plane: np.ndarray, rows: slice, columns: slice) -> np.ndarray:
    view = packed(plane, rows, columns)
    return np.ascontiguousarray(view).view(np.uint8).reshape(*view.shape, PACK)


def test_a_packed_plane_holds_each_pixel_and_the_three_after_it() -> None:
    plane = _plane()
    fours = _fours(packable(plane), slice(0, HEIGHT), slice(0, WIDTH))
    for shift in range(PACK):
        assert np.array_equal(fours[:, : WIDTH - shift, shift], plane[:, shift:])
    assert np.array_equal(fours[:, -1], np.repeat(plane[:, -1:], PACK, axis=1))


@pytest.mark.parametrize("window", [(0, 0, 64, 40), (10, 4, 40, 30), (44, 32, 99, 99)])
def test_a_packed_window_follows_the_plane(window: tuple[int, int, int, int]) -> None:
    plane = packable(_plane())
    left, top, right, bottom = window
    rows, columns = slice(top, bottom), slice(left, right)
    before = packed(plane, rows, columns)
    plane[10:20, 5:60] = 255 - plane[10:20, 5:60]
    whole = _fours(plane, slice(0, HEIGHT), slice(0, WIDTH))
    shown = np.ascontiguousarray(before).view(np.uint8).reshape(*before.shape, PACK)
    assert np.array_equal(shown, whole[rows, columns])


def test_a_warp_of_fours_writes_the_rows_of_a_window() -> None:
    plane = _plane()
    x, y = np.meshgrid(np.arange(8, 40), np.arange(4, 28))
    by_pixel = np.stack([x + 3.3, y + 0.02 * x + 1.7], axis=-1).astype(np.float32)
    expected = cv2.remap(plane, by_pixel, None, cv2.INTER_LINEAR, borderMode=BORDER)
    frame = np.zeros((HEIGHT, WIDTH), np.uint8)
    by_four = np.ascontiguousarray(by_pixel[:, ::PACK])
    by_four[..., 1] += 0.02 * (PACK - 1) / 2
    target = in_fours(frame[4:28, 8:40])
    fours = _fours(packable(plane), slice(0, HEIGHT), slice(0, WIDTH))
    cv2.remap(fours, by_four, None, cv2.INTER_LINEAR, dst=target, borderMode=BORDER)
    assert np.abs(frame[4:28, 8:40].astype(int) - expected).max() <= 3
    frame[4:28, 8:40] = 0
    assert not frame.any()
