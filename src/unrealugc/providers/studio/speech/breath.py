"""The breath that a voice takes before a sentence: noise through a throat that is at rest.

What is known of such breaths, and followed here:

- Their spectrum falls towards high frequencies and has several weak peaks below 3 kHz, most like
  those of a schwa (Werner, Fuchs, Trouvain, Kürbis, Möbius & Birkholz, "Acoustics of Breath Noises
  in Human Speech", JSLHR 66, 2023), with a first peak somewhat above a schwa's, as the way to the
  lungs is open (Werner, Fuchs, Trouvain & Möbius, "Inhalations in Speech", Interspeech 2021). A
  schwa's resonances are those of an even tube, closed at one end: odd multiples of c / 4 L.
- They last longer before a longer sentence (Whalen & Kinsella-Shaw, Phonetica 54, 1997); listening
  tests call 0.3 s short and 0.6 s long (Elmers, Werner, Muhlack, Möbius & Trouvain, "Take a
  Breath", Interspeech 2021). Whether one is taken depends on how much was said since the last
  (Kallay, Mayr & Redford, ICPhS 2019).
- Before synthetic speech they help listeners to follow it (Whalen, Hoequist & Sheffert, JASA 97,
  1995).

How loud they are depends on the microphone, and editors turn them down. Here they stay below what
tools for audio books take for a breath to be removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import Taps, convolved, shaped
from unrealugc.providers.base import Speech
from unrealugc.providers.studio.expression import Phrase, phrases

Samples = NDArray[np.float32]

# Below the level of the words, of a voice that breathes as much as one can (1.0).
_FULL_DB = -30.0
_SHORTEST_S, _LONGEST_S = 0.20, 0.45
_PER_SECOND_SAID_S = 0.04
# Nobody takes breath after two words.
_LEAST_SAID_S = 1.5
# Silence that stays after the sentence before, which fades, and before the first sound.
_AFTER_VOICE_S, _BEFORE_VOICE_S = 0.10, 0.05
# Shares of its length in which a breath swells and in which it stops: the ribs move slowly, and
# the glottis closes quickly.
_SWELL, _STOP = 0.55, 0.25

# A man's throat of 17.5 cm in air at 350 m/s; how high, in dB, each resonance stands out.
_TUBE_HZ = 500.0
_PEAKS = ((1.3, 4.0), (3.0, 8.0), (5.0, 8.0), (7.0, 5.0))
_WIDTH_HZ = 220.0
_FLAT_TO_HZ, _FALL_DB_AN_OCTAVE = 600.0, -5.0
_LOWEST_HZ = 250.0
_TAPS = 255
_SEED = 0x1A5B


def breathing(speech: Speech, amount: float, tract: float) -> Speech:
    """``speech`` with a breath in each pause before a sentence that has room for one.

    No time changes. The breath before the first sentence becomes ``Speech.intake``, because
    whether there is room for it is not known here.

    Args:
        speech: as it will be heard, because evening its level would raise the breaths.
        amount: 0 for none to 1 for 30 dB below the words; 0.5 is 6 dB less.
        tract: factor on the resonances of a man's throat, about 1.15 for a woman's.
    """
    if amount <= 0 or not speech.words:
        return speech
    rate = speech.sample_rate
    level = amount * 10 ** (_FULL_DB / 20) * _level(speech)
    samples = speech.samples.copy()
    sentences = phrases(speech)
    for index, (start, end) in enumerate(_rooms(sentences), 1):
        last = round(end * rate)
        length = round((end - start) * rate)
        samples[last - length : last] += level * _breath(length, tract, rate, index)
    intake = level * _breath(round(_wanted(sentences[0]) * rate), tract, rate, 0)
    silence = max(0.0, _BEFORE_VOICE_S - sentences[0].start)
    return replace(speech, samples=samples, intake=np.pad(intake, (0, round(silence * rate))))


def _rooms(sentences: Sequence[Phrase]) -> Iterator[tuple[float, float]]:
    """From when to when a breath is taken, in seconds."""
    breathed = sentences[0].start
    for before, sentence in pairwise(sentences):
        end = sentence.start - _BEFORE_VOICE_S
        start = max(before.end + _AFTER_VOICE_S, end - _wanted(sentence))
        if end - start >= _SHORTEST_S and before.end - breathed >= _LEAST_SAID_S:
            yield start, end
            breathed = sentence.start


def _wanted(phrase: Phrase) -> float:
    """Seconds of breath for a sentence."""
    said = phrase.end - phrase.start
    return min(_LONGEST_S, _SHORTEST_S + _PER_SECOND_SAID_S * said)


def _level(speech: Speech) -> float:
    """Root mean square of what lies in words."""
    rate = speech.sample_rate
    said = [speech.samples[round(w.start * rate) : round(w.end * rate)] for w in speech.words]
    return float(np.sqrt(np.mean(np.square(np.concatenate(said), dtype=np.float64))))


def _breath(length: int, tract: float, rate: int, index: int) -> Samples:
    """So many samples of one, of level 1 over its whole length; ``index`` tells it from others."""
    noise = np.random.default_rng([_SEED, index, length]).standard_normal(length)
    shaped_noise = convolved(noise.astype(np.float32), _throat(round(tract, 2), rate))
    breath = shaped_noise * _swell(length)
    return np.asarray(breath / np.sqrt(np.mean(np.square(breath))), np.float32)


def _swell(length: int) -> Samples:
    """From nothing to 1 slowly, and back to nothing quickly."""
    along = np.linspace(0.0, 1.0, length)
    rising = np.clip(along / _SWELL, 0.0, 1.0)
    falling = np.clip((1.0 - along) / _STOP, 0.0, 1.0)
    return np.asarray((np.sin(np.pi / 2 * rising) * np.sin(np.pi / 2 * falling)) ** 2, np.float32)


@cache
def _throat(tract: float, rate: int) -> Taps:
    """The filter that makes a breath of white noise."""
    grid = np.linspace(0.0, rate / 2, 128)
    octaves = np.log2(np.maximum(grid, _FLAT_TO_HZ) / _FLAT_TO_HZ)
    decibels = _FALL_DB_AN_OCTAVE * octaves
    for multiple, height in _PEAKS:
        away = (grid - multiple * _TUBE_HZ * tract) / (_WIDTH_HZ * tract)
        decibels += height / (1.0 + away**2)
    gains = 10 ** (decibels / 20) * np.clip(grid / _LOWEST_HZ, 0.0, 1.0) ** 2
    return shaped(grid.tolist(), gains.tolist(), taps=_TAPS, rate=rate)
