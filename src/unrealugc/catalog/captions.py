"""The caption styles, as data."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from unrealugc.pipeline.captions.style import CaptionStyle

NO_CAPTIONS = "none"


@cache
def caption_styles() -> dict[str, CaptionStyle]:
    """Every caption style by id, the default one first. ``none`` is not among them."""
    source = resources.files("unrealugc.catalog").joinpath("data/captions.yaml")
    document = yaml.safe_load(source.read_text(encoding="utf-8"))
    listed = [CaptionStyle.model_validate(entry) for entry in document["styles"]]
    return {style.id: style for style in listed}


def caption_choices() -> tuple[str, ...]:
    """What a request may name: every style, and ``none``."""
    return (*caption_styles(), NO_CAPTIONS)


def default_captions() -> str:
    """The style of a request that names none."""
    return next(iter(caption_styles()))
