"""Every hostile file through the decoders, under the limits of the real thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.pictures import pictures
from tests.hostile.recordings import recordings
from unrealugc.queue.child import ChildLimits, run_child

pytestmark = pytest.mark.xdist_group("hostile")

LIMITS = ChildLimits(time_s=500, silence_s=100, data_bytes=1536 * 1024 * 1024)
REFUSED = {"invalid_image", "invalid_audio", "voice_sample_too_short"}
# These are pictures all the same, if odd ones: what matters is that they are decoded in bounds.
MAY_DECODE = ("flipped-", "polyglot-", "twice", "png-", "jpeg-", "webp-")
MUST_NOT = ("-header.", "canvas", "cut-at", "empty", "text-bomb", "profile-bomb", "no-pixels")


def test_there_are_enough_of_them() -> None:
    assert len(pictures()) >= 200
    assert len(recordings()) >= 150


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("kind", "cases"), [("avatar", pictures), ("product", pictures), ("voice", recordings)]
)
async def test_each_is_refused_or_harmless(
    kind: str, cases: Callable[[], dict[str, bytes]], tmp_path: Path
) -> None:
    files = cases()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    said: list[dict[str, Any]] = []

    async def keep(line: dict[str, Any]) -> None:
        said.append(line)

    ended = await run_child(
        "tests.support.decode_program", [kind, str(tmp_path)], on_line=keep, limits=LIMITS
    )
    assert ended.code == 0, (said[-1], ended.stderr)
    outcomes = {line["case"]: line for line in said if "case" in line}
    assert set(outcomes) == set(files), said[-1]
    for name, outcome in outcomes.items():
        assert outcome["seconds"] < 60, outcome
        assert outcome["megabytes"] < 1536, outcome
        if outcome["code"] == "decoded":
            assert kind != "voice", outcome
            assert name.startswith(MAY_DECODE), outcome
            assert not any(word in name for word in MUST_NOT), outcome
        else:
            assert outcome["code"] in REFUSED, outcome
            assert outcome["message"], outcome
            assert str(tmp_path) not in outcome["message"], outcome
