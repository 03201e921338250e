"""Scripts in other languages are refused by name; English with foreign names is not."""

from __future__ import annotations

import pytest

from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.language import language_of_text, require_language

FOREIGN = [
    ("Spanish", "Esta crema es muy buena para la piel y no cuesta mucho, te lo juro."),
    ("French", "Je suis vraiment contente, cette crème est très douce pour ma peau."),
    ("German", "Ich bin wirklich begeistert, das ist die beste Creme für meine Haut."),
    ("Italian", "Questo prodotto è molto buono, non ho mai provato una cosa come questa."),
    ("Portuguese", "Eu não acredito, este creme é muito bom para a minha pele."),
    ("Polish", "To jest bardzo dobry krem i nie jest drogi, a skóra jest jak nowa."),
    ("Cyrillic", "Этот крем действительно помогает."),
    ("Cjk", "这个产品非常好用"),
    ("Hiragana", "これはとてもいいです"),
    ("Arabic", "هذا المنتج رائع جدا"),
]
ENGLISH = [
    "Okay, you need to try this serum today. It's amazing!",
    "L'Oréal Paris and La Roche-Posay changed my skin.",
    "Häagen-Dazs, Nestlé, Citroën: they all use it.",
    "My abuela says qué bueno, and she is right about this.",
    "I ordered a crème brûlée at the café, très chic!",
    "Los Angeles to Las Vegas in an hour. De Niro would approve.",
    "Die hard fans love it. Man, this is so good!",
    "Wow!",
    "50% off 🔥🔥🔥",
    "Xiaomi 小米 makes the phone that I use every day.",
    "El Pollo Loco, La Croix, Dos Equis.",
]


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_another_language_is_named(language: str, text: str) -> None:
    with pytest.raises(UnspeakableTextError, match=language):
        require_language(text, "en-us")


@pytest.mark.parametrize("text", ENGLISH)
def test_english_passes(text: str) -> None:
    require_language(text, "en-us")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("es-es", "¡Pruébalo hoy! Skincare de L'Oréal Paris, 50% off en acme.com."),
        ("es-419", "Un look nuevo con Glow Up Daily, the best of the best, te va a encantar."),
        ("es-es", "Wow!"),
        ("es-es", "La Roche-Posay"),
    ],
)
def test_a_voice_says_its_own_language_and_names_of_others(tag: str, text: str) -> None:
    require_language(text, tag)


@pytest.mark.parametrize(
    ("tag", "text", "named"),
    [
        ("es-es", "Okay, you need to try this serum today. It's amazing!", "English"),
        ("es-es", "Eu não acredito, este creme é muito bom para a minha pele.", "Portuguese"),
        ("es-419", "Questo prodotto è molto buono, non ho mai provato una cosa così.", "Italian"),
    ],
)
def test_a_foreign_voice_refuses_what_it_cannot_say(tag: str, text: str, named: str) -> None:
    with pytest.raises(UnspeakableTextError, match=named):
        require_language(text, tag)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_taken_for_nothing_else(text: str) -> None:
    assert language_of_text(text, "en-us") is None
