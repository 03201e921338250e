"""A transform as a convolution computes the same."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.onnx_graph import FLOAT, Graph, Node
from unrealugc.providers.studio.speech.transform import convolve_transform

LENGTH, HOP, WINDOW = 400, 5, 20


def transform() -> Graph:
    graph = Graph([Node.new("STFT", ["x", "hop", "window", "length"], "y", onesided=1)], {})
    graph.add_weight("hop", np.array(HOP, np.int64))
    graph.add_weight("window", np.hanning(WINDOW + 1)[:-1].astype(np.float32))
    graph.add_weight("length", np.array(WINDOW, np.int64))
    graph.add_input("x", FLOAT, [1, None])
    graph.add_output("y")
    return graph


def result(graph: Graph, x: NDArray[np.float32]) -> NDArray[np.float32]:
    session = ort.InferenceSession(graph.written(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": x[None]})[0], np.float32)


@pytest.fixture(scope="module")
def graphs() -> tuple[Graph, Graph]:
    plain, quick = transform(), transform()
    convolve_transform(quick)
    return plain, quick


def test_any_signal_has_the_same_transform(graphs: tuple[Graph, Graph]) -> None:
    plain, quick = graphs
    assert [node.operator for node in quick.nodes] == ["Unsqueeze", "Conv", "Reshape", "Transpose"]
    x = np.random.default_rng(1).normal(0, 1, LENGTH).astype(np.float32)
    expected = result(plain, x)
    assert expected.shape == (1, (LENGTH - WINDOW) // HOP + 1, WINDOW // 2 + 1, 2)
    assert np.allclose(result(quick, x), expected, atol=2e-6)


def test_the_errors_in_silence_are_the_same(graphs: tuple[Graph, Graph]) -> None:
    plain, quick = graphs
    hum = np.full(LENGTH, 0.03, np.float32)
    expected, made = result(plain, hum)[0, :, 2:], result(quick, hum)[0, :, 2:]
    # Nothing but errors: a constant has no such frequencies.
    assert 0 < np.abs(expected).max() < 1e-6
    phases = np.arctan2(expected[..., 1], expected[..., 0]) - np.arctan2(made[..., 1], made[..., 0])
    assert np.mean(np.cos(phases)) > 0.9


def test_a_transform_whose_window_is_computed_is_left_alone() -> None:
    graph = transform()
    del graph.weights["window"]
    convolve_transform(graph)
    assert [node.operator for node in graph.nodes] == ["STFT"]
