"""Scripts in other languages are refused by name; English with foreign names is not."""

from __future__ import annotations

import pytest

from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.language import require_english

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
        require_english(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_passes(text: str) -> None:
    require_english(text)
