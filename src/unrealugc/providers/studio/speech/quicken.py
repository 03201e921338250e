"""Makes the voice model quicker on a CPU without changing what it computes.

Nine tenths of its time went into convolutions of 8-bit numbers, which ONNX Runtime does twice as
fast where one side is signed, and into normalisations that were spelled out in nine steps. What
is changed here is exact but for the rounding of sums. (So is ``transform``.)
"""

from __future__ import annotations

import numpy as np
import onnxruntime as ort

from unrealugc.providers.studio.speech.onnx_graph import INT8, UINT8, Graph, Node

_PROBE_SIZE = 64
# Two weights below this, times activations down to -128, add up to what 16 bits hold.
_SMALL = 128


def quicken(graph: Graph, *, signed: bool) -> None:
    """Rewrite ``graph`` in place, wherever it has what can be done quicker.

    ``signed`` gives the convolutions signed activations; see ``takes_signed``.
    """
    outputs = list(graph.outputs())
    _dequantize_in_one_step(graph)
    if signed:
        _sign_activations(graph)
    _normalise_in_one_step(graph)
    graph.keep_only(outputs)
    _drop_cancelled_biases(graph)
    graph.keep_only(outputs)


def takes_signed() -> bool:
    """Whether the runtime multiplies unsigned weights with signed activations on this machine.

    Processors with AVX2 but without VNNI add two such products in 16 bits, so that only weights
    below ``_SMALL`` are exact; an older ONNX Runtime may lack the operation.
    """
    feeds = {
        "x": np.full((1, _PROBE_SIZE, _PROBE_SIZE), -128, np.int8),
        "w": np.full((_PROBE_SIZE, _PROBE_SIZE, 1), _SMALL - 1, np.uint8),
        "x_zero": np.zeros((), np.int8),
        "w_zero": np.zeros((), np.uint8),
    }
    graph = Graph([Node.new("ConvInteger", feeds, "y")], {})
    for name, values in feeds.items():
        graph.add_input(name, INT8 if values.dtype == np.int8 else UINT8, values.shape)
    graph.add_output("y")
    try:
        session = ort.InferenceSession(graph.written(), providers=["CPUExecutionProvider"])
        (made,) = session.run(None, feeds)
    except RuntimeError:
        return False
    return bool(np.all(np.asarray(made) == -128 * (_SMALL - 1) * _PROBE_SIZE))


def _sign_activations(graph: Graph) -> None:
    """Quantise what goes into convolutions to -128..127 instead of 0..255, on the same steps.

    The steps are those of DynamicQuantizeLinear, which would also make the other numbers; and
    what nobody uses is held until the end of a run, a third of all that it holds.
    """
    users = graph.users()
    added: dict[int, list[Node]] = {}
    for name, value in (("nothing", 0), ("steps", 255), ("least", 1e-20), ("lowest", -128)):
        graph.add_weight(f"_{name}", np.array(value, np.float32))
    for node in graph.nodes:
        if node.operator != "DynamicQuantizeLinear":
            continue
        (x,), (quantised, scale, zero) = node.inputs, node.outputs
        takers = users.get(quantised, [])
        if not takers or not all(_has_small_weights(taker, graph) for taker in takers):
            continue
        node.operator, node.inputs, node.outputs = "ReduceMin", [x], [f"{x}_min"]
        node.rest = Node.new("ReduceMin", [], "", keepdims=0).rest
        added[id(node)] = [
            Node.new("ReduceMax", [x], f"{x}_max", keepdims=0),
            Node.new("Min", [f"{x}_min", "_nothing"], f"{x}_low"),
            Node.new("Max", [f"{x}_max", "_nothing"], f"{x}_high"),
            Node.new("Sub", [f"{x}_high", f"{x}_low"], f"{x}_span"),
            Node.new("Div", [f"{x}_span", "_steps"], f"{x}_step"),
            Node.new("Max", [f"{x}_step", "_least"], scale),
            Node.new("Div", [f"{x}_low", scale], f"{x}_steps_below"),
            Node.new("Sub", ["_lowest", f"{x}_steps_below"], f"{x}_exact_zero"),
            Node.new("Round", [f"{x}_exact_zero"], f"{x}_whole_zero"),
            Node.new("Cast", [f"{x}_whole_zero"], f"{zero}_signed", to=INT8),
            Node.new("QuantizeLinear", [x, scale, f"{zero}_signed"], f"{quantised}_signed"),
        ]
        for convolution in takers:
            convolution.inputs[0], convolution.inputs[2] = f"{quantised}_signed", f"{zero}_signed"
    graph.insert(added)


