"""Each language speaks a script from end to end, and can be understood."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.providers.studio.speech.recogniser import errors, heard_of_vocabulary, nearest_english
from unrealugc.providers.base import Speech, VoiceSpec
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.speech.languages.language import SaidWord
from unrealugc.providers.studio.speech.languages.registry import language_of, reader_of
from unrealugc.providers.studio.speech.text.script import read_script
from unrealugc.providers.studio.visemes import NEUTRAL, visemes_of

SCRIPTS = {
    ("es-es", "ef_dora"): "Compré este reloj hace tres semanas. ¡La batería dura todo el día!",
    ("it-it", "if_sara"): "La spedizione è gratuita e veloce. Mia sorella vuole la crema!",
    ("fr-fr", "fr_julien"): "La livraison est gratuite et rapide. La batterie dure une semaine !",
    ("pt-br", "pm_alex"): "A entrega é grátis e rápida. Minha irmã quer outra garrafa!",
    ("de-de", "de_greta"): "Meine Schwester kauft die Creme. Der Versand ist wirklich kostenlos!",
    ("pl-pl", "pl_jakub"): "Moja siostra kupiła zegarek. Dostawa jest darmowa i szybka!",
    ("hi-in", "hm_psi"): "मेरी बहन को एक और बोतल चाहिए। बैटरी पूरा दिन चलती है!",
}
# A word of so many sounds is told from others by a recogniser of another language.
LONG_ENOUGH = 4


@pytest.fixture(scope="module", params=SCRIPTS, ids=lambda case: case[0])
def case(request: pytest.FixtureRequest, synth: StudioSpeech) -> tuple[str, str, Speech]:
    """A language's tag, a script in it, and what a voice makes of it."""
    tag, voice = request.param
    return tag, SCRIPTS[tag, voice], synth.synthesize(SCRIPTS[tag, voice], VoiceSpec(voice, tag))


def test_words_and_sounds_have_times(case: tuple[str, str, Speech]) -> None:
    tag, script, speech = case
    assert speech.language == tag
    assert " ".join(word.text for word in speech.words) == script
    assert speech.words[0].start < 0.2
    assert speech.duration - speech.words[-1].end < 0.3
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(speech.words))
    assert all(word.end - word.start >= 0.03 for word in speech.words)
    assert speech.phonemes[0].start == 0
    assert speech.phonemes[-1].end == pytest.approx(speech.duration, abs=1e-6)
    assert all(a.end == pytest.approx(b.start, abs=1e-9) for a, b in pairwise(speech.phonemes))


def test_every_sound_moves_the_mouth(case: tuple[str, str, Speech]) -> None:
    *_, speech = case
    assert not [p.symbol for p in speech.phonemes if NEUTRAL in visemes_of(p.symbol)]


def test_words_are_understood(case: tuple[str, str, Speech], tmp_path: Path) -> None:
    tag, script, speech = case
    sentences = read_script(script, reader_of(tag))
    said = [part for s in sentences for word in s.words for part in word.spoken]
    sounds = language_of(tag).sounds([SaidWord(part) for part in said])
    names = [f"w{said.index(part)}" for part in said]
    vocabulary = dict(zip(names, sounds, strict=True))
    content = {
        name
        for name, symbols in vocabulary.items()
        if len(nearest_english(symbols).split()) >= LONG_ENOUGH
    }
    heard = heard_of_vocabulary(speech, vocabulary, tmp_path)
    expected = [name for name in names if name in content]
    wrong = errors(expected, [name for name in heard if name in content])
    assert 1 - wrong / len(expected) >= 0.7, heard
