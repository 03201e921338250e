"""Lets the voice model make the sound of only a portion of a chunk.

A chunk begins with a third of a second of silence and ends with nearly half of one, and both are
cut off. The generator, nine tenths of the cost, works on each moment from what is near it; it is
given no more than the moments whose sound is kept and a few beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unrealugc.providers.studio.speech.onnx_graph import INT64, Graph, Node

FIRST, END = "first_frame", "end_frame"
"""Inputs of the voice model, int64 (1,): the frames whose sound it makes, the last exclusive."""

_TIME = 2


def make_only_a_portion(graph: Graph, steps: Mapping[str, tuple[int, int]]) -> None:
    """Cut tensors (1, channels, time) to the frames from ``FIRST`` to before ``END``, in place.

    ``steps`` gives, for each, its steps in a frame and those that the last frame has beyond that.
    Raises ``ValueError`` where nothing computes one of the tensors.
    """
    added: dict[int, list[Node]] = {}
    axis = graph.add_weight("_time", np.array([_TIME], np.int64))
    for tensor, (per_frame, beyond) in steps.items():
        whole = graph.rename(tensor, f"{tensor}_whole")
        each = graph.add_weight(f"{tensor}_per_frame", np.array([per_frame], np.int64))
        more = graph.add_weight(f"{tensor}_beyond", np.array([beyond], np.int64))
        first, last, end = (f"{tensor}_{edge}" for edge in ("first", "last", "end"))
        added[id(whole)] = [
            Node.new("Mul", [FIRST, each], first),
            Node.new("Mul", [END, each], last),
            Node.new("Add", [last, more], end),
            Node.new("Slice", [f"{tensor}_whole", first, end, axis], tensor),
        ]
    graph.insert(added)
    for edge in (FIRST, END):
        graph.add_input(edge, INT64, [1])
