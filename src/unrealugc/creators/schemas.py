"""Creators as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag
from pydantic.config import JsonDict

from unrealugc.core.schemas import ApiInput, ApiModel, Timestamp
from unrealugc.core.text import DisplayName, Text

_STOCK: JsonDict = {
    "id": "c4t9w2k7q1m8z5x3v6b0n2j4h",
    "slug": "tech-savvy-female-30",
    "name": "Maya",
    "gender": "female",
    "age": 30,
    "category": "home",
    "style": "Tech-savvy professional",
    "description": "Tries every new gadget, and tells friends which ones are worth it.",
    "avatarUrl": "https://ugc.example/assets/creators/tech-savvy-female-30/avatar.webp",
    "previewVideoUrl": "https://ugc.example/assets/creators/tech-savvy-female-30/preview.mp4",
    "bestFor": ["tech", "apps", "gadgets"],
    "isCustom": False,
}
_CUSTOM: JsonDict = {
    "id": "cmbq0cc1x0001abcdefghij12",
    "name": "Founder avatar",
    "avatarUrl": "https://ugc.example/files/custom-creators/a/u.avatar.webp?expires=1767225600&…",
    "createdAt": "2026-01-31T08:00:00.000Z",
    "isCustom": True,
}
_CREATE: JsonDict = {
    "name": "Founder avatar",
    "r2Key": "custom-creators/cmbq0ac1x0001abcdefghij12/cmbq0up1x0001abcdefghij12.png",
}


class StockCreatorOut(ApiModel):
    """A creator that ships with the product."""

    model_config = ConfigDict(json_schema_extra={"examples": [_STOCK]})

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

    model_config = ConfigDict(json_schema_extra={"examples": [_CUSTOM]})

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

    model_config = ConfigDict(json_schema_extra={"examples": [_CREATE]})

    name: DisplayName = Field(examples=["Founder avatar"])
    r2_key: Text = Field(
        max_length=512,
        description="The `r2Key` that `POST /uploads/avatar` returned.",
        examples=["custom-creators/cm1…/cm2….png"],
    )
