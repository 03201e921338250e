"""What the frames show: a mouth that follows the speech, eyes that blink, life, repeatability."""

from __future__ import annotations

import hashlib
import itertools
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from unrealugc.pipeline.encode import SegmentWriter
from unrealugc.providers.base import Framing, Margins, Speech, Take, YuvFrame
from unrealugc.providers.studio.lipsync import loudness
from unrealugc.providers.studio.performer import StudioPerformer
from unrealugc.providers.studio.visemes import is_silence, visemes_of
from unrealugc.providers.studio.warp import Reach, Warp

pytestmark = pytest.mark.xdist_group("studio")

FPS = 30
DARK = 45


def darkness(frame: YuvFrame, box: tuple[int, int, int, int]) -> int:
    """Pixels of the toy's mouth cavity in a frame."""
    x, y, w, h = box
    return int((frame.y[y : y + h, x : x + w] < DARK).sum())


@pytest.fixture(scope="module")
def opening(toy_rig: Path, take: Take, speech: Speech, square: Framing) -> np.ndarray:
    """How much of the mouth cavity every frame shows."""
    source = StudioPerformer(toy_rig).perform(take, speech, square, seed=1)
    return np.array(
        [darkness(frame, source.mouth_box or (0, 0, 0, 0)) for frame in source.frames()]
    )


def fingerprints(rig: Path, take: Take, speech: Speech, framing: Framing, seed: int) -> list[str]:
    source = StudioPerformer(rig).perform(take, speech, framing, seed)
    return [
        hashlib.blake2b(frame.y.tobytes() + frame.u.tobytes() + frame.v.tobytes()).hexdigest()
        for frame in source.frames()
    ]


def test_mouth_follows_the_voice(opening: np.ndarray, speech: Speech) -> None:
    level = loudness(speech, len(opening), FPS)
    assert np.corrcoef(opening, level)[0, 1] > 0.4


def test_open_vowels_open_the_mouth(opening: np.ndarray, speech: Speech) -> None:
    for phoneme in speech.phonemes:
        if max(viseme.jaw for viseme in visemes_of(phoneme.symbol)) < 0.7:
            continue
        frames = slice(int(phoneme.start * FPS), int(phoneme.end * FPS) + 1)
        assert opening[frames].max() > 0.35 * opening.max(), phoneme


def test_lips_meet_on_every_m_b_and_p(opening: np.ndarray, speech: Speech) -> None:
    for phoneme in speech.phonemes:
        if phoneme.symbol not in "mbp":
            continue
        middle = int((phoneme.start + phoneme.end) / 2 * FPS)
        assert opening[middle - 1 : middle + 2].min() == 0, phoneme


def test_mouth_is_shut_in_silence(opening: np.ndarray, speech: Speech) -> None:
    sounds = [p for p in speech.phonemes if not is_silence(p.symbol)]
    assert opening[: int((sounds[0].start - 0.3) * FPS)].max() == 0
    assert opening[int((sounds[-1].end + 0.2) * FPS) :].max() == 0


def test_same_seed_same_frames(toy_rig: Path, take: Take, speech: Speech, square: Framing) -> None:
    short = replace(take, duration=1.0)
    first = fingerprints(toy_rig, short, speech, square, seed=5)
    assert fingerprints(toy_rig, short, speech, square, seed=5) == first
    assert fingerprints(toy_rig, short, speech, square, seed=6) != first


def test_a_source_can_be_read_again(
    toy_rig: Path, take: Take, speech: Speech, square: Framing
) -> None:
    source = StudioPerformer(toy_rig).perform(replace(take, duration=0.5), speech, square, seed=5)
    passes = [[frame.y.copy() for frame in source.frames()] for _ in range(2)]
    assert all(np.array_equal(a, b) for a, b in zip(*passes, strict=True))


