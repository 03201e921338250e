"""One synth and one spoken sentence, shared by all tests of speech."""

from __future__ import annotations

import pytest

from unrealugc.providers.base import Speech, VoiceSpec
from unrealugc.providers.studio.speech.engine import StudioSpeech

SCRIPT = "Okay, it's only $19.99. And honestly? I LOVE it! Get it at acme.com."


@pytest.fixture(scope="session")
def synth() -> StudioSpeech:
    """A synth whose model is joined once per machine, in the user's cache, and loaded once."""
    return StudioSpeech()


@pytest.fixture(scope="session")
def spoken(synth: StudioSpeech) -> Speech:
    """``SCRIPT`` in the first stock voice."""
    return synth.synthesize(SCRIPT, VoiceSpec("af_heart"))
