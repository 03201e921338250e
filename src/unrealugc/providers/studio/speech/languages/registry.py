"""The languages by tag; each is loaded when it is first spoken."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from unrealugc.providers.studio.speech.languages.language import Language
from unrealugc.providers.studio.speech.text.script import ENGLISH, Reader

_MODULES = {
    "es-es": "spanish",
    "es-419": "spanish",
    "it-it": "italian",
    "pt-br": "portuguese",
    "fr-fr": "french",
    "hi-in": "hindi",
    "de-de": "german",
    "pl-pl": "polish",
}

NAMES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "it": "Italian",
    "pt": "Portuguese",
    "hi": "Hindi",
    "pl": "Polish",
}
"""Languages in English by their code, also those that no voice speaks."""

TAGS = ("en-us", "en-gb", *_MODULES)
"""Every tag that a voice may have."""


def is_english(tag: str) -> bool:
    """Whether ``tag`` is one of the English ones, which have a dictionary of their own."""
    return primary(tag) == "en"


def primary(tag: str) -> str:
    """``es`` of ``es-419``."""
    return tag.partition("-")[0]


@cache
def language_of(tag: str) -> Language:
    """The language of ``tag``, one of ``TAGS`` that is not English."""
    module = import_module(f"{__package__}.{_MODULES[tag]}")
    made: Language = module.language(tag)
    return made


def reader_of(tag: str) -> Reader:
    """How scripts in ``tag`` are read, English included."""
    return ENGLISH if is_english(tag) else language_of(tag).reader
