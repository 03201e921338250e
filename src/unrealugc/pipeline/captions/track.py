"""The caption track of a video: which picture lies on which frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from unrealugc.core.emphasis import read_marks
from unrealugc.pipeline.captions.draw import PhrasePainter
from unrealugc.pipeline.captions.layout import (
    Block,
    canvas_scale,
    lay_out,
    lines_that_fit,
    text_width,
)
from unrealugc.pipeline.captions.phrases import Phrase, group
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.text import is_drawable, width_of
from unrealugc.pipeline.layers import Layer
from unrealugc.providers.base import Box, Framing, WordTime

_POP_FRAMES = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase on screen from frame ``first`` up to, not including, ``last``.

    ``word_frames`` holds the frame at which each of its words begins to be said.
    """

    words: tuple[str, ...]
    first: int
    last: int
    word_frames: tuple[int, ...]
    block: Block
    stressed: frozenset[int] = frozenset()

    def active_at(self, frame: int) -> tuple[int, int]:
        """The index of the word being said at ``frame`` and how many frames it has been."""
        index = max((i for i, first in enumerate(self.word_frames) if first <= frame), default=0)
        return index, frame - self.word_frames[index]


class CaptionTrack:
    """Captions of a whole video; pictures are drawn as they come up and kept for a phrase."""

    def __init__(self, cues: Sequence[Cue], style: CaptionStyle, framing: Framing) -> None:
        self.cues = tuple(cues)
        self._style = style
        self._framing = framing
        self._by_frame = {frame: cue for cue in cues for frame in range(cue.first, cue.last)}
        self._cue: Cue | None = None
        self._painter: PhrasePainter | None = None
        self._drawn: dict[tuple[int, int], Layer | None] = {}

    def top_between(self, first: int, last: int) -> int | None:
        """The highest row that captions take from frame ``first`` up to ``last``; None if none."""
        shown = (cue for cue in self.cues if cue.first < last and cue.last > first)
        return min((cue.block.box[1] for cue in shown), default=None)

    def at(self, frame: int) -> Layer | None:
        """The layer that lies on ``frame``, None where nothing is said."""
        cue = self._by_frame.get(frame)
        if cue is None:
            return None
        if cue is not self._cue or self._painter is None:
            self._cue, self._drawn = cue, {}
            scale = canvas_scale(self._framing)
            self._painter = PhrasePainter(
                cue.block, self._style, self._framing, scale, cue.stressed
            )
        active, _ = cue.active_at(frame)
        age = min(frame - cue.first, _POP_FRAMES)
        if (active, age) not in self._drawn:
            self._drawn[active, age] = self._painter.state(active, age)
        return self._drawn[active, age]


def make_track(
    words: Sequence[WordTime],
    style: CaptionStyle,
    framing: Framing,
    seconds: float,
    mouth: Box | None,
) -> CaptionTrack:
    """Lay out the captions of ``words``, whose times are those of the video."""
    texts, stressed = read_marks([word.text for word in words])
    plain = [replace(word, text=text) for word, text in zip(words, texts, strict=True)]
    stressed_at = {words[index].start for index in stressed}
    cues = []
    lines = lines_that_fit(style, framing, mouth)
    for phrase in phrases_of(plain, style, framing, seconds, lines=lines):
        shown = tuple(word.text for word in phrase.words)
        block = lay_out(shown, style, framing, mouth)
        starts = tuple(_frame(word.start, framing) for word in phrase.words)
        first, last = starts[0], max(_frame(phrase.end, framing), starts[0] + 1)
        loud = (i for i, word in enumerate(phrase.words) if word.start in stressed_at)
        cues.append(Cue(shown, first, last, starts, block, frozenset(loud)))
    return CaptionTrack(cues, style, framing)


def phrases_of(
    words: Sequence[WordTime],
    style: CaptionStyle,
    framing: Framing,
    seconds: float,
    *,
    lines: int,
) -> list[Phrase]:
    """The phrases that the style shows in that many lines, without what cannot be drawn."""
    size = round(style.size * canvas_scale(framing))
    seen = [word for word in words if is_drawable(word.text, style.font, size)]
    average = width_of("abcdefghijklmnopqrstuvwxyz", style.font, size) / 26
    characters = max(6, int(text_width(style, framing) / average * lines * 0.9))
    most = 1 if style.shows == "word" else style.max_words
    phrases = group(seen, max_words=most, max_characters=characters, seconds=seconds)
    return [replace(phrase, start=max(0.0, phrase.start)) for phrase in phrases]


def _frame(seconds: float, framing: Framing) -> int:
    return round(seconds * framing.fps)
