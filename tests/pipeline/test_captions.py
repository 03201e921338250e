from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrealugc.catalog.captions import caption_choices, caption_styles, default_captions
from unrealugc.pipeline.captions.phrases import group
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.track import CaptionTrack, make_track
from unrealugc.pipeline.framing import framing_for
from unrealugc.providers.base import Box, WordTime

ASPECTS = ("9:16", "16:9", "1:1")
EXAMPLE = (
    "I have been using this for two weeks and I am genuinely shocked at how good it is. "
    "Zażółć, Größe, ¿verdad? Донт Donaudampfschifffahrtsgesellschaftskapitän 🔥💯 मुझे यह पसंद है!"
)


def timed(text: str, start: float = 0.3, rate: float = 0.3) -> list[WordTime]:
    return [
        WordTime(word, start + rate * index, start + rate * index + rate * 0.9)
        for index, word in enumerate(text.split())
    ]


def layers(track: CaptionTrack) -> Iterator[tuple[int, Box]]:
    for cue in track.cues:
        for frame in {cue.first, *cue.word_frames, cue.last - 1}:
            layer = track.at(frame)
            if layer is not None:
                yield frame, layer.box


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("style", caption_styles().values(), ids=lambda style: style.id)
def test_captions_stay_inside_the_safe_area(style: CaptionStyle, aspect: str) -> None:
    framing = framing_for(aspect)
    left, top, width, height = framing.safe_area
    track = make_track(timed(EXAMPLE), style, framing, 10.0, None)
    boxes = [box for _, box in layers(track)]
    assert len(boxes) > 5
    for x, y, w, h in boxes:
        assert x >= left - 1
        assert y >= top - 1
        assert x + w <= left + width + 1
        assert y + h <= top + height + 1


@pytest.mark.parametrize("style", caption_styles().values(), ids=lambda style: style.id)
@pytest.mark.parametrize("mouth_y", [640, 820, 900])
def test_captions_do_not_cover_the_mouth(style: CaptionStyle, mouth_y: int) -> None:
    mouth = (400, mouth_y, 280, 130)
    track = make_track(timed(EXAMPLE), style, framing_for("9:16"), 10.0, mouth)
    for _, (_, y, _, height) in layers(track):
        assert y >= mouth_y + 130 or y + height <= mouth_y


@pytest.mark.parametrize("style", caption_styles().values(), ids=lambda style: style.id)
@pytest.mark.parametrize(
    ("aspect", "mouth"),
    [("16:9", (870, 464, 178, 164)), ("1:1", (434, 462, 208, 166)), ("9:16", (382, 760, 316, 254))],
    ids=["16:9", "1:1", "9:16 close up"],
)
def test_captions_stay_off_a_creators_mouth_in_every_shape(
    style: CaptionStyle, aspect: str, mouth: Box
) -> None:
    framing = framing_for(aspect)
    left, top, width, height = framing.safe_area
    for cue in make_track(timed(EXAMPLE), style, framing, 10.0, mouth).cues:
        x, y, w, h = cue.block.box
        assert y >= mouth[1] + mouth[3] or y + h <= mouth[1]
        assert left - 1 <= x
        assert x + w <= left + width + 1
        assert top <= y
        assert y + h <= top + height + 1


def test_each_word_lights_up_on_the_frame_it_is_said() -> None:
    words = timed("this really changed my mornings for good", rate=0.37)
    style = caption_styles()["karaoke"]
    track = make_track(words, style, framing_for("9:16"), 5.0, None)
    assert style.active_fill is not None
    starts = [frame for cue in track.cues for frame in cue.word_frames]
    assert starts == [round(word.start * 30) for word in words]
    for cue in track.cues:
        for frame in cue.word_frames[1:]:
            before, after = track.at(frame - 1), track.at(frame)
            assert before is not None
            assert after is not None
            assert not np.array_equal(before.u, after.u)


def test_every_word_is_shown_as_it_is_written_and_only_once() -> None:
    words = timed("She paid $1,299.00 — really?! That's “crazy”, über-crazy… 100% true.")
    for style in caption_styles().values():
        track = make_track(words, style, framing_for("9:16"), 9.0, None)
        assert [text for cue in track.cues for text in cue.words] == [word.text for word in words]


def test_nothing_is_shown_before_the_first_word_or_long_after_the_last() -> None:
    words = timed("short and sweet", start=1.0)
    track = make_track(words, caption_styles()["karaoke"], framing_for("9:16"), 10.0, None)
    assert track.at(28) is None
    assert track.at(31) is not None
    assert track.at(round((words[-1].end + 1.0) * 30)) is None


def test_what_cannot_be_drawn_is_left_out() -> None:
    words = timed("good \U0001f9ff\U0001fab8 \ufe0f morning")
    track = make_track(words, caption_styles()["karaoke"], framing_for("9:16"), 5.0, None)
    assert [text for cue in track.cues for text in cue.words] == ["good", "morning"]


@given(
    st.lists(
        st.sampled_from(["a", "bb", "ccc", "dddd!", "eeeee,", "ffffff.", "ggggggg"]), max_size=40
    ),
    st.integers(1, 6),
)
@settings(max_examples=60)
def test_phrases_keep_every_word_in_order_and_do_not_overlap(
    texts: list[str], max_words: int
) -> None:
    words = timed(" ".join(texts))
    phrases = group(words, max_words=max_words, max_characters=24, seconds=30.0)
    assert [word for phrase in phrases for word in phrase.words] == words
    assert all(len(phrase.words) <= max(max_words, 2) for phrase in phrases)
    for before, after in itertools.pairwise(phrases):
        assert before.end <= after.start + 1e-9
        assert not before.words[-1].end > before.end


def test_a_sentence_end_ends_a_phrase() -> None:
    phrases = group(timed("Yes. It works now"), max_words=4, max_characters=40, seconds=5)
    assert [phrase.text for phrase in phrases] == ["Yes.", "It works now"]


def test_the_catalog_offers_the_promised_styles() -> None:
    assert {"karaoke", "pop", "box", "minimal", "bold", "none"} <= set(caption_choices())
    assert default_captions() == "karaoke"
