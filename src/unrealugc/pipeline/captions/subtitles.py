"""Subtitle files beside the video: SubRip (.srt) and WebVTT (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unrealugc.core.emphasis import read_marks
from unrealugc.pipeline.captions.phrases import Phrase, group
from unrealugc.providers.base import WordTime

_WORDS_A_CUE = 9
_CHARACTERS_A_LINE = 42


def to_srt(words: Sequence[WordTime], seconds: float) -> str:
    """The words as SubRip, cue by cue, with times of the video of ``seconds`` length."""
    cues = [
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_wrapped(cue.text)}\n"
        for number, cue in enumerate(_cues(words, seconds), start=1)
    ]
    return "\n".join(cues)


def to_vtt(words: Sequence[WordTime], seconds: float) -> str:
    """The words as WebVTT."""
    cues = [
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(_wrapped(cue.text))}\n"
        for cue in _cues(words, seconds)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _cues(words: Sequence[WordTime], seconds: float) -> list[Phrase]:
    # Emphasis is for what is burnt in; a player would show its stars.
    texts, _ = read_marks([word.text for word in words])
    plain = [replace(word, text=text) for word, text in zip(words, texts, strict=True)]
    return group(
        plain, max_words=_WORDS_A_CUE, max_characters=2 * _CHARACTERS_A_LINE, seconds=seconds
    )


def _clock(seconds: float, mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def _wrapped(text: str) -> str:
    """In two lines where one would be long, broken nearest the middle."""
    if len(text) <= _CHARACTERS_A_LINE or " " not in text:
        return text
    spaces = [index for index, character in enumerate(text) if character == " "]
    middle = min(spaces, key=lambda index: abs(index - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
