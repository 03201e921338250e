"""Small surgery on serialized ONNX models, on the wire format itself.

Three changes are needed in all, so neither the ``onnx`` package nor a parsed copy of 90 MB is.
Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
"""

from __future__ import annotations

from dataclasses import dataclass

from unrealugc.providers.studio.speech.protobuf import Field, fields, message, number

_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 5, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OPERATOR = 1, 2, 4
_TENSOR_NAME = 8
_VALUE_NAME, _VALUE_TYPE = 1, 2
_FLOAT = 1


@dataclass(frozen=True, slots=True)
class _Node:
    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    field: Field


def with_output(model: bytes, name: str) -> bytes:
    """The model with the tensor ``name`` as one more output.

    A protobuf parser that meets an embedded message twice merges both and appends repeated
    fields. So it is enough to append a second, tiny ``ModelProto.graph`` that holds nothing but
    one ``GraphProto.output``. The runtime infers its type.
    """
    return model + message(_MODEL_GRAPH, message(_GRAPH_OUTPUT, message(_VALUE_NAME, name)))


def with_factor(model: bytes, tensor: str, factor: str) -> bytes:
    """The model with ``tensor`` multiplied by a new input ``factor``, float32 (1,).

    The node that makes the tensor gets another name for it, and a multiplication behind it takes
    over the old name, so that all who use the tensor use the product.
    """
    head, graph = _parts(model)
    made, raw = tensor.encode(), f"{tensor}_unscaled"
    makers = [index for index, field in enumerate(graph) if made in _node(field).outputs]
    if len(makers) != 1:
        raise ValueError(f"{len(makers)} nodes compute {tensor!r}, not one")
    (index,) = makers
    parts = [
        message(_NODE_OUTPUT, raw)
        if part.number == _NODE_OUTPUT and part.content == made
        else bytes(part.whole)
        for part in fields(graph[index].content)
    ]
    product = (
        message(_NODE_INPUT, raw)
        + message(_NODE_INPUT, factor)
        + message(_NODE_OUTPUT, tensor)
        + message(_NODE_OPERATOR, "Mul")
    )
    changed = b"".join(
        [
            *(bytes(field.whole) for field in graph[:index]),
            message(_GRAPH_NODE, b"".join(parts)),
            message(_GRAPH_NODE, product),
            *(bytes(field.whole) for field in graph[index + 1 :]),
            _float_input(factor),
        ]
    )
    return head + message(_MODEL_GRAPH, changed)


def only_output(model: bytes, name: str) -> bytes:
    """The part of the model that computes the tensor ``name``, with it as sole output.

    Nodes and weights that it does not depend on are left out. The model must have no nodes with
    graphs of their own (loops, branches). Raises ``ValueError`` when nothing computes ``name``.
    """
    head, graph = _parts(model)
    nodes = [_node(field) for field in graph if field.number == _GRAPH_NODE]
    needed = _dependencies(nodes, name.encode())
    kept = [bytes(node.field.whole) for node in nodes if not needed.isdisjoint(node.outputs)]
    for field in graph:
        if field.number == _GRAPH_INITIALIZER:
            kept += [bytes(field.whole)] if _tensor_name(field) in needed else []
        elif field.number not in {_GRAPH_NODE, _GRAPH_OUTPUT}:
            kept.append(bytes(field.whole))
    return with_output(head + message(_MODEL_GRAPH, b"".join(kept)), name)


def _parts(model: bytes) -> tuple[bytes, list[Field]]:
    """What is not the graph, as it is, and the graph's fields."""
    head = b""
    graph: list[Field] = []
    for field in fields(memoryview(model)):
        if field.number == _MODEL_GRAPH:
            graph += fields(field.content)
        else:
            head += bytes(field.whole)
    return head, graph


def _node(field: Field) -> _Node:
    if field.number != _GRAPH_NODE:
        return _Node((), (), field)
    parts = list(fields(field.content))
    return _Node(
        tuple(bytes(part.content) for part in parts if part.number == _NODE_INPUT),
        tuple(bytes(part.content) for part in parts if part.number == _NODE_OUTPUT),
        field,
    )


def _dependencies(nodes: list[_Node], name: bytes) -> set[bytes]:
    """Names of all tensors that ``name`` is computed from, itself included."""
    makers = {output: node for node in nodes for output in node.outputs}
    if name not in makers:
        raise ValueError(f"no node computes {name!r}")
    found: set[bytes] = set()
    waiting = [name]
    while waiting:
        tensor = waiting.pop()
        if tensor not in found:
            found.add(tensor)
            waiting += makers[tensor].inputs if tensor in makers else ()
    return found


def _tensor_name(field: Field) -> bytes:
    parts = fields(field.content)
    return next(bytes(part.content) for part in parts if part.number == _TENSOR_NAME)


def _float_input(name: str) -> bytes:
    """A graph input of one float: ``ValueInfoProto`` with a tensor type of shape (1,)."""
    shape = message(2, message(1, number(1, 1)))
    kind = message(1, number(1, _FLOAT) + shape)
    return message(_GRAPH_INPUT, message(_VALUE_NAME, name) + message(_VALUE_TYPE, kind))
