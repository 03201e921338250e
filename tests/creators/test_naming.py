"""A custom creator's voice suits the name they were given."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from unrealugc.catalog.creators import StockCreator, stock_creators
from unrealugc.catalog.voices import stock_voices
from unrealugc.creators.naming import gender_of_name
from unrealugc.voices.fitting import fitting_voice


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Founder avatar", None),
        ("Gym guy", "male"),
        ("Our actress, take 2", "female"),
        ("Mrs. Robinson", "female"),
        ("Man and woman", None),
        ("Manhattan office", None),
        ("Michał", "male"),
        ("JOSÉ, founder", "male"),
        ("Zoë in the kitchen", "female"),
        ("Señora Vega", "female"),
        ("Andrea", None),
    ],
)
def test_words_in_a_name(name: str, gender: str | None) -> None:
    assert gender_of_name(name) == gender


def test_first_names_of_the_cast() -> None:
    told = {person.name: gender_of_name(f"{person.name} at home") for person in _people()}
    assert all(told[person.name] in {person.gender, None} for person in _people())
    assert set(told.values()) >= {"female", "male"}


def test_no_first_name_is_listed_twice() -> None:
    file = resources.files("unrealugc.catalog").joinpath("data/first_names.yaml")
    listed = yaml.safe_load(file.read_text("utf-8"))
    names = [name for together in listed.values() for name in together.split()]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.islower() for name in names)


def test_a_man_speaks_with_a_mans_voice() -> None:
    script = "I have been using this for two weeks and I love it."
    voice = fitting_voice(script, None, gender_of_name("Gym guy"), "some id")
    assert stock_voices()[voice.id].gender == "male"


def _people() -> list[StockCreator]:
    return [*stock_creators().values()]
