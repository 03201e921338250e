"""Voice samples, as they are uploaded: decoded, and long enough to learn a voice from."""

from __future__ import annotations

from pathlib import Path

from unrealugc.pipeline.recordings import InvalidRecording, Recording, decode_recording

SHORTEST_S = 30.0


class SampleTooShort(InvalidRecording):
    """There is too little to learn a voice from."""

    code = "voice_sample_too_short"


def decode_sample(path: Path, content_type: str) -> Recording:
    """Decode a voice sample.

    Args:
        path: the file that was uploaded.
        content_type: what it is said to be.

    Raises:
        InvalidRecording: it is not such a recording, or damaged.
        SampleTooShort: it has less than 30 s.
    """
    recording = decode_recording(path, content_type=content_type)
    if recording.seconds < SHORTEST_S:
        raise SampleTooShort(
            f"The sample has {recording.seconds:.1f} s of sound. A voice needs at least"
            f" {SHORTEST_S:.0f} s, and two to five minutes serve best."
        )
    return recording
