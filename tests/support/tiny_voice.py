"""A voice model of a few hundred bytes, with the inputs and tensors of the real one.

Every symbol lasts eight frames at speed 1.0 and is a hum of 220 Hz, which is enough to see that
a fetched file is loaded, changed and spoken through. Field numbers are those of
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
"""

from __future__ import annotations

import math
import struct

from unrealugc.providers.studio.speech.protobuf import message, number

_FLOAT, _INT64 = 1, 7
FRAMES_PER_SYMBOL = 8
HUM_HZ = 220.0

_FEATURES = "/decoder/decoder/generator/LeakyRelu_output_0"
_UNKEPT = message(1, "keepdims") + number(3, 0) + number(20, 2)


def tiny_voice() -> bytes:
    """The model, serialized."""
    constants = {
        "zero": 0.0,
        "one": 1.0,
        "eight": float(FRAMES_PER_SYMBOL),
        "fifty": 50.0,
        "two": 2.0,
        "many": 120.0,
        "half_frame": 300.0,
        "turn": 2 * math.pi / 24_000,
        "hum": HUM_HZ,
        "level": 0.3,
    }
    nodes = [
        _node("Cast", ["tokens"], "numbers", message(1, "to") + number(3, _FLOAT) + number(20, 2)),
        _node("Mul", ["numbers", "zero"], "nothing"),
        _node("Add", ["nothing", "eight"], "natural"),
        _node("Div", ["natural", "speed"], "paced"),
        _node("Round", ["paced"], "whole"),
        _node("Clip", ["whole", "one", "fifty"], "/encoder/Clip_output_0"),
        _node(
            "ReduceSum",
            ["/encoder/Clip_output_0"],
            "frames",
            _UNKEPT,
        ),
        # Features and source of the real one, of which only how long they are matters here.
        _node("Mul", ["frames", "two"], "halves"),
        _node("Range", ["zero", "halves", "one"], "moments"),
        _node("Unsqueeze", ["moments", "outer"], _FEATURES),
        _node("Mul", ["frames", "many"], "hops"),
        _node("Range", ["zero", "hops", "one"], "steps"),
        _node("Unsqueeze", ["steps", "outer"], "/decoder/decoder/generator/Concat_3_output_0"),
        _node("ReduceMax", [_FEATURES], "last", _UNKEPT),
        _node("ReduceMin", [_FEATURES], "first", _UNKEPT),
        _node("Add", ["last", "one"], "end"),
        _node("Mul", ["first", "half_frame"], "from"),
        _node("Mul", ["end", "half_frame"], "to"),
        _node("Range", ["from", "to", "one"], "sample"),
        _node("Identity", ["hum"], "/decoder/decoder/Unsqueeze_output_0"),
        _node("Mul", ["sample", "/decoder/decoder/Unsqueeze_output_0"], "cycles"),
        _node("Mul", ["cycles", "turn"], "phase"),
        _node("Sin", ["phase"], "wave"),
        _node("Mul", ["wave", "level"], "audio"),
    ]
    graph = b"".join(
        [
            *(message(1, node) for node in nodes),
            message(2, "tiny"),
            *(message(5, _scalar(name, value)) for name, value in constants.items()),
            message(5, _axes("outer", 0, 1)),
            message(11, _value("tokens", _INT64, 1, 0)),
            message(11, _value("style", _FLOAT, 1, 256)),
            message(11, _value("speed", _FLOAT, 1)),
            message(12, _value("audio", _FLOAT, 0)),
        ]
    )
    return number(1, 8) + message(7, graph) + message(8, number(2, 17))


def _node(operator: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    taken = b"".join(message(1, name) for name in inputs)
    given = message(5, attribute) if attribute else b""
    return taken + message(2, output) + message(4, operator) + given


def _scalar(name: str, value: float) -> bytes:
    return number(2, _FLOAT) + message(8, name) + message(9, struct.pack("<f", value))


def _axes(name: str, *axes: int) -> bytes:
    packed = struct.pack(f"<{len(axes)}q", *axes)
    return number(1, len(axes)) + number(2, _INT64) + message(8, name) + message(9, packed)


def _value(name: str, kind: int, *shape: int) -> bytes:
    dimensions = b"".join(message(1, number(1, size) if size else b"") for size in shape)
    return message(1, name) + message(2, message(1, number(1, kind) + message(2, dimensions)))
