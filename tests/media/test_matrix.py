"""People × caption styles × aspect ratios, decoded and measured: lips, captions, motion."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from tests.media.matrix import PHOTO, SECONDS, Case, cases
from tests.support.lips import Lips, follow_lips
from tests.support.mouths import Luma, Poses, openings
from unrealugc.catalog.captions import NO_CAPTIONS
from unrealugc.catalog.creators import stock_creators
from unrealugc.pipeline.captions.track import make_track
from unrealugc.pipeline.engines import Engines
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.job import RenderJob
from unrealugc.pipeline.photos import decode_photo
from unrealugc.pipeline.runner import render
from unrealugc.pipeline.voice import VoiceTrack, unpack_track
from unrealugc.providers.base import Box, PhonemeTime
from unrealugc.providers.studio.performer import StudioPerformer
from unrealugc.providers.studio.portrait.builder import build_portrait_rig
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.visemes import visemes_of

pytestmark = [pytest.mark.media, pytest.mark.xdist_group("matrix"), pytest.mark.timeout(600)]

FPS = 30
CASES = cases()
LIPS_MEET = frozenset("mbp")
# Mean change of luma between two frames below which they are one frame shown twice.
REPEATED = 0.0003
# A mouth that is open by a tenth of its range is seen at 0.07 and more; a shut one, as the encoder
# left it, below 0.02. What is not open but no shut mouth either is unlike one by 0.4 and more.
SHUT, LIKE_SHUT = 0.03, 0.35
# Steps in which the mouth is laid over the sounds, and how far, in seconds.
STEP_S, FARTHEST_S = 0.01, 0.2


@dataclass(frozen=True)
class Film:
    """One finished video, decoded once."""

    case: Case
    track: VoiceTrack
    lips: list[Lips]
    silent: Poses
    mouths: list[Luma]
    captions: list[Box]
    small: NDArray[np.float32]

    @property
    def gaps(self) -> NDArray[np.float64]:
        """How far the mouth is open in each frame, 0 shut … 1 as wide as in this film."""
        gaps = np.array([lips.gap for lips in self.lips])
        shut, wide = np.percentile(gaps, (5, 97))
        return np.asarray((gaps - shut) / (wide - shut))

    @property
    def sounds(self) -> tuple[PhonemeTime, ...]:
        return self.track.speech.phonemes


@pytest.fixture(scope="session")
def film_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Film]:
    """Renders a case at its first use; all cases share one voice model."""
    synth = StudioSpeech()
    folder = tmp_path_factory.mktemp("matrix")

    @cache
    def photo_rig() -> Path:
        file = io.BytesIO()
        Image.fromarray(data.astronaut()).save(file, "JPEG", quality=92)
        place = folder / "portrait"
        build_portrait_rig(decode_photo(file.getvalue(), "image/jpeg"), place, slug="photo")
        return place

    @cache
    def film(case: Case) -> Film:
        rig = photo_rig() if case.creator == PHOTO else stock_creators()[case.creator].rig
        job = case.job(rig)
        performer = StudioPerformer(rig)
        engines = Engines(synth, performer)
        result = render(job, folder / case.id, lambda _: None, lambda: False, engines=engines)
        track = unpack_track((result.video.parent / "voice.npz").read_bytes())
        silent = _silent(job, track)
        frames, small, mouths = [], [], []
        with av.open(str(result.video)) as container:
            for index, frame in enumerate(container.decode(video=0)):
                frames.append(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
                luma = np.asarray(frame.to_ndarray()[: frame.height], np.uint8)
                small.append(luma[::8, ::8].astype(np.float32))
                if index in silent.chosen:
                    mouths.append(silent.inside(luma))
        lips = list(follow_lips(frames))
        captions = _captions(job, track, performer)
        return Film(case, track, lips, silent, mouths, captions, np.stack(small))

    return film


@pytest.fixture(params=CASES, ids=lambda case: case.id)
def film(request: pytest.FixtureRequest, film_of: Callable[[Case], Film]) -> Film:
    """Each case in turn."""
    return film_of(request.param)


def test_it_is_long_enough_to_the_frame_and_always_moves(film: Film) -> None:
    assert len(film.small) == SECONDS * FPS
    assert film.small.mean(axis=(1, 2)).min() > 30
    still = longest = 0
    for change in np.abs(np.diff(film.small, axis=0)).mean(axis=(1, 2)):
        still = still + 1 if change < REPEATED else 0
        longest = max(longest, still)
    assert longest <= 3


def test_the_lips_meet_where_the_sound_asks_for_it(film: Film) -> None:
    gaps = film.gaps
    asked = [sound for sound in film.sounds if sound.symbol in LIPS_MEET]
    assert asked
    for sound in asked:
        first, last = round(sound.start * FPS) - 1, round(sound.end * FPS) + 1
        assert gaps[max(first, 0) : last + 1].min() < 0.25, sound


def test_the_mouth_is_shut_in_silence(film: Film) -> None:
    assert film.mouths
    jaws, unlike = openings(film.mouths, film.silent)
    assert np.abs(jaws).max() < SHUT
    assert unlike.max() < LIKE_SHUT


def test_a_mouth_that_is_open_by_a_tenth_would_be_seen(film: Film) -> None:
    shut, parted = film.silent.with_jaw(0.0), film.silent.with_jaw(0.1)
    wrong = [m + after - before for m, before, after in zip(film.mouths, shut, parted, strict=True)]
    assert openings(wrong, film.silent)[0].min() > 2 * SHUT


def _silent(job: RenderJob, track: VoiceTrack) -> Poses:
    """Every second frame before the first word, and when the last has faded."""
    take, words = track.takes[0], track.speech.words
    clock = np.arange(SECONDS * FPS) / FPS
    silent = (clock < words[0].start - 0.25) | (clock > words[-1].end + 0.4)
    return Poses.of(job, take, track.for_take(take), np.flatnonzero(silent)[::2].tolist())


def test_captions_leave_the_mouth_free(film: Film) -> None:
    left, top, width, height = framing_for(film.case.aspect_ratio).safe_area
    boxes = np.array([lips.box for lips in film.lips])
    mouth = np.percentile(boxes[:, 1], 5), np.percentile(boxes[:, 3], 95)
    assert bool(film.captions) == (film.case.style != NO_CAPTIONS)
    for x, y, w, h in film.captions:
        assert left <= x
        assert x + w <= left + width
        assert top <= y
        assert y + h <= top + height
        assert y >= mouth[1] or y + h <= mouth[0]


def _captions(job: RenderJob, track: VoiceTrack, performer: StudioPerformer) -> list[Box]:
    """Where captions lie, of every frame that has some, as the pipeline lays them out."""
    if job.captions is None:
        return []
    framing = framing_for(job.aspect_ratio)
    take = track.takes[0]
    source = performer.perform(take, track.for_take(take), framing, job.stable_seed())
    laid = make_track(track.speech.words, job.captions, framing, float(SECONDS), source.mouth_box)
    layers = [laid.at(frame) for frame in range(SECONDS * FPS)]
    return [layer.box for layer in layers if layer is not None]


def test_the_mouth_leads_the_sound_a_little(film_of: Callable[[Case], Film]) -> None:
    """Over all films: one film of two words is too short to tell a lead to 10 ms."""
    lags = np.arange(-FARTHEST_S, FARTHEST_S + STEP_S / 2, STEP_S)
    each = [_likeness(film_of(case), lags) for case in CASES]
    found = np.mean(each, axis=0)
    lead = float(lags[int(np.argmax(found))])
    assert found.max() > 0.5
    assert 0.0 <= lead <= 0.080


def _likeness(film: Film, lags: NDArray[np.float64]) -> list[float]:
    """How well the mouth follows what the sounds ask of the jaw, were it early by each lag."""
    times = np.arange(0, SECONDS, STEP_S / 2)
    asked = np.zeros(len(times))
    for sound in film.sounds:
        parts = visemes_of(sound.symbol)
        edges = np.linspace(sound.start, sound.end, len(parts) + 1)
        for part, start, end in zip(parts, edges[:-1], edges[1:], strict=True):
            asked[(times >= start) & (times < end)] = part.jaw
    shown = np.arange(len(film.lips)) / FPS + 0.5 / FPS
    gaps = film.gaps
    return [float(np.corrcoef(np.interp(shown + lag, times, asked), gaps)[0, 1]) for lag in lags]
