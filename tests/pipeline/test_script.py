from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrealugc.pipeline.script import LONGEST_UTTERANCE, split_script

words = st.text(alphabet="abcDEFé,.!?;'\"0139$🔥", min_size=1, max_size=14)
scripts = st.lists(words, min_size=1, max_size=120).map(" ".join)


@given(scripts)
def test_nothing_is_lost(script: str) -> None:
    assert " ".join(split_script(script)).split() == script.split()


@given(scripts)
def test_utterances_can_be_said_in_one_breath(script: str) -> None:
    assert all(len(text) <= LONGEST_UTTERANCE + 20 for text in split_script(script))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            "I tried this for two weeks. My skin has never looked better!",
            ("I tried this for two weeks.", "My skin has never looked better!"),
        ),
        (
            "Ask Dr. Smith about the $1.99 offer. It ends at 5 p.m. today, so hurry.",
            ("Ask Dr. Smith about the $1.99 offer.", "It ends at 5 p.m. today, so hurry."),
        ),
        ("Wow! This is the best thing ever.", ("Wow! This is the best thing ever.",)),
        (
            "This changed my mornings. 🔥 You have to try it out.",
            ("This changed my mornings. 🔥", "You have to try it out."),
        ),
        (
            "First line without a dot\nSecond line without a dot",
            ("First line without a dot", "Second line without a dot"),
        ),
        ('She said "you need this one." And I did.', ('She said "you need this one." And I did.',)),
        (
            "यह बहुत अच्छा उत्पाद है। मुझे यह सचमुच बहुत पसंद आया।",
            ("यह बहुत अच्छा उत्पाद है।", "मुझे यह सचमुच बहुत पसंद आया।"),
        ),
    ],
)
def test_sentences(script: str, expected: tuple[str, ...]) -> None:
    assert split_script(script) == expected


def test_a_long_sentence_is_parted_at_a_clause() -> None:
    clause = "and it kept on going for so long that nobody could remember how it had begun"
    parts = split_script(", ".join([clause] * 6) + ".")
    assert len(parts) > 1
    assert all(part.endswith((",", ".")) for part in parts)


def test_an_empty_script_has_no_utterances() -> None:
    assert split_script(" \n ") == ()
