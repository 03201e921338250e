"""Dresses a person: one garment over the other, each made the way its kind is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.creators.clothes import Draped, add_garment
from tools.creators.figure import Figure
from tools.creators.outfits import Garment
from tools.creators.tailoring import CUTS, add_fitted


def dress(figure: Figure, garments: Sequence[Garment], rng: np.random.Generator) -> list[Draped]:
    """Put garments on a person, from the inside out."""
    worn: list[Draped] = []
    for garment in garments:
        if garment.kind in CUTS:
            worn += add_fitted(figure, garment, worn)
        else:
            worn.append(add_garment(figure, garment, rng))
    return worn
