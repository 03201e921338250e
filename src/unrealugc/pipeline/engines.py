"""The engines that one render uses."""

from __future__ import annotations

from dataclasses import dataclass

from unrealugc.providers.base import Performer, SpeechSynth


@dataclass(frozen=True, slots=True)
class Engines:
    """Who speaks and who acts in this render."""

    synth: SpeechSynth
    performer: Performer
