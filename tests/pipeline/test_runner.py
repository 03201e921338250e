from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.engines import GradientPerformer, ToneSynth, plain_engines
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.engines import Engines
from unrealugc.pipeline.job import Progress, RenderJob, Stage
from unrealugc.pipeline.runner import render
from unrealugc.providers.base import FrameSource, Framing, Speech, Take, VoiceSpec
from unrealugc.providers.errors import CancelledError, InvalidInputError, UnusableMediaError

SCRIPT = "I have been using it every day. It is really good for me."


def _job(**changes: object) -> RenderJob:
    given: dict[str, object] = {
        "script": SCRIPT,
        "rig": Path("nobody"),
        "voice": VoiceSpec("tone"),
        "aspect_ratio": "1:1",
        "duration_seconds": 5,
        "clip_seconds": 3,
        "captions": caption_styles()["karaoke"],
        "seed": 7,
    }
    return RenderJob.model_validate({**given, **changes})


def _never() -> bool:
    return False


class FailingPerformer(GradientPerformer):
    """Acts the first take and breaks down in the second."""

    def perform(self, take: Take, speech: Speech, framing: Framing, seed: int) -> FrameSource:
        source = super().perform(take, speech, framing, seed)
        return _Broken(source) if take.index else source


class _Broken:
    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self.size, self.fps = source.size, source.fps
        self.frame_count = source.frame_count
        self.mouth_box, self.poster_index = source.mouth_box, source.poster_index
        self.face_box = source.face_box

    def frames(self, canvas=None):  # type: ignore[no-untyped-def]
        yield next(iter(self._source.frames()))
        raise OSError("the disk is gone")


def test_progress_runs_through_the_stages_and_only_forward(tmp_path: Path) -> None:
    told: list[Progress] = []
    result = render(_job(), tmp_path, told.append, _never, engines=plain_engines())
    assert list(dict.fromkeys(progress.stage for progress in told)) == list(Stage)
    assert all(before.fraction <= after.fraction for before, after in pairwise(told))
    assert told[-1].fraction == pytest.approx(1.0)
    assert result.takes == 2
    assert result.frame_count == 150
    for path in (result.video, result.poster, result.subtitles_srt, result.subtitles_vtt):
        assert path.is_relative_to(tmp_path)
        assert path.stat().st_size > 0


def test_a_render_goes_on_behind_what_is_done(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk"):
        render(
            _job(),
            tmp_path,
            lambda progress: None,
            _never,
            engines=Engines(ToneSynth(), FailingPerformer()),
        )
    first_take = next(tmp_path.rglob("take-000.mp4"))
    made = first_take.stat().st_mtime_ns
    assert not list(tmp_path.rglob("take-001.mp4"))
    synth = ToneSynth()
    engines = Engines(synth, GradientPerformer())
    resumed = render(_job(), tmp_path, lambda progress: None, _never, engines=engines)
    assert synth.said == []
    assert first_take.stat().st_mtime_ns == made
    whole = render(
        _job(), tmp_path / "whole", lambda progress: None, _never, engines=plain_engines()
    )
    assert resumed.video_sha256 == whole.video_sha256


def test_a_finished_render_is_not_made_again(tmp_path: Path) -> None:
    first = render(_job(), tmp_path, lambda progress: None, _never, engines=plain_engines())
    made = first.video.stat().st_mtime_ns
    second = render(_job(), tmp_path, lambda progress: None, _never, engines=plain_engines())
    assert second == first
    assert second.video.stat().st_mtime_ns == made


def test_a_changed_request_shares_nothing(tmp_path: Path) -> None:
    first = _job()
    for change in (
        {"script": "Something else is said here."},
        {"captions": None},
        {"product_name": "Acme"},
        {"seed": 8},
        {"aspect_ratio": "16:9"},
    ):
        assert _job(**change).fingerprint() != first.fingerprint()
    assert _job().fingerprint() == first.fingerprint()


def test_a_creator_with_other_pictures_shares_nothing(tmp_path: Path) -> None:
    fingerprints: list[str] = []
    for pictures in (b"as baked", b"as baked", b"baked again"):
        rig = tmp_path / str(len(fingerprints)) / "maya"
        rig.mkdir(parents=True)
        (rig / "rig.json").write_bytes(b"{}")
        (rig / "mouth.webp").write_bytes(pictures)
        fingerprints.append(_job(rig=rig).fingerprint())
    first, same, other = fingerprints
    assert first == same
    assert first != other


def test_it_stops_soon_when_it_is_cancelled(tmp_path: Path) -> None:
    told: list[Progress] = []

    def cancelled() -> bool:
        return bool(told) and told[-1].stage is Stage.COMPOSE

    with pytest.raises(CancelledError):
        render(_job(), tmp_path, told.append, cancelled, engines=plain_engines())
    assert not list(tmp_path.rglob("video.mp4"))
    assert not list(tmp_path.rglob(".*"))


def test_bad_input_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="empty"):
        render(_job(script=" \n"), tmp_path, lambda progress: None, _never, engines=plain_engines())
    text = tmp_path / "picture.png"
    text.write_text("not a picture")
    with pytest.raises(UnusableMediaError) as caught:
        render(
            _job(product_image=text),
            tmp_path / "work",
            lambda progress: None,
            _never,
            engines=plain_engines(),
        )
    assert not caught.value.retryable


def test_the_seed_comes_from_the_request() -> None:
    unseeded = _job(seed=None)
    assert unseeded.stable_seed() == _job(seed=None).stable_seed()
    assert unseeded.stable_seed() != _job(seed=None, script="Another script").stable_seed()
    assert _job(seed=5).stable_seed() == 5


def test_a_job_survives_json() -> None:
    job = _job(product_name="Acme", voice=VoiceSpec("mine", "en-us", {"pitch": 1.1, "name": "x"}))
    assert RenderJob.model_validate_json(job.model_dump_json()) == job
