"""What a generation costs in credits."""

from __future__ import annotations

import math
from typing import Literal

from unrealugc.catalog.models import VideoModel

Audio = Literal["native", "voice"]


def quote(model: VideoModel, duration_s: int, audio: Audio) -> int:
    """The price in credits: the provider's list price in USD times the catalog's factor.

    Args:
        model: which model makes the pictures.
        duration_s: length of the finished video in seconds.
        audio: ``native`` for the model's own speech, ``voice`` for a voiceover of its own.

    Raises:
        ValueError: native audio of a model that has none.
    """
    prices = model.usd_per_second
    if audio == "voice":
        usd_per_second = prices.silent + prices.voice
    elif prices.native is not None:
        usd_per_second = prices.native
    else:
        raise ValueError(f"{model.id} makes no audio of its own")
    return math.ceil(usd_per_second * duration_s * model.credits_per_usd)
