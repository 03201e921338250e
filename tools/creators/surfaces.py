"""Plain and patterned materials for places: their pattern only has to survive the blur."""

from __future__ import annotations

from typing import Any

from tools.creators.nodes import Material, linear, principled

Rgb = tuple[float, float, float]


def surface(prop: dict[str, Any], accent: str, glow: float, tint: str) -> Any:
    """Return the material of a prop.

    Args:
        prop: its line in ``settings.yaml``: ``colour``, ``rough``, ``metal``, ``glow``,
            ``pattern`` ("brick", "tile", "boards" or "speckle"), ``second``, ``grain`` metres.
        accent: stands in for the colour "accent".
        glow: factor of the brightness of what glows.
        tint: "#rrggbb" multiplied with the colour of what glows.
    """
    rgb = linear(_named(prop.get("colour", "#cccccc"), accent))
    if "glow" in prop:
        material = Material("glow")
        lit = tuple(a * b for a, b in zip(rgb, linear(tint), strict=True))
        strength = float(prop["glow"]) * glow
        return material.surface(
            material.add("Emission", {"Color": lit, "Strength": strength}).outputs[0]
        )
    rough, metal = float(prop.get("rough", 0.6)), float(prop.get("metal", 0.0))
    if "pattern" not in prop:
        return principled("prop", Base_Color=(*rgb, 1.0), Roughness=rough, Metallic=metal)
    second = linear(_named(prop.get("second", "#d8d2c8"), accent))
    return _patterned(prop["pattern"], rgb, second, float(prop.get("grain", 0.2)), rough)


def _named(colour: str, accent: str) -> str:
    return accent if colour == "accent" else colour


def _patterned(kind: str, first: Rgb, second: Rgb, grain: float, rough: float) -> Any:
    material = Material(kind)
    where = material.add("TexCoord").outputs["Object"]
    upright = material.add("Mapping", {"Vector": where, "Rotation": (1.5708, 0.0, 0.0)}).outputs[0]
    if kind == "speckle":
        noise = material.add("TexNoise", {"Vector": where, "Scale": 1 / grain, "Detail": 4.0})
        colour = material.mix("MIX", noise.outputs[0], first, second)
    else:
        mortar = {"brick": 0.06, "tile": 0.03, "boards": 0.02}[kind]
        width = {"brick": 1.0, "tile": 0.5, "boards": 5.0}[kind]
        dark = tuple(value * 0.72 for value in first)
        bricks = material.add(
            "TexBrick",
            {
                "Vector": where if kind == "boards" else upright,
                "Color1": first,
                "Color2": first if kind == "tile" else dark,
                "Mortar": second,
                "Scale": 0.5 / grain,
                "Mortar Size": mortar,
                "Brick Width": width,
                "Row Height": 0.5,
            },
            offset=0.5 if kind != "tile" else 0.0,
        )
        colour = bricks.outputs[0]
    shader = material.add("BsdfPrincipled", {"Base Color": colour, "Roughness": rough})
    return material.surface(shader.outputs[0])
