"""The demo video, decoded and measured as a viewer and a platform would."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

from tests.media.demo import FPS, SCRIPT, DemoVideo
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.loudness import integrated_loudness, true_peak

pytestmark = [pytest.mark.media, pytest.mark.xdist_group("demo-video"), pytest.mark.timeout(600)]


def test_the_file_is_what_platforms_want(demo: DemoVideo) -> None:
    facts = demo.facts
    assert (facts.width, facts.height, facts.fps) == (1080, 1920, 30.0)
    assert facts.constant_rate
    assert (facts.video_codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert facts.colour == (1, 1, 1, 1)
    assert (facts.audio_codec, facts.audio_rate) == ("aac", 48_000)
    assert facts.starts_fast
    assert 0.4e6 < facts.size_bytes < 12e6


def test_it_lasts_ten_seconds_to_the_frame(demo: DemoVideo) -> None:
    assert demo.facts.frame_count == 300
    assert len(demo.seen.small) == 300
    assert demo.facts.audio_duration == pytest.approx(10.0, abs=0.03)


def test_it_is_as_loud_as_platforms_play_it(demo: DemoVideo) -> None:
    assert integrated_loudness(demo.sound) == pytest.approx(-14.0, abs=1.0)
    assert true_peak(demo.sound) < -1.0


def test_the_mouth_moves_with_the_voice(demo: DemoVideo) -> None:
    window = np.ones(5) / 5
    openness = np.convolve(demo.seen.dark_in_mouth, window, mode="same")
    energy = np.convolve(demo.energy, window, mode="same")
    assert np.corrcoef(openness, energy)[0, 1] > 0.3
    loud = energy > 0.25 * energy.max()
    assert openness[loud].mean() > 2 * openness[energy < 0.01 * energy.max()].mean()


def test_the_mouth_is_closed_in_silence(demo: DemoVideo) -> None:
    words = demo.track.speech.words
    clock = np.arange(300) / FPS
    silent = (clock < words[0].start - 0.25) | (clock > words[-1].end + 0.4)
    assert silent.sum() > 30
    open_mouth = np.percentile(demo.seen.dark_in_mouth, 95)
    shut = np.percentile(demo.seen.dark_in_mouth, 5)
    assert open_mouth > shut + 0.005
    limit = shut + 0.35 * (open_mouth - shut)
    assert (demo.seen.dark_in_mouth[silent] < limit).mean() > 0.95


def test_the_lit_word_is_inside_the_safe_area(demo: DemoVideo) -> None:
    left, top, width, height = framing_for("9:16").safe_area
    boxes = [box for box in demo.seen.lit_word if box is not None]
    assert len(boxes) > 60
    for x, y, w, h in boxes:
        assert left <= x
        assert x + w <= left + width
        assert top <= y
        assert y + h <= top + height


def test_captions_change_on_the_words_times(demo: DemoVideo) -> None:
    lit = demo.seen.lit_word
    for word in demo.track.speech.words:
        frame = round(word.start * FPS)
        before, after = lit[max(0, frame - 2)], lit[frame + 1]
        assert after is not None, word
        assert before is None or _moved(before, after), word


def _moved(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(before, after, strict=True)) > 8


def test_nothing_is_black_and_nothing_freezes(demo: DemoVideo) -> None:
    small = demo.seen.small
    assert small.mean(axis=(1, 2)).min() > 30
    change = np.abs(np.diff(small, axis=0)).mean(axis=(1, 2))
    still = longest = 0
    for moved in change > 0.003:
        still = 0 if moved else still + 1
        longest = max(longest, still)
    assert longest <= 3


def test_the_poster_is_a_full_picture_of_it(demo: DemoVideo) -> None:
    with Image.open(demo.result.poster) as poster:
        assert poster.format == "JPEG"
        assert poster.size == (1080, 1920)
        luma = np.asarray(poster.convert("L"))[::16, ::16].astype(np.float32)
    nearest = np.abs(demo.seen.small - (16 + luma * 219 / 255)).mean(axis=(1, 2)).min()
    assert nearest < 6


def test_subtitles_lie_beside_it_with_every_word(demo: DemoVideo) -> None:
    srt = demo.result.subtitles_srt.read_text()
    said = re.sub(r"^\d+$|^.*-->.*$", "", srt, flags=re.MULTILINE).split()
    assert said == SCRIPT.split()
    assert demo.result.subtitles_vtt.read_text().startswith("WEBVTT")
