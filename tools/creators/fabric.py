"""Cloth materials: the threads' relief, and patterns woven or printed on them.

Cloth carries an attribute "cloth": (around, up, 0) in decimetres, along its own grain; and
"rim": above 1 on ribbed collars, cuffs and bands, falling below it beside them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tools.creators import patterns
from tools.creators.nodes import Material, linear
from tools.creators.outfits import Cloth

ROUGHNESS = {"silk": 0.56, "denim": 0.85, "leather": 0.42}
SHEEN = {"fleece": 0.5, "knit": 0.35, "cable": 0.35, "wool": 0.3, "jersey": 0.15, "silk": 0.35}
RELIEF = {"knit": 0.0022, "cable": 0.0045, "rib": 0.0024, "denim": 0.0007, "silk": 0.014}
"""Height of the threads (of silk, its folds) in metres, as the light sees it."""

GLOSS = {"silk": 0.36, "leather": 0.45}
"""Specular level of what is not matt."""

SHADE = {"knit": 0.30, "cable": 0.34, "rib": 0.30, "denim": 0.35, "weave": 0.10, "wool": 0.22}
"""How much darker the cloth is between its threads."""


def fabric_material(cloth: Cloth, trim: str = "") -> Any:
    """Return a cloth material.

    Args:
        cloth: what it is made of.
        trim: "#rrggbb" of ribbed bands, or "" for the cloth's own colour.
    """
    material = Material(f"fabric-{cloth.fabric}")
    place = material.attribute("cloth").outputs["Vector"]
    around, up = patterns.axes(material, place)
    height = _height(material, cloth.fabric, place, around, up)
    rim = material.add(
        "MapRange", {"0": material.attribute("rim").outputs["Fac"], "1": 0.96, "2": 1.04}
    ).outputs[0]
    ribs = patterns.wave(material, around, 0.045)
    height = patterns.blend(material, rim, height, ribs)
    shade = SHADE.get(cloth.fabric, 0.06)
    depth = patterns.blend(material, rim, shade, 0.3)

    colour = patterns.coloured(material, cloth, place, around, up)
    if trim:
        colour = material.mix("MIX", rim, colour, (*linear(trim), 1.0))
    patches = material.add("TexNoise", {"Vector": place, "Scale": 1.7, "Detail": 2.0})
    dull = patterns.affine(material, patches.outputs["Fac"], 0.22, 0.88)
    thread = material.math("SUBTRACT", 1.0, material.math("MULTIPLY", depth, height))
    if cloth.fabric == "denim":
        worn = material.add("TexNoise", {"Vector": place, "Scale": 2.6, "Detail": 5.0})
        dull = material.math("MULTIPLY", dull, patterns.affine(material, worn.outputs[0], 0.7, 0.7))
    shaded = material.mix("MULTIPLY", 1.0, colour, (1.0, 1.0, 1.0, 1.0))
    material.set(shaded.node.inputs[7], material.math("MULTIPLY", dull, thread))

    relief = patterns.blend(material, rim, RELIEF.get(cloth.fabric, 0.0008), 0.0024)
    bump = material.add(
        "Bump",
        {"Height": material.math("SUBTRACT", 1.0, height), "Strength": 0.7, "Distance": relief},
    )
    # Dyed threads colour what they reflect: white gloss makes silk look like rubber.
    tint = 0.35 + 0.65 * np.array(linear(cloth.colour)) if cloth.fabric == "silk" else np.ones(3)
    surface = material.add(
        "BsdfPrincipled",
        {
            "Base Color": shaded,
            "Roughness": ROUGHNESS.get(cloth.fabric, 0.8),
            "Specular IOR Level": GLOSS.get(cloth.fabric, 0.22),
            "Specular Tint": tuple(tint),
            "Sheen Weight": SHEEN.get(cloth.fabric, 0.1),
            "Sheen Roughness": 0.5,
            "Normal": bump.outputs["Normal"],
        },
    )
    return material.surface(surface.outputs[0])


def _height(material: Material, fabric: str, place: Any, around: Any, up: Any) -> Any:
    """Return how deep between the threads a point lies, 0 on top … 1."""
    if fabric == "rib":
        return patterns.wave(material, around, 0.055)
    if fabric == "knit":
        columns = patterns.wave(material, around, 0.05)
        slanted = material.math("ADD", material.math("MULTIPLY", columns, 0.022), up)
        stitches = patterns.wave(material, slanted, 0.036)
        return patterns.affine(material, material.math("ADD", columns, stitches), 0.5, 0.0)
    if fabric == "cable":
        sway = material.math("MULTIPLY", patterns.wave(material, up, 0.42), 0.09)
        strands = patterns.wave(material, material.math("ADD", around, sway), 0.13)
        columns = patterns.wave(material, around, 0.43)
        return patterns.affine(material, material.math("ADD", strands, columns), 0.5, 0.0)
    if fabric in ("denim", "wool"):
        twill = material.math("ADD", around, material.math("MULTIPLY", up, 1.6))
        noise = material.add("TexNoise", {"Vector": place, "Scale": 45.0, "Detail": 3.0})
        # Seen from the side the lines are finer than pixels, which would make rings of them.
        facing = material.add("LayerWeight", {"Blend": 0.5}).outputs["Facing"]
        aslant = material.add("MapRange", {"0": facing, "1": 0.35, "2": 0.65}).outputs[0]
        lines = patterns.blend(material, aslant, patterns.wave(material, twill, 0.028), 0.5)
        return patterns.affine(material, material.math("ADD", lines, noise.outputs[0]), 0.5, 0.0)
    if fabric == "silk":
        # Its threads are too fine to see; what shows is that it hangs in long, shallow folds.
        hanging = material.add(
            "VectorMath", {"0": place, "1": (1.0, 0.28, 1.0)}, operation="MULTIPLY"
        )
        folds = material.add(
            "TexNoise", {"Vector": hanging.outputs[0], "Scale": 2.6, "Detail": 1.5}
        )
        return folds.outputs["Fac"]
    # The threads of a plain weave are finer than a pixel: only their unevenness shows.
    scale = {"fleece": 60.0, "leather": 30.0, "weave": 45.0}.get(fabric, 90.0)
    grain = material.add("TexNoise", {"Vector": place, "Scale": scale, "Detail": 2.0})
    return grain.outputs["Fac"]
