"""A serialized ONNX model as nodes and weights that can be changed and written again.

Few changes are needed in all, so neither the ``onnx`` package nor a parsed copy of 90 MB is.
Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.protobuf import Field, fields, fixed32, message, number

_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 5, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OPERATOR, _NODE_ATTRIBUTE = 1, 2, 4, 5
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 8, 9
_ATTRIBUTE_NAME, _ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2, 3
_ATTRIBUTE_INTS, _ATTRIBUTE_TYPE = 8, 20
_KIND_FLOAT, _KIND_INT, _KIND_INTS = 1, 2, 7
_VALUE_NAME, _VALUE_TYPE = 1, 2

FLOAT, UINT8, INT8, INT32, INT64 = 1, 2, 3, 6, 7
"""``TensorProto.DataType``."""

_TYPES: Mapping[np.dtype[np.generic], int] = {
    np.dtype("float32"): FLOAT,
    np.dtype("uint8"): UINT8,
    np.dtype("int32"): INT32,
    np.dtype("int64"): INT64,
}

# ``ModelProto.ir_version`` and ``opset_import`` of a model made here: the standard operators.
_NEW_HEAD = number(1, 8) + message(8, number(2, 17))

Attribute = float | int | Sequence[int]


@dataclass(slots=True)
class Node:
    """One operation. ``rest`` is the message's other fields (attributes, name, domain)."""

    operator: str
    inputs: list[str]
    outputs: list[str]
    rest: bytes = b""

    @classmethod
    def new(
        cls, operator: str, inputs: Iterable[str], output: str, **attributes: Attribute
    ) -> Node:
        """A node of the standard operators with one output."""
        rest = b"".join(_attribute(name, value) for name, value in attributes.items())
        return cls(operator, list(inputs), [output], rest)

    @classmethod
    def read(cls, data: memoryview) -> Node:
        """The node in a ``NodeProto``."""
        node = cls("", [], [])
        for part in fields(data):
            if part.number == _NODE_INPUT:
                node.inputs.append(_text(part))
            elif part.number == _NODE_OUTPUT:
                node.outputs.append(_text(part))
            elif part.number == _NODE_OPERATOR:
                node.operator = _text(part)
            else:
                node.rest += bytes(part.whole)
        return node

    def written(self) -> bytes:
        """The node as a field of a ``GraphProto``."""
        parts = [message(_NODE_INPUT, name) for name in self.inputs]
        parts += [message(_NODE_OUTPUT, name) for name in self.outputs]
        parts += [message(_NODE_OPERATOR, self.operator), self.rest]
        return message(_GRAPH_NODE, b"".join(parts))


