"""Every stock creator ships a complete rig that the renderer can play."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from unrealugc.catalog.creators import ASSETS, StockCreator, find_creator, stock_creators
from unrealugc.catalog.voices import stock_voices
from unrealugc.providers.studio.rig import (
    BROWS_SPRITES,
    EYES_SPRITES,
    MOUTH_SPRITES,
    Rig,
    SpriteSheet,
    load_rig,
)

CANVAS = (1440, 1920)
LARGEST_RIG = 620_000
LARGEST_SET_OF_90 = 60_000_000

CREATORS = list(stock_creators().values())


@pytest.fixture(scope="module", params=CREATORS, ids=lambda creator: creator.slug)
def creator(request: pytest.FixtureRequest) -> StockCreator:
    found = request.param
    assert isinstance(found, StockCreator)
    return found


@pytest.fixture(scope="module")
def rig(creator: StockCreator) -> Rig:
    return load_rig(creator.rig)


def _parts(rig: Rig) -> dict[str, SpriteSheet]:
    return {"mouth": rig.mouth, "eyes": rig.eyes, "brows": rig.brows}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def test_the_promised_creators_exist() -> None:
    assert len(CREATORS) >= 90
    assert "tech-savvy-female-30" in stock_creators()
    assert "Maya" in {creator.name for creator in CREATORS}
    assert len({creator.name for creator in CREATORS}) == len(CREATORS)


def test_a_creator_is_found_by_id_slug_and_first_name() -> None:
    for creator in CREATORS:
        assert find_creator(creator.id) == creator
        assert find_creator(creator.slug) == creator
        assert find_creator(creator.name.lower()) == creator
    assert find_creator("nobody") is None


def test_every_rig_belongs_to_a_creator() -> None:
    assert {folder.name for folder in ASSETS.iterdir()} == set(stock_creators())


def test_creators_speak_with_a_voice_of_their_gender(creator: StockCreator) -> None:
    voice = {voice.id: voice for voice in stock_voices().values()}[creator.voice]
    assert voice.gender == creator.gender


def test_the_catalog_entry_is_complete(creator: StockCreator) -> None:
    assert creator.description
    assert creator.best_for
    assert creator.age is not None


def test_the_canvas_is_the_one_all_framings_expect(rig: Rig) -> None:
    assert rig.canvas == CANVAS
    assert rig.motion.shape == (CANVAS[1] // 8, CANVAS[0] // 8, 3)
    assert min(rig.background.shape[:2]) >= 720


def test_every_sprite_is_there(rig: Rig) -> None:
    assert set(rig.mouth.names) == set(MOUTH_SPRITES)
    assert set(rig.eyes.names) == set(EYES_SPRITES)
    assert set(rig.brows.names) == set(BROWS_SPRITES)


def test_boxes_lie_on_the_canvas_and_masks_fade_out(rig: Rig) -> None:
    for part in _parts(rig).values():
        x, y, width, height = part.box
        assert x >= 0
        assert y >= 0
        assert x + width <= CANVAS[0]
        assert y + height <= CANVAS[1]
        assert part.pixels.shape == (len(part.names), height, width, 3)
        border = np.concatenate([part.mask[0], part.mask[-1], part.mask[:, 0], part.mask[:, -1]])
        assert border.max() == 0
        assert part.mask.max() == 255


def test_the_resting_sprites_are_the_person(rig: Rig) -> None:
    for part, name in ((rig.mouth, "rest"), (rig.eyes, "open"), (rig.brows, "neutral")):
        x, y, width, height = part.box
        under = rig.person[y : y + height, x : x + width, :3].astype(np.int16)
        sprite = part.pixels[part.names.index(name)].astype(np.int16)
        inside = part.mask > 128
        assert np.abs(under - sprite)[inside].mean() < 6


def test_other_sprites_fit_seamlessly_at_the_border(rig: Rig) -> None:
    """A little inside the border, where the mask starts to show, nothing jumps."""
    for part in _parts(rig).values():
        rest = part.pixels[0].astype(np.int16)
        rim = (part.mask > 8) & (part.mask < 48)
        for sprite in part.pixels[1:]:
            assert np.abs(sprite.astype(np.int16) - rest)[rim].mean() < 20


def test_speech_shapes_differ(rig: Rig) -> None:
    def shape(name: str) -> NDArray[np.int16]:
        return np.asarray(rig.mouth.pixels[rig.mouth.names.index(name)], dtype=np.int16)

    inside = rig.mouth.mask > 200
    assert np.abs(shape("closed") - shape("open4"))[inside].mean() > 3
    assert np.abs(shape("round1") - shape("wide2"))[inside].mean() > 2
    eyes = rig.eyes
    opened, shut = (eyes.pixels[eyes.names.index(n)].astype(np.int16) for n in ("open", "shut"))
    assert np.abs(opened - shut)[eyes.mask > 200].mean() > 2


def test_the_person_is_cut_out(creator: StockCreator) -> None:
    with Image.open(creator.rig / "person.webp") as picture:
        assert picture.mode == "RGBA"
        alpha = np.asarray(picture)[..., 3]
    assert alpha[:40].max() == 0
    assert alpha[640, 720] == 255
    assert 0.2 < (alpha > 128).mean() < 0.75


def test_the_face_stays_clear_of_the_captions(creator: StockCreator) -> None:
    layout = json.loads((creator.rig / "rig.json").read_text(encoding="utf-8"))
    x, y = layout["mouth_line"]
    assert 620 < x < 820
    assert 780 < y < 900
    assert layout["attribution"]


def test_rigs_are_small(creator: StockCreator) -> None:
    assert _size(creator.rig) < LARGEST_RIG


def test_ninety_such_creators_would_still_be_small() -> None:
    total = sum(_size(creator.rig) for creator in CREATORS)
    assert total / len(CREATORS) * 90 < LARGEST_SET_OF_90
