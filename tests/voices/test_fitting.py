"""Which voice speaks when the request names none."""

from __future__ import annotations

import pytest

from unrealugc.catalog.voices import stock_voices
from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.voices.fitting import fitting_voice

SCRIPTS = {
    "en": "Okay, you need to try this serum today. It's amazing!",
    "es": "Llevo dos semanas con este producto y la verdad es que me encanta.",
    "fr": "Je suis vraiment contente, cette crème est très douce pour ma peau.",
    "de": "Ich bin wirklich begeistert, das ist die beste Creme für meine Haut.",
    "it": "Questo prodotto è molto buono, non ho mai provato una cosa come questa.",
    "pt": "Eu não acredito, este creme é muito bom para a minha pele.",
    "pl": "To jest bardzo dobry krem i nie jest drogi, a skóra jest jak nowa.",
    "hi": "यह क्रीम बहुत अच्छी है और इसकी कीमत भी कम है।",
}


@pytest.mark.parametrize("code", SCRIPTS)
@pytest.mark.parametrize(("usual", "gender"), [("af_heart", "female"), ("am_michael", "male")])
def test_a_creator_speaks_the_language_of_the_script(code: str, usual: str, gender: str) -> None:
    voice = fitting_voice(SCRIPTS[code], usual, gender, "creator")
    assert voice.language.startswith(code)
    assert voice.gender == gender
    assert code != "en" or voice.id == usual


def test_a_creator_keeps_their_voice_of_a_language() -> None:
    found = {
        seed: [fitting_voice(SCRIPTS["hi"], "af_heart", "female", seed).id for _ in range(3)]
        for seed in map(str, range(12))
    }
    assert all(len(set(ids)) == 1 for ids in found.values())
    assert len({ids[0] for ids in found.values()}) > 1


def test_a_creator_without_a_voice_gets_one_of_their_gender() -> None:
    assert fitting_voice(SCRIPTS["en"], None, "male", "x").gender == "male"
    assert fitting_voice(SCRIPTS["en"], None, None, "x").id == next(iter(stock_voices()))


def test_a_language_without_a_voice_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnspeakableTextError, match=r"Dutch.*English, German, Spanish"):
        fitting_voice("Ik vind het heel fijn en de huid is echt zacht.", "af_heart", None, "x")
