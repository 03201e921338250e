"""Projects in and out of the API."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from unrealugc.core.schemas import ApiInput, ApiModel, Timestamp
from unrealugc.core.text import Ident, Name, Text, WebAddress

Description = Annotated[Text, StringConstraints(max_length=5000)]

EXAMPLE: JsonDict = {
    "id": "cmbq0pr1x0001abcdefghij12",
    "name": "Q3 Launch",
    "description": None,
    "productName": "Acme Skincare",
    "productDescription": None,
    "productUrl": "https://acme.example/skincare",
    "creatorId": "tech-savvy-female-30",
    "customCreatorId": None,
    "createdAt": "2026-01-31T08:00:00.000Z",
    "updatedAt": "2026-01-31T08:00:00.000Z",
}


class ProjectCreate(ApiInput):
    """Body of ``POST /projects``."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Q3 Launch", "productName": "Acme Skincare"}]}
    )

    name: Name = Field(description="Display name, 1 to 200 characters.")
    description: Description | None = Field(default=None, description="Free-form description.")
    product_name: Name | None = Field(default=None, description="Product the project is for.")
    product_description: Description | None = Field(
        default=None, description="What the product is and does."
    )
    product_url: WebAddress | None = Field(default=None, description="Landing page.")
    creator_id: Ident | None = Field(default=None, description="Bound stock creator, id or slug.")
    custom_creator_id: Ident | None = Field(
        default=None, description="Bound custom creator; not together with `creatorId`."
    )


class ProjectPatch(ProjectCreate):
    """Body of ``PATCH /projects/:id``: only what is sent changes, ``null`` clears."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Q4 Launch"}]})

    name: Name = Field(default_factory=str, description="Display name, 1 to 200 characters.")


class ProjectOut(ApiModel):
    """The project object."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str
    name: str
    description: str | None
    product_name: str | None
    product_description: str | None
    product_url: str | None
    creator_id: str | None
    custom_creator_id: str | None
    created_at: Timestamp
    updated_at: Timestamp
