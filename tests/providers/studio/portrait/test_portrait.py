"""A photo of a face becomes somebody who speaks."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from unrealugc.providers.base import Framing, Speech, Take
from unrealugc.providers.studio.performer import StudioPerformer
from unrealugc.providers.studio.portrait.builder import build_portrait_rig
from unrealugc.providers.studio.portrait.canvas import around_face, place
from unrealugc.providers.studio.portrait.landmarks import (
    CHIN,
    FOREHEAD,
    NoFaceFound,
    face_width,
    find_landmarks,
)
from unrealugc.providers.studio.portrait.segmentation import person_mask
from unrealugc.providers.studio.rig import Rig, load_rig

pytestmark = pytest.mark.xdist_group("studio")

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def photo() -> Pixels:
    """Eileen Collins by NASA, public domain: 512 x 512, a face of 92 pixels, smiling."""
    return np.asarray(data.astronaut())


@pytest.fixture(scope="module")
def folder(photo: Pixels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("portrait") / "eileen"
    build_portrait_rig(photo, path, slug="eileen")
    return path


@pytest.fixture(scope="module")
def rig(folder: Path) -> Rig:
    return load_rig(folder)


def test_the_face_is_where_every_rig_has_it(rig: Rig) -> None:
    landmarks = find_landmarks(rig.person[..., :3].copy())
    assert face_width(landmarks) == pytest.approx(430, rel=0.1)
    assert landmarks[[FOREHEAD, CHIN], 0].mean() == pytest.approx(720, abs=40)
    eyes = landmarks[[33, 133, 362, 263], 1].mean()
    assert eyes == pytest.approx(640, abs=30)


def test_the_person_is_cut_out(rig: Rig) -> None:
    alpha = rig.person[..., 3]
    assert alpha[900, 720] == 255
    assert alpha[1800, 720] > 200
    assert alpha[:150].max() < 20
    assert 0.25 < (alpha > 128).mean() < 0.75


def test_mouth_sprites_open_as_their_names_say(rig: Rig) -> None:
    lips = int(rig.mouth_line[1]) - rig.mouth.box[1]
    shown = slice(lips - 30, lips + 100), slice(130, -130)
    sprites = {
        name: pixels[shown].astype(int)
        for name, pixels in zip(rig.mouth.names, rig.mouth.pixels, strict=True)
    }

    def change(name: str) -> int:
        return int((np.abs(sprites[name] - sprites["closed"]).max(axis=2) > 60).sum())

    opening = [change(f"open{step}") for step in (1, 2, 3, 4)]
    assert change("rest") < 0.3 * opening[0]
    assert opening == sorted(opening)
    assert opening[3] > 2 * opening[0]


def test_lids_cover_the_eyes(rig: Rig) -> None:
    sprites = dict(zip(rig.eyes.names, rig.eyes.pixels.astype(int), strict=True))
    change = {name: np.abs(sprite - sprites["open"]).mean() for name, sprite in sprites.items()}
    assert change["blink1"] < change["blink2"] < change["shut"]
    assert 0 < change["look_left"] < change["shut"]


def test_head_and_body_move_apart(rig: Rig) -> None:
    head, depth, breath = (rig.motion[..., channel] for channel in range(3))
    assert head[80, 90] == 255
    assert head[220, 90] == 0
    assert breath[220, 90] > 200
    assert breath[80, 90] == 0
    nose, cheek = depth[93, 90], depth[93, 68]
    assert nose > cheek


def test_it_speaks(folder: Path, take: Take, speech: Speech, square: Framing) -> None:
    source = StudioPerformer(folder).perform(take, speech, square, seed=1)
    x, y, w, h = source.mouth_box or (0, 0, 0, 0)
    shown = np.stack([frame.y[y : y + h, x : x + w].astype(np.int16) for frame in source.frames()])
    step = np.abs(np.diff(shown, axis=0)).mean(axis=(1, 2))
    silent, speaking = step[:5].mean(), step[20:60].mean()
    assert speaking > 2 * silent


def test_the_largest_of_several_faces_is_taken(photo: Pixels) -> None:
    small = cv2.copyMakeBorder(
        cv2.resize(photo, (400, 400)), 0, 112, 0, 0, cv2.BORDER_CONSTANT, value=(90, 90, 90)
    )
    both = np.hstack([small, photo])
    landmarks = find_landmarks(both)
    assert landmarks[:, 0].min() > 400


def test_a_small_face_in_a_large_photo_is_found(photo: Pixels) -> None:
    large = np.full((1800, 1800, 3), 128, np.uint8)
    large[1100:1612, 200:712] = photo
    landmarks = find_landmarks(large)
    assert landmarks[FOREHEAD, 1] > 1100
    assert landmarks[:, 0].max() < 712


def test_a_large_photo_is_measured_like_a_small_one(photo: Pixels) -> None:
    factor = 6
    large = np.asarray(cv2.resize(photo, None, fx=factor, fy=factor))
    small, measured = find_landmarks(photo), find_landmarks(large)
    off = np.abs(measured[:, :2] / factor - small[:, :2])
    assert off.mean() < 1.0


def test_only_what_can_be_shown_of_a_large_photo_is_kept(photo: Pixels) -> None:
    wide = np.zeros((3000, 7000, 3), np.uint8)
    wide[200:2760, 4000:6560] = cv2.resize(photo, None, fx=5, fy=5)
    part, points = around_face(wide, find_landmarks(wide))
    assert part.shape[0] * part.shape[1] < 12_000_000
    assert face_width(points) < 530
    again = find_landmarks(part)
    assert np.abs(again[:, :2] - points[:, :2]).mean() < 6


@pytest.mark.parametrize(
    "picture",
    [
        np.full((600, 600, 3), 200, np.uint8),
        np.random.default_rng(1).integers(0, 255, (500, 700, 3), dtype=np.uint8),
        np.full((1, 900, 3), 90, np.uint8),
    ],
    ids=["plain", "noise", "line"],
)
def test_no_face(picture: Pixels, tmp_path: Path) -> None:
    with pytest.raises(NoFaceFound):
        build_portrait_rig(picture, tmp_path / "rig", slug="nobody")
    assert not (tmp_path / "rig").exists()


def test_a_face_that_is_too_small_says_so(photo: Pixels) -> None:
    with pytest.raises(NoFaceFound, match="pixels wide"):
        find_landmarks(cv2.resize(photo, (300, 300), interpolation=cv2.INTER_AREA))


def test_mask_covers_the_face(photo: Pixels) -> None:
    landmarks = find_landmarks(photo)
    mask = person_mask(photo, landmarks[:, :2])
    assert mask.shape == photo.shape[:2]
    x, y = landmarks[1, :2].astype(int)
    assert mask[y, x] == 255
    assert mask[5, 5] == 0


def test_a_tight_photo_goes_on_below_its_edge(photo: Pixels) -> None:
    tight = np.asarray(cv2.resize(photo[20:215, 140:305], None, fx=3, fy=3))
    landmarks = find_landmarks(tight)
    placed = place(tight, landmarks, person_mask(tight, landmarks[:, :2]))
    # The photo ends at the collar; the body goes on to the bottom and does not get narrower.
    widths = (placed.alpha > 128).sum(axis=1)
    assert widths[1900] > 0.8 * widths[1300] > 300
