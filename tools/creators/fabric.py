"""Cloth materials."""

from __future__ import annotations

from typing import Any

from tools.creators.nodes import Material, linear

ROUGHNESS = {"silk": 0.38, "denim": 0.85}
SHEEN = {"fleece": 0.5, "knit": 0.3, "jersey": 0.15, "silk": 0.2}


def fabric_material(fabric: str, colour: str) -> Any:
    """Return a cloth material.

    Args:
        fabric: "jersey", "knit", "rib", "weave", "denim", "silk" or "fleece".
        colour: "#rrggbb".
    """
    material = Material(f"fabric-{fabric}")
    place = material.attribute("cloth").outputs["Vector"]
    height = _height(material, fabric, place)
    bump = material.add("Bump", {"Height": height, "Strength": 0.3, "Distance": 0.0008})
    base = linear(colour)
    patches = material.add("TexNoise", {"Vector": place, "Scale": 1.7, "Detail": 2.0})
    dull = material.math("MULTIPLY_ADD", patches.outputs["Fac"], 0.25)
    dull.node.inputs[2].default_value = 0.86
    shaded = material.mix("MULTIPLY", 1.0, (*base, 1.0), (1.0, 1.0, 1.0, 1.0))
    material.set(shaded.node.inputs[7], dull)
    if fabric in ("denim", "knit", "weave"):
        thread = material.math("MULTIPLY_ADD", height, 0.14)
        thread.node.inputs[2].default_value = 0.90
        shaded = material.mix("MULTIPLY", 1.0, shaded, (1.0, 1.0, 1.0, 1.0))
        material.set(shaded.node.inputs[7], thread)
    cloth = material.add(
        "BsdfPrincipled",
        {
            "Base Color": shaded,
            "Roughness": ROUGHNESS.get(fabric, 0.8),
            "Specular IOR Level": 0.25,
            "Sheen Weight": SHEEN.get(fabric, 0.1),
            "Sheen Roughness": 0.5,
            "Normal": bump.outputs["Normal"],
        },
    )
    return material.surface(cloth.outputs[0])


def _height(material: Material, fabric: str, place: Any) -> Any:
    """Return the relief of the threads, 0…1; coordinates are in decimetres."""
    if fabric in ("knit", "rib"):
        scale = 9.0 if fabric == "knit" else 14.0
        stitches = material.add(
            "TexWave",
            {
                "Vector": place,
                "Scale": scale,
                "Distortion": 1.2,
                "Detail": 1.0,
                "Detail Scale": 6.0,
            },
            wave_type="BANDS",
            bands_direction="X",
        )
        return stitches.outputs["Fac"]
    if fabric in ("denim", "weave"):
        twill = material.add(
            "TexWave",
            {"Vector": place, "Scale": 26.0, "Distortion": 1.5, "Detail": 1.0},
            wave_type="BANDS",
            bands_direction="DIAGONAL",
        )
        return twill.outputs["Fac"]
    scale = {"fleece": 60.0, "silk": 8.0}.get(fabric, 120.0)
    grain = material.add("TexNoise", {"Vector": place, "Scale": scale, "Detail": 2.0})
    return grain.outputs["Fac"]