def test_frames_are_drawn_into_the_encoders_canvas(
    toy_rig: Path, take: Take, speech: Speech, square: Framing, tmp_path: Path
) -> None:
    source = StudioPerformer(toy_rig).perform(replace(take, duration=0.5), speech, square, seed=5)
    own = [frame.y.copy() for frame in source.frames()]
    with SegmentWriter(tmp_path / "video.mp4", source.size, FPS) as writer:
        for frame, luma in zip(source.frames(writer.canvas), own, strict=True):
            assert frame is writer.canvas
            assert np.array_equal(frame.y, luma)
            writer.write()


def test_the_picture_never_freezes(
    toy_rig: Path, take: Take, speech: Speech, square: Framing
) -> None:
    seen = fingerprints(toy_rig, take, speech, square, seed=3)
    longest = run = 1
    for before, after in itertools.pairwise(seen):
        run = run + 1 if before == after else 1
        longest = max(longest, run)
    assert longest <= 3


@pytest.mark.parametrize(
    ("ratio", "width", "height"), [("9:16", 1080, 1920), ("16:9", 1920, 1080), ("1:1", 1080, 1080)]
)
def test_framings(
    toy_rig: Path, take: Take, speech: Speech, ratio: str, width: int, height: int
) -> None:
    framing = Framing(ratio, width, height, Margins(0, 0, 0, 0))
    source = StudioPerformer(toy_rig).perform(take, speech, framing, seed=1)
    frame = next(iter(source.frames()))
    assert source.size == (width, height)
    assert source.frame_count == 150
    assert frame.y.shape == (height, width)
    assert frame.u.shape == frame.v.shape == (height // 2, width // 2)
    x, y, w, h = source.mouth_box or (0, 0, 0, 0)
    assert 0 <= x < x + w <= width
    assert 0 <= y < y + h <= height
    # The face is in the upper two thirds and near the middle.
    assert abs(x + w / 2 - width / 2) < 0.1 * width
    assert y + h < 0.75 * height


def test_drawing_only_what_changed_leaves_nothing_behind(
    toy_rig: Path, take: Take, speech: Speech, square: Framing, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = replace(take, duration=1.5)

    def luma() -> np.ndarray:
        source = StudioPerformer(toy_rig).perform(short, speech, square, seed=2)
        return np.stack([frame.y[::4, ::4].astype(np.int16) for frame in source.frames()])

    sparing = luma()
    for part in ("FACE", "BODY"):
        monkeypatch.setattr(f"unrealugc.providers.studio.painter.{part}_TOLERANCE", -1.0)
    # Edges are off by half a pixel at most; anything left over would differ grossly.
    assert np.abs(sparing - luma()).mean() < 0.5


def test_memory_does_not_grow_with_the_length(
    toy_rig: Path, take: Take, speech: Speech, square: Framing
) -> None:
    """Twenty seconds of frames hold no more than one second of them does."""
    performer = StudioPerformer(toy_rig)

    def peak(seconds: float) -> int:
        source = performer.perform(replace(take, duration=seconds), speech, square, seed=1)
        tracemalloc.start()
        for _ in source.frames():
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    first = peak(1.0)
    assert peak(20.0) < first + 1_000_000


def test_nothing_moves_beyond_what_is_drawn(
    toy_rig: Path, take: Take, speech: Speech, square: Framing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def frames() -> list[np.ndarray]:
        source = StudioPerformer(toy_rig).perform(take, speech, square, seed=2)
        return [
            np.concatenate([plane.ravel() for plane in (frame.y, frame.u, frame.v)])
            for frame in source.frames()
        ]

    tight = frames()
    reach = Warp.reach

    def wide(warp: Warp, poses: np.ndarray) -> Reach:
        found = reach(warp, poses)
        return Reach(found.least - 20, found.most + 20)

    monkeypatch.setattr(Warp, "reach", wide)
    for near, far in zip(tight, frames(), strict=True):
        # What is all but opaque may be drawn as if it were.
        assert np.abs(near.astype(int) - far).max() <= 3
