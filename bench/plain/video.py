"""The same video as one writes it with MoviePy: layers that move, and text clips.

Runs in an environment of its own, ``python video.py FOLDER``; ``bench.plain.plan`` writes what
it reads. It does less than we do: the person only slides, the mouth is not blended between
shapes, and captions have one colour.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, TextClip, VideoClip


def main(folder: Path) -> None:
    """Write ``video.mp4`` into the folder."""
    plan = json.loads((folder / "plan.json").read_text())
    layers = [
        ImageClip(str(folder / "background.png")).with_duration(plan["seconds"]),
        _moving(ImageClip(str(folder / "person.png")), plan, 0.0, plan["seconds"], (0, 0)),
    ]
    for mouth in plan["mouths"]:
        sprite = ImageClip(str(folder / mouth["file"]))
        layers.append(_moving(sprite, plan, mouth["start"], mouth["end"], plan["mouth_at"]))
    layers += [_caption(caption, plan) for caption in plan["captions"]]
    video = CompositeVideoClip(layers, size=tuple(plan["size"]))
    video = video.with_duration(plan["seconds"]).with_audio(
        AudioFileClip(str(folder / "sound.wav"))
    )
    video.write_videofile(
        str(folder / "video.mp4"),
        fps=plan["fps"],
        codec="libx264",
        audio_codec="aac",
        preset=plan["preset"],
        threads=2,
        ffmpeg_params=["-crf", plan["crf"], "-pix_fmt", "yuv420p"],
        logger=None,
    )


def _moving(
    clip: VideoClip, plan: dict[str, Any], start: float, end: float, at: tuple[int, int]
) -> VideoClip:
    def position(now: float) -> tuple[float, float]:
        index = min(round((start + now) * plan["fps"]), len(plan["moves"]) - 1)
        x, y = plan["moves"][index]
        return at[0] + x, at[1] + y

    return clip.with_start(start).with_duration(end - start).with_position(position)


def _caption(caption: dict[str, Any], plan: dict[str, Any]) -> VideoClip:
    text = TextClip(
        font=plan["font"],
        text=caption["text"],
        font_size=plan["font_size"],
        color="white",
        stroke_color="black",
        stroke_width=6,
        margin=(12, 24),
    )
    start = caption["start"]
    return (
        text.with_start(start)
        .with_duration(caption["end"] - start)
        .with_position(("center", plan["captions_at"]))
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
