"""How quickly a chunk must be spoken so that it takes the time it should."""

from __future__ import annotations

import numpy as np

from unrealugc.providers.studio.speech.model import Frames, Reading

_ROUNDS = 4
_CLOSE_ENOUGH = 0.008
_SPEEDS = (0.4, 3.5)


def spoken_frames(frames: Frames) -> int:
    """Frames of a chunk without the silence at its ends."""
    return int(frames[1:-1].sum())


def speed_for(reading: Reading, *, natural: float, pace: float) -> float:
    """The model's speed at which a chunk takes its natural time divided by ``pace``.

    ``natural`` is the speed of the voice's own pace. Every symbol lasts whole frames and at least
    one, so the length does not simply follow the speed; a few rounds find the right one.
    """
    if pace == 1.0:
        return natural
    target = spoken_frames(reading.frames(natural)) / pace
    speed, best = natural * pace, (float("inf"), natural * pace)
    for _ in range(_ROUNDS):
        ratio = spoken_frames(reading.frames(speed)) / target
        best = min(best, (abs(ratio - 1), speed))
        if best[0] < _CLOSE_ENOUGH:
            break
        speed = float(np.clip(speed * ratio, *_SPEEDS))
    return best[1]
