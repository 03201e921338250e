"""A shorter snake is the same snake."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.onnx_graph import FLOAT, Graph, Node
from unrealugc.providers.studio.speech.snakes import shorten_snakes

CHANNELS, LENGTH = 6, 40


def activation(exponent: float = 2.0) -> Graph:
    """A normalisation and a snake as the voice model has them."""
    random = np.random.default_rng(3)
    alpha = random.uniform(0.02, 4, (1, CHANNELS, 1)).astype(np.float32)
    graph = Graph(
        [
            Node.new("InstanceNormalization", ["x", "gain", "shift"], "normal"),
            Node.new("Mul", ["alpha", "normal"], "scaled"),
            Node.new("Sin", ["scaled"], "sine"),
            Node.new("Pow", ["sine", "exponent"], "square"),
            Node.new("Mul", ["inverse", "square"], "divided"),
            Node.new("Add", ["normal", "divided"], "y"),
        ],
        {},
    )
    graph.nodes.insert(0, Node.new("Identity", ["given"], "x"))
    graph.add_weight("gain", random.normal(1, 0.3, CHANNELS).astype(np.float32))
    graph.add_weight("shift", random.normal(0, 1, CHANNELS).astype(np.float32))
    graph.add_weight("alpha", alpha)
    graph.add_weight("inverse", 1 / alpha)
    graph.add_weight("exponent", np.array(exponent, np.float32))
    graph.add_input("given", FLOAT, [1, CHANNELS, LENGTH])
    graph.add_output("y")
    return graph


def result(graph: Graph) -> NDArray[np.float32]:
    session = ort.InferenceSession(graph.written(), providers=["CPUExecutionProvider"])
    x = np.random.default_rng(6).normal(0.3, 1, (1, CHANNELS, LENGTH)).astype(np.float32)
    return np.asarray(session.run(None, {"given": x})[0], np.float32)


def test_it_computes_the_same_without_a_power() -> None:
    shorter = activation()
    shorten_snakes(shorter)
    operators = [node.operator for node in shorter.nodes]
    assert "Pow" not in operators
    assert np.allclose(result(shorter), result(activation()), rtol=1e-4, atol=2e-5)


@pytest.mark.parametrize("other", ["exponent", "user"])
def test_what_is_no_snake_is_left_as_it_is(other: str) -> None:
    graph = activation(exponent=3.0 if other == "exponent" else 2.0)
    if other == "user":
        graph.add_output("z")
        graph.nodes.append(Node.new("Neg", ["normal"], "z"))
    before = [list(node.inputs) for node in graph.nodes]
    shorten_snakes(graph)
    assert [node.inputs for node in graph.nodes] == before
