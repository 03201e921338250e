"""The Studio's speech synth: a script in, natural speech with exact times out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from unrealugc.providers.base import Speech, SynthCapabilities, VoiceSpec
from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.breath import breathing
from unrealugc.providers.studio.speech.delivery import speed_for, spoken_frames
from unrealugc.providers.studio.speech.edges import settled
from unrealugc.providers.studio.speech.joining import Spoken, join, trimmed
from unrealugc.providers.studio.speech.languages.registry import TAGS, reader_of
from unrealugc.providers.studio.speech.model import (
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    Reading,
    VoiceModel,
)
from unrealugc.providers.studio.speech.phrasing import Chunk, chunks
from unrealugc.providers.studio.speech.polish import polished
from unrealugc.providers.studio.speech.shape import Delivery, delivery_of
from unrealugc.providers.studio.speech.text.script import read_script
from unrealugc.providers.studio.speech.timing import Symbol, heard, sounds, symbols
from unrealugc.providers.studio.speech.tone import resonances_moved
from unrealugc.providers.studio.speech.voices import style_row
from unrealugc.providers.studio.speech.weights import default_folder, model_files

SLOWEST, QUICKEST = 0.5, 2.5

# The model's peaks go up to 1.1; leave room for them and for the tone.
_LEVEL = 0.7

# What the model counts as a chunk's last sound although it is silence, which is trimmed.
_FADING_S = 0.15


class StudioSpeech:
    """Speaks scripts in stock and custom voices, on the CPU and without a network.

    The model is loaded at the first use and shared by all voices. Threads may share one synth;
    they speak one after the other.

    Args:
        model_folder: where the voice model is kept; made when missing. The user's cache by default.
        threads: CPU threads that the model may use. A second one takes a quarter of the time away
            and costs a tenth more CPU.
    """

    def __init__(self, model_folder: Path | None = None, *, threads: int = 1) -> None:
        self._folder = model_folder or default_folder()
        self._threads = threads
        self._model: VoiceModel | None = None
        self._lock = threading.Lock()

    @property
    def capabilities(self) -> SynthCapabilities:
        """What this synth can do."""
        return SynthCapabilities("studio", TAGS, SAMPLE_RATE, custom_voices=True)

    def synthesize(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> Speech:
        """Say ``text``; the same arguments give the same samples.

        ``pace`` of 1.0 is the voice's natural one, 1.2 is 20 % quicker; 0.5 to 2.5.

        Raises ``UnknownVoiceError``, and ``UnspeakableTextError`` where nothing in the text can
        be said. Whether a script is in the voice's language is judged over the whole of it, before
        it comes here in pieces.
        """
        script, delivery = _prepared(text, voice, pace)
        with self._lock:
            model = self._loaded()
            spoken = [_speak(model, chunk, delivery, pace) for chunk in script]
        take = join(spoken, SAMPLE_RATE)
        toned = delivery.toned(_LEVEL * take.samples, SAMPLE_RATE)
        samples = np.clip(polished(toned, SAMPLE_RATE), -1, 1)
        speech = Speech(samples, SAMPLE_RATE, take.words, take.phonemes, delivery.language)
        return breathing(speech, delivery.breath, delivery.tract)

    def estimate(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> float:
        """About how many seconds ``synthesize`` would give, at 5 % of its cost.

        Raises what ``synthesize`` raises.
        """
        script, delivery = _prepared(text, voice, pace)
        with self._lock:
            model = self._loaded()
            frames = sum(_natural_frames(model, chunk, delivery) for chunk in script)
        seconds = frames * SAMPLES_PER_FRAME / SAMPLE_RATE - _FADING_S * len(script)
        return (seconds + sum(chunk.pause_s for chunk in script[:-1])) / pace

    def rest(self) -> None:
        """Let the model go, some 100 MB and what speaking took; the next use loads it again."""
        with self._lock:
            self._model = None

    def _loaded(self) -> VoiceModel:
        if self._model is None:
            self._model = VoiceModel(model_files(self._folder), threads=self._threads)
        return self._model


def _prepared(text: str, voice: VoiceSpec, pace: float) -> tuple[list[Chunk], Delivery]:
    if not SLOWEST <= pace <= QUICKEST:
        raise ValueError(f"pace must be within {SLOWEST} and {QUICKEST}, not {pace}")
    delivery = delivery_of(voice)
    script = chunks(read_script(text, reader_of(delivery.language)), delivery.language)
    if not script:
        raise UnspeakableTextError("The script has no words to say.")
    return script, delivery


def _natural_frames(model: VoiceModel, chunk: Chunk, delivery: Delivery) -> int:
    return spoken_frames(_read(model, symbols(chunk.words), delivery).frames(delivery.speed))


def _read(model: VoiceModel, said: Sequence[Symbol], delivery: Delivery) -> Reading:
    ids = [symbol.id for symbol in said]
    return model.read(ids, style_row(delivery.style, len(ids)))


def _speak(model: VoiceModel, chunk: Chunk, delivery: Delivery, pace: float) -> Spoken:
    said = symbols(chunk.words)
    reading = _read(model, said, delivery)
    # Moving the resonances up by a factor plays faster and higher, so speak slower and lower.
    natural = delivery.speed / delivery.throat
    speed = speed_for(reading, natural=natural, pace=pace)
    portion = heard(said, reading.frames(speed))
    utterance = model.speak(reading, speed, delivery.pitch / delivery.throat, portion)
    samples = resonances_moved(utterance.samples, delivery.throat)
    laid = sounds(said, utterance.frames, len(samples) / int(utterance.frames.sum()))
    return trimmed(
        Spoken(
            samples,
            tuple(settled(laid, samples)),
            tuple(word.text for word in chunk.words),
            chunk.pause_s / pace,
        ),
        SAMPLE_RATE,
    )
