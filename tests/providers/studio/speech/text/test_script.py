"""What is written is read as a person would read it."""

from __future__ import annotations

import pytest

from unrealugc.providers.studio.speech.text.script import read_script

READINGS = [
    ("$19.99", "nineteen dollars and ninety nine cents"),
    ("$1", "one dollar"),
    ("$0.99", "ninety nine cents"),
    ("$1,299.50", "one thousand two hundred ninety nine dollars and fifty cents"),
    ("$5 million", "five | million dollars"),
    ("$1.5M", "one point five million dollars"),
    ("$20/month", "twenty dollars a month"),
    ("$5/hr", "five dollars an hour"),
    ("$10-$20", "ten to twenty dollars"),
    ("$100+", "one hundred dollars plus"),
    ("-$5", "minus five dollars"),
    ("£5", "five pounds"),
    ("€3.50", "three euros and fifty cents"),
    ("99¢", "ninety nine cents"),
    ("50%", "fifty percent"),
    ("10-20%", "ten to twenty percent"),
    ("3.5%", "three point five percent"),
    ("24/7", "twenty four seven"),
    ("2x faster", "two times | faster"),
    ("10k+ reviews", "ten thousand plus | reviews"),
    ("1.5M users", "one point five million | users"),
    ("3:30 pm", "three thirty | P.M"),
    ("10am", "ten A.M"),
    ("7 p.m. sharp", "seven | P.M | sharp"),
    ("3:00", "three o'clock"),
    ("9:05", "nine oh five"),
    ("12/25/2024", "December twenty fifth twenty twenty four"),
    ("2024-12-25", "December twenty fifth twenty twenty four"),
    ("May 5", "May | fifth"),
    ("Dec 25th", "December | twenty fifth"),
    ("since 1999", "since | nineteen ninety nine"),
    ("in 2005", "in | two thousand five"),
    ("the 1990s", "the | nineteen nineties"),
    ("the '90s", "the | nineties"),
    ("9/10 doctors", "nine out of ten | doctors"),
    ("1/2 cup", "one half | cup"),
    ("3/4", "three quarters"),
    ("500mg", "five hundred milligrams"),
    ("30 ml", "thirty | milliliters"),
    ("1kg", "one kilogram"),
    ("6ft", "six feet"),
    ("72°F", "seventy two degrees Fahrenheit"),
    ("5'10\"", "five foot ten"),
    ("30-day", "thirty day"),
    ("3-5 days", "three to five | days"),
    ("4K", "four K"),
    ("5G", "five G"),
    ("SPF50", "S.P.F fifty"),
    ("COVID-19", "covid nineteen"),
    ("v2.0", "version two point zero"),
    ("No. 1", "number | one"),
    ("#1", "number one"),
    ("21st", "twenty first"),
    ("555-123-4567", "five five five one two three four five six seven"),
    ("(555) 123-4567", "five five five | one two three four five six seven"),
    ("007", "zero zero seven"),
    ("1,234", "one thousand two hundred thirty four"),
    ("acme.com", "acme dot com"),
    ("https://www.acme.com/deal?x=1", "acme dot com slash deal"),
    ("my-brand.co.uk", "my dash brand dot co dot U.K"),
    ("me@acme.com", "me at acme dot com"),
    ("@glow_up", "at glow underscore up"),
    ("#GlowUpDaily", "hashtag Glow Up Daily"),
    ("salt & pepper", "salt | and | pepper"),
    ("w/ ice w/o sugar", "with | ice | without | sugar"),
    ("this vs. that", "this | versus | that"),
    ("Dr. Smith", "doctor | Smith"),
    ("the CEO", "the | C.E.O"),
    ("our FAQs", "our | F.A.Q's"),
    ("from NASA", "from | nasa"),
    ("USB-C", "U.S.B C"),
    ("Q&A", "Q and A"),
    ("the U.S. market", "the | U.S | market"),
    ("so GOOD", "so | good"),
    ("Wow 🔥🔥", "Wow"),
    ("buy 1, get 1", "buy | one | get | one"),
    ("btw", "by the way"),
]


@pytest.mark.parametrize(("written", "said"), READINGS)
def test_reading(written: str, said: str) -> None:
    words = [word for sentence in read_script(written) for word in sentence.words]
    assert " | ".join(" ".join(word.spoken) for word in words) == said


@pytest.mark.parametrize("written", [written for written, _ in READINGS])
def test_the_written_words_are_kept(written: str) -> None:
    words = [word.text for sentence in read_script(written) for word in sentence.words]
    assert " ".join(words) == written


def test_sentences_and_paragraphs() -> None:
    sentences = read_script("Hi, Dr. Lee! Really?\n\nYes. Go")
    assert [sentence.words[0].text for sentence in sentences] == ["Hi,", "Really?", "Yes.", "Go"]
    assert [sentence.ends_paragraph for sentence in sentences] == [False, True, False, True]
    assert [word.mark for word in sentences[0].words] == [",", "", "!"]


def test_capitals_are_stressed_unless_everything_shouts() -> None:
    (quiet,) = read_script("I LOVE this")
    assert [word.emphasis for word in quiet.words] == [False, True, False]
    (loud,) = read_script("BEST THING EVER")
    assert not any(word.emphasis for word in loud.words)


def test_words_joined_by_a_dash_are_two() -> None:
    (sentence,) = read_script("and then—boom")
    assert [word.text for word in sentence.words] == ["and", "then—", "boom"]


def test_silent_signs_stay_with_a_spoken_word() -> None:
    (sentence,) = read_script("🔥 Deal - today ✨")
    assert [word.text for word in sentence.words] == ["🔥 Deal -", "today ✨"]


def test_nothing_to_say() -> None:
    assert read_script("🔥 -- …") == ()
