"""How pictures come, stay and go. Times are seconds, results are shares of the whole way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pose:
    """A picture's state on one frame: size, pixels below its place, degrees, and opacity."""

    scale: float = 1.0
    drop: float = 0.0
    tilt: float = 0.0
    opacity: float = 1.0


def ease_out(part: float) -> float:
    """Fast at first, then settling: 0 to 1."""
    part = min(1.0, max(0.0, part))
    return 1 - (1 - part) ** 3


def overshoot(part: float) -> float:
    """A little beyond 1 and back, as a label that is slapped on: 0 to 1."""
    part = min(1.0, max(0.0, part)) - 1
    return 1 + 2.4 * part**3 + 1.4 * part**2
