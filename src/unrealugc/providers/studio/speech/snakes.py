"""Makes the voice model's periodic activations in fewer steps.

A snake is ``x + sin(a x)**2 / a`` with an ``a`` for each channel (Ziyin, Hartwig, Ueda, "Neural
Networks Fail to Learn Periodic Functions and How to Fix It", 2020). The normalisation before it
can give ``u = a x`` as well as ``x``, and the rest is ``(u + sin(u)**2) / a``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unrealugc.providers.studio.speech.onnx_graph import Graph, Node


@dataclass(frozen=True, slots=True)
class _Snake:
    """The nodes of one, by what they compute, and the names of ``a`` and ``1 / a``."""

    sine: Node
    square: Node
    divided: Node
    total: Node
    factors: str
    inverse: str


def shorten_snakes(graph: Graph) -> None:
    """Rewrite every snake behind a normalisation that nothing else uses, in place."""
    users = graph.users()
    outputs = list(graph.outputs())
    added: dict[int, list[Node]] = {}
    for before, normal in zip(graph.nodes, graph.nodes[1:], strict=False):
        snake = _snake(normal, graph, users)
        if snake is None:
            continue
        (x,) = normal.outputs
        flat = np.array(graph.values(snake.factors), np.float32)
        factors = graph.add_weight(f"{x}_factors", flat)
        gain, shift = (f"{name}_for_{x}" for name in normal.inputs[1:])
        added[id(before)] = [
            Node.new("Mul", [normal.inputs[1], factors], gain),
            Node.new("Mul", [normal.inputs[2], factors], shift),
        ]
        normal.inputs[1:] = [gain, shift]
        snake.sine.inputs = [x]
        _become(snake.square, "Mul", snake.sine.outputs * 2)
        _become(snake.divided, "Add", [x, *snake.square.outputs])
        _become(snake.total, "Mul", [*snake.divided.outputs, snake.inverse])
    graph.insert(added)
    graph.keep_only(outputs)


def _become(node: Node, operator: str, inputs: list[str]) -> None:
    node.operator, node.inputs, node.rest = operator, inputs, b""


def _snake(normal: Node, graph: Graph, users: dict[str, list[Node]]) -> _Snake | None:
    """The snake of what ``normal`` gives, where that is all that is made of it."""
    after = users.get(normal.outputs[0], [])
    scaled = next((node for node in after if node.operator == "Mul"), None)
    if normal.operator != "InstanceNormalization" or len(after) != 2 or scaled is None:
        return None
    chain = [scaled]
    for operator in ("Sin", "Pow", "Mul", "Add"):
        following = users.get(chain[-1].outputs[0], [])
        if len(following) != 1 or following[0].operator != operator:
            return None
        chain += following
    _, sine, square, divided, total = chain
    factors = next((name for name in scaled.inputs if graph.values(name) is not None), None)
    exponent = graph.values(square.inputs[1])
    if total not in after or factors is None or exponent is None or float(exponent[0]) != 2:
        return None
    (inverse,) = (name for name in divided.inputs if name != square.outputs[0])
    return _Snake(sine, square, divided, total, factors, inverse)