@dataclass(slots=True)
class Graph:
    """A model: its nodes in an order that can be run, its weights by name, and all else.

    The model must have no nodes with graphs of their own (loops, branches).
    """

    nodes: list[Node]
    weights: dict[str, bytes | memoryview]
    rest: list[bytes] = field(default_factory=list)
    head: bytes = _NEW_HEAD

    @classmethod
    def read(cls, model: bytes) -> Graph:
        """The graph of a serialized model. The weights stay views of ``model``."""
        graph = cls([], {}, head=b"")
        for part in fields(memoryview(model)):
            if part.number != _MODEL_GRAPH:
                graph.head += bytes(part.whole)
                continue
            for item in fields(part.content):
                if item.number == _GRAPH_NODE:
                    graph.nodes.append(Node.read(item.content))
                elif item.number == _GRAPH_INITIALIZER:
                    graph.weights[_tensor_name(item.content)] = item.whole
                else:
                    graph.rest.append(bytes(item.whole))
        return graph

    def written(self) -> bytes:
        """The model, serialized."""
        parts = [node.written() for node in self.nodes]
        content = b"".join([*parts, *self.weights.values(), *self.rest])
        return self.head + message(_MODEL_GRAPH, content)

    def makers(self) -> dict[str, Node]:
        """The node that makes each tensor."""
        return {output: node for node in self.nodes for output in node.outputs}

    def users(self) -> dict[str, list[Node]]:
        """The nodes that use each tensor."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            for name in node.inputs:
                found.setdefault(name, []).append(node)
        return found

    def add_weight(self, name: str, values: NDArray[np.generic]) -> str:
        """Add a constant (float32, uint8, int32 or int64) and return its name."""
        content = b"".join(number(_TENSOR_DIMS, size) for size in values.shape)
        content += number(_TENSOR_TYPE, _TYPES[values.dtype]) + message(_TENSOR_NAME, name)
        content += message(_TENSOR_RAW, values.tobytes())
        self.weights[name] = message(_GRAPH_INITIALIZER, content)
        return name

    def values(self, name: str) -> NDArray[np.generic] | None:
        """The values of a weight, flat; ``None`` where ``name`` is none that can be read."""
        if name not in self.weights:
            return None
        (tensor,) = fields(memoryview(self.weights[name]))
        parts = {part.number: part for part in fields(tensor.content)}
        kind = int.from_bytes(parts[_TENSOR_TYPE].content, "little")
        types = [dtype for dtype, known in _TYPES.items() if known == kind]
        if not types or _TENSOR_RAW not in parts:
            return None
        return np.frombuffer(parts[_TENSOR_RAW].content, types[0])

    def add_input(self, name: str, kind: int, shape: Sequence[int | None]) -> None:
        """Add an input of the model. A size of ``None`` is any."""
        sizes = b"".join(message(1, b"" if size is None else number(1, size)) for size in shape)
        tensor = message(1, number(1, kind) + message(2, sizes))
        value = message(_VALUE_NAME, name) + message(_VALUE_TYPE, tensor)
        self.rest.append(message(_GRAPH_INPUT, value))

    def add_output(self, name: str) -> None:
        """Make a tensor an output of the model; the runtime infers its type."""
        self.rest.append(message(_GRAPH_OUTPUT, message(_VALUE_NAME, name)))

    def scale(self, tensor: str, factor: str) -> None:
        """Multiply ``tensor`` by a new input ``factor``, float32 (1,), for all who use it.

        Raises ``ValueError`` where nothing computes it.
        """
        raw = f"{tensor}_unscaled"
        maker = self.rename(tensor, raw)
        self.insert({id(maker): [Node.new("Mul", [raw, factor], tensor)]})
        self.add_input(factor, FLOAT, [1])

    def rename(self, tensor: str, name: str) -> Node:
        """Give ``tensor`` another name where it is made, but not where it is used, and return
        the node that makes it.

        Raises ``ValueError`` where nothing computes it.
        """
        maker = self._maker(tensor)
        maker.outputs = [name if output == tensor else output for output in maker.outputs]
        return maker

    def keep_only(self, outputs: Sequence[str]) -> None:
        """Leave out all that none of the tensors ``outputs`` depends on; they become the outputs.

        Raises ``ValueError`` where nothing computes one of them.
        """
        for name in outputs:
            self._maker(name)
        self.nodes = self.needed_for(outputs)
        used = {name for node in self.nodes for name in node.inputs}
        self.weights = {name: data for name, data in self.weights.items() if name in used}
        self.rest = [part for part in self.rest if _stays(part, used)]
        for name in outputs:
            self.add_output(name)

    def needed_for(self, outputs: Iterable[str]) -> list[Node]:
        """The nodes that the tensors ``outputs`` depend on, in order."""
        needed = set(outputs)
        kept = []
        for node in reversed(self.nodes):
            if not needed.isdisjoint(node.outputs):
                kept.append(node)
                needed.update(node.inputs)
        return kept[::-1]

    def without(self, made_elsewhere: Iterable[Node]) -> Graph:
        """A copy that lacks some nodes, whose outputs must then become inputs."""
        left_out = {id(node) for node in made_elsewhere}
        nodes = [node for node in self.nodes if id(node) not in left_out]
        return Graph(nodes, dict(self.weights), list(self.rest), self.head)

    def outputs(self) -> Iterator[str]:
        """Names of the model's outputs in order."""
        for part in self.rest:
            (item,) = fields(memoryview(part))
            if item.number == _GRAPH_OUTPUT:
                yield _value_name(item.content)

    def insert(self, after: Mapping[int, Sequence[Node]]) -> None:
        """Put nodes behind others, which are given by their ``id()``."""
        self.nodes = [new for node in self.nodes for new in (node, *after.get(id(node), ()))]

    def _maker(self, tensor: str) -> Node:
        makers = [node for node in self.nodes if tensor in node.outputs]
        if len(makers) != 1:
            raise ValueError(f"{len(makers)} nodes compute {tensor!r}, not one")
        return makers[0]


def _stays(part: bytes, used: Collection[str]) -> bool:
    """Whether a part of a graph is neither an output nor an input that no node uses."""
    (item,) = fields(memoryview(part))
    if item.number == _GRAPH_INPUT:
        return _value_name(item.content) in used
    return item.number != _GRAPH_OUTPUT


def _value_name(data: memoryview) -> str:
    return next(_text(part) for part in fields(data) if part.number == _VALUE_NAME)


def _text(part: Field) -> str:
    return bytes(part.content).decode()


def _tensor_name(data: memoryview) -> str:
    return next(_text(part) for part in fields(data) if part.number == _TENSOR_NAME)


def _attribute(name: str, value: Attribute) -> bytes:
    content = message(_ATTRIBUTE_NAME, name)
    if isinstance(value, float):
        content += fixed32(_ATTRIBUTE_FLOAT, value) + number(_ATTRIBUTE_TYPE, _KIND_FLOAT)
    elif isinstance(value, int):
        content += number(_ATTRIBUTE_INT, value) + number(_ATTRIBUTE_TYPE, _KIND_INT)
    else:
        content += b"".join(number(_ATTRIBUTE_INTS, item) for item in value)
        content += number(_ATTRIBUTE_TYPE, _KIND_INTS)
    return message(_NODE_ATTRIBUTE, content)
