"""A row of frames of a video as one picture, for the README: ``python -m tools.pictures``."""

from __future__ import annotations

import argparse
from pathlib import Path

import av
from PIL import Image

WIDTH, GAP = 300, 12


def frames_at(video: Path, seconds: list[float]) -> list[Image.Image]:
    """The frames shown at the given times.

    Raises:
        ValueError: the video is shorter than the last time.
    """
    found: list[Image.Image] = []
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if len(found) < len(seconds) and frame.time >= seconds[len(found)]:
                found.append(Image.fromarray(frame.to_ndarray(format="rgb24")))
    if len(found) < len(seconds):
        raise ValueError(f"{video} ends before {seconds[len(found)]} s")
    return found


def row(pictures: list[Image.Image], width: int = WIDTH) -> Image.Image:
    """The pictures side by side on white, each ``width`` pixels wide."""
    height = round(width * pictures[0].height / pictures[0].width)
    sheet = Image.new("RGB", (len(pictures) * (width + GAP) - GAP, height), "white")
    for index, picture in enumerate(pictures):
        scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(scaled, (index * (width + GAP), 0))
    return sheet


def main() -> None:
    """Read a video, write a picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--at", type=float, nargs="+", default=[0.9, 2.4, 4.1, 9.5])
    options = parser.parse_args()
    row(frames_at(options.video, options.at)).save(options.picture, quality=88)


if __name__ == "__main__":
    main()
