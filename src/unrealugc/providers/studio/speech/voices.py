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


def stock_voice(voice_id: str) -> StockVoice:
    """The stock voice ``voice_id``. Raises ``UnknownVoiceError``."""
    try:
        return stock_voices()[voice_id]
    except KeyError:
        raise UnknownVoiceError(detail=voice_id) from None


@cache
def stock_style(voice_id: str) -> Style:
    """The style of a stock voice. Raises ``UnknownVoiceError``."""
    mixed = stock_voice(voice_id).blend
    if mixed:
        return blend(mixed)
    with (
        resources.files(__package__).joinpath("data/styles.npz").open("rb") as file,
        np.load(file) as styles,
    ):
        style: Style = styles[voice_id].astype(np.float32)
    return style


def blend(weights: Mapping[str, float]) -> Style:
    """A style between those of several stock voices; the weights need not sum to one."""
    total = sum(weights.values())
    mixed = sum(weight / total * stock_style(name) for name, weight in weights.items())
    return np.asarray(mixed, dtype=np.float32)


def style_row(style: Style, symbol_count: int) -> NDArray[np.float32]:
    """The row of ``style`` for a chunk of ``symbol_count`` symbols, float32 (256,)."""
    row: NDArray[np.float32] = style[min(symbol_count, len(style)) - 1]
    return row
