"""Decodes recordings that users upload, without trusting anything in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from unrealugc.providers.errors import UnusableMediaError

DECODED_RATE = 24_000
LONGEST_SECONDS = 900.0

# Demuxers that open other files or addresses (playlists, concat) are not among them.
_FORMATS = "mp3,wav,matroska,webm,ogg,mov,mp4,m4a,3gp,3g2,mj2,aac"
_MOST_BROKEN_PACKETS = 20
_PROBE_BYTES = 4 << 20


def decode_audio(
    path: Path, max_seconds: float = LONGEST_SECONDS
) -> tuple[NDArray[np.float32], int]:
    """Decode the first audio track of an MP3, WAV, WebM, Ogg, MP4 or M4A file to mono.

    Every sample is really decoded; what the header says about the length is not believed. Memory
    is bounded by ``max_seconds``: decoding stops there.

    Returns float32 samples in -1..1 and their rate, ``DECODED_RATE``.

    Raises:
        UnusableMediaError: it is no such file, has no sound, is damaged, or is longer than
            ``max_seconds``. The message can be shown to the user.
    """
    blocks: list[NDArray[np.float32]] = []
    room = round(max_seconds * DECODED_RATE)
    try:
        for block in _blocks(path):
            room -= len(block)
            if room < 0:
                raise UnusableMediaError(
                    f"The recording is longer than {max_seconds / 60:.0f} minutes."
                )
            blocks.append(block)
    except (FFmpegError, ValueError, OverflowError, MemoryError) as error:
        raise UnusableMediaError(
            "The file is not a recording that can be played. Send MP3, WAV, WebM, Ogg, MP4 or M4A.",
            detail=str(error),
        ) from error
    samples = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    if not len(samples):
        raise UnusableMediaError("The recording holds no sound.")
    return np.nan_to_num(samples, posinf=0.0, neginf=0.0), DECODED_RATE


def _blocks(path: Path) -> Iterator[NDArray[np.float32]]:
    options = {
        "format_whitelist": _FORMATS,
        "protocol_whitelist": "file",
        "probesize": str(_PROBE_BYTES),
    }
    with av.open(str(path), options=options) as container:
        if not container.streams.audio:
            raise UnusableMediaError("The file has no audio track.")
        stream = container.streams.audio[0]
        stream.codec_context.thread_count = 1
        resampler = av.AudioResampler(format="fltp", rate=DECODED_RATE)
        broken = 0
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except FFmpegError as error:
                broken += 1
                if broken > _MOST_BROKEN_PACKETS:
                    raise UnusableMediaError(
                        "The recording is damaged.", detail=str(error)
                    ) from None
                continue
            for frame in frames:
                for resampled in resampler.resample(frame):
                    yield _samples(resampled)
        for resampled in resampler.resample(None):
            yield _samples(resampled)


def _samples(frame: av.AudioFrame) -> NDArray[np.float32]:
    """The mean of the channels; FFmpeg's own mix to mono makes what is on both louder."""
    channels = np.asarray(frame.to_ndarray(), np.float32)
    return np.asarray(channels.reshape(-1, frame.samples).mean(axis=0))
