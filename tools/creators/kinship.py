"""Tells how alike the bones of two faces are: ``python -m tools.creators.kinship [slug…]``.

It prints everybody's nearest relative, closest first. Hair, skin and clothes do not count.
``--save`` keeps a thinned form of every face for the tests, which have no base mesh to measure.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
from numpy.typing import NDArray

from tools.creators.assets import REPO
from tools.creators.bake import load_entries, stamp_of
from tools.creators.environment import ensure_blender

Floats = NDArray[np.float64]

FACE_MILLIMETRES = 120.0
"""Height between eye line and chin times two, to which all faces are scaled."""

SAVED = REPO / "tests/fixtures/faces.json"
"""Thinned forms of all faces: whose look, and tenths of millimetres."""

SAVED_POINTS = 48

SIBLINGS = 1.6
"""Millimetres below which two faces look like siblings'."""


def shape_of(shaped: Floats, base: Floats) -> Floats:
    """Return the (N, 3) form of a face, free of place, size and turn of the head.

    Args:
        shaped: (V, 3) a person's base mesh vertices before any pose or expression.
        base: (V, 3) the unshaped base mesh, which tells which vertices are the face.
    """
    body = np.arange(len(base)) < BODY_VERTICES
    face = body & (base[:, 2] > 0.55) & (base[:, 1] > 6.0) & (base[:, 1] < 8.0)
    points = shaped[face] - shaped[face].mean(axis=0)
    return np.asarray(points * (FACE_MILLIMETRES / np.ptp(points[:, 1])))


def distance(one: Floats, other: Floats) -> float:
    """Return the root mean square distance of two forms in millimetres, best aligned."""
    u, size, vt = np.linalg.svd(one.T @ other)
    scale = size.sum() / (one**2).sum()
    apart = one @ (u @ vt) * scale - other
    return float(np.sqrt((apart**2).sum(axis=1).mean()))


BODY_VERTICES = 13380
"""The first vertices of MakeHuman's base mesh are the body, the rest are helpers."""


def main() -> None:
    """Print who looks most like whom."""
    parser = argparse.ArgumentParser(prog="python -m tools.creators.kinship", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="creators to compare (default: all)")
    parser.add_argument("--save", action="store_true", help="keep the forms for the tests")
    options = parser.parse_args()
    entries = load_entries(options.slugs)
    ensure_blender("tools.creators.kinship")
    from tools.creators.mesh import load_base
    from tools.creators.person import read_appearance
    from tools.creators.targets import apply_build

    base = load_base().vertices
    forms: dict[str, Floats] = {}
    for entry in entries:
        shaped = base.copy()
        apply_build(shaped, read_appearance(entry).build)
        forms[entry["slug"]] = shape_of(shaped, base)
    if options.save:
        _save({entry["slug"]: stamp_of(entry)["look"] for entry in entries}, forms)
    nearest = []
    for slug, form in forms.items():
        others = [(distance(form, other), name) for name, other in forms.items() if name != slug]
        nearest.append((*min(others), slug))
    for apart, name, slug in sorted(nearest):
        mark = "  siblings?" if apart < SIBLINGS else ""
        print(f"{apart:5.2f} mm  {slug:32} {name}{mark}")


def _save(looks: dict[str, str], forms: dict[str, Floats]) -> None:
    lines = []
    for slug, form in forms.items():
        rows = form[np.linspace(0, len(form) - 1, SAVED_POINTS).astype(int)]
        tenths = np.rint(rows * 10).astype(int).ravel().tolist()
        kept = json.dumps({"look": looks[slug], "form": tenths}, separators=(",", ":"))
        lines.append(f"{json.dumps(slug)}: {kept}")
    SAVED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
