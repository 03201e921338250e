"""Cuts the voice model in two where it knows how long each symbol lasts, but not yet at which pace.

What comes before, the understanding of the text, is the same at every pace; so a chunk is read
once, its length at any pace follows without the model, and then it is spoken.
"""

from __future__ import annotations

import onnxruntime as ort

from unrealugc.providers.studio.speech.onnx_graph import FLOAT, INT8, INT32, INT64, UINT8, Graph

_KINDS = {
    "tensor(float)": FLOAT,
    "tensor(uint8)": UINT8,
    "tensor(int8)": INT8,
    "tensor(int32)": INT32,
    "tensor(int64)": INT64,
}


def halves(graph: Graph, durations: str) -> tuple[Graph, Graph]:
    """The reader and the speaker.

    ``durations`` is the tensor of whole frames, which must be made as ``Clip(Round(Div(natural,
    speed)))``. The reader's first output is ``natural``, float32, the frames of each symbol at
    speed 1.0 before they are rounded; the others are what the speaker needs beside it, and the
    speaker has an input of the same name for each. Raises ``ValueError`` for another graph.
    """
    natural = _made_by(graph, durations, "Clip", "Round", "Div")
    reading = graph.needed_for([natural])
    inside = {id(node) for node in reading}
    made = {name for node in reading for name in node.outputs}
    speaking = [node for node in graph.nodes if id(node) not in inside]
    passed = dict.fromkeys(name for node in speaking for name in node.inputs if name in made)
    outputs = list(graph.outputs())
    reader, speaker = graph.without(speaking), graph.without(reading)
    reader.keep_only([natural, *(name for name in passed if name != natural)])
    session = ort.InferenceSession(reader.written(), providers=["CPUExecutionProvider"])
    for item in session.get_outputs():
        sizes = [size if isinstance(size, int) else None for size in item.shape]
        speaker.add_input(item.name, _KINDS[item.type], sizes)
    speaker.keep_only(outputs)
    return reader, speaker


def _made_by(graph: Graph, tensor: str, *operators: str) -> str:
    """The tensor from which a chain of ``operators``, the last one first, makes ``tensor``."""
    makers = graph.makers()
    for operator in operators:
        maker = makers.get(tensor)
        if maker is None or maker.operator != operator:
            raise ValueError(f"{tensor!r} is not made by {operator}")
        tensor = maker.inputs[0]
    return tensor
