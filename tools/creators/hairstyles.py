"""The hair styles there are."""

from __future__ import annotations

from dataclasses import replace

from tools.creators import combing
from tools.creators.combing import Comb

SHORT = Comb(
    combing.forward,
    0.034,
    sides=0.35,
    stand_off=0.012,
    erect=0.5,
    stiffness=0.55,
    strands=9000,
    thickness=0.00021,
    unruly=0.0022,
    raggedness=0.65,
    wave_length=0.05,
    wave_size=0.004,
    clump=0.5,
    parted=False,
    clear_face=False,
)

TIED = Comb(
    combing.gather,
    0.15,
    stand_off=0.008,
    stiffness=0.25,
    clump=0.3,
    unruly=0.0012,
    raggedness=0.97,
    wave_size=0.002,
    parted=False,
    clear_face=False,
    gathered="knot",
)

LONG = Comb(combing.fall, 0.50, stand_off=0.013, floor=0.35, clump=0.5, raggedness=0.8)

ROPED = replace(LONG, stand_off=0.006, clump=0.0, unruly=0.0008)

AFRO = Comb(
    combing.outward,
    0.075,
    sides=0.55,
    stand_off=0.06,
    stiffness=0.85,
    strands=11000,
    thickness=0.00017,
    clump=0.35,
    unruly=0.003,
    raggedness=0.8,
    wave_length=0.012,
    curl=0.0035,
    parted=False,
    clear_face=False,
)

STYLES: dict[str, Comb] = {
    "long": LONG,
    "shoulder": replace(LONG, length=0.40, floor=0.235, clump=0.4),
    "lob": replace(LONG, length=0.34, floor=0.185, clump=0.35, raggedness=0.93),
    "bob": replace(LONG, length=0.30, floor=0.145, clump=0.3, raggedness=0.95),
    "curly": replace(
        LONG,
        length=0.36,
        stand_off=0.026,
        strands=9000,
        clump=0.8,
        unruly=0.006,
        raggedness=0.65,
        wave_length=0.036,
        curl=0.0085,
        floor=0.21,
        guides=420,
    ),
    "braids": replace(
        LONG, stand_off=0.006, rope=0.0034, guides=300, strands=300 * 28, clump=0.0, unruly=0.0006
    ),
    "locs": replace(ROPED, length=0.44, floor=0.27, rope=0.0044, guides=190, strands=190 * 38),
    "tied": TIED,
    "bun": replace(TIED, direct=combing.gather_high, gathered="bun"),
    "ponytail": replace(TIED, gathered="tail"),
    "swept": replace(SHORT, direct=combing.sweep, crest=0.012, length=0.062, sides=0.20, clump=0.6),
    "pixie": replace(
        SHORT, direct=combing.feather, crest=0.006, length=0.062, sides=0.55, clump=0.6
    ),
    "quiff": replace(SHORT, direct=combing.quiff, crest=0.026, length=0.070, sides=0.22, clump=0.6),
    "crop": SHORT,
    "slick": replace(SHORT, direct=combing.slick, length=0.085, sides=0.35, stiffness=0.45),
    "buzz": replace(
        SHORT,
        direct=combing.outward,
        length=0.006,
        sides=0.6,
        stand_off=0.004,
        erect=0.9,
        stiffness=0.9,
        strands=10000,
        thickness=0.0001,
        clump=0.0,
        unruly=0.001,
        wave_size=0.0,
    ),
    "afro": AFRO,
    "coils": replace(AFRO, length=0.036, sides=0.45, stand_off=0.03, wave_length=0.010, curl=0.003),
}


def comb_for(style: str) -> Comb:
    """Return a style by name.

    Raises:
        KeyError: naming the styles there are.
    """
    if style not in STYLES:
        raise KeyError(f"no hair style {style!r}; there are {', '.join(sorted(STYLES))}, bald")
    return STYLES[style]
