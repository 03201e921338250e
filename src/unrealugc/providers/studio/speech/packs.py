"""Voice models that can be added to the one that is installed with the package.

A pack is one file of a model that takes the same voices and symbols. ``unrealugc voices install``
fetches it; where it is present, every stock voice speaks through it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from unrealugc.core.datafiles import parse_yaml

_RECORD = "pack.json"


class ManifestError(ValueError):
    """A list of packs is not readable; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file to fetch: its name, its size in bytes and its SHA-256 in hexadecimal."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A voice model that can be fetched from ``source``, a URL that file names are added to."""

    id: str
    title: str
    licence: str
    source: str
    model: PackFile


def packs(manifest: Path | None = None) -> Mapping[str, Pack]:
    """The packs that a manifest lists, by id; the product's own list by default.

    Raises:
        ManifestError: it cannot be read, or lacks a field.
        OSError: there is no such file.
    """
    file = manifest or resources.files(__package__).joinpath("data/packs.yaml")
    try:
        listed = parse_yaml(file.read_text("utf-8"))
        return {str(ident): _pack(str(ident), fields) for ident, fields in listed.items()}
    except (yaml.YAMLError, UnicodeError, AttributeError, KeyError, TypeError) as error:
        raise ManifestError(f"not a list of voice models: {error!r}") from error


def _pack(ident: str, fields: Mapping[str, Any]) -> Pack:
    model = fields["model"]
    name = str(model["name"])
    if Path(name).name != name or name in {"", ".", ".."}:
        raise ManifestError(f"{name!r} is no file name")
    return Pack(
        id=ident,
        title=str(fields["title"]),
        licence=str(fields["licence"]),
        source=str(fields["source"]).rstrip("/") + "/",
        model=PackFile(name, int(model["bytes"]), str(model["sha256"]).lower()),
    )


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack that is there: which, its model file, and that file's SHA-256."""

    id: str
    model: Path
    sha256: str


def pack_folder(folder: Path) -> Path:
    """Where a pack's file lies within the model folder."""
    return folder / "pack"


def installed_pack(folder: Path) -> InstalledPack | None:
    """The pack in the model folder, or ``None``. A file that is cut short does not count."""
    place = pack_folder(folder)
    try:
        record = json.loads((place / _RECORD).read_text("utf-8"))
        model = place / record["name"]
        whole = model.stat().st_size == record["bytes"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return InstalledPack(record["id"], model, record["sha256"]) if whole else None


def record_pack(folder: Path, pack: Pack) -> InstalledPack:
    """Make a fetched pack the one that voices speak through."""
    place = pack_folder(folder)
    model = pack.model
    record = {"id": pack.id, "name": model.name, "bytes": model.bytes, "sha256": model.sha256}
    fresh = place / f"{_RECORD}.new"
    fresh.write_text(json.dumps(record), "utf-8")
    fresh.replace(place / _RECORD)
    return InstalledPack(pack.id, place / model.name, model.sha256)


def forget_pack(folder: Path) -> bool:
    """Go back to the model that came with the package; returns whether a pack was there."""
    place = pack_folder(folder)
    found = (place / _RECORD).exists()
    # The record goes first: without it the file is not used.
    (place / _RECORD).unlink(missing_ok=True)
    for file in place.glob("*"):
        file.unlink(missing_ok=True)
    return found
