"""Measure every English voice that is no blend; custom voices are matched against the profiles.

    python tools/voices/describe.py

Speaks a few sentences in each voice and writes ``data/profiles.json`` of the speech package.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np

from unrealugc.catalog.voices import stock_voices
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.studio.speech.analysis import analyse_sample
from unrealugc.providers.studio.speech.engine import StudioSpeech

SENTENCES = (
    "When the sunlight strikes raindrops in the air, they act as a prism and form a rainbow.",
    "I bought two of these last week, and honestly, you should see how much better my day goes!",
)


def main() -> None:
    """Run from the command line."""
    synth = StudioSpeech()
    profiles = {}
    for voice in stock_voices().values():
        if voice.blend or not voice.language.startswith("en"):
            continue
        spec = VoiceSpec(voice.id, voice.language)
        speeches = [synth.synthesize(sentence, spec) for sentence in SENTENCES]
        samples = np.concatenate([speech.samples for speech in speeches])
        measured = analyse_sample(samples, speeches[0].sample_rate)
        profile = replace(measured, gender=voice.gender or measured.gender)
        profiles[voice.id] = profile.to_json()
        print(voice.id, profile.pitch_hz, profile.pitch_range_st, profile.syllable_rate)
    package = resources.files("unrealugc.providers.studio.speech")
    target = Path(str(package.joinpath("data/profiles.json")))
    target.write_text(json.dumps(profiles, indent=1) + "\n")


if __name__ == "__main__":
    main()
