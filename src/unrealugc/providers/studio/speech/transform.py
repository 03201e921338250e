"""Makes a convolution of the voice model's short-time Fourier transform.

ONNX Runtime computes each sum of 20 samples on its own, in a twentieth of the whole time that
speaking takes; a convolution takes a hundredth of that. The model hears the phases of the
transform's errors where a sound has no pitch, so the convolution has the very weights that the
operation works with: it is asked for the transform of single pulses.
"""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.onnx_graph import FLOAT, Graph, Node


def convolve_transform(graph: Graph) -> None:
    """Rewrite every STFT of ``graph`` whose step, window and length are constants, in place."""
    added: dict[int, list[Node]] = {}
    for node in graph.nodes:
        if node.operator == "STFT" and all(name in graph.weights for name in node.inputs[1:]):
            added[id(node)] = _convolution(graph, node)
    graph.insert(added)


def _convolution(graph: Graph, node: Node) -> list[Node]:
    """Make ``node`` the first step of a convolution, and return the others.

    The operation gives (1, frames, bins, 2), a convolution (1, 2 * bins, frames).
    """
    (signal, step, *_), (output,) = node.inputs, node.outputs
    weights = _weights(graph, node)
    bins, length = len(weights) // 2, weights.shape[2]
    hop = int(np.asarray(graph.values(step)).item())
    kernel = graph.add_weight(f"{output}_kernel", weights)
    channel = graph.add_weight(f"{output}_channel", np.array([1], np.int64))
    split = graph.add_weight(f"{output}_split", np.array([1, 2, bins, -1], np.int64))
    node.operator, node.inputs, node.rest = "Unsqueeze", [signal, channel], b""
    node.outputs = [f"{output}_signal"]
    return [
        Node.new(
            "Conv",
            [f"{output}_signal", kernel],
            f"{output}_bins",
            kernel_shape=[length],
            strides=[hop],
        ),
        Node.new("Reshape", [f"{output}_bins", split], f"{output}_parts"),
        Node.new("Transpose", [f"{output}_parts"], output, perm=[0, 3, 2, 1]),
    ]


def _weights(graph: Graph, node: Node) -> NDArray[np.float32]:
    """What each sample of a frame adds to each bin's two parts: float32 (2 * bins, 1, length)."""
    window = np.asarray(graph.values(node.inputs[2]), np.float32)
    probe = Graph([node], {name: graph.weights[name] for name in node.inputs[1:]})
    probe.add_input(node.inputs[0], FLOAT, [None, None])
    probe.add_output(node.outputs[0])
    session = ort.InferenceSession(probe.written(), providers=["CPUExecutionProvider"])
    pulses = np.eye(len(window), dtype=np.float32)
    (made,) = session.run(None, {node.inputs[0]: pulses})
    bins = np.asarray(made, np.float32)[:, 0]
    return np.ascontiguousarray(bins.transpose(2, 1, 0).reshape(-1, 1, len(window)))
