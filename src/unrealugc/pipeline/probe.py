"""Looks at a finished video as a player would, before anybody is told that it is finished."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import av
from av.video.frame import VideoFrame

from unrealugc.providers.errors import ProviderError


class FaultyVideoError(ProviderError):
    """The encoded file is not what it should be."""

    code = "faulty_video"
    retryable = True


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a file really holds. ``duration`` counts frames, ``audio_duration`` samples."""

    width: int
    height: int
    fps: float
    constant_rate: bool
    frame_count: int
    duration: float
    video_codec: str
    profile: str
    pixel_format: str
    colour: tuple[int, int, int, int]
    audio_codec: str
    audio_rate: int
    audio_channels: int
    audio_duration: float
    starts_fast: bool
    size_bytes: int


def probe(path: Path) -> VideoFacts:
    """Demux the whole file, decode its sound and its first frame, and say what is in it."""
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        video.codec_context.thread_count = 1
        rate, channels = audio.codec_context.sample_rate, audio.codec_context.channels
        times: list[int] = []
        samples = 0
        tagged: VideoFrame | None = None
        for packet in container.demux(video, audio):
            if packet.stream.index == video.index:
                if packet.pts is None:
                    continue
                if not times:
                    # By itself the decoder waits for frames that may be shown before this one.
                    shown = [*packet.decode(), *video.codec_context.decode(None)]
                    tagged = next((f for f in shown if isinstance(f, VideoFrame)), None)
                times.append(packet.pts)
            else:
                samples += sum(getattr(frame, "samples", 0) for frame in packet.decode())
        if tagged is None or video.average_rate is None or video.time_base is None:
            raise FaultyVideoError(detail="no frame of the video can be decoded")
        times.sort()
        step = 1 / (video.average_rate * video.time_base)
        steady = all(round(b - a) == round(step) for a, b in itertools.pairwise(times))
        context = video.codec_context
        return VideoFacts(
            width=context.width,
            height=context.height,
            fps=float(video.average_rate),
            constant_rate=steady,
            frame_count=len(times),
            duration=float(len(times) / video.average_rate),
            video_codec=context.name,
            profile=context.profile or "",
            pixel_format=tagged.format.name,
            colour=(
                int(tagged.colorspace),
                int(context.color_primaries),
                int(context.color_trc),
                int(tagged.color_range),
            ),
            audio_codec=audio.codec_context.name,
            audio_rate=rate,
            audio_channels=channels,
            audio_duration=samples / rate,
            starts_fast=_starts_fast(path),
            size_bytes=path.stat().st_size,
        )


def check(facts: VideoFacts, *, size: tuple[int, int], fps: int, frame_count: int) -> None:
    """Raise FaultyVideoError unless the file is what was ordered, to the frame."""
    ordered = {
        "size": ((facts.width, facts.height), size),
        "frame rate": (facts.fps, float(fps)),
        "frames": (facts.frame_count, frame_count),
        "constant rate": (facts.constant_rate, True),
        "fast start": (facts.starts_fast, True),
    }
    wrong = [f"{name}: {got} for {want}" for name, (got, want) in ordered.items() if got != want]
    if abs(facts.audio_duration - facts.duration) > 0.05:
        wrong.append(f"sound: {facts.audio_duration:.3f} s for {facts.duration:.3f} s")
    if wrong:
        raise FaultyVideoError(detail="; ".join(wrong))


def _starts_fast(path: Path) -> bool:
    """Whether the index (``moov``) comes before the media data (``mdat``)."""
    with path.open("rb") as file:
        while header := file.read(8):
            size, kind = int.from_bytes(header[:4]), header[4:]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size == 1:
                size = int.from_bytes(file.read(8)) - 8
            file.seek(size - 8, 1)
    return False
