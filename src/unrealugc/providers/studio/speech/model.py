"""The voice model: Kokoro-82M, run by ONNX Runtime on the CPU."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.weights import PITCH, ModelFiles

SAMPLE_RATE = 24_000
SAMPLES_PER_FRAME = 600
MAX_SYMBOLS = 510
_ERRORS = 3

Frames = NDArray[np.int64]
"""How many frames of ``SAMPLES_PER_FRAME`` samples each symbol lasts: int64 (n + 2,), with the
silence at both ends of a chunk of n symbols."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the model makes of one chunk.

    ``samples`` is mono float32 at ``SAMPLE_RATE``; ``frames`` add up to exactly its length.
    """

    samples: NDArray[np.float32]
    frames: Frames


class VoiceModel:
    """A loaded model. One thread at a time may use it.

    ``speed`` 1.0 is the voice's own pace, 1.2 about 20 % quicker. A ``style`` is float32 (256,).
    A chunk has at most ``MAX_SYMBOLS`` ids of symbols.
    """

    def __init__(self, files: ModelFiles, *, threads: int = 2) -> None:
        self._voice = _session(files.voice, threads)
        self._durations = _session(files.durations, threads)

    def speak(
        self, ids: Sequence[int], style: NDArray[np.float32], speed: float, pitch: float = 1.0
    ) -> Utterance:
        """Say a chunk, its pitch multiplied by ``pitch``. The same arguments give the same."""
        feeds = _feeds(ids, style, speed) | {PITCH: np.array([pitch], dtype=np.float32)}
        samples, frames = self._voice.run(None, feeds)
        return Utterance(np.asarray(samples, np.float32).reshape(-1), _frames(frames))

    def durations(self, ids: Sequence[int], style: NDArray[np.float32], speed: float) -> Frames:
        """The frames that ``speak`` would give, without the sound and at 2 % of its cost."""
        (frames,) = self._durations.run(None, _feeds(ids, style, speed))
        return _frames(frames)


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


def _feeds(
    ids: Sequence[int], style: NDArray[np.float32], speed: float
) -> dict[str, NDArray[np.generic]]:
    if not 0 < len(ids) <= MAX_SYMBOLS:
        raise ValueError(f"a chunk has 1 to {MAX_SYMBOLS} symbols, not {len(ids)}")
    return {
        "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
        "style": style[None].astype(np.float32),
        "speed": np.array([speed], dtype=np.float32),
    }


def _frames(output: NDArray[np.generic]) -> Frames:
    return np.rint(np.asarray(output, np.float64)).astype(np.int64).reshape(-1)
