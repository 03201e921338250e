"""Recordings in every accepted type are decoded; what is none is refused."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from unrealugc.providers.errors import UnusableMediaError
from unrealugc.providers.studio.speech.decode import DECODED_RATE, decode_audio

SECONDS = 2.0
TONE_HZ = 440.0
TYPES = [
    ("mp3", "mp3", "mp3", 44_100),
    ("wav", "wav", "pcm_s16le", 44_100),
    ("webm", "webm", "libopus", 48_000),
    ("ogg", "ogg", "libopus", 48_000),
    ("mp4", "mp4", "aac", 44_100),
    ("m4a", "ipod", "aac", 44_100),
]


def write_tone(path: Path, container: str, codec: str, rate: int) -> Path:
    """A stereo tone of ``SECONDS`` at half scale, encoded."""
    times = np.arange(round(SECONDS * rate)) / rate
    wave = (0.5 * np.sin(2 * np.pi * TONE_HZ * times) * 32767).astype(np.int16)
    with av.open(str(path), "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "stereo"
        frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2)[None], format="s16", layout="stereo")
        frame.sample_rate = rate
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=rate)
        fifo = av.AudioFifo()
        for converted in resampler.resample(frame):
            fifo.write(converted)
        size = stream.frame_size or 1024
        while part := fifo.read(size, partial=True):
            output.mux(stream.encode(part))
        output.mux(stream.encode(None))
    return path


def loudest_hz(samples: NDArray[np.float32], rate: int) -> float:
    """The strongest frequency in ``samples``."""
    return float(np.abs(np.fft.rfft(samples)).argmax() * rate / len(samples))


@pytest.mark.parametrize(("suffix", "container", "codec", "rate"), TYPES)
def test_each_type_gives_its_sound(
    tmp_path: Path, suffix: str, container: str, codec: str, rate: int
) -> None:
    samples, decoded_rate = decode_audio(
        write_tone(tmp_path / f"tone.{suffix}", container, codec, rate)
    )
    assert decoded_rate == DECODED_RATE
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) / decoded_rate == pytest.approx(SECONDS, abs=0.1)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.1)
    assert loudest_hz(samples, decoded_rate) == pytest.approx(TONE_HZ, abs=2)


def test_a_recording_above_the_limit_is_refused_early(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "tone.mp3", "mp3", "mp3", 44_100)
    with pytest.raises(UnusableMediaError, match="longer than"):
        decode_audio(path, max_seconds=1.0)


def test_a_playlist_does_not_make_it_open_other_files(tmp_path: Path) -> None:
    other = write_tone(tmp_path / "other.wav", "wav", "pcm_s16le", 44_100)
    for name, text in [
        ("list.ffconcat", f"ffconcat version 1.0\nfile {other}\n"),
        ("list.m3u8", f"#EXTM3U\n#EXTINF:2,\n{other}\n#EXT-X-ENDLIST\n"),
    ]:
        playlist = tmp_path / name
        playlist.write_text(text)
        with pytest.raises(UnusableMediaError):
            decode_audio(playlist)


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"hello, I am text", b"\x00" * 4096, b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" * 9],
    ids=["empty", "magic only", "text", "zeros", "tags without sound"],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.mp3"
    path.write_bytes(content)
    with pytest.raises(UnusableMediaError):
        decode_audio(path)


@pytest.mark.parametrize(("suffix", "container", "codec", "rate"), TYPES)
def test_a_truncated_file_is_shorter_or_refused(
    tmp_path: Path, suffix: str, container: str, codec: str, rate: int
) -> None:
    path = write_tone(tmp_path / f"tone.{suffix}", container, codec, rate)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    try:
        samples, decoded_rate = decode_audio(path)
    except UnusableMediaError:
        return
    assert len(samples) / decoded_rate < 0.8 * SECONDS


def test_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "movie.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        picture = np.zeros((64, 64, 3), np.uint8)
        output.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        output.mux(stream.encode(None))
    with pytest.raises(UnusableMediaError, match="no audio track"):
        decode_audio(path)
