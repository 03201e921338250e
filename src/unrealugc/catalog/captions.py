"""The caption styles, as data."""

from __future__ import annotations

from functools import cache

from unrealugc.core.datafiles import read_yaml
from unrealugc.pipeline.captions.style import CaptionStyle

NO_CAPTIONS = "none"


@cache
def caption_styles() -> dict[str, CaptionStyle]:
    """Every caption style by id, the default one first. ``none`` is not among them."""
    document = read_yaml("unrealugc.catalog", "data/captions.yaml")
    listed = [CaptionStyle.model_validate(entry) for entry in document["styles"]]
    return {style.id: style for style in listed}


def caption_choices() -> tuple[str, ...]:
    """What a request may name: every style, and ``none``."""
    return (*caption_styles(), NO_CAPTIONS)


def default_captions() -> str:
    """The style of a request that names none."""
    return next(iter(caption_styles()))
