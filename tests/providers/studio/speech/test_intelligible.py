"""People would understand what the voices say: a speech recogniser does."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from tests.providers.studio.speech.recogniser import errors, heard_in_english
from unrealugc.providers.base import Speech, VoiceSpec
from unrealugc.providers.studio.speech.engine import StudioSpeech

SCRIPTS = {
    "af_heart": "My skin feels so much better now.",
    "af_bella": "It takes only ten minutes to charge.",
    "af_kore": "Everything you need is inside the box.",
    "af_sarah": "My sister wants one too.",
    "af_nova": "You will save a lot of money.",
    "am_michael": "I use it every single morning.",
    "am_fenrir": "The battery lasts all day.",
    "am_puck": "Look how easy this is to clean.",
    "am_echo": "Get yours before the end of the week.",
    "af_sky": "I wish I had known about this last year.",
}
# Far above what mumbling gives, and below 1 because the recogniser makes mistakes of its own.
ENOUGH = 0.8


def _as_in_a_video(speech: Speech) -> Speech:
    """After the breath that is taken for it."""
    before = np.zeros(speech.sample_rate // 2, np.float32)
    before[len(before) - len(speech.intake) :] = speech.intake
    return replace(speech, samples=np.concatenate([before, speech.samples]))


def test_ten_english_scripts_are_understood(synth: StudioSpeech) -> None:
    speeches = [synth.synthesize(text, VoiceSpec(voice)) for voice, text in SCRIPTS.items()]
    said = [re.findall("[a-z']+", text.lower()) for text in SCRIPTS.values()]
    heard = heard_in_english([_as_in_a_video(speech) for speech in speeches])
    wrong = sum(errors(words, found) for words, found in zip(said, heard, strict=True))
    assert 1 - wrong / sum(map(len, said)) >= ENOUGH, heard
