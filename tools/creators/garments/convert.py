"""Takes MakeHuman's clothes out of a checkout of ``makehumancommunity/makehuman-assets``.

``python -m tools.creators.garments.convert CHECKOUT`` writes one ``.npz`` a garment beside this
file: which base mesh vertices each vertex hangs on, and the faces of the part that a portrait
shows. Only geometry is read; cloth is shaded by our own materials.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
LOWEST = 0.4
"""Height in decimetres below which faces are never in the picture."""

SOURCES = {
    "shirt": "male_casualsuit01/male_casualsuit01",
    "plain_shirt": "male_casualsuit03/male_casualsuit03",
    "fitted_shirt": "female_elegantsuit01/female_elegantsuit01",
    "blazer": "male_casualsuit05/male_casualsuit05",
    "suit": "male_elegantsuit01/male_elegantsuit01",
    "overalls": "male_worksuit01/male_worksuit01",
    "fedora": "fedora01/fedora",
}


def convert(checkout: Path, name: str, source: str) -> None:
    """Write one garment."""
    stem = checkout / "base/clothes" / source
    uvs, points, faces, corners = [], [], [], []
    for line in stem.with_suffix(".obj").read_text("utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append([float(n) for n in rest.split()[:3]])
        elif kind == "vt":
            uvs.append([float(n) for n in rest.split()[:2]])
        elif kind == "f":
            parts = [corner.split("/") for corner in rest.split()]
            parts += [parts[-1]] * (4 - len(parts))
            faces.append([int(p[0]) - 1 for p in parts])
            corners.append([int(p[1]) - 1 for p in parts])
    rows, scales = [], {}
    for line in stem.with_suffix(".mhclo").read_text("utf-8").splitlines():
        words = line.split()
        if len(words) == 9 and words[0].isdigit():
            rows.append([float(n) for n in words])
        elif words and words[0].endswith("_scale"):
            scales[words[0][0]] = [float(n) for n in words[1:]]
    bound, quads, where = np.array(rows), np.array(faces), np.array(points)
    keep = where[quads][:, :, 1].min(axis=1) > LOWEST
    quads, at = quads[keep], np.array(corners)[keep]
    used = np.unique(quads)
    remap = np.full(len(where), -1)
    remap[used] = np.arange(len(used))
    np.savez_compressed(
        HERE / f"{name}.npz",
        refs=bound[used, :3].astype(np.uint16),
        weights=bound[used, 3:6].astype(np.float32),
        offsets=bound[used, 6:].astype(np.float32),
        scales=np.array([scales[axis] for axis in "xyz"], dtype=np.float32),
        quads=remap[quads].astype(np.uint16),
        uvs=np.array(uvs)[at].astype(np.float16),
    )


def main() -> None:
    """Convert every garment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path)
    checkout = parser.parse_args().checkout
    for name, source in SOURCES.items():
        convert(checkout, name, source)


if __name__ == "__main__":
    main()
