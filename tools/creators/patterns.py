"""Patterns on cloth as shader nodes, and the small arithmetic they are made of."""

from __future__ import annotations

from typing import Any

from tools.creators.nodes import Material, linear
from tools.creators.outfits import Cloth


def axes(material: Material, place: Any) -> tuple[Any, Any]:
    """Return the cloth's coordinates around and up, decimetres."""
    parts = material.add("SeparateXYZ", {"Vector": place})
    return parts.outputs[0], parts.outputs[1]


def affine(material: Material, value: Any, factor: float, offset: float) -> Any:
    """Return value * factor + offset."""
    scaled = material.math("MULTIPLY_ADD", value, factor)
    scaled.node.inputs[2].default_value = offset
    return scaled


def blend(material: Material, share: Any, a: Any, b: Any) -> Any:
    """Return a where share is 0 and b where it is 1."""
    node = material.add("Mix", {"0": share, "2": a, "3": b}, data_type="FLOAT")
    return node.outputs[0]


def wave(material: Material, value: Any, period: float) -> Any:
    """Return a smooth wave, 0…1, along a coordinate."""
    turned = material.math("SINE", material.math("MULTIPLY", value, 6.2832 / period))
    return affine(material, turned, 0.5, 0.5)


def coloured(material: Material, cloth: Cloth, place: Any, around: Any, up: Any) -> Any:
    """Return the cloth's colour with its pattern."""
    first, second = (*linear(cloth.colour), 1.0), (*linear(cloth.second), 1.0)
    if cloth.pattern == "plain":
        return material.mix("MIX", 0.0, first, first)
    if cloth.pattern == "heather":
        fine = material.add("Mapping", {"Vector": place, "Scale": (34.0, 11.0, 1.0)})
        noise = material.add("TexNoise", {"Vector": fine.outputs[0], "Scale": 3.0, "Detail": 4.0})
        return material.mix("MIX", affine(material, noise.outputs[0], 1.6, -0.5), first, second)
    share = _share(material, cloth.pattern, cloth.scale, place, around, up)
    return material.mix("MIX", share, first, second)


def _share(material: Material, pattern: str, scale: float, place: Any, around: Any, up: Any) -> Any:
    """Return how much of the second colour shows, 0…1."""
    if pattern == "stripes":
        return _bands(material, up, 0.26 * scale, 0.42)
    if pattern == "pinstripes":
        return affine(material, _bands(material, around, 0.16 * scale, 0.14), 0.75, 0.0)
    if pattern == "gingham":
        period = 0.16 * scale
        both = material.math(
            "ADD", _bands(material, around, period, 0.5), _bands(material, up, period, 0.5)
        )
        return affine(material, both, 0.5, 0.0)
    if pattern == "checks":
        period = 0.62 * scale
        wide = material.math(
            "ADD", _bands(material, around, period, 0.42), _bands(material, up, period, 0.42)
        )
        thin = material.math(
            "MAXIMUM", _bands(material, around, period, 0.06), _bands(material, up, period, 0.06)
        )
        return material.math(
            "MAXIMUM", affine(material, wide, 0.30, 0.0), affine(material, thin, 0.9, 0.0)
        )
    if pattern == "herringbone":
        zigzag = material.math("PINGPONG", around, 0.09 * scale)
        return affine(
            material,
            _bands(material, material.math("ADD", zigzag, up), 0.05 * scale, 0.5),
            0.55,
            0.0,
        )
    spread = 0.25 if pattern == "dots" else 0.9
    cells = material.add(
        "TexVoronoi",
        {
            "Vector": place,
            "Scale": (5.5 if pattern == "dots" else 4.2) / scale,
            "Randomness": spread,
        },
        voronoi_dimensions="2D",
    )
    if pattern == "dots":
        return _below(material, cells.outputs["Distance"], 0.20)
    petals = material.add("TexNoise", {"Vector": place, "Scale": 14.0 / scale, "Detail": 1.0})
    ragged = material.math(
        "ADD", cells.outputs["Distance"], affine(material, petals.outputs[0], 0.9, -0.45)
    )
    return _below(material, ragged, 0.26)


def _bands(material: Material, value: Any, period: float, share: float) -> Any:
    """Return 1 on the given share of every period along a coordinate, else 0."""
    away = material.math("PINGPONG", value, period / 2)
    return _below(material, material.math("MULTIPLY", away, 2 / period), share)


def _below(material: Material, value: Any, limit: float) -> Any:
    """Return 1 where a value is below a limit, with a soft edge."""
    node = material.add(
        "MapRange", {"0": value, "1": limit + 0.04, "2": limit - 0.04, "3": 0.0, "4": 1.0}
    )
    return node.outputs[0]
