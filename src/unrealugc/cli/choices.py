"""What the options of ``unrealugc render`` may say; each bad one is told by its name."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import cast, get_args

import typer

from unrealugc.catalog.captions import (
    NO_CAPTIONS,
    caption_choices,
    caption_styles,
    default_captions,
)
from unrealugc.catalog.creators import StockCreator, find_creator, stock_creators
from unrealugc.catalog.durations import (
    CHARACTERS_PER_SECOND,
    FASTEST_CHARACTERS_PER_SECOND,
    LONGEST_SCRIPT,
    LONGEST_VIDEO_S,
)
from unrealugc.catalog.voices import StockVoice, stock_voices
from unrealugc.pipeline.beds import BEDS, NO_MUSIC
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.text import missing_from
from unrealugc.pipeline.composition.timing import ProductShots
from unrealugc.pipeline.images import decode_image
from unrealugc.pipeline.job import LONGEST_PRODUCT_NAME, AspectRatio
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.errors import UnspeakableTextError, UnusableMediaError
from unrealugc.providers.studio.speech.language import require_language
from unrealugc.voices.fitting import fitting_voice

SHORTEST_CHOSEN_S = 3


def check_out(out: Path) -> None:
    """Refuse a place that the video could not be written to."""
    if out.suffix.lower() != ".mp4":
        raise typer.BadParameter("the file's name must end in .mp4", param_hint="--out")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.parent}", param_hint="--out")
    if out.is_dir() or not os.access(out.parent, os.W_OK):
        raise typer.BadParameter("this place cannot be written to", param_hint="--out")


def checked_script(script: str) -> str:
    """The script, if it can be one."""
    if not script.strip():
        raise typer.BadParameter("the script is empty", param_hint="--script")
    if len(script) > LONGEST_SCRIPT:
        raise typer.BadParameter(
            f"{len(script)} characters are more than {LONGEST_SCRIPT}", param_hint="--script"
        )
    return script


def checked_product_name(name: str) -> str | None:
    """The product's name, if it is one; None for none."""
    if len(name) > LONGEST_PRODUCT_NAME:
        raise typer.BadParameter(
            f"a name has at most {LONGEST_PRODUCT_NAME} characters", param_hint="--product-name"
        )
    return name.strip() or None


def chosen_duration(script: str, wished: int) -> int:
    """The wished seconds, or what the script takes to say."""
    if wished == 0:
        return max(SHORTEST_CHOSEN_S, math.ceil(len(script.strip()) / CHARACTERS_PER_SECOND))
    least = math.ceil(len(script.strip()) / FASTEST_CHARACTERS_PER_SECOND)
    if wished < max(1, least):
        raise typer.BadParameter(
            f"this script takes at least {least} seconds to say", param_hint="--duration"
        )
    if wished > LONGEST_VIDEO_S:
        raise typer.BadParameter(
            f"a video is at most {LONGEST_VIDEO_S} seconds long", param_hint="--duration"
        )
    return wished


def chosen_creator(wished: str) -> StockCreator:
    """A creator by slug, id or first name; the first of the catalog without one."""
    creators = stock_creators()
    if not wished:
        return next(iter(creators.values()))
    found = find_creator(wished)
    named = [person for person in creators.values() if person.name.lower() == wished.lower()]
    if found is None and not named:
        known = ", ".join(sorted(creators))
        raise typer.BadParameter(
            f"there is no creator {wished!r}; there are: {known}", param_hint="--creator"
        )
    return found or named[0]


def chosen_voice(wished: str, person: StockCreator, script: str) -> VoiceSpec:
    """A stock voice by id, or without one the creator's or one of the script's language."""
    try:
        if not wished:
            fitting = fitting_voice(script, person.voice, person.gender, person.id)
            return VoiceSpec(fitting.id, fitting.language)
        voice = _stock_voice(wished)
        require_language(script, voice.language)
    except UnspeakableTextError as error:
        raise typer.BadParameter(error.message, param_hint="--script") from None
    return VoiceSpec(voice.id, voice.language)


def _stock_voice(wished: str) -> StockVoice:
    voice = stock_voices().get(wished)
    if voice is None:
        known = ", ".join(stock_voices())
        raise typer.BadParameter(
            f"there is no voice {wished!r}; there are: {known}", param_hint="--voice"
        )
    return voice


def chosen_aspect(wished: str) -> AspectRatio:
    """One of the aspect ratios that there are."""
    if wished not in get_args(AspectRatio):
        raise typer.BadParameter("choose 9:16, 16:9 or 1:1", param_hint="--aspect")
    return cast(AspectRatio, wished)


def chosen_captions(wished: str) -> CaptionStyle | None:
    """A caption style by id, the default without one; None for ``none``."""
    wished = wished or default_captions()
    if wished not in caption_choices():
        raise typer.BadParameter(
            f"choose one of {', '.join(caption_choices())}", param_hint="--captions"
        )
    return None if wished == NO_CAPTIONS else caption_styles()[wished]


def checked_text(text: str, longest: int, option: str) -> str | None:
    """A text for the screen, if its letters are there to draw it; None for none."""
    text = " ".join(text.split())
    if len(text) > longest:
        raise typer.BadParameter(f"may have at most {longest} characters", param_hint=option)
    missing = missing_from(text)
    if missing:
        raise typer.BadParameter(f"{missing} cannot be drawn", param_hint=option)
    return text or None


def chosen_shots(wished: str) -> ProductShots:
    """How the product's picture is shown."""
    if wished not in get_args(ProductShots):
        raise typer.BadParameter(
            f"choose one of {', '.join(get_args(ProductShots))}", param_hint="--product-shots"
        )
    return cast(ProductShots, wished)


def chosen_music(wished: str) -> str | None:
    """A music bed; None for ``none``."""
    if wished not in (*BEDS, NO_MUSIC):
        known = ", ".join((*BEDS, NO_MUSIC))
        raise typer.BadParameter(f"choose one of {known}", param_hint="--music")
    return None if wished == NO_MUSIC else wished


def checked_picture(path: Path | None, option: str) -> Path | None:
    """The path, if there is a picture that can be decoded."""
    if path is None:
        return None
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint=option)
    try:
        decode_image(path.read_bytes())
    except UnusableMediaError as error:
        raise typer.BadParameter(error.message, param_hint=option) from error
    return path
