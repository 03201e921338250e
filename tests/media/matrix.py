"""Which creators, caption styles and aspect ratios are rendered together.

The sample takes every caption style and every aspect ratio at least once, over people who differ.
``FULL=1`` takes everybody instead: each in every aspect ratio, the styles in turn.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import get_args

from unrealugc.catalog.captions import caption_choices, caption_styles
from unrealugc.catalog.creators import stock_creators
from unrealugc.pipeline.job import AspectRatio, RenderJob
from unrealugc.providers.base import VoiceSpec

SECONDS = 3
PHOTO = "photo"
# Light and dark skin, young and old, with and without beard, glasses and a covered head.
SAMPLED = (
    "tech-savvy-female-30",
    "teacher-male-58",
    "nurse-female-41",
    "street-style-male-31",
    "finance-expert-male-50",
    "beauty-creator-female-23",
    "fitness-coach-male-28",
    PHOTO,
)
# Short, with every sound at which the lips must meet.
SPOKEN = (
    ("Mum, I love it so much!", "af_heart"),
    ("Stop. Buy it before Monday!", "am_michael"),
    ("Why not make people happy?", "bf_emma"),
)


@dataclass(frozen=True)
class Case:
    """One video of the matrix."""

    creator: str
    style: str
    aspect_ratio: AspectRatio
    script: str
    voice: str

    @property
    def id(self) -> str:
        """Its name in the list of tests."""
        return f"{self.creator}-{self.style}-{self.aspect_ratio.replace(':', 'x')}"

    def job(self, rig: Path) -> RenderJob:
        """What the pipeline is asked for, of the person in ``rig``."""
        return RenderJob(
            script=self.script,
            rig=rig,
            voice=VoiceSpec(self.voice),
            aspect_ratio=self.aspect_ratio,
            duration_seconds=SECONDS,
            captions=caption_styles().get(self.style),
            seed=7,
        )


def cases() -> list[Case]:
    """The sample, or with ``FULL=1`` everything."""
    styles, ratios = list(caption_choices()), list(get_args(AspectRatio))
    if os.environ.get("FULL", "") in {"", "0"}:
        pairs = [(name, ratios[at % len(ratios)]) for at, name in enumerate(SAMPLED)]
    else:
        pairs = list(product((*stock_creators(), PHOTO), ratios))
    return [
        Case(name, styles[at % len(styles)], ratio, *SPOKEN[at % len(SPOKEN)])
        for at, (name, ratio) in enumerate(pairs)
    ]
