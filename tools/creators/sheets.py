"""Draws the pictures of the README: ``python -m tools.creators.sheets``.

A contact sheet of all creators and the mouth shapes of one, from the shipped rigs alone.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from PIL import Image

from tools.creators.assets import CREATOR_ASSETS, REPO

IMAGES = REPO / "docs/images"
PORTRAIT = (30, 90, 1410, 1815)
"""The part of the canvas shown for each creator, down to the hands that some hold before them."""

CELL = (180, 225)
COLUMNS = 12


def compose(folder: Path) -> Image.Image:
    """Return a creator before the background (1440×1920), at rest."""
    with (
        Image.open(folder / "person.webp") as person,
        Image.open(folder / "background.webp") as backdrop,
    ):
        width, height = person.size
        scaled = backdrop.convert("RGB").resize((height, height))
        left = (height - width) // 2
        picture = scaled.crop((left, 0, left + width, height))
        picture.paste(person, (0, 0), person)
    return picture


def contact_sheet(folders: list[Path]) -> Image.Image:
    """Return a grid of all creators."""
    rows = -(-len(folders) // COLUMNS)
    sheet = Image.new("RGB", (CELL[0] * COLUMNS, CELL[1] * rows), "white")
    for index, folder in enumerate(folders):
        cell = compose(folder).crop(PORTRAIT).resize(CELL, Image.Resampling.LANCZOS)
        sheet.paste(cell, ((index % COLUMNS) * CELL[0], (index // COLUMNS) * CELL[1]))
    return sheet


def viseme_sheet(folder: Path) -> Image.Image:
    """Return a grid of every mouth shape of a creator, in place on the face."""
    layout = json.loads((folder / "rig.json").read_text("utf-8"))["mouth"]
    x, y, width, height = layout["box"]
    base = compose(folder)
    columns, rows = 6, -(-len(layout["sprites"]) // 6)
    sheet = Image.new("RGB", (width * columns, height * rows), "white")
    with (
        Image.open(folder / "mouth.webp") as strip,
        Image.open(folder / "mouth_mask.webp") as alpha,
    ):
        mask = alpha.convert("L")
        for index in range(len(layout["sprites"])):
            face = base.copy()
            face.paste(strip.crop((0, index * height, width, (index + 1) * height)), (x, y), mask)
            cell = face.crop((x, y, x + width, y + height))
            sheet.paste(cell, ((index % columns) * width, (index // columns) * height))
    return sheet


def main() -> None:
    """Write both sheets as JPEGs into ``docs/images``."""
    parser = argparse.ArgumentParser(prog="python -m tools.creators.sheets", description=__doc__)
    parser.add_argument("--visemes", default="tech-savvy-female-30", help="whose mouth shapes")
    options = parser.parse_args()
    folders = sorted(path.parent for path in CREATOR_ASSETS.glob("*/rig.json"))
    IMAGES.mkdir(parents=True, exist_ok=True)
    contact_sheet(folders).save(IMAGES / "creators.jpg", quality=84)
    viseme_sheet(CREATOR_ASSETS / options.visemes).save(IMAGES / "visemes.jpg", quality=84)


if __name__ == "__main__":
    main()
