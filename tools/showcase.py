"""The videos and pictures that show what the product makes: ``make showcase``.

Each file of ``examples/showcase`` is one video: the options of ``unrealugc render`` by name, with
files named beside it. Videos go to ``showcase/``, a row of frames of each to ``docs/images``, and
``docs/gallery.md`` shows them with the commands that made them. A video that is newer than its
description and the package is kept.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av
import yaml
from rich.console import Console

from tools.pictures import frames_at, row

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "showcase"
IMAGES = ROOT / "docs" / "images"
GALLERY = ROOT / "docs" / "gallery.md"
VIDEOS = ROOT / "showcase"
PACKAGE = ROOT / "src" / "unrealugc"

FILES = ("photo", "product-image")
RENDER_LIMIT_S = 600
# Frames in a row, and how wide each is in pixels.
ROWS = {"9:16": (5, 250), "1:1": (3, 420), "16:9": (2, 640)}

HEAD = """# Gallery

Everything on this page was made by the built-in engine, on a machine without a GPU, by
`make showcase`. The sources are in [`examples/showcase`](../examples/showcase).

"""
SHEETS = """
## The people

Every stock creator, as `GET /creators` lists them; their bones, skin, hair, clothes and places
are data, and one command bakes all of them ([how](../tools/creators/README.md)).

![All stock creators](images/creators.jpg)

## The mouth

The mouth shapes that speech is made of, for one of them.

![Mouth shapes](images/visemes.jpg)

## The captions

![Caption styles](images/captions.jpg)
"""


@dataclass(frozen=True)
class Demo:
    """One video: its name, what it shows, and the options of ``unrealugc render``."""

    name: str
    title: str
    options: Mapping[str, str]

    @property
    def aspect(self) -> str:
        """Its shape."""
        return self.options.get("aspect", "9:16")

    def arguments(self) -> list[str]:
        """The command's arguments, for the repository's root."""
        given = [part for name, value in self.options.items() for part in (f"--{name}", value)]
        return ["render", *given, "--out", f"showcase/{self.name}.mp4"]


def demos() -> list[Demo]:
    """Every video that is described, in order.

    Raises:
        FileNotFoundError: a description names a file that is not there.
    """
    return [_read(file) for file in sorted(EXAMPLES.glob("*.yaml"))]


def _read(file: Path) -> Demo:
    options = {name: str(value) for name, value in yaml.safe_load(file.read_text("utf-8")).items()}
    title = options.pop("title")
    for name in FILES:
        if name in options:
            given = EXAMPLES / options[name]
            if not given.is_file():
                raise FileNotFoundError(given)
            options[name] = given.relative_to(ROOT).as_posix()
    return Demo(file.stem, title, options)


def gallery(shown: list[Demo]) -> str:
    """The page that shows them, as Markdown."""
    parts = [HEAD]
    for demo in shown:
        command = shlex.join(["unrealugc", *demo.arguments()])
        parts += [
            f"## {demo.title}\n\n![{demo.title}](images/showcase-{demo.name}.jpg)\n\n",
            f"```sh\n{command}\n```\n\n",
        ]
    return "".join(parts).rstrip("\n") + "\n" + SHEETS


def _is_fresh(video: Path, demo: Demo) -> bool:
    if not video.is_file():
        return False
    sources = [EXAMPLES / f"{demo.name}.yaml", *PACKAGE.rglob("*.*")]
    newest = max(file.stat().st_mtime for file in sources if "__pycache__" not in file.parts)
    return video.stat().st_mtime > newest


def _show(video: Path, demo: Demo) -> None:
    with av.open(str(video)) as container:
        assert container.duration is not None
        seconds = container.duration / av.time_base
    count, width = ROWS[demo.aspect]
    times = [seconds * (index + 0.5) / count for index in range(count)]
    picture = row(frames_at(video, times), width)
    picture.save(IMAGES / f"showcase-{demo.name}.jpg", quality=84)


def main() -> None:
    """Make what is missing, then the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these; all of them by default")
    chosen = parser.parse_args().names
    console = Console()
    VIDEOS.mkdir(exist_ok=True)
    listed = demos()
    for number, demo in enumerate(listed, 1):
        video = VIDEOS / f"{demo.name}.mp4"
        if chosen and demo.name not in chosen:
            continue
        console.print(f"[bold]{number} of {len(listed)}[/bold]  {demo.title}")
        if not _is_fresh(video, demo):
            command = [sys.executable, "-m", "unrealugc.cli.main", *demo.arguments()]
            subprocess.run(command, cwd=ROOT, check=True, timeout=RENDER_LIMIT_S)
        _show(video, demo)
    GALLERY.write_text(gallery(listed), "utf-8")
    console.print(f"Videos are in {VIDEOS.name}/, the page is {GALLERY.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
