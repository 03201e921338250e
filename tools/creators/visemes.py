"""The expressions a rig holds, as ARKit face units.

Names ending in "*" move both sides. Shares are relative to the unit's full extent; a mouth
in speech rarely opens its jaw beyond half of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.creators.eyes import Gaze

Units = Mapping[str, float]


@dataclass(frozen=True)
class Pose:
    """One sprite's face.

    Attributes:
        units: face units on top of the resting face.
        gaze: where the eyes look.
        tongue: face units for the tongue alone.
        tongue_lift: metres that the tip of the tongue is raised.
    """

    units: Units = field(default_factory=dict)
    gaze: Gaze = field(default_factory=Gaze)
    tongue: Units = field(default_factory=dict)
    tongue_lift: float = 0.0


def _mouth(tongue_out: float = 0.0, tongue_lift: float = 0.0, **units: float) -> Pose:
    paired = {name.replace("_both", "*"): share for name, share in units.items()}
    return Pose(paired, tongue={"tongueOut": tongue_out}, tongue_lift=tongue_lift)


MOUTH: dict[str, Pose] = {
    "rest": _mouth(),
    "closed": _mouth(
        mouthPress_both=0.45, mouthRollLower=0.28, mouthRollUpper=0.25, mouthSmile_both=-0.05
    ),
    "open1": _mouth(jawOpen=0.11, mouthLowerDown_both=0.06),
    "open2": _mouth(jawOpen=0.21, mouthLowerDown_both=0.10, mouthUpperUp_both=0.05),
    "open3": _mouth(jawOpen=0.32, mouthLowerDown_both=0.13, mouthUpperUp_both=0.10),
    "open4": _mouth(jawOpen=0.45, mouthLowerDown_both=0.16, mouthUpperUp_both=0.14),
    "wide1": _mouth(
        jawOpen=0.07,
        mouthStretch_both=0.30,
        mouthSmile_both=0.16,
        mouthUpperUp_both=0.12,
        mouthLowerDown_both=0.22,
    ),
    "wide2": _mouth(
        jawOpen=0.16,
        mouthStretch_both=0.32,
        mouthSmile_both=0.18,
        mouthUpperUp_both=0.16,
        mouthLowerDown_both=0.24,
    ),
    "wide3": _mouth(
        jawOpen=0.28,
        mouthStretch_both=0.30,
        mouthSmile_both=0.16,
        mouthUpperUp_both=0.20,
        mouthLowerDown_both=0.24,
    ),
    "round1": _mouth(mouthPucker=0.80, mouthFunnel=0.18, jawOpen=0.05),
    "round2": _mouth(mouthPucker=0.42, mouthFunnel=0.50, jawOpen=0.15),
    "round3": _mouth(mouthPucker=0.22, mouthFunnel=0.55, jawOpen=0.32),
    "fv": _mouth(mouthRollLower=0.62, mouthUpperUp_both=0.30, jawOpen=0.05, mouthShrugLower=0.15),
    "th": _mouth(
        tongue_out=0.30,
        tongue_lift=0.003,
        jawOpen=0.13,
        mouthLowerDown_both=0.14,
        mouthUpperUp_both=0.10,
    ),
    "l": _mouth(
        tongue_out=0.10,
        tongue_lift=0.009,
        jawOpen=0.20,
        mouthLowerDown_both=0.14,
        mouthUpperUp_both=0.12,
    ),
    "teeth": _mouth(
        jawOpen=0.035,
        mouthLowerDown_both=0.42,
        mouthUpperUp_both=0.30,
        mouthFunnel=0.10,
        mouthStretch_both=0.12,
    ),
    "smile": _mouth(
        mouthSmile_both=0.38, cheekSquint_both=0.25, mouthDimple_both=0.10, mouthPress_both=0.30
    ),
    "grin": _mouth(
        mouthSmile_both=0.55,
        cheekSquint_both=0.30,
        jawOpen=0.06,
        mouthUpperUp_both=0.32,
        mouthLowerDown_both=0.14,
    ),
}

LOOK_DEGREES = 11.0

EYES: dict[str, Pose] = {
    "open": Pose(),
    "blink1": Pose({"eyeBlink*": 0.35}),
    "blink2": Pose({"eyeBlink*": 0.70}),
    "shut": Pose({"eyeBlink*": 1.0}),
    "look_left": Pose({"eyeLookOutRight": 0.4, "eyeLookInLeft": 0.4}, Gaze(right=-LOOK_DEGREES)),
    "look_right": Pose({"eyeLookOutLeft": 0.4, "eyeLookInRight": 0.4}, Gaze(right=LOOK_DEGREES)),
    "look_up": Pose({"eyeLookUp*": 0.45}, Gaze(up=LOOK_DEGREES * 0.8)),
    "look_down": Pose({"eyeLookDown*": 0.45}, Gaze(up=-LOOK_DEGREES * 0.8)),
    "squint": Pose({"eyeSquint*": 0.55, "cheekSquint*": 0.35}),
}

BROWS: dict[str, Pose] = {
    "neutral": Pose(),
    "raised": Pose({"browInnerUp": 0.55, "browOuterUp*": 0.55}),
    "concerned": Pose({"browInnerUp": 0.75, "browDown*": 0.25}),
}
