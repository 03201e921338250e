"""What makes the voice model quicker does not change what it computes."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.onnx_graph import FLOAT, Graph, Node
from unrealugc.providers.studio.speech.quicken import quicken, takes_signed

CHANNELS, LENGTH = 8, 50


def layer(largest: int = 127) -> Graph:
    """A layer as the voice model has it: quantised convolution with a bias, normalised."""
    steps = [
        ("DynamicQuantizeLinear", ["x"], ["q", "q_scale", "q_zero"]),
        ("ConvInteger", ["q", "w", "q_zero", "w_zero"], ["sums"]),
        ("Add", ["sums", "bias"], ["biased"]),
        ("Mul", ["q_scale", "w_scale"], ["scale"]),
        ("Mul", ["floats", "scale"], ["conv"]),
        ("Sub", ["conv", "mean"], ["centred"]),
        ("Mul", ["centred", "centred"], ["squares"]),
        ("Add", ["variance", "epsilon"], ["safe"]),
        ("Sqrt", ["safe"], ["deviation"]),
        ("Div", ["centred", "deviation"], ["normal"]),
        ("Mul", ["gain", "normal"], ["scaled"]),
        ("Add", ["scaled", "shift"], ["y"]),
    ]
    nodes = [Node(operator, inputs, outputs) for operator, inputs, outputs in steps]
    nodes.insert(3, Node.new("Cast", ["biased"], "floats", to=FLOAT))
    nodes.insert(6, Node.new("ReduceMean", ["conv"], "mean", axes=[2]))
    nodes.insert(9, Node.new("ReduceMean", ["squares"], "variance", axes=[2]))
    graph = Graph(nodes, {})
    random = np.random.default_rng(5)
    column = (1, CHANNELS, 1)
    graph.add_weight("w", random.integers(0, largest + 1, (CHANNELS, CHANNELS, 3)).astype(np.uint8))
    graph.add_weight("w_zero", np.array(58, np.uint8))
    graph.add_weight("w_scale", np.array(0.02, np.float32))
    graph.add_weight("bias", random.integers(-9000, 9000, column).astype(np.int32))
    graph.add_weight("epsilon", np.array(1e-5, np.float32))
    graph.add_weight("gain", random.normal(1, 0.3, column).astype(np.float32))
    graph.add_weight("shift", random.normal(0, 1, column).astype(np.float32))
    graph.add_input("x", FLOAT, [1, CHANNELS, LENGTH])
    graph.add_output("y")
    return graph


def results(graph: Graph) -> list[NDArray[np.float32]]:
    session = ort.InferenceSession(graph.written(), providers=["CPUExecutionProvider"])
    x = np.random.default_rng(6).normal(0.3, 1, (1, CHANNELS, LENGTH)).astype(np.float32)
    return [np.asarray(made, np.float32) for made in session.run(None, {"x": x})]


def assert_same(one: Graph, other: Graph) -> None:
    for made, expected in zip(results(one), results(other), strict=True):
        assert np.allclose(made, expected, atol=2e-5)


@pytest.mark.parametrize("signed", [False, True])
def test_a_quicker_layer_computes_the_same(signed: bool) -> None:
    if signed and not takes_signed():
        pytest.skip("this runtime has no product of unsigned and signed numbers")
    plain, quick = layer(), layer()
    quicken(quick, signed=signed)
    operators = [node.operator for node in quick.nodes]
    assert "InstanceNormalization" in operators
    assert "DequantizeLinear" in operators
    assert operators.count("Add") == operators.count("ReduceMean") == 0
    assert ("QuantizeLinear" in operators) == signed
    assert_same(quick, plain)


def test_large_weights_whose_products_could_overflow_keep_unsigned_activations() -> None:
    plain, quick = layer(largest=128), layer(largest=128)
    quicken(quick, signed=True)
    assert "DynamicQuantizeLinear" in [node.operator for node in quick.nodes]
    assert_same(quick, plain)


def test_what_others_use_is_left_as_it_is() -> None:
    plain, graph = layer(), layer()
    for model in (plain, graph):
        model.add_output("conv")
    quicken(graph, signed=False)
    assert "bias" in graph.weights
    assert_same(graph, plain)


def test_a_graph_survives_being_written_and_read() -> None:
    graph = layer()
    again = Graph.read(graph.written())
    assert again.written() == graph.written()
    assert list(again.outputs()) == ["y"]
    assert again.values("epsilon") == np.float32(1e-5)
    assert again.values("w") is not None
    assert again.values("nothing") is None
