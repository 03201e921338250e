"""Small engines for tests of the pipeline itself: exact times, known pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unrealugc.pipeline.engines import Engines
from unrealugc.providers.base import (
    Box,
    FrameSource,
    Framing,
    PerformerCapabilities,
    PhonemeTime,
    Speech,
    SynthCapabilities,
    Take,
    VoiceSpec,
    WordTime,
    YuvFrame,
)

RATE = 24_000


class ToneSynth:
    """Says every word as a tone: 0.06 s a letter at pace 1, 0.05 s between words."""

    capabilities = SynthCapabilities("tone", ("en-us",))

    def __init__(self) -> None:
        self.said: list[str] = []

    def rest(self) -> None:
        """There is nothing to give back."""

    def synthesize(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> Speech:
        self.said.append(text)
        words, clock = [], 0.1
        for word in text.split():
            length = 0.06 * len(word) / pace
            words.append(WordTime(word, clock, clock + length))
            clock += length + 0.05 / pace
        samples = np.zeros(round((clock + 0.1) * RATE), np.float32)
        for word_time in words:
            first, last = round(word_time.start * RATE), round(word_time.end * RATE)
            samples[first:last] = 0.2 * np.sin(np.arange(last - first) * 2 * np.pi * 220 / RATE)
        sounds = tuple(PhonemeTime("a", word.start, word.end) for word in words)
        return Speech(samples, RATE, tuple(words), sounds)

    def estimate(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> float:
        return sum(0.06 * len(word) + 0.05 for word in text.split()) / pace


@dataclass(frozen=True)
class GradientSource:
    """A grey gradient with a bar that moves every frame."""

    size: tuple[int, int]
    fps: int
    frame_count: int
    mouth_box: Box | None
    face_box: Box | None = None
    poster_index: int = 3

    def frames(self, canvas: YuvFrame | None = None) -> Iterator[YuvFrame]:
        width, height = self.size
        slope = np.linspace(60, 180, width).astype(np.uint8)
        for index in range(self.frame_count):
            y = np.repeat(slope[None], height, axis=0)
            y[:, index * 4 % width : index * 4 % width + 40] = 200
            chroma = np.full((height // 2, width // 2), 128, np.uint8)
            yield YuvFrame(y, chroma, chroma)


class GradientPerformer:
    """Acts by showing a gradient."""

    capabilities = PerformerCapabilities("gradient")

    def perform(self, take: Take, speech: Speech, framing: Framing, seed: int) -> FrameSource:
        size = (framing.width, framing.height)
        mouth = (framing.width // 2 - 100, framing.height * 2 // 5, 200, 120)
        return GradientSource(size, framing.fps, round(take.duration * framing.fps), mouth)

    def rest(self) -> None:
        pass


def plain_engines() -> Engines:
    return Engines(ToneSynth(), GradientPerformer())
