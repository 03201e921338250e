"""Puts the edges of words beside pauses where the sound really starts and stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import quantile
from unrealugc.providers.studio.speech.timing import SILENCE, Sound

_WINDOW = 120
_QUIET_BELOW_SPEECH_DB = -34.0
_SHORTEST_SOUND = 720


def settled(sounds: Sequence[Sound], samples: NDArray[np.float32]) -> list[Sound]:
    """Move the edges between sounds and silences to where the level says they are.

    The model counts a word's fading and part of the pause after it as its last sound, and a
    hiss may start in what it counts as pause. Lip-sync and captions want what one hears. Every
    sound keeps at least 30 ms; sounds still follow each other without a gap.
    """
    loud = _loud_windows(samples)
    edges = [sound.start for sound in sounds]
    for index in range(1, len(sounds)):
        before, after = sounds[index - 1], sounds[index]
        if after.symbol == SILENCE:
            limit = (before.start + _SHORTEST_SOUND, (after.start + after.end) // 2)
            edges[index] = _fall(loud, after.start, *limit)
        elif before.symbol == SILENCE:
            limit = ((before.start + before.end) // 2, after.end - _SHORTEST_SOUND)
            edges[index] = _rise(loud, after.start, *limit)
    ends = [*edges[1:], sounds[-1].end]
    return [
        replace(sound, start=start, end=end)
        for sound, start, end in zip(sounds, edges, ends, strict=True)
    ]


def _loud_windows(samples: NDArray[np.float32]) -> NDArray[np.bool_]:
    count = max(1, len(samples) // _WINDOW)
    padded = np.resize(samples, count * _WINDOW) if len(samples) < _WINDOW else samples
    windows = padded[: count * _WINDOW].reshape(count, _WINDOW)
    levels = np.sqrt(np.mean(windows**2, axis=1))
    floor = quantile(levels, 0.95) * 10 ** (_QUIET_BELOW_SPEECH_DB / 20)
    return np.asarray(levels > floor)


def _fall(loud: NDArray[np.bool_], edge: int, low: int, high: int) -> int:
    """The edge of a word's end: back while it is quiet before it, or on while it is loud after."""
    window = min(edge // _WINDOW, len(loud) - 1)
    if loud[window]:
        while window < len(loud) and loud[window] and (window + 1) * _WINDOW <= high:
            window += 1
        return max(edge, min(window * _WINDOW, high))
    while window > 0 and not loud[window - 1] and window * _WINDOW > low:
        window -= 1
    return min(edge, max(window * _WINDOW, low))


def _rise(loud: NDArray[np.bool_], edge: int, low: int, high: int) -> int:
    """The edge of a word's start: on while it is quiet, or back while it is loud before it."""
    window = min(edge // _WINDOW, len(loud) - 1)
    if loud[max(0, window - 1)]:
        while window > 0 and loud[window - 1] and window * _WINDOW > low:
            window -= 1
        return min(edge, max(window * _WINDOW, low))
    while window < len(loud) - 1 and not loud[window] and window * _WINDOW < high:
        window += 1
    return max(edge, min(window * _WINDOW, high))
