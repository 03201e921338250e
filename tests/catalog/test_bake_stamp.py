"""A rig is out of date when a tool does something else, not when a tool says it otherwise."""

from __future__ import annotations

import pytest
from tools.creators.bake import meaning

TOOL = b'''"""Draws noses."""

SIZE = 3
"""Pixels."""


def nose(width: int) -> int:
    """Return a nose."""
    # Noses are wide.
    return SIZE * width
'''


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Draws noses.", b"Draws and paints noses."),
        (b"Pixels.", b"Canvas pixels."),
        (b"Return a nose.", b"Return one nose."),
        (b"    # Noses are wide.\n", b""),
    ],
)
def test_comments_and_texts_do_not_outdate_a_rig(before: bytes, after: bytes) -> None:
    changed = TOOL.replace(before, after)
    assert changed != TOOL
    assert meaning(changed, ".py") == meaning(TOOL, ".py")


@pytest.mark.parametrize(
    ("before", "after"), [(b"SIZE = 3", b"SIZE = 4"), (b"SIZE * width", b"SIZE + width")]
)
def test_code_outdates_a_rig(before: bytes, after: bytes) -> None:
    assert meaning(TOOL.replace(before, after), ".py") != meaning(TOOL, ".py")


def test_every_byte_of_data_counts() -> None:
    assert meaning(b"# lights\nday: 1", ".yaml") != meaning(b"day: 1", ".yaml")
