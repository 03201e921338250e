"""Hands that come into the picture: where they are held and how their fingers bend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Direction = tuple[float, float, float]
Joint = Callable[[str], Floats]
"""Name of a joint → its place (3,)."""


@dataclass(frozen=True)
class Grip:
    """How one hand is held. Directions and places are to the person's left, up, ahead.

    Attributes:
        place: the palm's middle, in decimetres from the base of the neck; ahead of the chest.
        fingers: which way the fingers point.
        palm: which way the palm faces.
        elbow: to which side of the line from shoulder to wrist the elbow is.
        curl: degrees that each joint of the thumb and of the four fingers bends.
        spread: degrees between neighbouring fingers beyond the base mesh's own.
        clear: how far the palm stays off its place, as a share of wrist to knuckle, so that large
            hands do not sink into what they hold.
    """

    place: Direction
    fingers: Direction
    palm: Direction
    elbow: Direction
    curl: tuple[float, float, float, float, float]
    spread: float = 0.0
    clear: float = 0.0

    def mirrored(self, higher: float = 0.0) -> Grip:
        """Return the same for the other hand, so many decimetres higher."""
        x, y, z = _mirrored(self.place)
        return replace(
            self,
            place=(x, y + higher, z),
            fingers=_mirrored(self.fingers),
            palm=_mirrored(self.palm),
            elbow=_mirrored(self.elbow),
        )

    def frame(self) -> Floats:
        """Return (3, 3) like :func:`hand_frame` for how the hand is to be held."""
        return _frame(np.array(self.fingers), np.array(self.palm))

    def wrist(self, joint: Joint, side: str) -> Floats:
        """Return where the wrist has to be, from the base of the neck and ahead of the chest."""
        length = float(np.linalg.norm(joint(f"{side}-finger-3-1") - joint(f"{side}-hand")))
        ahead, palm, _ = self.frame()
        return np.asarray(np.array(self.place) - length * (PALM * ahead + self.clear * palm))


PALM = 0.62
"""Where the palm's middle is between the wrist (0) and the middle finger's knuckle (1)."""


def _mirrored(way: Direction) -> Direction:
    return (-way[0], way[1], way[2])


def hand_frame(joint: Joint, side: str) -> Floats:
    """Return (3, 3): rows are where the fingers point, where the palm faces, and across."""
    ahead = joint(f"{side}-finger-3-1") - joint(f"{side}-hand")
    knuckles = joint(f"{side}-finger-5-1") - joint(f"{side}-finger-2-1")
    return _frame(ahead, np.cross(ahead, knuckles) * (-1.0 if side == "l" else 1.0))


def _frame(ahead: Floats, palm: Floats) -> Floats:
    ahead = ahead / np.linalg.norm(ahead)
    palm = palm - (palm @ ahead) * ahead
    palm = palm / np.linalg.norm(palm)
    return np.stack([ahead, palm, np.cross(ahead, palm)])


def reach(
    shoulder: Floats, arm: tuple[float, float], aim: Floats, pole: Direction
) -> tuple[Floats, Floats]:
    """Return where upper arm and forearm have to point for the wrist to be at ``aim``.

    Law of cosines; what is out of reach is reached for.

    Args:
        shoulder: (3,) where the arm begins.
        arm: lengths of upper arm and forearm.
        aim: (3,) where the wrist shall be.
        pole: to which side the elbow bends.
    """
    upper, fore = arm
    line = aim - shoulder
    far = float(np.clip(np.linalg.norm(line), abs(upper - fore) * 1.02, (upper + fore) * 0.995))
    line = line / np.linalg.norm(line)
    along = (upper**2 - fore**2 + far**2) / (2 * far)
    aside = float(np.sqrt(max(upper**2 - along**2, 0.0)))
    out = np.array(pole) - (np.array(pole) @ line) * line
    bend = along * line + aside * out / np.linalg.norm(out)
    return bend, far * line - bend


@dataclass(frozen=True)
class Bend:
    """One turn of a finger's bone, in degrees about an axis (3,) through a pivot (3,)."""

    bone: str
    pivot: Floats
    axis: Floats
    degrees: float


def bends(joint: Joint, side: str, grip: Grip) -> list[Bend]:
    """Return the turns of all fingers, tips first."""
    _, palm, _ = hand_frame(joint, side)
    across = joint(f"{side}-finger-5-1") - joint(f"{side}-finger-2-1")
    across = across / np.linalg.norm(across)
    apart = -grip.spread if side == "l" else grip.spread
    out = []
    for finger in range(1, 6):
        thumb = finger == 1
        root = joint(f"{side}-finger-{finger}-1")
        way = joint(f"{side}-finger-{finger}-4") - root
        # A thumb closes over the palm, the fingers close towards it.
        axis = np.cross(way, across + 0.6 * palm if thumb else palm)
        axis = axis / np.linalg.norm(axis)
        for n in (3, 2, 1):
            pivot = joint(f"{side}-finger-{finger}-{n}")
            degrees = grip.curl[finger - 1] * (0.4 if thumb and n == 1 else 1.0)
            out.append(Bend(f"finger{finger}-{n}.{side.upper()}", pivot, axis, degrees))
        if not thumb:
            out.append(Bend(out[-1].bone, root, palm, apart * (finger - 3.2)))
    return out


_HEART = Grip(
    (-0.45, -1.75, 0.42),
    fingers=(0.85, 0.52, 0.0),
    palm=(0.05, 0.0, -1.0),
    elbow=(-0.5, -1.0, -0.1),
    curl=(2, 5, 4, 4, 4),
    spread=-7,
)
_EXPLAIN = Grip(
    (-1.0, -2.05, 1.55),
    fingers=(-0.25, 0.85, 0.45),
    palm=(0.62, 0.50, 0.50),
    elbow=(-0.5, -1.0, -0.1),
    curl=(6, 8, 11, 15, 18),
    spread=-1.5,
)
_PHONE = Grip(
    (-0.55, -1.85, 1.1),
    fingers=(0.35, 0.90, 0.1),
    palm=(0.25, 0.15, -1.0),
    elbow=(-0.5, -1.0, -0.1),
    curl=(14, 14, 18, 22, 24),
    spread=-3,
)
_MUG = Grip(
    (0.435, -2.10, 1.36),
    fingers=(-0.20, 0.40, 0.85),
    palm=(-0.95, 0.0, -0.25),
    elbow=(0.6, -1.0, 0.0),
    curl=(16, 23, 23, 24, 24),
    spread=-5,
    clear=0.33,
)
_LACED = Grip(
    (0.24, -2.00, 1.30),
    fingers=(-0.60, 0.62, 0.35),
    palm=(-0.70, -0.35, -0.5),
    elbow=(0.6, -1.0, 0.0),
    curl=(15, 20, 22, 24, 26),
    spread=-4,
)

HANDS: dict[str, tuple[Grip | None, Grip | None]] = {
    "heart": (None, _HEART),
    "explain": (None, _EXPLAIN),
    "phone": (None, _PHONE),
    "mug": (_MUG, _MUG.mirrored(-0.10)),
    "laced": (_LACED, _LACED.mirrored(-0.11)),
}
"""Arms that bring hands into the picture → how the left and the right hand is held; one that is
None hangs down."""
