"""Recordings from strangers, decoded so that a bad one can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from unrealugc.pipeline.magic import HEAD_BYTES, sniff
from unrealugc.providers.base import SPEECH_SAMPLE_RATE
from unrealugc.providers.errors import UnusableMediaError

LONGEST_S = 3600.0
_KEPT_S = 300.0
_MAX_CHANNELS = 8
_RATES = range(8_000, 192_001)
_BAD_PACKETS = 10

# The demuxer is chosen here, never guessed by FFmpeg: among those it knows are play lists,
# which open other files and addresses.
_DEMUXERS = {
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/webm": "matroska",
    "audio/ogg": "ogg",
    "audio/mp4": "mov",
}
_CODECS = ("aac", "alac", "flac", "mp3", "opus", "vorbis", "pcm_", "adpcm_ms", "adpcm_ima_wav")


class InvalidRecording(UnusableMediaError):
    """The bytes are not a recording that can be decoded."""

    code = "invalid_audio"
    default_message = "The recording cannot be read. Send an MP3, WAV, WebM, OGG or M4A file."


@dataclass(frozen=True, slots=True)
class Recording:
    """A decoded recording: its first five minutes at most, and its whole length.

    ``samples`` is mono float32 at ``sample_rate`` of shape (n,), n for 300 s at most;
    ``seconds`` is the length of all that could be decoded.
    """

    samples: NDArray[np.float32]
    sample_rate: int
    seconds: float


def decode_recording(path: Path, *, content_type: str | None = None) -> Recording:
    """Decode the sound of a file, to its end, whatever its header says of its length.

    Args:
        path: an MP3, WAV, WebM, OGG or MP4 file.
        content_type: what the file is said to be; ``None`` takes any of these.

    Raises:
        InvalidRecording: it is something else, damaged, has no sound, or more than an hour.
    """
    with path.open("rb") as file:
        found = sniff(file.read(HEAD_BYTES))
        if found not in _DEMUXERS:
            raise InvalidRecording
        if content_type is not None and found != content_type.replace("m4a", "mp4"):
            raise InvalidRecording(
                f"The recording is not {content_type}, as was said, but {found}."
            )
        file.seek(0)
        try:
            with _opened(file, _DEMUXERS[found]) as container:
                return _decode(container, _sound_of(container))
        except (av.FFmpegError, ValueError, EOFError) as error:
            raise InvalidRecording(
                "The recording is damaged or incomplete. Save it again and upload it anew.",
                detail=str(error),
            ) from error


def _opened(file: BinaryIO, demuxer: str) -> InputContainer:
    return av.open(file, mode="r", format=demuxer, metadata_errors="replace")


def _sound_of(container: InputContainer) -> AudioStream:
    if not container.streams.audio:
        raise InvalidRecording("The file has no sound in it.")
    stream = container.streams.audio[0]
    context = stream.codec_context
    if context is None:
        raise InvalidRecording("The sound is coded in a way that is not supported.")
    if not context.codec.canonical_name.startswith(_CODECS):
        raise InvalidRecording(f"Sound coded as {context.codec.canonical_name} is not supported.")
    if context.sample_rate not in _RATES or not 1 <= context.channels <= _MAX_CHANNELS:
        raise InvalidRecording(
            f"{context.channels} channels at {context.sample_rate} Hz are not supported."
        )
    context.thread_count = 1
    return stream


def _decode(container: InputContainer, stream: AudioStream) -> Recording:
    resampler = AudioResampler(format="flt", layout="mono", rate=SPEECH_SAMPLE_RATE)
    kept: list[NDArray[np.float32]] = []
    total = 0
    for frame in _frames(container, stream):
        for piece in resampler.resample(frame):
            if total < _KEPT_S * SPEECH_SAMPLE_RATE:
                kept.append(np.asarray(piece.to_ndarray(), np.float32).reshape(-1))
            total += piece.samples
        if total > LONGEST_S * SPEECH_SAMPLE_RATE:
            raise InvalidRecording("The recording is longer than an hour. Two to five minutes do.")
    if total == 0:
        raise InvalidRecording("The file has no sound in it.")
    samples = np.concatenate(kept)[: round(_KEPT_S * SPEECH_SAMPLE_RATE)]
    if not np.isfinite(samples).all():
        raise InvalidRecording("The recording holds values that are no sound.")
    return Recording(samples, SPEECH_SAMPLE_RATE, total / SPEECH_SAMPLE_RATE)


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Decoded frames; a few damaged packets are skipped, as players do."""
    bad = 0
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            if bad > _BAD_PACKETS:
                raise
