"""The work folder of one render: what is done stays done, whatever dies.

Every result is written beside its final name and moved there, then entered with its digest in
``manifest.json`` in the same way. A result is believed only while its digest still holds and by
the version of the engine that made it: another might draw the next take differently. Each request
has a folder of its own by its fingerprint, so none takes another's results.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict

from unrealugc.pipeline.version import engine_version


class _Manifest(TypedDict):
    engine: str
    done: dict[str, dict[str, str]]


def file_digest(path: Path) -> str:
    """SHA-256 of a file as hex, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a small file so that it is there whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.write_bytes(data)
    os.replace(temporary, path)


class Workspace:
    """The steps that are done for one request, by its fingerprint, inside a work folder."""

    def __init__(self, work: Path, fingerprint: str) -> None:
        self.folder = work / fingerprint[:16]
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path = self.folder / "manifest.json"
        self._manifest = self._load()

    def path(self, name: str) -> Path:
        """Where a file of this name lies in the folder."""
        return self.folder / name

    def is_done(self, step: str) -> bool:
        """Whether the step's files are all there as they were when it was done."""
        files = self._manifest["done"].get(step)
        return files is not None and all(
            self.path(name).is_file() and file_digest(self.path(name)) == digest
            for name, digest in files.items()
        )

    def finish(self, step: str, *names: str) -> None:
        """Enter the step and its files, which are complete, into the manifest."""
        self._manifest["done"][step] = {name: file_digest(self.path(name)) for name in names}
        write_atomically(self._path, json.dumps(self._manifest, indent=1).encode())

    def write(self, step: str, name: str, data: bytes) -> Path:
        """Write a step's only file and enter it."""
        path = self.path(name)
        write_atomically(path, data)
        self.finish(step, name)
        return path

    def produce(
        self, step: str, name: str, make: Callable[[Path], None], *, beside: Sequence[str] = ()
    ) -> Path:
        """The step's file, made by ``make(temporary path)`` unless it is done already.

        ``beside`` names further files that ``make`` leaves in the folder itself.
        """
        path = self.path(name)
        if not self.is_done(step):
            temporary = path.with_name(f".{os.getpid()}.{path.name}")
            try:
                make(temporary)
                os.replace(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)
            self.finish(step, name, *beside)
        return path

    def _load(self) -> _Manifest:
        try:
            found: _Manifest = json.loads(self._path.read_bytes())
            if found["engine"] == engine_version():
                return found
        except (OSError, ValueError, KeyError, TypeError):
            pass  # No manifest, or none that can be read: everything is made anew.
        return {"engine": engine_version(), "done": {}}
