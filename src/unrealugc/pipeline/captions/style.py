"""What a caption style may say. The styles themselves are data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Outline(_Part):
    """A line around the letters; ``width`` in pixels of a 1080-pixel canvas."""

    width: int = Field(ge=1, le=24)
    colour: Colour = "#101014"


class Shadow(_Part):
    """A soft shadow under the letters."""

    blur: int = Field(default=10, ge=0, le=40)
    drop: int = Field(default=6, ge=0, le=40)
    opacity: float = Field(default=0.5, ge=0, le=1)


class Plate(_Part):
    """A filled rounded rectangle behind words."""

    colour: Colour
    opacity: float = Field(default=1.0, ge=0, le=1)
    radius: int = Field(default=20, ge=0, le=80)
    padding: int = Field(default=20, ge=0, le=80)


class CaptionStyle(_Part):
    """One style. Sizes are pixels of a canvas whose shorter side is 1080.

    ``shows`` says whether a whole phrase or one word is on screen; ``position`` is where the
    middle of the block stands in the safe area, 0 at its top and 1 at its bottom.
    """

    id: str
    name: str
    description: str
    font: Literal["extrabold", "semibold"] = "extrabold"
    size: int = Field(default=84, ge=24, le=200)
    shows: Literal["phrase", "word"] = "phrase"
    max_words: int = Field(default=4, ge=1, le=12)
    max_lines: int = Field(default=2, ge=1, le=3)
    fill: Colour = "#FFFFFF"
    active_fill: Colour | None = None
    emphasis_fill: Colour | None = None
    pops: bool = False
    outline: Outline | None = None
    shadow: Shadow | None = None
    plate: Plate | None = None
    active_plate: Plate | None = None
    position: float = Field(default=0.86, ge=0, le=1)
