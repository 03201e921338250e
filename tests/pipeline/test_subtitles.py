from __future__ import annotations

import itertools
import re

from tests.pipeline.test_captions import timed
from unrealugc.pipeline.captions.subtitles import to_srt, to_vtt

WORDS = timed("I have been using this for two weeks & I <really> love it. You will too!", rate=0.4)
CLOCK = r"(\d\d):(\d\d):(\d\d)[,.](\d{3})"


def _times(text: str) -> list[tuple[float, float]]:
    found = re.findall(f"{CLOCK} --> {CLOCK}", text)
    return [
        (
            int(t[0]) * 3600 + int(t[1]) * 60 + int(t[2]) + int(t[3]) / 1000,
            int(t[4]) * 3600 + int(t[5]) * 60 + int(t[6]) + int(t[7]) / 1000,
        )
        for t in found
    ]


def test_srt_numbers_its_cues_and_uses_commas() -> None:
    blocks = to_srt(WORDS, 8.0).strip().split("\n\n")
    for number, block in enumerate(blocks, start=1):
        first, second, *lines = block.split("\n")
        assert first == str(number)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", second)
        assert 1 <= len(lines) <= 2


def test_cues_hold_every_word_at_its_time_and_do_not_overlap() -> None:
    text = to_srt(WORDS, 8.0)
    spans = _times(text)
    assert spans[0][0] == round(WORDS[0].start, 3)
    assert all(start < end <= 8.0 for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    said = " ".join(
        line for line in text.split("\n") if line and "-->" not in line and not line.isdigit()
    )
    assert said.split() == [word.text for word in WORDS]


def test_vtt_has_its_header_points_and_escapes() -> None:
    text = to_vtt(WORDS, 8.0)
    assert text.startswith("WEBVTT\n\n")
    assert "," not in text.split("\n")[2]
    assert "&amp;" in text
    assert "&lt;really&gt;" in text
    assert _times(text) == _times(to_srt(WORDS, 8.0))


def test_a_long_video_counts_minutes() -> None:
    late = timed("at the very end", start=150.5)
    assert "00:02:30,500 -->" in to_srt(late, 180.0)


def test_no_words_make_empty_files() -> None:
    assert to_srt([], 5.0) == ""
    assert to_vtt([], 5.0).strip() == "WEBVTT"
