"""Places a phrase's words: in lines, inside the safe area, clear of the mouth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.text import font_of, width_of
from unrealugc.providers.base import Box, Framing

_LINE_HEIGHT = 1.16
_SMALLEST_SIZE = 26


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word's index in its phrase, the left end of its baseline, and its box."""

    index: int
    x: float
    baseline: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """A phrase laid out on the canvas; ``box`` encloses it with outline, shadow and plate."""

    words: tuple[PlacedWord, ...]
    size: int
    box: Box


def bleed(style: CaptionStyle, scale: float) -> int:
    """Pixels that a style draws beyond its letters, to each side."""
    outline = style.outline.width if style.outline else 0
    shadow = style.shadow.blur + style.shadow.drop if style.shadow else 0
    plate = max((p.padding for p in (style.plate, style.active_plate) if p), default=0)
    return round((max(outline, plate) + shadow) * scale) + 2


def canvas_scale(framing: Framing) -> float:
    """How many pixels of the canvas one pixel of a style stands for."""
    return min(framing.width, framing.height) / 1080


def text_width(style: CaptionStyle, framing: Framing) -> int:
    """The widest line in pixels: centred on the canvas, inside the safe area."""
    x, _, width, _ = framing.safe_area
    middle = framing.width / 2
    half = min(middle - x, x + width - middle)
    return int(2 * (half - bleed(style, canvas_scale(framing))))


def lines_that_fit(style: CaptionStyle, framing: Framing, mouth: Box | None) -> int:
    """How many lines in the style's own size have room beside the mouth, at least one."""
    scale = canvas_scale(framing)
    size = round(style.size * scale)
    for count in range(style.max_lines, 1, -1):
        block = _placed([""] * count, [[row] for row in range(count)], style, framing, size, mouth)
        if mouth is None or not _cover(block.box, mouth):
            return count
    return 1


def lay_out(
    words: Sequence[str], style: CaptionStyle, framing: Framing, mouth: Box | None
) -> Block:
    """Place the words of one phrase, in smaller letters where they would not fit otherwise."""
    widest = text_width(style, framing)
    size = round(style.size * canvas_scale(framing))
    while True:
        lines = _lines(words, style, size, widest)
        smallest = size <= _SMALLEST_SIZE
        if lines is not None or smallest:
            apart = [[index] for index in range(len(words))]
            block = _placed(words, lines or apart, style, framing, size, mouth)
            if smallest or mouth is None or not _cover(block.box, mouth):
                return block
        size = max(_SMALLEST_SIZE, int(size * 0.94))


def _cover(box: Box, mouth: Box) -> bool:
    return box[1] < mouth[1] + mouth[3] and mouth[1] < box[1] + box[3]


def _gap(style: CaptionStyle, size: int) -> float:
    plate = style.active_plate.padding * 0.5 if style.active_plate else 0
    return font_of(style.font, "latin", size).getlength(" ") + plate + size * 0.06


def _line_width(words: Sequence[str], line: Sequence[int], style: CaptionStyle, size: int) -> float:
    gaps = _gap(style, size) * (len(line) - 1)
    return sum(width_of(words[index], style.font, size) for index in line) + gaps


def _lines(
    words: Sequence[str], style: CaptionStyle, size: int, widest: float
) -> list[list[int]] | None:
    """The fewest and most even lines that fit, None if none do."""
    for count in range(1, min(style.max_lines, len(words)) + 1):
        options = []
        for breaks in combinations(range(1, len(words)), count - 1):
            edges = [0, *breaks, len(words)]
            lines = [list(range(a, b)) for a, b in pairwise(edges)]
            width = max(_line_width(words, line, style, size) for line in lines)
            options.append((width, lines))
        width, lines = min(options, key=lambda option: option[0])
        if width <= widest:
            return lines
    return None


def _placed(
    words: Sequence[str],
    lines: list[list[int]],
    style: CaptionStyle,
    framing: Framing,
    size: int,
    mouth: Box | None,
) -> Block:
    ascent, descent = size * 0.80, size * 0.24
    step = size * _LINE_HEIGHT
    height = ascent + descent + step * (len(lines) - 1)
    margin = bleed(style, canvas_scale(framing))
    top = _top(height, margin, style, framing, mouth)
    placed: list[PlacedWord] = []
    for row, line in enumerate(lines):
        width = _line_width(words, line, style, size)
        x = (framing.width - width) / 2
        baseline = top + ascent + row * step
        for index in line:
            advance = width_of(words[index], style.font, size)
            box = (x, baseline - ascent, advance, ascent + descent)
            placed.append(PlacedWord(index, x, baseline, box))
            x += advance + _gap(style, size)
    left = min(word.x for word in placed) - margin
    right = max(word.box[0] + word.box[2] for word in placed) + margin
    box = (int(left), int(top - margin), int(right - left) + 1, int(height + 2 * margin) + 1)
    return Block(tuple(placed), size, box)


def _top(
    height: float, margin: int, style: CaptionStyle, framing: Framing, mouth: Box | None
) -> float:
    """Where the block's letters begin: where the style wants them, but not on the mouth."""
    _, safe_top, _, safe_height = framing.safe_area
    first, last = safe_top + margin, safe_top + safe_height - margin - height
    top = min(max(safe_top + safe_height * style.position - height / 2, first), last)
    if mouth is None or mouth[1] >= top + height + margin:
        return top
    return min(max(top, mouth[1] + mouth[3] + margin), last)
