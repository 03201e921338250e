from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrealugc.pipeline.plan import (
    FASTEST_PACE,
    LEAD,
    PAUSE,
    TAIL,
    corrected_pace,
    cut_takes,
    first_pace,
    lay_out,
)
from unrealugc.providers.errors import ScriptTooLongError

utterances = st.lists(st.floats(0.4, 12.0), min_size=1, max_size=30)


@st.composite
def fitting(draw: st.DrawFn) -> tuple[list[float], float]:
    lengths = draw(utterances)
    least = sum(lengths) + LEAD.least + TAIL.least + PAUSE.least * (len(lengths) - 1)
    return lengths, float(int(least) + 1 + draw(st.integers(0, 60)))


@given(fitting())
def test_speech_lies_in_order_inside_the_video_without_touching(
    case: tuple[list[float], float],
) -> None:
    lengths, seconds = case
    starts = lay_out(lengths, seconds)
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    assert starts[0] >= LEAD.least - 1e-6
    assert ends[-1] <= seconds - TAIL.least + 1e-6
    for end, start in zip(ends[:-1], starts[1:], strict=True):
        assert PAUSE.least - 1e-6 <= start - end <= PAUSE.most + 1e-6


@given(fitting(), st.integers(5, 30))
def test_takes_join_without_a_gap_and_cut_no_utterance(
    case: tuple[list[float], float], longest: int
) -> None:
    lengths, seconds = case
    starts = lay_out(lengths, seconds)
    texts = [f"sentence {index}." for index in range(len(lengths))]
    takes = cut_takes(texts, starts, lengths, seconds, longest=longest, fps=30)
    assert " ".join(take.text for take in takes if take.text) == " ".join(texts)
    assert takes[0].start == 0
    assert takes[-1].end == pytest.approx(seconds)
    assert [take.final for take in takes] == [False] * (len(takes) - 1) + [True]
    for before, after in itertools.pairwise(takes):
        assert after.start == pytest.approx(before.end)
        assert after.start * 30 == pytest.approx(round(after.start * 30))
        said = zip(starts, lengths, strict=True)
        assert not any(at + 0.02 < after.start < at + length - 0.02 for at, length in said)


def test_a_minute_of_even_sentences_makes_even_takes() -> None:
    lengths = [3.2] * 16
    starts = lay_out(lengths, 60)
    takes = cut_takes(["word."] * 16, starts, lengths, 60, longest=10, fps=30)
    assert len(takes) == 6
    assert all(7 <= take.duration <= 13.5 for take in takes)


def test_a_friendly_pace_is_kept_where_it_fits() -> None:
    hasty, calm = first_pace(84, [4.0], 10), first_pace(84, [6.0], 10)
    assert hasty < calm == 1.0
    assert first_pace(84, [4.0], 60) == hasty
    assert first_pace(84, [4.0], 10, wish=1.2) == pytest.approx(1.2 * hasty)
    assert corrected_pace(hasty, [4.0 / hasty], 10) is None


@pytest.mark.parametrize("natural", [14.0, 20.0, 26.0])
@pytest.mark.parametrize("error", [0.9, 1.0, 1.12])
def test_a_tight_script_is_fitted_within_few_tries_and_not_rushed(
    natural: float, error: float
) -> None:
    """Though the estimate of the speech is wrong by ``error``."""
    seconds, count = 18.0, 5
    pace = first_pace(round(natural * 16), [natural / count] * count, seconds)
    for _ in range(3):
        lengths = [natural * error / pace / count] * count
        better = corrected_pace(pace, lengths, seconds)
        if better is None:
            break
        pace = better
    assert better is None
    assert sum(lengths) > 0.7 * seconds


def test_what_nobody_could_say_in_that_time_is_refused() -> None:
    with pytest.raises(ScriptTooLongError):
        first_pace(900, [30.0, 30.0], 10)
    with pytest.raises(ScriptTooLongError) as caught:
        corrected_pace(FASTEST_PACE, [30.0], 10)
    assert not caught.value.retryable
    assert "Shorten" in caught.value.message
