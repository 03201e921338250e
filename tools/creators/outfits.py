"""What people can put on, as data: garments, headwear, and what each kind is by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

FABRICS = ("jersey", "knit", "rib", "cable", "weave", "denim", "silk", "fleece", "wool", "leather")
PATTERNS = (
    "plain",
    "heather",
    "stripes",
    "pinstripes",
    "checks",
    "gingham",
    "dots",
    "floral",
    "herringbone",
)


@dataclass(frozen=True)
class Cloth:
    """What something is made of.

    Attributes:
        colour: "#rrggbb".
        fabric: one of ``FABRICS``.
        pattern: one of ``PATTERNS``.
        second: "#rrggbb", the pattern's other colour.
        scale: size of the pattern, 1 is usual.
    """

    colour: str
    fabric: str = "jersey"
    pattern: str = "plain"
    second: str = "#efece4"
    scale: float = 1.0


@dataclass(frozen=True)
class Garment:
    """Something worn on the body.

    Attributes:
        kind: a key of ``KINDS``, which says what the other fields are unless given.
        neckline: "crew", "v", "scoop", "boat", "square", "high" or "open" (a front that
            does not meet).
        sleeves: "none", "straps", "short", "half" or "long".
        looseness: 0 tight … 1 loose.
        colour: "#rrggbb".
        fabric: one of ``FABRICS``.
        pattern: one of ``PATTERNS``.
        second: "#rrggbb", the pattern's other colour.
        scale: size of the pattern, 1 is usual.
        trim: "#rrggbb" of collar band, cuffs, lapels or piping; "" for the cloth's own.
        tie: "#rrggbb" of a suit's tie; "" for none.
        shirt: "#rrggbb" of the shirt in a suit, a blazer or overalls.
        open: how far a shirt or jacket is unbuttoned, 0 closed … 1 hanging open.
        layer: 0 against the skin, 1 over another garment, 2 over that.
        depth: lowers the neckline, in base mesh decimetres.
    """

    kind: str = "tee"
    neckline: str = "crew"
    sleeves: str = "short"
    looseness: float = 0.5
    colour: str = "#4a6076"
    fabric: str = "jersey"
    pattern: str = "plain"
    second: str = "#efece4"
    scale: float = 1.0
    trim: str = ""
    tie: str = ""
    shirt: str = "#eceef0"
    open: float = 0.0
    layer: int = 0
    depth: float = 0.0

    @property
    def cloth(self) -> Cloth:
        """What it is made of."""
        return Cloth(self.colour, self.fabric, self.pattern, self.second, self.scale)


KINDS: dict[str, dict[str, Any]] = {
    "tee": {},
    "longsleeve": {"sleeves": "long"},
    "tank": {"neckline": "scoop", "sleeves": "none", "looseness": 0.3},
    "turtleneck": {"neckline": "high", "sleeves": "long", "fabric": "rib", "looseness": 0.35},
    "sweater": {"sleeves": "long", "fabric": "knit", "looseness": 0.75},
    "sweatshirt": {"sleeves": "long", "fabric": "fleece", "looseness": 0.8},
    "hoodie": {"sleeves": "long", "fabric": "fleece", "looseness": 0.9},
    "blouse": {"neckline": "v", "sleeves": "long", "fabric": "silk", "looseness": 0.7},
    "dress": {"neckline": "square", "sleeves": "straps", "fabric": "weave", "looseness": 0.2},
    "sports": {"neckline": "scoop", "sleeves": "straps", "looseness": 0.0},
    "scrubs": {"neckline": "v", "sleeves": "short", "fabric": "weave", "looseness": 0.85},
    "cardigan": {"neckline": "open", "sleeves": "long", "fabric": "knit", "layer": 1},
    "apron": {"sleeves": "none", "fabric": "weave", "layer": 1},
    "shirt": {"sleeves": "long", "fabric": "weave"},
    "fitted_shirt": {"sleeves": "long", "fabric": "weave"},
    "polo": {"sleeves": "short", "fabric": "jersey"},
    "denim_jacket": {"sleeves": "long", "fabric": "denim", "open": 1.0, "layer": 1},
    "blazer": {"sleeves": "long", "fabric": "wool", "open": 1.0, "layer": 1},
    "suit": {"sleeves": "long", "fabric": "wool", "tie": "#3a4a6a", "layer": 1},
    "lab_coat": {"sleeves": "long", "fabric": "weave", "colour": "#eef0f1", "layer": 1},
    "overalls": {"sleeves": "short", "fabric": "denim", "colour": "#46627f"},
}
"""Kind of garment → what it is unless the creator's file says otherwise."""


