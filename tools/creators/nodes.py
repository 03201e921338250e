"""A short way to write Blender materials."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

Colour = Sequence[float]


class Material:
    """A node tree under construction: ``add`` makes a node, ``set`` fills its sockets."""

    def __init__(self, name: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self.data: Any = bpy.data.materials.new(name)
            self.data.use_nodes = True
        self._tree: Any = self.data.node_tree
        self._tree.nodes.clear()
        self._output: Any = self._tree.nodes.new("ShaderNodeOutputMaterial")

    def add(self, kind: str, inputs: dict[str, Any] | None = None, **settings: Any) -> Any:
        """Make a node.

        Args:
            kind: class name without the "ShaderNode" in front.
            inputs: socket name → constant, or an output socket to link.
            **settings: attributes of the node itself.
        """
        node = self._tree.nodes.new(f"ShaderNode{kind}")
        for key, value in settings.items():
            setattr(node, key, value)
        for key, value in (inputs or {}).items():
            self.set(node.inputs[int(key) if key.isdigit() else key], value)
        return node

    def set(self, socket: Any, value: Any) -> None:
        """Fill a socket with a constant or link an output to it."""
        if isinstance(value, bpy.types.NodeSocket):
            self._tree.links.new(value, socket)
        elif isinstance(value, (tuple, list)) and len(value) == 3 and socket.type == "RGBA":
            socket.default_value = (*value, 1.0)
        else:
            socket.default_value = value

    def attribute(self, name: str) -> Any:
        """Return a node reading a mesh or curve attribute."""
        return self.add("Attribute", attribute_name=name, attribute_type="GEOMETRY")

    def math(self, operation: str, a: Any, b: Any = 0.0) -> Any:
        """Return the output of a math node."""
        return self.add("Math", {"0": a, "1": b}, operation=operation).outputs[0]

    def mix(self, blend: str, share: Any, a: Any, b: Any) -> Any:
        """Return the colour output of a mix node (sockets 6 and 7 are its colours)."""
        node = self.add("Mix", data_type="RGBA", blend_type=blend)
        self.set(node.inputs[0], share)
        self.set(node.inputs[6], a)
        self.set(node.inputs[7], b)
        return node.outputs[2]

    def surface(self, shader: Any) -> Any:
        """Make a shader output the material's surface and return the material."""
        self._tree.links.new(shader, self._output.inputs["Surface"])
        return self.data


def principled(name: str, **inputs: Any) -> Any:
    """Return a plain Principled material; underscores in names stand for spaces."""
    material = Material(name)
    named = {key.replace("_", " "): value for key, value in inputs.items()}
    return material.surface(material.add("BsdfPrincipled", named).outputs[0])


def image(name: str, pixels: NDArray[np.float32], colour: bool) -> Any:
    """Make a Blender image of an array.

    Args:
        name: its name.
        pixels: (H, W, 3) linear values, first row on top.
        colour: False for data such as heights.
    """
    height, width = pixels.shape[:2]
    picture = bpy.data.images.new(name, width, height, float_buffer=True, is_data=not colour)
    full = np.ones((height, width, 4), dtype=np.float32)
    full[..., :3] = pixels[::-1]
    picture.pixels.foreach_set(full.ravel())
    picture.update()
    return picture


def linear(hex_colour: str) -> tuple[float, float, float]:
    """Turn "#rrggbb" (sRGB) into linear RGB, 0…1."""
    value = hex_colour.lstrip("#")
    parts = np.array([int(value[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    lit = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(lit[0]), float(lit[1]), float(lit[2])
