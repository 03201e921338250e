"""The hook at the beginning and the card at the end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.pipeline.test_captions import ASPECTS, timed
from tests.pipeline.test_product import FACES, LONG, boxes_of, overlays, packshot, photo
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.captions.track import make_track
from unrealugc.pipeline.composition.hook import hook_sprite
from unrealugc.pipeline.composition.still import Still
from unrealugc.pipeline.composition.timing import end_card_span
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.plan import lay_out, leaves_room

HOOKS = [
    "Wow",
    "This serum *changed* my skin in 7 days 😱",
    "Geschwindigkeitsbegrenzungen?",
    "त्वचा की देखभाल आसान है",
    "Stop scrolling if your skin is dry and nothing you ever tried did really help it",
]


@pytest.mark.parametrize(
    ("aspect", "text"), [*zip(ASPECTS * 2, HOOKS, strict=False), ("9:16", HOOKS[1])]
)
def test_a_hook_is_big_inside_the_safe_area_and_off_face_and_captions(
    aspect: str, text: str
) -> None:
    framing = framing_for(aspect)
    left, top, width, _ = framing.safe_area
    face = FACES[aspect]
    hook = hook_sprite(text, 10.0, framing, face)
    assert (hook.first, hook.last) == (0, 60)
    track = make_track(timed(LONG), caption_styles()["bold"], framing, 12.0, None)
    captions_top = track.top_between(0, 60) or framing.height
    boxes = boxes_of(hook, 1)
    assert len(boxes) == 60
    for x, y, w, h in boxes:
        assert x >= left - 1
        assert y >= top - 1
        assert x + w <= left + width + 1
        assert y + h <= captions_top
        assert y + h <= face[1] + 2 or x + w <= face[0]
    x, y, w, h = boxes[30]
    assert w > 0.16 * framing.width
    assert h > 0.08 * min(framing.width, framing.height)


def test_a_hook_lands_stands_still_and_lifts_off() -> None:
    hook = hook_sprite("You need this", 10.0, framing_for("9:16"), None)
    layers = [hook.at(frame) for frame in range(60)]
    assert all(layer is not None for layer in layers)
    opaque = [255 - int(layer.clear.min()) for layer in layers if layer is not None]
    assert 150 < opaque[0] < 250
    assert opaque[10] >= 247
    assert opaque[-1] < 120
    # Nothing is drawn again while it stands still.
    assert len({id(layer) for layer in layers[12:50]}) == 1
    assert hook.at(60) is None


def test_a_hook_leaves_half_of_a_very_short_video_alone() -> None:
    assert hook_sprite("Wow", 3.0, framing_for("1:1"), None).last == 45


def test_the_product_waits_for_the_hook(tmp_path: Path) -> None:
    shots = overlays(tmp_path, photo((400, 400)), timed("Acme Skincare " + LONG), 12.0, hook="Wow")
    assert min(shot.first for shot in shots if shot.last > 60) >= 60


@pytest.mark.parametrize(
    ("rate", "seconds", "start"),
    [(0.3, 12.0, 10.32), (0.3, 30.0, 24.0), (0.3, 10.1, None), (0.1, 3.8, None)],
)
def test_when_an_end_card_comes_up(rate: float, seconds: float, start: float | None) -> None:
    words = timed(LONG, rate=rate)
    found, end = end_card_span(words, seconds)
    assert end == seconds
    assert found == pytest.approx(start, abs=0.1) if start else 1.3 <= end - found <= 2.5
    if start is None and words[-1].end + 0.45 > found:
        assert any(word.start == pytest.approx(found) for word in words)


@pytest.mark.parametrize(
    ("aspect", "picture", "call"),
    [
        ("9:16", None, "Jetzt ausprobieren 🛒"),
        ("9:16", packshot(), "Jetzt ausprobieren 🛒"),
        ("16:9", packshot(), "Shop now"),
        ("1:1", photo((400, 900)), "Shop now"),
    ],
)
def test_an_end_card_fills_the_frame_and_keeps_to_the_safe_area(
    aspect: str, picture: Image.Image | None, call: str | None, tmp_path: Path
) -> None:
    framing = framing_for(aspect)
    words = timed(LONG)
    shots = overlays(
        tmp_path,
        picture,
        words,
        13.0,
        aspect,
        product_shots="none",
        product_name="The Extraordinary Serum",
        end_card=True,
        call_to_action=call,
    )
    ground, *parts = shots
    assert isinstance(ground, Still)
    assert ground.last == 13 * 30
    assert len(parts) == 1 + (picture is not None) + (call is not None)
    settled = ground.at(ground.first + 30)
    assert settled is not None
    assert settled.box == (0, 0, framing.width, framing.height)
    assert not settled.clear.any()
    assert settled is ground.at(ground.first + 31)
    left, top, width, height = framing.safe_area
    last_row = 0
    for part in parts:
        layer = part.at(part.last - 1)
        assert layer is not None
        box = layer.box
        assert box[0] >= left - 4
        assert box[1] >= top - 4
        assert box[0] + box[2] <= left + width + 4
        assert box[1] + box[3] <= top + height + 4
        # In a wide frame the words stand beside the picture.
        if aspect != "16:9" or part is not parts[1]:
            assert box[1] >= last_row - 60
        last_row = box[1] + box[3]


def test_white_letters_can_be_read_on_any_products_colour(tmp_path: Path) -> None:
    for index, colour in enumerate([(250, 240, 90), (10, 10, 20), (255, 90, 160)]):
        picture = Image.new("RGB", (200, 200), colour)
        (tmp_path / str(index)).mkdir()
        ground, *_ = overlays(
            tmp_path / str(index), picture, timed(LONG), 13.0, product_shots="none", end_card=True
        )
        layer = ground.at(ground.last - 1)
        assert layer is not None
        assert float(np.percentile(layer.luma, 99)) < 135


def test_speech_leaves_room_for_the_card_only_where_it_need_not_hurry() -> None:
    assert leaves_room(84, [5.5], 10, 1.0, 2.0)
    assert not leaves_room(150, [9.2], 10, 1.0, 2.0)
    assert not leaves_room(400, [26.0], 11, 1.0, 2.0)
    assert lay_out([4.0], 8.0)[0] + 4.0 <= 8.0
