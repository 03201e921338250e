"""The voice model is joined once, whole, and cut for its durations."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from unrealugc.providers.studio.speech.halves import halves
from unrealugc.providers.studio.speech.model import SAMPLES_PER_FRAME, VoiceModel
from unrealugc.providers.studio.speech.onnx_graph import Graph
from unrealugc.providers.studio.speech.protobuf import fields, message, number
from unrealugc.providers.studio.speech.voices import stock_style, style_row
from unrealugc.providers.studio.speech.weights import default_folder, model_files

IDS = [50, 83, 54, 57]


def test_durations_agree_with_the_sound() -> None:
    model = VoiceModel(model_files(default_folder()))
    reading = model.read(IDS, style_row(stock_style("af_heart"), len(IDS)))
    for speed in (0.8, 1.0, 1.7):
        utterance = model.speak(reading, speed)
        assert utterance.frames.sum() * SAMPLES_PER_FRAME == len(utterance.samples)
        assert np.array_equal(reading.frames(speed), utterance.frames)


def test_what_was_read_is_remembered_for_its_voice_alone() -> None:
    model = VoiceModel(model_files(default_folder()))
    hers, his = (style_row(stock_style(name), len(IDS)) for name in ("af_heart", "am_michael"))
    first = model.read(IDS, hers)
    assert model.read(IDS, hers) is first
    assert not np.array_equal(model.read(IDS, his).natural, first.natural)
    for count in range(100):
        model.read([50 + count % 3, 54 + count // 3], hers)
    assert model.read(IDS, hers) is not first
    with pytest.raises(ValueError, match="symbols"):
        model.read([], hers)


def test_files_are_made_once_and_leave_nothing_else(tmp_path: Path) -> None:
    first = model_files(tmp_path / "new")
    made = first.reader.stat().st_mtime_ns
    assert model_files(tmp_path / "new") == first
    assert first.reader.stat().st_mtime_ns == made
    assert set((tmp_path / "new").iterdir()) == {first.reader, first.speaker}


def _aged(path: Path, days: float) -> Path:
    path.touch()
    then = time.time() - days * 24 * 3600
    os.utime(path, (then, then))
    return path


def test_files_of_other_versions_go_when_unused_for_thirty_days(tmp_path: Path) -> None:
    now = model_files(default_folder())
    used = {_aged(tmp_path / file.name, 31) for file in (now.reader, now.speaker)}
    recent = _aged(tmp_path / "kokoro-82m-0123456789ab-1-ort1.0.ort", 29)
    old = _aged(tmp_path / "kokoro-82m-0123456789ab-0-ort1.0.ort", 31)
    foreign = _aged(tmp_path / "somebody-elses.ort", 400)
    model_files(tmp_path)
    assert not old.exists()
    assert set(tmp_path.iterdir()) == used | {recent, foreign}
    assert all(time.time() - file.stat().st_mtime < 3600 for file in used)


def test_a_day_is_noted_once(tmp_path: Path) -> None:
    now = model_files(default_folder())
    used = [_aged(tmp_path / file.name, 0.5) for file in (now.reader, now.speaker)]
    stamps = [file.stat().st_mtime_ns for file in used]
    model_files(tmp_path)
    assert [file.stat().st_mtime_ns for file in used] == stamps


def test_protobuf_round_trip() -> None:
    data = message(7, b"x" * 300) + number(1, 300) + message(2, "name")
    found = [(field.number, bytes(field.content)) for field in fields(memoryview(data))]
    assert found == [(7, b"x" * 300), (1, b"\xac\x02"), (2, b"name")]
    with pytest.raises(ValueError, match="protobuf"):
        list(fields(memoryview(b"\x07")))


def test_a_tensor_that_nothing_computes_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="compute"):
        Graph.read(message(7, b"")).keep_only(["nothing"])
    with pytest.raises(ValueError, match="compute"):
        Graph.read(message(7, b"")).scale("nothing", "factor")


def test_a_graph_without_durations_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="not made by Clip"):
        halves(Graph.read(message(7, b"")), "durations")