def _has_small_weights(node: Node, graph: Graph) -> bool:
    """Whether ``node`` is a convolution whose products two by two fit 16 bits with a sign."""
    weights = graph.values(node.inputs[1]) if node.operator == "ConvInteger" else None
    return weights is not None and bool(np.all(np.asarray(weights) < _SMALL))


def _dequantize_in_one_step(graph: Graph) -> None:
    """One operation for a cast of 32-bit sums to floats and the multiplication by their scale."""
    users, makers = graph.users(), graph.makers()
    for node in graph.nodes:
        if node.operator != "ConvInteger":
            continue
        (next_one,) = users[node.outputs[0]]
        cast = users[next_one.outputs[0]][0] if next_one.operator == "Add" else next_one
        after = users.get(cast.outputs[0], [])
        if cast.operator == "Cast" and len(after) == 1 and after[0].operator == "Mul":
            (product,) = after
            (scale,) = (name for name in product.inputs if name != cast.outputs[0])
            if _is_scalar(scale, graph, makers):
                product.operator, product.inputs = "DequantizeLinear", [cast.inputs[0], scale]


def _is_scalar(name: str, graph: Graph, makers: dict[str, Node]) -> bool:
    """Whether ``name`` is a single scale, made of those of activations and weights."""
    if name in graph.weights:
        values = graph.values(name)
        return values is not None and len(values) == 1
    maker = makers.get(name)
    if maker is None:
        return False
    if maker.operator == "DynamicQuantizeLinear":
        return True
    return maker.operator == "Mul" and all(_is_scalar(x, graph, makers) for x in maker.inputs)


def _normalise_in_one_step(graph: Graph) -> None:
    """InstanceNormalization for ``(x - mean) / sqrt(variance + e) * gain + shift``."""
    users, makers = graph.users(), graph.makers()
    flat = graph.add_weight("_flat", np.array([-1], np.int64))
    added: dict[int, list[Node]] = {}
    for quotient in graph.nodes:
        found = _normalised(quotient, graph, makers)
        if found is None:
            continue
        x, epsilon = found
        for product in users.get(quotient.outputs[0], ()):
            sums = users.get(product.outputs[0], [])
            if product.operator != "Mul" or len(sums) != 1 or sums[0].operator != "Add":
                continue
            (total,) = sums
            (gain,) = (name for name in product.inputs if name != quotient.outputs[0])
            (shift,) = (name for name in total.inputs if name != product.outputs[0])
            (output,) = total.outputs
            total.outputs = [f"{output}_in_steps"]
            added[id(total)] = [
                Node.new("Reshape", [gain, flat], f"{output}_gain"),
                Node.new("Reshape", [shift, flat], f"{output}_shift"),
                Node.new(
                    "InstanceNormalization",
                    [x, f"{output}_gain", f"{output}_shift"],
                    output,
                    epsilon=epsilon,
                ),
            ]
    graph.insert(added)


def _normalised(quotient: Node, graph: Graph, makers: dict[str, Node]) -> tuple[str, float] | None:
    """What ``quotient`` normalises over time, and the epsilon, where it does so."""
    if quotient.operator != "Div":
        return None
    centred, deviation = (makers.get(name) for name in quotient.inputs)
    if centred is None or deviation is None:
        return None
    mean = makers.get(centred.inputs[1]) if centred.operator == "Sub" else None
    variance = makers.get(deviation.inputs[0]) if deviation.operator == "Sqrt" else None
    if mean is None or variance is None or variance.operator != "Add":
        return None
    epsilons = [graph.values(name) for name in variance.inputs]
    epsilon = next((values for values in epsilons if values is not None), None)
    if mean.operator != "ReduceMean" or mean.inputs[0] != centred.inputs[0] or epsilon is None:
        return None
    return centred.inputs[0], float(epsilon[0])


def _drop_cancelled_biases(graph: Graph) -> None:
    """Leave out what is added to a channel whose mean is taken away right after."""
    users, makers, outputs = graph.users(), graph.makers(), set(graph.outputs())
    for node in graph.nodes:
        total = makers.get(node.inputs[0]) if node.operator == "DequantizeLinear" else None
        after = users.get(node.outputs[0], [])
        seen = not outputs.isdisjoint(node.outputs)
        if total is not None and total.operator == "Add" and after and not seen:
            sums = [name for name in total.inputs if _is_convolution(makers.get(name))]
            if sums and all(user.operator == "InstanceNormalization" for user in after):
                node.inputs[0] = sums[0]


def _is_convolution(node: Node | None) -> bool:
    return node is not None and node.operator == "ConvInteger"
