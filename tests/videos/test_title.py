"""Titles: short, about the product, never cut inside a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrealugc.videos.title import LONGEST_TITLE, make_title


@pytest.mark.parametrize(
    ("script", "product", "title"),
    [
        (
            "I have been using this for two weeks and I am genuinely shocked at how good it is.",
            "Acme Skincare",
            "Acme Skincare: Using this for two weeks",
        ),
        ("Okay so, my skin was a mess. Then I found it.", "Glow", "Glow: My skin was a mess"),
        ("Acme changed my mornings! Really.", "Acme", "Acme changed my mornings"),
        (
            "This little gadget completely changed how my whole family cooks dinner now.",
            "Chef Pro",
            "Chef Pro: This little gadget completely changed",
        ),
        ("Wow! Three reasons why you need this.", "Mug", "Mug: Three reasons why you need this"),
    ],
)
def test_examples(script: str, product: str, title: str) -> None:
    assert make_title(script, product) == title


@given(
    script=st.text(min_size=20, max_size=400),
    product=st.text(min_size=1, max_size=200).filter(lambda text: text.strip()),
)
def test_every_request_gets_a_short_title(script: str, product: str) -> None:
    title = make_title(script, product.strip())
    assert 0 < len(title) <= LONGEST_TITLE + len(": ") + 8
    assert "\n" not in title
