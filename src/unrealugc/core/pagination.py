"""Keyset pages: newest first, the id as tie-breaker, the cursor the last id seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, Literal, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BaseModel

from unrealugc.core.text import storable

Item = TypeVar("Item")
Row = TypeVar("Row")

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Items on a page.")]
Cursor = Annotated[
    Annotated[str, AfterValidator(storable)] | None,
    Query(max_length=100, description="`next_cursor` of the page before."),
]


class Page(BaseModel, Generic[Item]):
    """The envelope of every list."""

    object: Literal["list"]
    data: list[Item]
    has_more: bool
    next_cursor: str | None


def page_of(
    rows: Sequence[Row], limit: int, render: Callable[[Row], Item], key: Callable[[Row], str]
) -> Page[Item]:
    """Make a page out of ``limit + 1`` fetched rows.

    Args:
        rows: up to ``limit + 1`` rows in list order; the extra one only tells that more follow.
        limit: items on the page, 1..250.
        render: makes the item that is shown.
        key: the id that serves as cursor.
    """
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        object="list",
        data=[render(row) for row in shown],
        has_more=more,
        next_cursor=key(shown[-1]) if more and shown else None,
    )
