"""Pack the style vectors of the stock voices out of an unpacked npm package.

    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
    python tools/voices/pack.py package/voices

Writes ``data/styles.npz`` (English) and ``data/styles_languages.npz`` (the others) of the
speech package: for each voice of the catalog, float16 (ROWS, 256). The model has a row for every
length of chunk up to 510 symbols; we speak in chunks far below ``ROWS``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import numpy as np

from unrealugc.catalog.voices import stock_voices

ROWS = 256
WIDTH = 256


def pack(source: Path, target: Path, voice_ids: Iterable[str]) -> None:
    """Read ``<voice id>.bin`` (float32) of some stock voices in ``source``, write ``target``."""
    styles = {}
    for voice_id in voice_ids:
        style = np.fromfile(source / f"{voice_id}.bin", dtype=np.float32).reshape(-1, WIDTH)
        styles[voice_id] = style[:ROWS].astype(np.float16)
    np.savez_compressed(target, allow_pickle=False, **styles)
    print(f"{target}: {len(styles)} voices, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder with the .bin files")
    data = resources.files("unrealugc.providers.studio.speech").joinpath("data")
    parser.add_argument("--target", type=Path, default=Path(str(data)))
    arguments = parser.parse_args()
    own = [voice for voice in stock_voices().values() if not voice.blend]
    english = [voice.id for voice in own if voice.language.startswith("en")]
    others = [voice.id for voice in own if not voice.language.startswith("en")]
    pack(arguments.source, arguments.target / "styles.npz", english)
    pack(arguments.source, arguments.target / "styles_languages.npz", others)


if __name__ == "__main__":
    main()
