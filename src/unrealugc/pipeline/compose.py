"""Lays captions and product over the performance and encodes it, take by take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from unrealugc.pipeline.encode import SegmentWriter
from unrealugc.pipeline.layers import Easel, Layer
from unrealugc.pipeline.poster import write_poster
from unrealugc.providers.base import FrameSource, YuvFrame
from unrealugc.providers.errors import CancelledError

_LOOK_UP_EVERY = 10


class Overlay(Protocol):
    """Something drawn over the performance, by frame of the whole video."""

    def at(self, frame: int) -> Layer | None:
        """What lies on the frame, None for nothing."""
        ...


def compose_take(
    source: FrameSource,
    first_frame: int,
    overlays: Sequence[Overlay],
    path: Path,
    *,
    poster: Path | None = None,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> None:
    """Encode one take, whose first frame is the video's ``first_frame``, into a segment.

    The take's best still goes to ``poster``, without captions. ``progress`` is told the number
    of frames done. Raises CancelledError soon after ``cancelled`` turns true.
    """
    with SegmentWriter(path, source.size, source.fps) as writer:
        easel = Easel(writer.canvas)
        for index, frame in enumerate(source.frames(writer.canvas)):
            if index % _LOOK_UP_EVERY == 0:
                if cancelled():
                    raise CancelledError
                progress(index)
            if poster is not None and index == source.poster_index:
                write_poster(frame, poster)
            if frame is not writer.canvas:
                _copy(frame, writer.canvas)
            layers = [overlay.at(first_frame + index) for overlay in overlays]
            with easel.laid([layer for layer in layers if layer]):
                writer.write()
    progress(source.frame_count)


def _copy(frame: YuvFrame, canvas: YuvFrame) -> None:
    np.copyto(canvas.y, frame.y)
    np.copyto(canvas.u, frame.u)
    np.copyto(canvas.v, frame.v)
