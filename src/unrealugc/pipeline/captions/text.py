"""Measures and draws words in the bundled fonts, emojis and Devanagari included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

_FONTS = Path(__file__).parent / "fonts"
_FILES = {"extrabold": "Poppins-ExtraBold", "semibold": "Poppins-SemiBold"}
_EMOJI_FONT_SIZE = 109  # The only size of the font's pictures.
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u21a9\u21aa\u2194-\u2199]"
)
# Joiners, skin tones, variation selectors and tags only refine the emoji before them.
_REFINEMENTS = re.compile("[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_DEVANAGARI = re.compile("[\u0900-\u097f\ua8e0-\ua8ff]")

Weight = Literal["extrabold", "semibold"]
Script = Literal["latin", "devanagari", "emoji"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a word in one font."""

    text: str
    script: Script
    width: float


@lru_cache(maxsize=32)
def font_of(weight: Weight, script: Script, size: int) -> ImageFont.FreeTypeFont:
    """The font of a script at a size in pixels."""
    suffix = "-Devanagari" if script == "devanagari" else ""
    return ImageFont.truetype(_FONTS / f"{_FILES[weight]}{suffix}.ttf", size)


@lru_cache(maxsize=64)
def emoji_picture(character: str, size: int) -> Image.Image | None:
    """The emoji as an RGBA picture ``size`` pixels high, None where the font lacks it."""
    font = ImageFont.truetype(_FONTS / "NotoColorEmoji-subset.ttf", _EMOJI_FONT_SIZE)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(character))
    if bottom <= top or right <= left:
        return None
    picture = Image.new("RGBA", (right - left, bottom - top))
    draw = ImageDraw.Draw(picture)
    draw.text((-left, -top), character, font=font, embedded_color=True)
    width = round(size * picture.width / picture.height)
    return picture.resize((width, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=1024)
def runs_of(word: str, weight: Weight, size: int) -> tuple[Run, ...]:
    """Part a word into runs; emojis that cannot be drawn are left out."""
    runs: list[Run] = []
    for script, text in _pieces(_REFINEMENTS.sub("", word)):
        if script == "emoji":
            pictures = ((character, emoji_picture(character, size)) for character in text)
            runs += [Run(c, script, picture.width * 1.08) for c, picture in pictures if picture]
        else:
            runs.append(Run(text, script, font_of(weight, script, size).getlength(text)))
    return tuple(runs)


def _pieces(word: str) -> list[tuple[Script, str]]:
    pieces: list[tuple[Script, str]] = []
    for character in word:
        script = _script_of(character)
        if pieces and pieces[-1][0] == script:
            pieces[-1] = (script, pieces[-1][1] + character)
        else:
            pieces.append((script, character))
    return pieces


def _script_of(character: str) -> Script:
    if _EMOJI.match(character):
        return "emoji"
    return "devanagari" if _DEVANAGARI.match(character) else "latin"


def width_of(word: str, weight: Weight, size: int) -> float:
    """Width of a word in pixels."""
    return sum(run.width for run in runs_of(word, weight, size))


def is_drawable(word: str, weight: Weight, size: int) -> bool:
    """Whether anything of the word would be seen."""
    return bool(runs_of(word, weight, size))


def draw_word(
    canvas: Image.Image,
    word: str,
    position: tuple[float, float],
    *,
    weight: Weight,
    size: int,
    fill: str,
    outline: str | None = None,
    outline_width: int = 0,
) -> None:
    """Draw a word on an RGBA canvas with its baseline's left end at ``position``."""
    draw = ImageDraw.Draw(canvas)
    x, y = position
    for run in runs_of(word, weight, size):
        if run.script == "emoji":
            picture = emoji_picture(run.text, size)
            if picture is not None:
                canvas.alpha_composite(
                    picture, (round(x + run.width * 0.04), round(y - size * 0.84))
                )
        else:
            draw.text(
                (x, y),
                run.text,
                font=font_of(weight, run.script, size),
                fill=fill,
                anchor="ls",
                stroke_width=outline_width,
                stroke_fill=outline,
            )
        x += run.width
