"""The style vectors that make the voice model sound like a stock voice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from unrealugc.catalog.voices import StockVoice, stock_voices
from unrealugc.providers.errors import UnknownVoiceError

Style = NDArray[np.float32]
"""Float32 (rows, 256): row n - 1 is the voice's style in a chunk of n symbols."""

# The model takes the sound of a voice from the first half of a style, and its pace, melody and
# loudness from the second.
_MELODY = slice(128, 256)


def stock_voice(voice_id: str) -> StockVoice:
    """The stock voice ``voice_id``. Raises ``UnknownVoiceError``."""
    try:
        return stock_voices()[voice_id]
    except KeyError:
        raise UnknownVoiceError(detail=voice_id) from None


@cache
def stock_style(voice_id: str) -> Style:
    """The style of a stock voice. Raises ``UnknownVoiceError``."""
    voice = stock_voice(voice_id)
    if not voice.blend:
        return _packed(voice_id)
    style = blend(voice.blend)
    if voice.melody:
        style[:, _MELODY] = blend(voice.melody)[:, _MELODY]
    return style


@cache
def _packed(name: str) -> Style:
    """One of the model's own styles."""
    for file in ("styles.npz", "styles_languages.npz"):
        with (
            resources.files(__package__).joinpath(f"data/{file}").open("rb") as opened,
            np.load(opened) as styles,
        ):
            if name in styles:
                style: Style = styles[name].astype(np.float32)
                return style
    raise UnknownVoiceError(detail=name)


def blend(weights: Mapping[str, float]) -> Style:
    """A style between several of the model's own or of stock voices, by relative weights."""
    total = sum(weights.values())
    mixed = sum(weight / total * _style(name) for name, weight in weights.items())
    return np.array(mixed, dtype=np.float32)


def _style(name: str) -> Style:
    return stock_style(name) if name in stock_voices() else _packed(name)


def style_row(style: Style, symbol_count: int) -> NDArray[np.float32]:
    """The row of ``style`` for a chunk of ``symbol_count`` symbols, float32 (256,)."""
    row: NDArray[np.float32] = style[min(symbol_count, len(style)) - 1]
    return row
