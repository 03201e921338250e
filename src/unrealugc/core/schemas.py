"""The two bases of everything that goes in and out as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel

from unrealugc.core.clock import isoformat

Timestamp = Annotated[datetime, PlainSerializer(isoformat, return_type=str, when_used="json")]
"""A moment, shown as ISO-8601 UTC with milliseconds and ``Z``."""


class ApiModel(BaseModel):
    """Base of outputs: camelCase outside, snake_case inside.

    Give output fields no defaults: each one is present in every answer, ``null`` when empty.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        from_attributes=True,
    )


class ApiInput(BaseModel):
    """Base of request bodies: types exactly as sent, unknown fields ignored.

    A number in quotes is not a number, ``1`` is not ``true``; a client that sends fields we
    do not know must not break.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=False,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="ignore",
        strict=True,
    )


class Deleted(ApiModel):
    """What every delete answers."""

    id: str
    deleted: Literal[True]