@dataclass(frozen=True)
class Headwear:
    """Something worn on the head.

    Attributes:
        style: a key of ``HEADWEAR``, or "none".
        colour: "#rrggbb".
        second: "#rrggbb", the pattern's other colour, a cap's badge, a hat's band.
        fabric: one of ``FABRICS``.
        pattern: one of ``PATTERNS``.
        scale: size of the pattern, 1 is usual.
    """

    style: str = "none"
    colour: str = "#6a5a78"
    fabric: str = "jersey"
    pattern: str = "plain"
    second: str = "#e8e2d6"
    scale: float = 1.0

    @property
    def cloth(self) -> Cloth:
        """What it is made of."""
        return Cloth(self.colour, self.fabric, self.pattern, self.second, self.scale)


HEADWEAR: dict[str, dict[str, Any]] = {
    "none": {},
    "hijab": {},
    "hijab_loose": {"fabric": "silk"},
    "hijab_wrap": {},
    "turban": {"fabric": "weave"},
    "headwrap": {"fabric": "weave"},
    "beanie": {"fabric": "rib"},
    "cap": {"fabric": "weave"},
    "fedora": {"fabric": "wool"},
    "sunhat": {"fabric": "weave", "colour": "#d9c49a"},
    "headband": {},
    "bandana": {"fabric": "weave"},
}
"""Style of headwear → what it is unless the creator's file says otherwise."""


def read_garment(block: Mapping[str, Any]) -> Garment:
    """Read one entry of ``garments``.

    Raises:
        TypeError: when a field is unknown.
        ValueError: when a kind, fabric or pattern is unknown.
    """
    kind = _known("garment", block.get("kind", "tee"), KINDS)
    garment = Garment(**{"kind": kind, **KINDS[kind], **block})
    _check_cloth(garment.cloth)
    return garment


def read_headwear(block: Mapping[str, Any]) -> Headwear:
    """Read the ``headwear`` block; raises as :func:`read_garment` does."""
    style = _known("headwear", block.get("style", "none"), HEADWEAR)
    headwear = Headwear(**{"style": style, **HEADWEAR[style], **block})
    _check_cloth(headwear.cloth)
    return headwear


@dataclass(frozen=True)
class Accessories:
    """Small things worn.

    Attributes:
        glasses: "", "round", "square", "oval", "cat_eye", "aviator", "browline", "rimless"
            or "oversized".
        glasses_colour: "#rrggbb" of the frame.
        sunglasses: "" or "head" (pushed up on the head).
        earrings: "", "studs", "hoops", "large_hoops", "drops" or "pearls".
        necklace: "", "chain", "pendant", "pearls", "choker" or "beads".
        metal: "gold", "silver" or "rose".
        beads: "#rrggbb" of beads, pendant stones and drops.
        headset: "", "office" or "earbuds".
        lanyard: "#rrggbb" of its ribbon, or "".
        watch: "#rrggbb" of its strap, or "" (seen when an arm is raised).
    """

    glasses: str = ""
    glasses_colour: str = "#1a1512"
    sunglasses: str = ""
    earrings: str = ""
    necklace: str = ""
    metal: str = "gold"
    beads: str = "#b5483a"
    headset: str = ""
    lanyard: str = ""
    watch: str = ""


CHOICES: dict[str, tuple[str, ...]] = {
    "glasses": (
        "",
        "round",
        "square",
        "oval",
        "cat_eye",
        "aviator",
        "browline",
        "rimless",
        "oversized",
    ),
    "sunglasses": ("", "head"),
    "earrings": ("", "studs", "hoops", "large_hoops", "drops", "pearls"),
    "necklace": ("", "chain", "pendant", "pearls", "choker", "beads"),
    "metal": ("gold", "silver", "rose"),
    "headset": ("", "office", "earbuds"),
}


def read_accessories(block: Mapping[str, Any]) -> Accessories:
    """Read the ``accessories`` block; raises as :func:`read_garment` does."""
    worn = Accessories(**block)
    for field in fields(worn):
        if field.name in CHOICES:
            _known(field.name, getattr(worn, field.name), CHOICES[field.name])
    return worn


def _check_cloth(cloth: Cloth) -> None:
    _known("fabric", cloth.fabric, FABRICS)
    _known("pattern", cloth.pattern, PATTERNS)


def _known(what: str, name: str, choices: Mapping[str, Any] | tuple[str, ...]) -> str:
    if name not in choices:
        raise ValueError(f"unknown {what} {name!r}: choose from {', '.join(choices)}")
    return name
