"""From an uploaded voice sample to what a voice is shaped by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from unrealugc.pipeline.recordings import InvalidRecording, decode_recording
from unrealugc.providers.errors import UnusableMediaError
from unrealugc.providers.studio.speech.profile import analyse_sample

SHORTEST_S = 30.0


class SampleTooShort(InvalidRecording):
    """There is too little to learn a voice from."""

    code = "voice_sample_too_short"


@dataclass(frozen=True)
class Sample:
    """A measured sample: its decoded length in seconds, and the profile of its voice."""

    seconds: float
    profile: dict[str, float | str]


def measure_sample(path: Path, content_type: str) -> Sample:
    """Decode a voice sample and measure the voice in it.

    Args:
        path: the file that was uploaded.
        content_type: what it is said to be.

    Raises:
        InvalidRecording: it is not such a recording, or damaged, or nobody speaks in it.
        SampleTooShort: it has less than 30 s.
    """
    recording = decode_recording(path, content_type=content_type)
    if recording.seconds < SHORTEST_S:
        raise SampleTooShort(
            f"The sample has {recording.seconds:.1f} s of sound. A voice needs at least"
            f" {SHORTEST_S:.0f} s, and two to five minutes serve best."
        )
    try:
        profile = analyse_sample(recording.samples, recording.sample_rate)
    except UnusableMediaError as error:
        raise InvalidRecording(error.message) from error
    return Sample(recording.seconds, profile.to_json())
