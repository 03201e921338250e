"""Recordings are believed only after they were decoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.hostile.recordings import wav
from tests.support.recordings import FORMATS, encoded, hum
from unrealugc.pipeline.recordings import InvalidRecording, decode_recording
from unrealugc.pipeline.samples import SampleTooShort, decode_sample

RATE = 24_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recording"


@pytest.mark.parametrize("content_type", FORMATS)
def test_all_six_types_are_decoded(file: Path, content_type: str) -> None:
    samples = hum(4)
    file.write_bytes(encoded(samples, content_type))
    recording = decode_recording(file, content_type=content_type)
    assert recording.sample_rate == RATE
    assert recording.seconds == pytest.approx(4, abs=0.15)
    assert len(recording.samples) == pytest.approx(4 * RATE, abs=0.15 * RATE)
    level = np.sqrt(np.mean(recording.samples**2))
    assert level == pytest.approx(np.sqrt(np.mean(samples**2)), rel=0.1)


def test_m4a_and_mp4_are_two_names_of_one_thing(file: Path) -> None:
    file.write_bytes(encoded(hum(1), "audio/m4a"))
    for content_type in ("audio/mp4", "audio/m4a", None):
        decode_recording(file, content_type=content_type)
    with pytest.raises(InvalidRecording, match="not audio/mpeg"):
        decode_recording(file, content_type="audio/mpeg")


def test_only_the_first_minutes_are_kept_and_all_of_it_is_measured(file: Path) -> None:
    file.write_bytes(wav(bytes(2 * 8_000 * 310), rate=8_000))
    recording = decode_recording(file)
    assert recording.seconds == pytest.approx(310, abs=0.1)
    assert len(recording.samples) == 300 * RATE


def test_a_header_is_not_believed(file: Path) -> None:
    second = (hum(1, 8_000) * 32767).astype("<i2").tobytes()
    file.write_bytes(wav(second, rate=8_000, size=10 * 3600 * 16_000))
    assert decode_recording(file).seconds == pytest.approx(1, abs=0.1)


def test_a_little_damage_is_borne(file: Path) -> None:
    whole = bytearray(encoded(hum(10), "audio/mpeg"))
    whole[20_000:20_200] = bytes(200)
    file.write_bytes(bytes(whole))
    assert decode_recording(file).seconds > 9


def test_a_sample_has_half_a_minute(file: Path) -> None:
    file.write_bytes(encoded(hum(30.5), "audio/wav"))
    assert decode_sample(file, "audio/wav").seconds == pytest.approx(30.5, abs=0.1)
    file.write_bytes(encoded(hum(29.5), "audio/wav"))
    with pytest.raises(SampleTooShort, match=r"29\.5 s"):
        decode_sample(file, "audio/wav")
