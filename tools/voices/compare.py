"""Measure what tells stock voices apart that ``describe`` leaves out, each saying its preview.

    python -m tools.voices.compare

Writes ``tests/providers/studio/speech/measured.json``: pitch, melody, pace and spectrum of blends
and of voices in other languages than English, which the tests compare pair by pair.
"""

from __future__ import annotations

import json
from pathlib import Path

from unrealugc.catalog.voices import StockVoice, stock_voices
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.studio.speech.analysis import analyse_sample
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.speech.profile import VoiceProfile

TARGET = Path(__file__).parents[2] / "tests/providers/studio/speech/measured.json"


def measured(synth: StudioSpeech, voice: StockVoice) -> VoiceProfile:
    """The profile of ``voice`` saying its preview."""
    speech = synth.synthesize(voice.preview, VoiceSpec(voice.id, voice.language))
    return analyse_sample(speech.samples, speech.sample_rate)


def main() -> None:
    """Run from the command line."""
    synth = StudioSpeech()
    voices = [
        voice
        for voice in stock_voices().values()
        if voice.blend or not voice.language.startswith("en")
    ]
    found = {voice.id: measured(synth, voice).to_json() for voice in voices}
    TARGET.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{TARGET}: {len(found)} voices")


if __name__ == "__main__":
    main()
