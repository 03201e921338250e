"""The Studio's speech synth: a script in, natural speech with exact times out."""

from __future__ import annotations

import threading
from pathlib import Path

from unrealugc.providers.base import Speech, SynthCapabilities, VoiceSpec
from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.edges import settled
from unrealugc.providers.studio.speech.joining import Spoken, join, trimmed
from unrealugc.providers.studio.speech.model import (
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    VoiceModel,
    assembled_model,
    default_folder,
)
from unrealugc.providers.studio.speech.phrasing import Chunk, chunks
from unrealugc.providers.studio.speech.text.script import read_script
from unrealugc.providers.studio.speech.timing import sounds, symbols
from unrealugc.providers.studio.speech.voices import Style, stock_style, stock_voice, style_row

SLOWEST, QUICKEST = 0.5, 2.0
LANGUAGES = ("en-us", "en-gb")


class StudioSpeech:
    """Speaks English scripts in the stock voices, on the CPU and without a network.

    The model is loaded at the first use and shared by all voices. Threads may share one synth;
    they speak one after the other.

    Args:
        model_folder: where the voice model is kept; made when missing. The user's cache by default.
        threads: CPU threads that the model may use.
    """

    def __init__(self, model_folder: Path | None = None, *, threads: int = 2) -> None:
        self._folder = model_folder or default_folder()
        self._threads = threads
        self._model: VoiceModel | None = None
        self._lock = threading.Lock()

    @property
    def capabilities(self) -> SynthCapabilities:
        """What this synth can do."""
        return SynthCapabilities("studio", LANGUAGES, SAMPLE_RATE)

    def synthesize(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> Speech:
        """Say ``text``; the same arguments give the same samples.

        ``pace`` of 1.0 is the voice's natural one, 1.2 is 20 % quicker; 0.5 to 2.0.

        Raises ``UnknownVoiceError``, and ``UnspeakableTextError`` where nothing in the text can
        be said.
        """
        if not SLOWEST <= pace <= QUICKEST:
            raise ValueError(f"pace must be within {SLOWEST} and {QUICKEST}, not {pace}")
        stock = stock_voice(voice.voice_id)
        script = chunks(read_script(text))
        if not script:
            raise UnspeakableTextError("The script has no words to say.")
        style = stock_style(stock.id)
        with self._lock:
            spoken = [self._speak(chunk, style, pace * stock.pace) for chunk in script]
        take = join(spoken, SAMPLE_RATE)
        return Speech(take.samples, SAMPLE_RATE, take.words, take.phonemes, stock.language)

    def _speak(self, chunk: Chunk, style: Style, pace: float) -> Spoken:
        said = symbols(chunk.words)
        row = style_row(style, len(said))
        utterance = self._loaded().speak([symbol.id for symbol in said], row, pace)
        laid = sounds(said, utterance.frames, SAMPLES_PER_FRAME)
        spoken = Spoken(
            utterance.samples,
            tuple(settled(laid, utterance.samples)),
            tuple(word.text for word in chunk.words),
            chunk.pause_s / pace,
        )
        return trimmed(spoken, SAMPLE_RATE)

    def _loaded(self) -> VoiceModel:
        if self._model is None:
            self._model = VoiceModel(assembled_model(self._folder), threads=self._threads)
        return self._model
