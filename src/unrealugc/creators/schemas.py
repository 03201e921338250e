"""Creators as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from unrealugc.core.schemas import ApiInput, ApiModel, Timestamp
from unrealugc.core.text import DisplayName, Text


class StockCreatorOut(ApiModel):
    """A creator that ships with the product."""

    id: str = Field(description="Internal id; pass to `creatorId`.")
    slug: str = Field(description="Stable name; `creatorId` accepts it too.")
    name: str
    gender: Literal["male", "female"] | None
    age: int | None = Field(description="Approximate age in years.")
    category: str = Field(description="Setting: home, office, outdoor, cafe …")
    style: str = Field(description="Vibe, such as “Tech-savvy professional”.")
    description: str | None
    avatar_url: str | None = Field(description="Public image.")
    preview_video_url: str | None = Field(description="Public preview video.")
    best_for: list[str] = Field(description="Product categories that this creator suits.")
    is_custom: Literal[False]


class CustomCreatorOut(ApiModel):
    """A creator made from an uploaded portrait."""

    id: str = Field(description="Pass to `customCreatorId`.")
    name: str
    avatar_url: str | None = Field(description="Link to the portrait, good for a week.")
    created_at: Timestamp
    is_custom: Literal[True]


def _kind(value: object) -> str:
    given = value.get("isCustom") if isinstance(value, dict) else getattr(value, "is_custom", None)
    return "custom" if given else "stock"


CreatorOut = Annotated[
    Annotated[StockCreatorOut, Tag("stock")] | Annotated[CustomCreatorOut, Tag("custom")],
    Discriminator(_kind),
]
"""Either kind; ``isCustom`` tells them apart."""


class CreatorCreate(ApiInput):
    """What makes a custom creator out of an uploaded portrait."""

    name: DisplayName = Field(examples=["Founder avatar"])
    r2_key: Text = Field(
        max_length=512,
        description="The `r2Key` that `POST /uploads/avatar` returned.",
        examples=["custom-creators/cm1…/cm2….png"],
    )
