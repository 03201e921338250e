from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.pipeline.test_captions import ASPECTS, timed
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.product import ProductShot, product_shots, time_named
from unrealugc.providers.base import Framing

NAMED = "I love Acme Skincare's cream so very much today"


def _frames(shot: ProductShot, seconds: float) -> list[int]:
    return [frame for frame in range(round(seconds * 30)) if shot.at(frame) is not None]


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("Acme Skincare", "I love Acme Skincare’s cream", 0.9),
        ("ACME", "Try acme, now", 0.6),
        ("Acme Skincare", "I love Acme and skincare", None),
        ("—", "I love it", None),
    ],
)
def test_when_a_product_is_named(name: str, said: str, found: float | None) -> None:
    assert time_named(name, timed(said)) == (found if found is None else pytest.approx(found))


def test_a_tag_comes_up_when_the_product_is_named_and_closes_the_video() -> None:
    framing = framing_for("9:16")
    tag, closing = product_shots("Acme Skincare", None, timed(NAMED), 8.0, framing)
    assert _frames(tag, 8.0)[0] == pytest.approx(0.8 * 30, abs=2)
    last_word = timed(NAMED)[-1].end
    closing_frames = _frames(closing, 8.0)
    assert closing_frames[0] >= last_word * 30
    assert closing_frames[-1] == 239
    assert not set(_frames(tag, 8.0)) & set(closing_frames)


def test_an_unnamed_product_is_shown_at_the_end() -> None:
    words = timed("this is so good that I told all of my friends", rate=0.45)
    (tag,) = product_shots("Acme", None, words, 5.5, framing_for("9:16"))
    frames = _frames(tag, 5.5)
    assert frames[0] >= 5.5 * 30 / 2
    assert frames[-1] == 164


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", ["Acme", "The Extraordinarily Long Name of a Product, Inc. " * 3])
def test_shots_stay_on_the_canvas_and_out_of_the_faces_middle(
    aspect: str, name: str, tmp_path: Path
) -> None:
    picture = tmp_path / "product.png"
    Image.new("RGB", (300, 900), (200, 30, 40)).save(picture)
    framing: Framing = framing_for(aspect)
    left, top, width, height = framing.safe_area
    for path in (picture, None):
        shots = product_shots(name, path, timed(NAMED), 9.0, framing)
        for shot in shots:
            for frame in _frames(shot, 9.0)[::7]:
                layer = shot.at(frame)
                assert layer is not None
                x, y, w, h = layer.box
                assert x >= left - 2
                assert y >= top - 2
                assert x + w <= left + width + 2
                assert y + h <= top + height + 2


def test_a_picture_fades_in_moves_and_leaves(tmp_path: Path) -> None:
    picture = tmp_path / "product.jpg"
    Image.new("RGB", (400, 400), (10, 200, 40)).save(picture)
    shot = product_shots(None, picture, timed(NAMED), 20.0, framing_for("9:16"))[0]
    frames = _frames(shot, 20.0)
    layers = [shot.at(frame) for frame in frames]
    boxes = [layer.box for layer in layers if layer is not None]
    assert len(set(boxes)) > 5
    assert 3.5 * 30 < len(frames) < 5 * 30
    first, middle = layers[0], layers[len(layers) // 2]
    assert first is not None
    assert middle is not None
    assert middle.clear.min() == 0 < first.clear.min()


def test_without_a_name_or_a_picture_nothing_is_shown() -> None:
    assert product_shots(None, None, timed(NAMED), 8.0, framing_for("1:1")) == []
