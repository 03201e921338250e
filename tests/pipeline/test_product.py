"""The product on screen: when, where and how tidily."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.pipeline.test_captions import ASPECTS, timed
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.colour import yuv_to_rgb
from unrealugc.pipeline.composition.backdrop import full_shot, is_packshot
from unrealugc.pipeline.composition.overlays import Composition, Person, make_overlays
from unrealugc.pipeline.composition.sprite import Sprite
from unrealugc.pipeline.composition.still import OVERSIZE, Still
from unrealugc.pipeline.composition.timing import plan_shots, times_named
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.layers import Layer
from unrealugc.providers.base import Box, WordTime, YuvFrame

NAMED = "I love Acme Skincare's cream so very much today"
LONG = (
    "So I tried Acme Skincare for two weeks, and honestly I did not expect much of it. "
    "Now I use Acme Skincare every day, and my friends keep asking what has changed."
)
FACES: dict[str, Box] = {
    "9:16": (372, 484, 348, 504),
    "16:9": (846, 246, 222, 378),
    "1:1": (414, 254, 258, 376),
}
# The longest word of a script is said in less than this.
SLACK = 0.35


def packshot(size: tuple[int, int] = (600, 800)) -> Image.Image:
    """A green bottle on white."""
    picture = Image.new("RGB", size, (252, 252, 252))
    width, height = size
    box = (width * 0.38, height * 0.15, width * 0.62, height * 0.9)
    ImageDraw.Draw(picture).rectangle(box, fill=(20, 130, 90))
    return picture


def photo(size: tuple[int, int]) -> Image.Image:
    """A picture without an even ground."""
    noise = np.random.default_rng(1).integers(40, 200, (size[1] // 20, size[0] // 20, 3))
    return Image.fromarray(noise.astype(np.uint8)).resize(size)


def overlays(
    tmp_path: Path,
    picture: Image.Image | None,
    words: list[WordTime],
    seconds: float,
    aspect: str = "9:16",
    **wanted: object,
) -> list[Sprite | Still]:
    """All overlays but the captions."""
    path = None
    if picture is not None:
        path = tmp_path / "product.png"
        picture.save(path, compress_level=1)
    given: dict[str, object] = {"product_name": "Acme Skincare", "product_image": path, **wanted}
    composition = Composition(**given)  # type: ignore[arg-type]
    person = Person(FACES[aspect], None)
    made = make_overlays(composition, words, seconds, framing_for(aspect), person)
    return [overlay for overlay in made if isinstance(overlay, Sprite | Still)]


def boxes_of(overlay: Sprite | Still, step: int = 9) -> list[Box]:
    """Where an overlay lies on some of its frames."""
    layers = [overlay.at(frame) for frame in range(overlay.first, overlay.last, step)]
    return [layer.box for layer in layers if layer is not None]


def shown(layer: Layer) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """An opaque layer as RGB."""
    return yuv_to_rgb(YuvFrame(layer.luma, layer.u, layer.v))


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("Acme Skincare", "I love Acme Skincare’s cream", [0.9]),
        ("ACME", "Try acme, now: *Acme!*", [0.6, 1.2]),
        ("Acme Skincare", "I love Acme and skincare", []),
        ("—", "I love it", []),
        ("क्रीम", "यह क्रीम, सच", [0.6]),
    ],
)
def test_when_a_product_is_named(name: str, said: str, found: list[float]) -> None:
    assert times_named(name, timed(said)) == pytest.approx(found)


def test_a_tag_comes_up_when_the_product_is_named_and_closes_the_video(tmp_path: Path) -> None:
    tag, closing = overlays(tmp_path, None, timed(NAMED), 8.0)
    assert tag.first == pytest.approx(0.8 * 30, abs=2)
    assert closing.first >= timed(NAMED)[-1].end * 30
    assert closing.last == 240
    assert tag.last <= closing.first


def test_an_unnamed_product_is_shown_at_the_end(tmp_path: Path) -> None:
    words = timed("this is so good that I told all of my friends", rate=0.45)
    (tag,) = overlays(tmp_path, None, words, 5.5)
    assert tag.first >= 5.5 * 30 / 2
    assert tag.last == 165


@pytest.mark.parametrize("style", ["pip", "cutaway", "both", "none"])
def test_the_style_says_how_the_picture_is_shown(tmp_path: Path, style: str) -> None:
    words = timed(LONG)
    shots = overlays(tmp_path, packshot(), words, 12.0, product_shots=style, end_card=True)
    before_card = [shot for shot in shots if shot.first < words[-1].end * 30]
    kinds = {"pip": [Sprite], "cutaway": [Still], "both": [Sprite, Still], "none": []}
    assert [type(shot) for shot in before_card] == kinds[style]


def test_a_cutaway_begins_on_the_name_and_ends_before_a_word(tmp_path: Path) -> None:
    words = timed(LONG)
    (cut, *_) = overlays(tmp_path, packshot(), words, 12.0, product_shots="cutaway")
    named = times_named("Acme Skincare", words)
    # The first name comes while the creator still opens the video.
    assert cut.first == round(named[0] * 30) if named[0] >= 1.0 else round(named[1] * 30)
    assert cut.last in {round(word.start * 30) for word in words}
    assert 1.6 * 30 <= cut.last - cut.first <= 3.4 * 30 + 1


def test_with_both_the_card_comes_first_and_hands_over(tmp_path: Path) -> None:
    card, cut, *_ = overlays(tmp_path, packshot(), timed(LONG), 12.0)
    assert isinstance(card, Sprite)
    assert isinstance(cut, Still)
    assert card.first < card.last <= cut.first
    named = times_named("Acme Skincare", timed(LONG))
    assert abs(card.first - round(named[0] * 30)) <= 4
    assert cut.first == round(named[1] * 30)


@pytest.mark.parametrize("style", ["pip", "cutaway", "both"])
@pytest.mark.parametrize("seconds", [3, 5, 7, 10, 20, 60])
@pytest.mark.parametrize("text", [NAMED, LONG, "nobody names it, ever, in all of these words"])
def test_shots_never_outgrow_the_video(style: str, seconds: float, text: str) -> None:
    words = [word for word in timed(text) if word.end < seconds - 0.2]
    plan = plan_shots(style, "Acme Skincare", words, free_from=0.3, free_until=seconds)  # type: ignore[arg-type]
    for span in (plan.card, plan.cutaway):
        if span is not None:
            assert 0.3 <= span[0] < span[1] <= seconds
            assert span[1] - span[0] >= 0.8
    if plan.cutaway is not None:
        assert plan.cutaway[0] >= 1.0
        assert plan.cutaway[1] <= seconds - 0.7 + 1e-6
        assert 1.5 <= plan.cutaway[1] - plan.cutaway[0] <= 3.5
        assert plan.card is None or plan.card[1] <= plan.cutaway[0]
    assert plan.card or plan.cutaway


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize(
    ("name", "pictured"),
    [
        ("Acme", True),
        ("The Extraordinarily Long Name of a Product, Inc. " * 3, True),
        ("The Extraordinarily Long Name of a Product, Inc. " * 3, False),
    ],
)
def test_cards_stay_in_the_safe_area_and_off_the_face(
    aspect: str, name: str, pictured: bool, tmp_path: Path
) -> None:
    left, top, width, height = framing_for(aspect).safe_area
    picture = photo((300, 900)) if pictured else None
    face_x, face_y, face_width, face_height = FACES[aspect]
    shots = overlays(
        tmp_path, picture, timed(NAMED), 9.0, aspect, product_name=name, product_shots="pip"
    )
    boxes = [box for shot in shots for box in boxes_of(shot)]
    assert len(boxes) > 10
    for x, y, w, h in boxes:
        assert x >= left - 2
        assert y >= top - 2
        assert x + w <= left + width + 2
        assert y + h <= top + height + 2
        # A card's shadow may fall on a temple; a tag at the end lies below the chin.
        beside = x + w <= face_x + 40 or x >= face_x + face_width - 40
        assert beside or y >= face_y + face_height - 10 or y + h <= face_y + 70 or not pictured


def test_a_card_fades_in_moves_and_leaves(tmp_path: Path) -> None:
    (card,) = overlays(
        tmp_path, photo((400, 400)), timed(NAMED), 20.0, product_name=None, product_shots="pip"
    )
    layers = [card.at(frame) for frame in range(card.first, card.last, 6)]
    assert len({layer.box for layer in layers if layer is not None}) > 3
    assert 3.5 * 30 < card.last - card.first < 5 * 30
    first, middle = layers[0], layers[len(layers) // 2]
    assert first is None or first.clear.min() > 100
    assert middle is not None
    assert middle.clear.min() == 0


@pytest.mark.parametrize(
    ("aspect", "picture"),
    [
        ("9:16", packshot()),
        ("16:9", packshot((900, 500))),
        ("9:16", photo((720, 1260))),
        ("1:1", photo((300, 900))),
    ],
    ids=["bottle", "wide box", "tall photo", "strip"],
)
def test_a_full_shot_shows_the_whole_product_above_the_captions(
    aspect: str, picture: Image.Image, tmp_path: Path
) -> None:
    framing = framing_for(aspect)
    words = timed(LONG)
    (cut, *_) = overlays(
        tmp_path,
        picture,
        words,
        12.0,
        aspect,
        product_shots="cutaway",
        captions=caption_styles()["karaoke"],
    )
    assert isinstance(cut, Still)
    first, last = cut.at(cut.first), cut.at(cut.last - 1)
    assert first is not None
    assert last is not None
    assert first.box == (0, 0, framing.width, framing.height)
    assert not first.clear.any()
    moved = np.abs(first.luma.astype(int) - last.luma).mean()
    assert moved > 0.5
    if is_packshot(picture):
        rgb = shown(first).astype(int)
        product = rgb[..., 1] - rgb[..., 0] > 60
        rows, columns = np.flatnonzero(product.any(axis=1)), np.flatnonzero(product.any(axis=0))
        x, y, width, height = framing.safe_area
        assert rows[0] >= y - 2
        assert rows[-1] < y + height * 0.86
        assert columns[0] >= x - 2
        assert columns[-1] <= x + width + 2
        assert max(rows[-1] - rows[0], columns[-1] - columns[0]) > 0.28 * framing.height


def test_a_packshot_melts_into_its_ground() -> None:
    """No edge of the picture is left where its white met the backdrop."""
    framing = framing_for("9:16")
    shot = np.asarray(full_shot(packshot(), framing, (140, 270, 800, 690))).astype(int)
    assert shot.shape[:2] == (round(1920 * OVERSIZE / 2) * 2, round(1080 * OVERSIZE / 2) * 2)
    beside_the_bottle = shot[700, :330]
    assert np.abs(np.diff(beside_the_bottle, axis=0)).max() <= 4
    assert not is_packshot(photo((400, 400)))


def test_a_name_without_letters_that_can_be_drawn_makes_no_empty_tag(tmp_path: Path) -> None:
    assert overlays(tmp_path, None, timed(NAMED), 8.0, product_name="漢字") == []


def test_without_a_name_or_a_picture_nothing_is_shown(tmp_path: Path) -> None:
    assert overlays(tmp_path, None, timed(NAMED), 8.0, product_name=None) == []
