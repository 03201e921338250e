"""Cuts the emojis of ``emojis.txt`` out of Noto Color Emoji; needs fontTools beside the project:

``uv run --with fonttools python -m tools.fonts.emoji NotoColorEmoji.ttf SUBSET.ttf``
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

LIST = Path(__file__).with_name("emojis.txt")


def wanted() -> list[str]:
    """The emojis of the list, each one sequence."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [emoji for line in lines if not line.startswith("# ") for emoji in line.split()]


def cut(source: Path, target: Path) -> None:
    """Write the subset: the pictures of the list, and those ligatures alone that lead to them.

    The subsetter by itself would keep every sequence that the kept code points can form, which
    are most of the font's pictures.
    """
    from fontTools import subset  # type: ignore[import-not-found]
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

    font = TTFont(source)
    names: dict[int, str] = font.getBestCmap()
    sequences = {tuple(names[ord(part)] for part in emoji) for emoji in wanted() if len(emoji) > 1}
    _keep_ligatures(font, sequences)
    options = subset.Options(layout_features=["*"], glyph_names=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(part) for emoji in wanted() for part in emoji})
    cutter.subset(font)
    font.save(target)


def _keep_ligatures(font: Any, sequences: set[tuple[str, ...]]) -> None:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = getattr(table, "ExtSubTable", table)
            for first, ligatures in getattr(inner, "ligatures", {}).items():
                kept = [item for item in ligatures if (first, *item.Component) in sequences]
                ligatures[:] = kept


def main() -> None:
    """Read the whole font, write the small one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    cut(options.source, options.target)


if __name__ == "__main__":
    main()
