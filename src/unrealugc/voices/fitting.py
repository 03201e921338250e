"""Which voice speaks a script when the request names none."""

from __future__ import annotations

import zlib

from unrealugc.catalog.voices import StockVoice, stock_voices
from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.language import language_of_text
from unrealugc.providers.studio.speech.languages.registry import NAMES, primary


def fitting_voice(script: str, usual: str | None, gender: str | None, seed: str) -> StockVoice:
    """A creator's usual voice, or one of the script's language where that is another.

    The creator keeps the gender of their voice, and always gets the same voice of a language.

    Args:
        script: what is to be said.
        usual: the creator's own stock voice, if they have one.
        gender: the creator's, if known.
        seed: what tells creators apart, such as their id.

    Raises:
        UnspeakableTextError: no voice speaks the script's language.
    """
    voices = stock_voices()
    own = voices.get(usual or "") or _first(gender)
    language = language_of_text(script, own.language)
    if language is None:
        return own
    able = [voice for voice in voices.values() if primary(voice.language) == language]
    wanted = gender or own.gender
    alike = [voice for voice in able if voice.gender == wanted] or able
    if not alike:
        name = NAMES.get(language, language.capitalize())
        raise UnspeakableTextError(
            f"The script seems to be in a language that no voice speaks ({name}); "
            f"there are voices for {spoken_languages()}."
        )
    return alike[zlib.crc32(seed.encode()) % len(alike)]


def spoken_languages() -> str:
    """The languages of the stock voices, for messages."""
    codes = dict.fromkeys(primary(voice.language) for voice in stock_voices().values())
    return ", ".join(NAMES[code] for code in codes)


def _first(gender: str | None) -> StockVoice:
    voices = list(stock_voices().values())
    return next((voice for voice in voices if voice.gender == gender), voices[0])
