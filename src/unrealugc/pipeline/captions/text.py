"""Measures and draws words in the bundled fonts, emojis and Devanagari included."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from unrealugc.pipeline.captions.clusters import Script, clusters_of, simpler_forms

_FONTS = Path(__file__).parent / "fonts"
_FILES = {"extrabold": "Poppins-ExtraBold", "semibold": "Poppins-SemiBold"}
_EMOJI_FONT_SIZE = 109  # The only size of the font's pictures,
_EMOJI_WIDTH = 150  # which are 136 pixels wide; a sequence that is wider is not drawn as one.
_PROBE_SIZE = 32
_UNKNOWN_FLAG = "\U0001f1e6\U0001f1e6"
_UNASSIGNED = "\U0010ffff"
_JOINERS = "\u200c\u200d"

Weight = Literal["extrabold", "semibold"]


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


@lru_cache(maxsize=1)
def _emoji_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / "NotoColorEmoji-subset.ttf", _EMOJI_FONT_SIZE)


@lru_cache(maxsize=256)
def drawable_emoji(emoji: str) -> str | None:
    """The emoji, or the nearest simpler one, that the font has as one picture; None for none."""
    font = _emoji_font()
    for form in simpler_forms(emoji):
        left, top, right, bottom = font.getbbox(form)
        if bottom > top and 0 < right - left <= _EMOJI_WIDTH:
            return None if _is_unknown_flag(form) else form
    return None


def _is_unknown_flag(emoji: str) -> bool:
    """Whether it is drawn as the flag with a question mark that stands for all others."""
    if not "\U0001f1e6" <= emoji[0] <= "\U0001f1ff":
        return False
    drawn, unknown = (emoji_picture(flag, _PROBE_SIZE) for flag in (emoji, _UNKNOWN_FLAG))
    return drawn.tobytes() == unknown.tobytes()


@lru_cache(maxsize=64)
def emoji_picture(emoji: str, size: int) -> Image.Image:
    """An emoji that ``drawable_emoji`` gave, as an RGBA picture ``size`` pixels high."""
    font = _emoji_font()
    left, top, right, bottom = (round(edge) for edge in font.getbbox(emoji))
    picture = Image.new("RGBA", (right - left, bottom - top))
    ImageDraw.Draw(picture).text((-left, -top), emoji, font=font, embedded_color=True)
    width = round(size * picture.width / picture.height)
    return picture.resize((width, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=2048)
def has_glyph(character: str, weight: Weight, script: Script) -> bool:
    """Whether the font of a script can draw the character."""
    font = font_of(weight, script, _PROBE_SIZE)
    if character.isspace():
        return True
    found, missing = font.getmask(character), font.getmask(_UNASSIGNED)
    return found.size != missing.size or bytes(found) != bytes(missing)


@lru_cache(maxsize=1024)
def runs_of(word: str, weight: Weight, size: int) -> tuple[Run, ...]:
    """Part a word into runs; what no font here has is left out, never drawn as a box."""
    runs: list[Run] = []
    for script, text in clusters_of(unicodedata.normalize("NFC", word)):
        if script == "emoji":
            emoji = drawable_emoji(text)
            if emoji is not None:
                runs.append(Run(emoji, script, emoji_picture(emoji, size).width * 1.08))
                continue
            # Of a keycap that the font lacks the digit stays.
            script, text = "latin", text[0] if text[0].isascii() else ""
        shown = _known(text, weight, script)
        if shown:
            runs.append(Run(shown, script, font_of(weight, script, size).getlength(shown)))
    return tuple(runs)


def _known(text: str, weight: Weight, script: Script) -> str:
    return "".join(c for c in text if c in _JOINERS or has_glyph(c, weight, script))


def missing_from(text: str) -> str:
    """The characters of a text, each once, that captions could not show."""
    missing: dict[str, None] = {}
    for script, piece in clusters_of(unicodedata.normalize("NFC", text)):
        if script == "emoji":
            if drawable_emoji(piece) is None:
                missing[piece] = None
        else:
            unknown = (c for c in piece if not (c in _JOINERS or has_glyph(c, "semibold", script)))
            missing.update(dict.fromkeys(unknown))
    return "".join(missing)


def width_of(word: str, weight: Weight, size: int) -> float:
    """Width of a word in pixels."""
    return sum(run.width for run in runs_of(word, weight, size))


@lru_cache(maxsize=1024)
def ink_of(word: str, weight: Weight, size: int) -> tuple[float, float]:
    """How far a word's letters rise above the baseline, and hang below it, in pixels."""
    above = below = 0.0
    for run in runs_of(word, weight, size):
        if run.script == "emoji":
            top, bottom = -size * 0.84, size * 0.16
        else:
            font = font_of(weight, run.script, size)
            _, top, _, bottom = font.getbbox(run.text, anchor="ls")
        above, below = max(above, -top), max(below, bottom)
    return above, below


def is_tall(word: str) -> bool:
    """Whether a word has letters that need more room between lines."""
    return any(script == "devanagari" for script, _ in clusters_of(word))


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
            place = (round(x + run.width * 0.04), round(y - size * 0.84))
            canvas.alpha_composite(emoji_picture(run.text, size), place)
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
