"""The video that is measured: a creator, a script of any length, and its speech."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from unrealugc.catalog.captions import caption_styles
from unrealugc.catalog.creators import find_creator
from unrealugc.pipeline.checkpoint import Workspace
from unrealugc.pipeline.job import RenderJob
from unrealugc.pipeline.script import split_script
from unrealugc.pipeline.voice import VoiceTrack, arrange, natural_lengths, pack_track, speak
from unrealugc.providers.base import Speech, SpeechSynth, SynthCapabilities, VoiceSpec

LINES = "I have been using this for two weeks and I love it. Try it, you will not look back. "
# Speaking holds a phrase's sound in memory: the longest that is said in one go takes the most.
LONG_LINES = (
    "I have been using this for two weeks and I love it. I never thought that such a small thing "
    "could make every single morning of mine so much easier than all the others did. "
)
LETTERS_A_SECOND = 14


def job_of(
    seconds: int, *, creator: str, aspect: str, captions: str, lines: str = LINES
) -> RenderJob:
    """A job that says ``lines`` over and over for ``seconds``.

    Raises ValueError for an unknown creator.
    """
    found = find_creator(creator)
    if found is None:
        raise ValueError(f"there is no creator {creator}")
    return RenderJob.model_validate(
        {
            "script": (lines * max(1, seconds * LETTERS_A_SECOND // len(lines))).strip(),
            "rig": found.rig,
            "voice": VoiceSpec(found.voice),
            "aspect_ratio": aspect,
            "duration_seconds": seconds,
            "captions": caption_styles()[captions],
        }
    )


@dataclass
class RememberingSynth:
    """A synth that says the same sentence only once."""

    synth: SpeechSynth
    said: dict[tuple[str, float], Speech] = field(default_factory=dict)

    @property
    def capabilities(self) -> SynthCapabilities:
        """Those of the synth."""
        return self.synth.capabilities

    def synthesize(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> Speech:
        """What the synth says, or said before."""
        if (text, pace) not in self.said:
            self.said[text, pace] = self.synth.synthesize(text, voice, pace=pace)
        return self.said[text, pace]

    def estimate(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> float:
        """As the synth estimates it."""
        return self.synth.estimate(text, voice, pace=pace)

    def rest(self) -> None:
        """Let the synth rest."""
        self.synth.rest()


def track_of(job: RenderJob, synth: SpeechSynth, work: Path) -> VoiceTrack:
    """The job's speech, laid out as a render does it."""
    texts = split_script(job.script)
    spoken = speak(
        synth,
        job.voice,
        texts,
        job.duration_seconds,
        natural=natural_lengths(synth, job.voice, texts),
        pace=job.pace,
        workspace=Workspace(work, job.fingerprint()),
        progress=lambda done: None,
    )
    return arrange(texts, spoken, job.duration_seconds, longest=job.clip_seconds, fps=job.fps)


def lay_ready(job: RenderJob, track: VoiceTrack, work: Path) -> None:
    """Leave the speech in a work folder as a render does that was interrupted after it."""
    Workspace(work, job.fingerprint()).write("voice", "voice.npz", pack_track(track))
