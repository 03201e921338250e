"""The voice model: Kokoro-82M, run by ONNX Runtime on the CPU."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.portion import END, FIRST
from unrealugc.providers.studio.speech.weights import PITCH, ModelFiles

SAMPLE_RATE = 24_000
SAMPLES_PER_FRAME = 600
MAX_SYMBOLS = 510
_ERRORS = 3
# How far the generator looks to both sides, in frames: 87 ms.
_BESIDE = 4
# A script is read for its length first and spoken after that.
_REMEMBERED = 32

Frames = NDArray[np.int64]
"""How many frames of ``SAMPLES_PER_FRAME`` samples each symbol lasts: int64 (n + 2,), with the
silence at both ends of a chunk of n symbols."""


Tensors = dict[str, NDArray[np.generic]]
"""Inputs or outputs of a part of the model, by name."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the model makes of one chunk.

    ``samples`` is mono float32 at ``SAMPLE_RATE``; ``frames`` add up to exactly its length.
    """

    samples: NDArray[np.float32]
    frames: Frames


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model understands of a chunk in a voice, before it is spoken.

    ``natural`` is how many frames each symbol lasts at speed 1.0, not rounded: float32 (n + 2,).
    ``features`` are for ``VoiceModel.speak`` alone.
    """

    natural: NDArray[np.float32]
    features: Tensors

    def frames(self, speed: float) -> Frames:
        """The frames that ``VoiceModel.speak`` gives at a speed."""
        paced: Frames = np.rint(self.natural / np.float32(speed)).astype(np.int64)
        return np.maximum(paced, 1)


class VoiceModel:
    """A loaded model. One thread at a time may use it.

    ``speed`` 1.0 is the voice's own pace, 1.2 about 20 % quicker. A ``style`` is float32 (256,).
    A chunk has at most ``MAX_SYMBOLS`` ids of symbols.
    """

    def __init__(self, files: ModelFiles, *, threads: int = 1) -> None:
        self._reader = _session(files.reader, threads)
        self._speaker = _session(files.speaker, threads)
        self._read: dict[bytes, Reading] = {}

    def read(self, ids: Sequence[int], style: NDArray[np.float32]) -> Reading:
        """Understand a chunk, at 5 % of what it costs to speak it; the last ones are remembered."""
        if not 0 < len(ids) <= MAX_SYMBOLS:
            raise ValueError(f"a chunk has 1 to {MAX_SYMBOLS} symbols, not {len(ids)}")
        key = np.array(ids, np.int64).tobytes() + style.tobytes()
        if key not in self._read:
            given: Tensors = {
                "tokens": np.array([[0, *ids, 0]], np.int64),
                "style": style[None].astype(np.float32),
            }
            features = given | _run(self._reader, given)
            natural = features[self._reader.get_outputs()[0].name]
            self._read[key] = Reading(natural.astype(np.float32).reshape(-1), features)
            if len(self._read) > _REMEMBERED:
                del self._read[next(iter(self._read))]
        return self._read[key]

    def speak(
        self, reading: Reading, speed: float, pitch: float = 1.0, portion: slice | None = None
    ) -> Utterance:
        """Say what was read, its pitch times ``pitch``. The same arguments give the same.

        Only the frames of ``portion``, all by default, are made; the others are silent.
        """
        total = int(reading.frames(speed).sum())
        first, end, _ = (portion or slice(None)).indices(total)
        made_from, made_to = max(first - _BESIDE, 0), min(end + _BESIDE, total)
        wish: Tensors = {
            "speed": np.array([speed], np.float32),
            PITCH: np.array([pitch], np.float32),
            FIRST: np.array([made_from], np.int64),
            END: np.array([made_to], np.int64),
        }
        made, frames = _run(self._speaker, reading.features | wish).values()
        samples = np.zeros(total * SAMPLES_PER_FRAME, np.float32)
        kept = samples[first * SAMPLES_PER_FRAME : end * SAMPLES_PER_FRAME]
        before = (first - made_from) * SAMPLES_PER_FRAME
        kept[:] = made.reshape(-1)[before : before + len(kept)]
        return Utterance(samples, np.rint(frames.astype(np.float64)).astype(np.int64).reshape(-1))


def _run(session: ort.InferenceSession, tensors: Tensors) -> Tensors:
    """All outputs in order. What the session has no input for is not given to it."""
    wanted = {given.name: tensors[given.name] for given in session.get_inputs()}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, map(np.asarray, session.run(names, wanted)), strict=True))


def _session(path: Path, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = _ERRORS
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Optimised when it was saved; planning memory for each length of chunk keeps a second copy.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_mem_pattern = False
    # Idle workers would otherwise burn the core that the renderer wants. The weights stay in the
    # mapped file, which processes share.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
    options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
    options.add_session_config_entry("session.disable_prepacking", "1")
    return ort.InferenceSession(os.fspath(path), options, providers=["CPUExecutionProvider"])
