"""What a chunk is spoken without is silence, and the rest sounds as it does in the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.languages.registry import reader_of
from unrealugc.providers.studio.speech.model import SAMPLES_PER_FRAME, VoiceModel
from unrealugc.providers.studio.speech.phrasing import chunks
from unrealugc.providers.studio.speech.text.script import read_script
from unrealugc.providers.studio.speech.timing import heard, symbols
from unrealugc.providers.studio.speech.voices import stock_style, style_row
from unrealugc.providers.studio.speech.weights import default_folder, model_files

LINE = "Tap once, speak your plan, done."


@pytest.fixture(scope="module")
def model() -> VoiceModel:
    return VoiceModel(model_files(default_folder()))


def level_db(samples: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-12))


def contour_db(samples: NDArray[np.float32]) -> list[float]:
    """The level of each 10 ms, no lower than 50 dB below full scale."""
    windows = samples[: len(samples) // 240 * 240].reshape(-1, 240)
    return [max(level_db(window), -50.0) for window in windows]


def bands_db(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """The long-term level in seven bands of an octave, from 94 Hz to 12 kHz."""
    power = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    edges = (len(power) * 0.5 ** np.arange(7, -1, -1)).astype(int)
    return np.array([10 * np.log10(power[a:b].mean()) for a, b in pairwise(edges)])


@pytest.mark.parametrize("voice", ["af_heart", "bm_george", "am_adam"])
def test_only_silence_is_left_out(model: VoiceModel, voice: str) -> None:
    (chunk,) = chunks(read_script(LINE, reader_of("en-us")), "en-us")
    said = symbols(chunk.words)
    reading = model.read([s.id for s in said], style_row(stock_style(voice), len(said)))
    portion = heard(said, reading.frames(1.0))
    whole = model.speak(reading, 1.0)
    part = model.speak(reading, 1.0, portion=portion)
    assert np.array_equal(part.frames, whole.frames)
    assert len(part.samples) == len(whole.samples)

    first, end = portion.start * SAMPLES_PER_FRAME, portion.stop * SAMPLES_PER_FRAME
    assert first > 0.1 * 24_000
    assert end < len(whole.samples) - 0.1 * 24_000
    inside = whole.samples[first:end]
    for outside in (slice(None, first), slice(end, None)):
        assert not part.samples[outside].any()
        assert level_db(whole.samples[outside]) < level_db(inside) - 40

    spoken = part.samples[first:end]
    shifts = range(-240, 241, 24)
    likeness = [float(np.dot(np.roll(spoken, shift), inside)) for shift in shifts]
    assert shifts[int(np.argmax(likeness))] == 0
    difference = bands_db(spoken) - bands_db(inside)
    assert np.abs(difference).max() < 3
    assert np.corrcoef(contour_db(spoken), contour_db(inside))[0, 1] > 0.97
