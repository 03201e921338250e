"""Words sound, and scripts are read, as people of each language say them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from unrealugc.providers.studio.speech.languages.language import SaidWord
from unrealugc.providers.studio.speech.languages.registry import (
    TAGS,
    is_english,
    language_of,
    reader_of,
)
from unrealugc.providers.studio.speech.text.script import read_script
from unrealugc.providers.studio.speech.timing import vocabulary

HERE = Path(__file__).parent
WORDS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "words.yaml").read_text("utf-8"))
READINGS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "readings.yaml").read_text("utf-8"))
FOREIGN = [tag for tag in TAGS if not is_english(tag)]


def test_every_language_has_a_table() -> None:
    assert {tag.partition("-")[0] for tag in FOREIGN} <= {tag.partition("-")[0] for tag in READINGS}
    assert set(FOREIGN) == set(WORDS)


@pytest.mark.parametrize("tag", WORDS)
def test_words_sound_as_they_should(tag: str) -> None:
    sounds = language_of(tag).sounds
    assert {word: sounds([SaidWord(word)])[0] for word in WORDS[tag]} == WORDS[tag]


@pytest.mark.parametrize(
    ("tag", "written"), [(tag, written) for tag, table in READINGS.items() for written in table]
)
def test_scripts_are_read_as_a_person_would(tag: str, written: str) -> None:
    sentences = read_script(written, reader_of(tag))
    said = " ".join(
        part for sentence in sentences for word in sentence.words for part in word.spoken
    )
    assert said.lower() == READINGS[tag][written].lower()


@pytest.mark.parametrize("tag", FOREIGN)
def test_every_sound_is_one_that_the_model_knows(tag: str) -> None:
    sounds = language_of(tag).sounds
    said = [part for table in READINGS.values() for text in table.values() for part in text.split()]
    unknown = set("".join(sounds([SaidWord(part) for part in said]))) - set(vocabulary())
    assert unknown == set()


@pytest.mark.parametrize("tag", FOREIGN)
def test_every_number_has_a_name(tag: str) -> None:
    reader = reader_of(tag)
    for number in (*range(120), 200, 555, 999, 1000, 1001, 2026, 21_345, 1_000_000, 7_654_321):
        sentences = read_script(str(number), reader)
        said = [part for word in sentences[0].words for part in word.spoken]
        assert said
        assert all(
            part.replace("-", "").replace("'", "").isalpha() or ord(part[0]) > 0x900
            for part in said
        )


@pytest.mark.parametrize("tag", FOREIGN)
@pytest.mark.parametrize(
    "text", ["1,2.3,4", "٣٤", "%%%", "12:99", "99/99/9999", "€", "a" * 300, "1e9", "½", "ß€3"]
)
def test_odd_writing_does_no_harm(tag: str, text: str) -> None:
    sentences = read_script(f"x {text} x", reader_of(tag))
    assert sentences
