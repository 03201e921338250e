"""The engines that one render uses."""

from __future__ import annotations

from dataclasses import dataclass

from unrealugc.pipeline.job import RenderJob
from unrealugc.providers.base import Performer, SpeechSynth
from unrealugc.providers.studio.performer import StudioPerformer
from unrealugc.providers.studio.speech.engine import StudioSpeech


@dataclass(frozen=True, slots=True)
class Engines:
    """Who speaks and who acts in this render."""

    synth: SpeechSynth
    performer: Performer


def engines_for(job: RenderJob) -> Engines:
    """The engines that this installation has for the job's voice and creator."""
    return Engines(StudioSpeech(), StudioPerformer(job.rig))
