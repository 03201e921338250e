"""The voice model is joined once, whole, and cut for its durations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from unrealugc.providers.studio.speech.model import SAMPLES_PER_FRAME, VoiceModel
from unrealugc.providers.studio.speech.onnx_graph import Graph
from unrealugc.providers.studio.speech.protobuf import fields, message, number
from unrealugc.providers.studio.speech.voices import stock_style, style_row
from unrealugc.providers.studio.speech.weights import default_folder, model_files

IDS = [50, 83, 54, 57]


def test_durations_agree_with_the_sound() -> None:
    model = VoiceModel(model_files(default_folder()))
    row = style_row(stock_style("af_heart"), len(IDS))
    utterance = model.speak(IDS, row, 1.0)
    assert utterance.frames.sum() * SAMPLES_PER_FRAME == len(utterance.samples)
    assert np.array_equal(model.durations(IDS, row, 1.0), utterance.frames)
    with pytest.raises(ValueError, match="symbols"):
        model.durations([], row, 1.0)


def test_files_are_made_once_and_leave_nothing_else(tmp_path: Path) -> None:
    first = model_files(tmp_path / "new")
    made = first.voice.stat().st_mtime_ns
    assert model_files(tmp_path / "new") == first
    assert first.voice.stat().st_mtime_ns == made
    assert set((tmp_path / "new").iterdir()) == {first.voice, first.durations}


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
