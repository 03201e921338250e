"""The canvases that videos are made for, and where the platforms lay their own controls."""

from __future__ import annotations

from unrealugc.providers.base import Framing, Margins

# TikTok, Reels and Shorts cover these margins of a 1080x1920 video with their own controls;
# a square or wide video plays in a frame of its own, so a title-safe 5 % is enough there.
_CANVASES: dict[str, tuple[int, int, Margins]] = {
    "9:16": (1080, 1920, Margins(top=270, right=140, bottom=672, left=65)),
    "16:9": (1920, 1080, Margins(top=54, right=96, bottom=54, left=96)),
    "1:1": (1080, 1080, Margins(top=54, right=54, bottom=54, left=54)),
}


def framing_for(aspect_ratio: str, *, fps: int = 30, zoom: float = 1.0) -> Framing:
    """The framing of an aspect ratio; raises KeyError for one that there is no canvas for."""
    width, height, margins = _CANVASES[aspect_ratio]
    return Framing(aspect_ratio, width, height, margins, fps=fps, zoom=zoom)
