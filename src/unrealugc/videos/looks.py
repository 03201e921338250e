"""What a request may say of how its video looks and sounds beside the creator."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from unrealugc.catalog.presets import Preset, presets
from unrealugc.core.schemas import ApiInput
from unrealugc.core.text import Ident, storable
from unrealugc.errors import InvalidRequest
from unrealugc.pipeline.beds import BEDS, NO_MUSIC
from unrealugc.pipeline.captions.text import missing_from
from unrealugc.pipeline.composition.timing import ProductShots
from unrealugc.pipeline.job import LONGEST_CALL, LONGEST_HOOK

DEFAULT_SHOTS: ProductShots = "both"


def _drawable(text: str) -> str:
    """The text in one line, if the fonts have all of its letters and emojis."""
    line = " ".join(storable(text).split())
    missing = missing_from(line)
    if missing:
        raise ValueError(f"holds what the fonts here cannot draw: {missing}")
    if not any(character.isalnum() for character in line):
        raise ValueError("must hold a word")
    return line


HookText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_HOOK),
    AfterValidator(_drawable),
]
CallToAction = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CALL),
    AfterValidator(_drawable),
]


class VideoLooks(ApiInput):
    """What is shown and heard beside the creator; none of it changes the price."""

    hook_text: HookText | None = Field(
        default=None,
        description=f"Big text over the first two seconds, at most {LONGEST_HOOK} characters. "
        "Words in *stars* are highlighted.",
    )
    product_shots: ProductShots | None = Field(
        default=None,
        description="How the product image is shown: `pip` (a card when it is named), `cutaway` "
        "(a full shot), `both`, or `none`. Without it: `both`. A video without an image shows "
        "the name on a tag, unless this is `none`.",
    )
    end_card: bool | None = Field(
        default=None,
        description="Close with a card of the product's name and image. Without it: true if "
        "there is a `callToAction`, else false.",
    )
    call_to_action: CallToAction | None = Field(
        default=None,
        description=f"What the end card asks for, at most {LONGEST_CALL} characters: `Shop now`.",
    )
    music: Ident | None = Field(
        default=None,
        description=f"Music under the voice: {', '.join(f'`{name}`' for name in BEDS)}, or "
        "`none`. Without it: the preset's, else `none`.",
    )


def has_end_card(request: VideoLooks) -> bool:
    """Whether the video closes with an end card.

    Raises:
        InvalidRequest: there is a call to action, and no end card for it.
    """
    if request.end_card is None:
        return request.call_to_action is not None
    if request.call_to_action is not None and not request.end_card:
        raise InvalidRequest.field(
            "callToAction", "stands on the end card; leave endCard=false out"
        )
    return request.end_card


def chosen_music(request: VideoLooks, preset: Preset | None) -> str:
    """The name of a music bed, or ``none``.

    Raises:
        InvalidRequest: there is no such bed.
    """
    name = request.music or (preset.music if preset else None) or NO_MUSIC
    known = (*BEDS, NO_MUSIC)
    if name not in known:
        raise InvalidRequest.field("music", f"{name} is none of {', '.join(known)}")
    return name


def music_of(stored: str | None, preset_slug: str | None) -> str:
    """The music of a stored video, ``none`` for none; one without a choice has its preset's."""
    if stored is not None:
        return stored
    preset = presets().get(preset_slug) if preset_slug else None
    return (preset.music if preset else None) or NO_MUSIC
