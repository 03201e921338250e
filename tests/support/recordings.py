"""Recordings for tests: a voice-like sound in every container that can be uploaded."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

FORMATS = {
    "audio/mpeg": ("mp3", "mp3", "libmp3lame"),
    "audio/wav": ("wav", "wav", "pcm_s16le"),
    "audio/webm": ("webm", "webm", "libopus"),
    "audio/ogg": ("ogg", "ogg", "libopus"),
    "audio/mp4": ("mp4", "mp4", "aac"),
    "audio/m4a": ("m4a", "ipod", "aac"),
}
"""Content type → extension, container, codec."""


def hum(seconds: float, rate: int = 24_000, pitch: float = 140.0) -> NDArray[np.float32]:
    """Something like a voice: a buzzing tone in syllables, with pauses, mono in -1..1."""
    time = np.arange(round(seconds * rate)) / rate
    glide = pitch * (1 + 0.06 * np.sin(2 * np.pi * 0.7 * time))
    phase = 2 * np.pi * np.cumsum(glide) / rate
    tone = sum(np.sin(phase * k) / k for k in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * time), 0, 1) * (
        np.sin(2 * np.pi * 0.2 * time) > -0.8
    )
    return np.asarray(0.25 * tone * syllables, np.float32)


def encoded(samples: NDArray[np.float32], content_type: str, rate: int = 24_000) -> bytes:
    """The samples as a file of that type."""
    _, container_name, codec = FORMATS[content_type]
    file = io.BytesIO()
    with av.open(file, "w", format=container_name) as container:
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        resampler = av.AudioResampler(
            stream.format, "mono", rate, frame_size=stream.frame_size or 1024
        )
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = rate
        frame.pts = 0
        frame.time_base = Fraction(1, rate)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return file.getvalue()
