"""Places a phrase's words: in lines, inside the safe area, clear of the mouth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from unrealugc.pipeline.captions.breaking import parted
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.text import font_of, ink_of, is_tall, width_of
from unrealugc.providers.base import Box, Framing

_ASCENT, _DESCENT = 0.80, 0.24
_LINE_HEIGHT = 1.16
# Devanagari writes vowels above and below its letters.
_TALL_LINE_HEIGHT = 1.36
_SMALLEST_SIZE = 26
_OVERHANG = 0.12
# A word that would have to shrink below this share of the style's size is parted instead.
_BEFORE_PARTING = 0.82


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a part of one that is too long for a line, and the word's index."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word or a part of one, the left end of its baseline, and its box."""

    index: int
    text: str
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
    scale = canvas_scale(framing)
    return int(2 * (half - bleed(style, scale) - style.size * scale * _OVERHANG))


def lines_that_fit(style: CaptionStyle, framing: Framing, mouth: Box | None) -> int:
    """How many lines in the style's own size have room beside the mouth, at least one."""
    scale = canvas_scale(framing)
    size = round(style.size * scale)
    for count in range(style.max_lines, 1, -1):
        rows = [[Piece(row, "")] for row in range(count)]
        if mouth is None or not _cover(_placed(rows, style, framing, size, mouth).box, mouth):
            return count
    return 1


def lay_out(
    words: Sequence[str], style: CaptionStyle, framing: Framing, mouth: Box | None
) -> Block:
    """Place the words of one phrase, in smaller letters where they would not fit otherwise."""
    widest = text_width(style, framing)
    size = round(style.size * canvas_scale(framing))
    pieces = pieces_of(words, style, size, widest)
    while True:
        lines = balanced_lines(pieces, style, size, widest)
        smallest = size <= _SMALLEST_SIZE
        if lines is not None or smallest:
            apart = [[piece] for piece in pieces]
            block = _placed(lines or apart, style, framing, size, mouth)
            if smallest or mouth is None or not _cover(block.box, mouth):
                return block
        size = max(_SMALLEST_SIZE, int(size * 0.94))


def _cover(box: Box, mouth: Box) -> bool:
    return box[1] < mouth[1] + mouth[3] and mouth[1] < box[1] + box[3]


def pieces_of(words: Sequence[str], style: CaptionStyle, size: int, widest: float) -> list[Piece]:
    """The words, those parted that would otherwise have to become small."""
    least = int(size * _BEFORE_PARTING)

    def fits(text: str) -> bool:
        return width_of(text, style.font, least) <= widest

    return [
        Piece(index, part)
        for index, word in enumerate(words)
        for part in (parted(word, fits) if style.max_lines > 1 else [word])
    ]


def _gap(style: CaptionStyle, size: int) -> float:
    plate = style.active_plate.padding * 0.5 if style.active_plate else 0
    return font_of(style.font, "latin", size).getlength(" ") + plate + size * 0.06


def _line_width(line: Sequence[Piece], style: CaptionStyle, size: int) -> float:
    gaps = _gap(style, size) * (len(line) - 1)
    return sum(width_of(piece.text, style.font, size) for piece in line) + gaps


def balanced_lines(
    pieces: Sequence[Piece], style: CaptionStyle, size: int, widest: float
) -> list[list[Piece]] | None:
    """The fewest and most even lines that fit, None if none do."""
    most = max(style.max_lines, sum(a.index == b.index for a, b in pairwise(pieces)) + 1)
    for count in range(1, min(most, len(pieces)) + 1):
        options = []
        for breaks in combinations(range(1, len(pieces)), count - 1):
            edges = [0, *breaks, len(pieces)]
            lines = [list(pieces[a:b]) for a, b in pairwise(edges)]
            if not any(a.index == b.index for line in lines for a, b in pairwise(line)):
                width = max(_line_width(line, style, size) for line in lines)
                options.append((width, lines))
        width, lines = min(options, key=lambda option: option[0], default=(widest + 1, []))
        if width <= widest:
            return lines
    return None


def _placed(
    lines: list[list[Piece]], style: CaptionStyle, framing: Framing, size: int, mouth: Box | None
) -> Block:
    scale = canvas_scale(framing)
    height = block_height(lines, style, size)
    top = _top(height, bleed(style, scale), style, framing, mouth)
    return place(lines, style, size, scale, centre=framing.width / 2, top=top)


def block_height(lines: Sequence[Sequence[Piece]], style: CaptionStyle, size: int) -> float:
    """Height in pixels of lines of letters, without what a style draws around them."""
    above, below = _reach(lines, style, size)
    return above + below + (len(lines) - 1) * _step(lines, size)


def _reach(lines: Sequence[Sequence[Piece]], style: CaptionStyle, size: int) -> tuple[float, float]:
    """How far letters rise above the first baseline, and hang below the last."""
    inks = [[ink_of(piece.text, style.font, size) for piece in line] for line in lines]
    above = max((ink[0] for ink in inks[0]), default=0.0)
    below = max((ink[1] for ink in inks[-1]), default=0.0)
    return max(size * _ASCENT, above), max(size * _DESCENT, below)


def _step(lines: Sequence[Sequence[Piece]], size: int) -> float:
    tall = any(is_tall(piece.text) for line in lines for piece in line)
    return size * (_TALL_LINE_HEIGHT if tall else _LINE_HEIGHT)


def place(
    lines: Sequence[Sequence[Piece]],
    style: CaptionStyle,
    size: int,
    scale: float,
    *,
    centre: float,
    top: float,
) -> Block:
    """Set lines in letters of ``size`` around the upright ``centre``, from ``top`` downwards."""
    ascent, descent = size * _ASCENT, size * _DESCENT
    margin = bleed(style, scale)
    above, step = _reach(lines, style, size)[0], _step(lines, size)
    placed: list[PlacedWord] = []
    for row, line in enumerate(lines):
        x = centre - _line_width(line, style, size) / 2
        baseline = top + above + row * step
        for piece in line:
            advance = width_of(piece.text, style.font, size)
            box = (x, baseline - ascent, advance, ascent + descent)
            placed.append(PlacedWord(piece.index, piece.text, x, baseline, box))
            x += advance + _gap(style, size)
    # Letters may hang over where they stand: a j to the left, a vowel sign to the right.
    side = margin + size * _OVERHANG
    left = min(word.x for word in placed) - side
    right = max(word.box[0] + word.box[2] for word in placed) + side
    height = block_height(lines, style, size)
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
