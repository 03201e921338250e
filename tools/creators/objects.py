"""Puts arrays into the Blender scene as meshes and hair curves, and moves them again."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FAR = 50.0
"""Metres from where nothing throws shadow or light on a person."""


def add_mesh(name: str, vertices: Floats, quads: Ints, material: Any) -> Any:
    """Add a smooth-shaded mesh of (V, 3) metres and (F, 3 or 4) faces; return its object."""
    mesh = bpy.data.meshes.new(name)
    mesh.vertices.add(len(vertices))
    mesh.vertices.foreach_set("co", vertices.astype(np.float32).ravel())
    sides = quads.shape[1]
    mesh.loops.add(quads.size)
    mesh.loops.foreach_set("vertex_index", quads.astype(np.int32).ravel())
    mesh.polygons.add(len(quads))
    mesh.polygons.foreach_set("loop_start", np.arange(0, quads.size, sides, dtype=np.int32))
    mesh.update(calc_edges=True)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(quads), dtype=bool))
    mesh.materials.append(material)
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def move_mesh(thing: Any, vertices: Floats) -> None:
    """Give a mesh new vertex positions (V, 3) in metres."""
    thing.data.vertices.foreach_set("co", vertices.astype(np.float32).ravel())
    thing.data.update()
    thing.data.update_tag()


def add_attribute(thing: Any, name: str, values: Floats, domain: str = "POINT") -> None:
    """Attach per-vertex values: (V,) floats or (V, 3) vectors."""
    kind, key = ("FLOAT", "value") if values.ndim == 1 else ("FLOAT_VECTOR", "vector")
    attribute = thing.data.attributes.new(name, kind, domain)
    attribute.data.foreach_set(key, values.astype(np.float32).ravel())


def add_curves(name: str, strands: Floats, radii: Floats, material: Any) -> Any:
    """Add hair: strands (N, P, 3) in metres, radii (N, P) in metres; return the object."""
    count, points = strands.shape[:2]
    curves = bpy.data.hair_curves.new(name)
    curves.add_curves([points] * count)
    curves.attributes["position"].data.foreach_set("vector", strands.astype(np.float32).ravel())
    radius = curves.attributes.get("radius") or curves.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", radii.astype(np.float32).ravel())
    curves.materials.append(material)
    thing = bpy.data.objects.new(name, curves)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def move_curves(thing: Any, strands: Floats) -> None:
    """Give hair curves new points (N, P, 3) in metres."""
    thing.data.attributes["position"].data.foreach_set("vector", strands.astype(np.float32).ravel())
    thing.data.update_tag()


def keep_tree(thing: Any) -> None:
    """Give something that never moves a twin, out of sight and far behind the camera.

    Cycles puts what occurs once into one search tree for rays, which each rendering builds anew.
    What occurs twice has a tree of its own, which is built once.
    """
    twin = bpy.data.objects.new(f"{thing.name}-twin", thing.data)
    twin.location = (0.0, -FAR, 0.0)
    bpy.context.scene.collection.objects.link(twin)
