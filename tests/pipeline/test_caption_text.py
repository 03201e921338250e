"""What captions can show: letters of every language, emojis, emphasis, long words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PIL import Image
from tools.fonts.emoji import wanted

from tests.pipeline.test_captions import timed
from unrealugc.catalog.captions import caption_styles
from unrealugc.core.emphasis import read_marks, without_marks
from unrealugc.pipeline.captions.breaking import parted
from unrealugc.pipeline.captions.draw import PhrasePainter
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.subtitles import to_srt
from unrealugc.pipeline.captions.text import (
    draw_word,
    drawable_emoji,
    missing_from,
    runs_of,
    width_of,
)
from unrealugc.pipeline.captions.track import make_track
from unrealugc.pipeline.framing import framing_for

# The letters of each language beyond a to z, its punctuation, and a sentence that uses them.
LANGUAGES = {
    "en": "“Don’t” — it’s £5, €4.99 or $3… 100% naïve café!",
    "es": "¿Qué? ¡Sí! áéíóúñü ÁÉÍÓÚÑÜ ªº El pingüino comió piñas.",
    "fr": "àâæçéèêëîïôœùûüÿ ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ « C’est génial ! »",
    "de": "äöüß ÄÖÜ „Größe“ Feuchtigkeitscreme für 5 €",
    "pt": "ãõáéíóúâêôàç ÃÕÁÉÍÓÚÂÊÔÀÇ Não é só coração",
    "it": "àèéìíîòóùú ÀÈÉÌÎÒÙ Perché è così buono",
    "hi": "अआइईउऊऋएऐओऔ कखगघङ चछजझञ टठडढण तथदधन पफबभम यरलवशषसह क़ज़ड़ढ़फ़ कंकःकँ काकिकीकुकू कृकेकैकोकौ "
    "०१२३४५६७८९ ।॥ ₹499 मुझे यह क्रीम सच में पसंद है!",
    "pl": "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ „Zażółć gęślą jaźń” za 5 zł",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_language_can_be_drawn(language: str) -> None:
    assert missing_from(LANGUAGES[language]) == ""


@pytest.mark.parametrize("style", caption_styles().values(), ids=lambda style: style.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_in_any_language(style: CaptionStyle, language: str) -> None:
    """No accent, vowel sign or outline reaches the edge of the picture it is drawn on."""
    sharp = style.model_copy(update={"shadow": None})
    framing = framing_for("9:16")
    track = make_track(timed(LANGUAGES[language]), sharp, framing, 20.0, None)
    for cue in track.cues:
        alpha = np.asarray(PhrasePainter(cue.block, sharp, framing, 1.0).picture)[..., 3]
        edges = (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1])
        assert not any(edge.any() for edge in edges), cue.words


def test_every_emoji_of_the_list_is_one_picture() -> None:
    assert len(wanted()) > 1000
    assert [emoji for emoji in wanted() if drawable_emoji(emoji) != emoji] == []


def test_hindi_is_shaped_and_not_spelled() -> None:
    """A conjunct is one glyph, narrower than its letters side by side, and the vowel sign
    that is said after its letter stands before it."""
    apart = width_of("क", "semibold", 80) + width_of("ष", "semibold", 80)
    assert width_of("क्ष", "semibold", 80) < apart
    assert [run.script for run in runs_of("हिन्दी!", "semibold", 80)] == ["devanagari", "latin"]
    assert len(runs_of("क्\u200dष", "semibold", 80)) == 1


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("🔥", ["🔥"]),
        ("❤️", ["❤"]),
        ("👍🏽👩🏾‍💻", ["👍🏽", "👩🏾‍💻"]),
        ("🇩🇪🇵🇱1️⃣", ["🇩🇪", "🇵🇱", "1\u20e3"]),
        ("🧑🏽‍🚒", ["🧑🏽"]),
        ("🧑🏽‍🤝‍🧑🏻", ["🧑🏽"]),
        ("👍👍", ["👍", "👍"]),
        ("\U0001f1e6\U0001f1e6", []),
        ("\U0001f3fd\ufe0f\u200d", []),
        ("good\u200d", ["good"]),
        ("漢字", []),
        ("漢ok", ["ok"]),
    ],
)
def test_emojis_are_drawn_whole_or_not_at_all(written: str, drawn: list[str]) -> None:
    assert [run.text for run in runs_of(written, "semibold", 60)] == drawn


@pytest.mark.parametrize(
    "emoji", ["👍🏽", "👩‍💻", "👩🏾‍💻", "👨‍👩‍👧‍👦", "❤️‍🔥", "🏳️‍🌈", "1️⃣", "🙋🏼‍♀️", "🤷‍♂️", "🇩🇪"]
)
def test_a_sequence_is_never_drawn_as_two(emoji: str) -> None:
    assert len(runs_of(emoji, "semibold", 60)) <= 1
    assert width_of(emoji, "semibold", 60) < 60 * 1.25


@pytest.mark.parametrize(
    ("script", "shown", "stressed"),
    [
        ("I am *never* going back", "I am never going back", {2}),
        ("a *really good* thing.", "a really good thing.", {1, 2}),
        ("(*wow*), **yes**!", "(wow), yes!", {0, 1}),
        ("SO good with SPF", "SO good with SPF", {0}),
        ("5*3 price* is *left open here", "5*3 price* is *left open here", set()),
        ("* a list item", "* a list item", set()),
        ("EVERYTHING IS LOUD", "EVERYTHING IS LOUD", set()),
        ("*great* 🔥 stuff", "great 🔥 stuff", {0}),
        ("", "", set()),
    ],
)
def test_emphasis_is_read_from_stars_and_capitals(
    script: str, shown: str, stressed: set[int]
) -> None:
    plain, found = read_marks(script.split())
    assert " ".join(plain) == shown == without_marks(script)
    assert found == stressed


@pytest.mark.parametrize("style", caption_styles().values(), ids=lambda style: style.id)
def test_an_emphasised_word_looks_different(style: CaptionStyle) -> None:
    stressed, plain = (
        make_track(timed(text), style, framing_for("1:1"), 5.0, None)
        for text in ("it is *really* good", "it is really good")
    )
    differ = [
        not np.array_equal(a.u, b.u)
        for frame in range(9, 45, 2)
        if (a := stressed.at(frame)) and (b := plain.at(frame))
    ]
    assert any(differ)
    assert [cue.words for cue in stressed.cues] == [cue.words for cue in plain.cues]


def test_subtitles_show_no_stars() -> None:
    srt = to_srt(timed("this is *really good* stuff, 5*3"), 5.0)
    assert "this is really good stuff,\n" in srt
    assert "\n5*3\n" in srt


@pytest.mark.parametrize(
    "word",
    [
        "Geschwindigkeitsbegrenzungen",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "anticonstitutionnellement",
        "konstantynopolitańczykowianeczka",
        "Verbraucher\u00adzufriedenheit",
        "Feuchtigkeits-Gesichtscreme",
    ],
)
def test_a_long_word_is_parted_where_it_can_be_read(word: str) -> None:
    pieces = parted(word, lambda piece: len(piece) <= 16)
    assert 1 < len(pieces) <= 4
    assert all(3 < len(piece) <= 16 for piece in pieces)
    together = "".join(piece[:-1] if piece.endswith("-") else piece for piece in pieces)
    assert together.replace("-", "") == word.replace("\u00ad", "").replace("-", "")


@pytest.mark.parametrize("word", ["W" * 60, "1" * 50, "नमस्ते" * 9])
def test_what_cannot_be_parted_stays_whole(word: str) -> None:
    assert parted(word, lambda piece: len(piece) <= 16) == [word]


def test_the_parts_of_a_long_word_stand_under_each_other_and_light_up_together() -> None:
    style = caption_styles()["karaoke"]
    words = timed("Geschwindigkeitsbegrenzungen sind gut")
    track = make_track(words, style, framing_for("9:16"), 5.0, None)
    block = track.cues[0].block
    assert block.size >= 0.8 * style.size
    rows = [word.baseline for word in block.words if word.index == 0]
    assert all(above < below for above, below in itertools.pairwise(rows))
    assert len(rows) == 2


def test_drawing_what_no_font_has_leaves_the_canvas_empty() -> None:
    canvas = Image.new("RGBA", (300, 100))
    draw_word(
        canvas, "漢字\U0001f1e6\U0001f1e6", (10, 80), weight="semibold", size=60, fill="#FFFFFF"
    )
    assert canvas.getbbox() is None
