"""Writes video and audio. The only place that knows FFmpeg's names and settings.

Frames are encoded once, take by take, into segments with the same settings; the segments are
then joined with the sound into the final file without touching their pictures again.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import PictureType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from unrealugc.providers.base import YuvFrame

AUDIO_RATE = 48_000
_AUDIO_BLOCK = 1024
# One quality throughout is found at once, one bit rate by trying several times: two thirds of the
# CPU for the same distance from the original and about as many bytes, 115 kbit/s of speech and
# 175 with music. So finely the slow search for the best quantization has nothing left to win.
_QUALITY = round(2.1 * 118)  # FFmpeg's -q:a, in its FF_QP2LAMBDA.
_AAC = {"aac_coder": "fast", "flags": "+qscale", "global_quality": str(_QUALITY)}
# The output of x264 depends on its number of threads; a fixed one gives the same file anywhere.
# Two keep up with the drawing within 3 %; each further one holds 25 MB more of frames.
_THREADS = 2
# Looking ahead in a thread of its own would hold 20 to 40 MB more of frames and save a sixth of
# the time on two cores, for the same file and CPU: see the decision on takes side by side. Each
# frame that it looks ahead holds 7 MB; two fewer than usual make the file 1 % larger.
_X264 = {
    "preset": "veryfast",
    "crf": "21",
    "profile": "high",
    "x264-params": "sync-lookahead=0:rc-lookahead=8",
}
_BT709 = 1
_LIMITED = 1
_KEYFRAME_SECONDS = 2


class SegmentWriter:
    """Encodes frames into a file with one H.264 stream at a constant frame rate."""

    def __init__(self, path: Path, size: tuple[int, int], fps: int) -> None:
        width, height = size
        self._container: OutputContainer = av.open(str(path), "w", format="mp4")
        stream = self._container.add_stream("libx264", rate=fps, options=dict(_X264))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, fps)
        context.gop_size = fps * _KEYFRAME_SECONDS
        context.thread_count = _THREADS
        # Frames side by side: ``encode`` returns while they are at work, and the next one is
        # drawn meanwhile. With slices of a frame, PyAV's default, drawing would wait for each.
        context.thread_type = "FRAME"
        context.color_range = _LIMITED
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        self._stream = stream
        # x264 copies a frame as it takes it, so one buffer serves for all of them.
        self._frame = av.VideoFrame(width, height, "yuv420p")
        self._frame.color_range, self._frame.colorspace = _LIMITED, _BT709
        self._frame.time_base = Fraction(1, fps)
        planes = [
            np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]  # type: ignore[call-overload]
            for plane in self._frame.planes
        ]
        self.canvas = YuvFrame(*planes)
        self._count = 0

    def write(self) -> None:
        """Encode what is on ``canvas`` as the next frame."""
        self._frame.pts = self._count
        self._frame.pict_type = PictureType.NONE
        self._count += 1
        self._container.mux(self._stream.encode(self._frame))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


def join(segments: Sequence[Path], samples: NDArray[np.float32], path: Path, fps: int) -> None:
    """Join segments and sound into an MP4 that can be played while it loads.

    ``samples`` is float32 of shape (channels, n) at 48 kHz, as long as all segments together.
    """
    first, *others = segments
    with (
        av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as output,
        av.open(str(first)) as begun,
    ):
        video = output.add_stream_from_template(begun.streams.video[0])
        layout = "stereo" if samples.shape[0] == 2 else "mono"
        audio = output.add_stream("aac", rate=AUDIO_RATE, layout=layout, options=dict(_AAC))
        # To open a file is to decode its first frame: each is opened once.
        containers = chain([begun], (av.open(str(other)) for other in others))
        pictures = _video_packets(containers, video, fps)
        sounds = _audio_packets(samples, audio, layout)
        for packet in heapq.merge(pictures, sounds, key=_time_of):
            output.mux(packet)


def _time_of(packet: Packet[Any]) -> float:
    return (packet.dts or 0) * float(packet.time_base or 0)


def _video_packets(
    segments: Iterable[InputContainer], stream: VideoStream, fps: int
) -> Iterator[Packet[Any]]:
    """The segments' packets one after the other, with their times in frames moved along."""
    frames = 0
    for container in segments:
        longest = 0
        with container as segment:
            base = float(segment.streams.video[0].time_base or 0) * fps
            for packet in segment.demux(video=0):
                if packet.dts is None or packet.pts is None:
                    continue
                first, shown = round(packet.dts * base), round(packet.pts * base)
                longest = max(longest, shown + 1)
                packet.time_base = Fraction(1, fps)
                packet.dts, packet.pts, packet.duration = first + frames, shown + frames, 1
                packet.stream = stream
                yield packet
        frames += longest


def _audio_packets(
    samples: NDArray[np.float32], stream: AudioStream, layout: str
) -> Iterator[Packet[Any]]:
    for start in range(0, samples.shape[1], _AUDIO_BLOCK):
        block = np.ascontiguousarray(samples[:, start : start + _AUDIO_BLOCK])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.pts = AUDIO_RATE, start
        frame.time_base = Fraction(1, AUDIO_RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)
