"""Fetching a large file of known size and digest, over connections that break."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import httpx

TRIES = 5
_TIMEOUT = httpx.Timeout(30.0, connect=15.0)
_BLOCK = 1 << 18
_SPARE_BYTES = 64 << 20
_WORTH_ANOTHER_TRY = {408, 425, 429, 500, 502, 503, 504}

Report = Callable[[int], None]
"""Told how many bytes are there, from the start, whenever more have come."""


class DownloadFailed(Exception):
    """The file did not come, or is not the one that was asked for; the message says why."""


class _Interrupted(Exception):
    """The connection broke; what has come stays, and the next try goes on from there."""


def download(
    url: str,
    to: Path,
    *,
    size: int,
    sha256: str,
    report: Report = lambda _: None,
    tries: int = TRIES,
    wait_s: float = 2.0,
) -> None:
    """Fetch ``url`` into ``to``, going on from ``to``'s ``.part`` where an earlier try left one.

    Proxies are those of the environment (``HTTPS_PROXY`` …).

    Args:
        url: an operator's URL; redirects are followed.
        to: the file to make; it appears whole or not at all.
        size: bytes that the file has; a longer answer is given up as soon as that shows.
        sha256: the file's digest in hexadecimal.
        report: told of progress.
        tries: how often a broken connection is tried again without any byte having come.
        wait_s: pause before the second try, doubled for each that follows, at most 30 s.

    Raises:
        DownloadFailed: refused, broken ``tries`` times, too long, or another digest.
    """
    part = to.with_name(f"{to.name}.part")
    to.parent.mkdir(parents=True, exist_ok=True)
    _need_space(part, size)
    failures, pause = 0, wait_s
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as client:
        while (had := _length(part)) < size:
            try:
                _fetch(client, url, part, size, report)
            except (httpx.TransportError, _Interrupted) as error:
                failures = 0 if _length(part) > had else failures + 1
                if failures >= tries:
                    raise DownloadFailed(f"{url} cannot be fetched: {error}") from error
                time.sleep(pause if failures else 0)
                pause = min(30.0, pause * 2) if failures else wait_s
    if _digest(part) != sha256:
        part.unlink()
        raise DownloadFailed(
            f"{url} is not the expected file: its SHA-256 is another. It was deleted; fetch it "
            "again, and from another source if that does not help."
        )
    part.replace(to)


def copy(
    source: Path, to: Path, *, size: int, sha256: str, report: Report = lambda _: None
) -> None:
    """Take the file from a folder instead, with the same checks.

    Raises:
        DownloadFailed: there is no such file, or it is another one.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    _need_space(part, size)
    try:
        with source.open("rb") as given, part.open("wb") as file:
            while (block := given.read(_BLOCK)) and file.tell() <= size:
                file.write(block)
                report(file.tell())
    except OSError as error:
        raise DownloadFailed(f"{source} cannot be read: {error.strerror}") from error
    if _length(part) != size or _digest(part) != sha256:
        part.unlink()
        raise DownloadFailed(f"{source} is not the expected file: its size or SHA-256 is another.")
    part.replace(to)


def _fetch(client: httpx.Client, url: str, part: Path, size: int, report: Report) -> None:
    had = _length(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={had}-"} if had else {})
    with client.stream("GET", url, headers=headers) as answer:
        resumed = answer.status_code == HTTPStatus.PARTIAL_CONTENT
        _judge(answer, url, had)
        with part.open("ab" if resumed else "wb") as file:
            there = file.tell()
            report(there)
            for block in answer.iter_raw():
                there += len(block)
                if there > size:
                    raise _too_long(part, url, size)
                file.write(block)
                report(there)
    if there < size:
        raise _Interrupted(f"the connection ended after {there} of {size} bytes")


def _judge(answer: httpx.Response, url: str, had: int) -> None:
    status = answer.status_code
    if status in _WORTH_ANOTHER_TRY:
        raise _Interrupted(f"the server answered {status}")
    if status == HTTPStatus.PARTIAL_CONTENT:
        if answer.headers.get("content-range", "").startswith(f"bytes {had}-"):
            return
        raise DownloadFailed(f"{url} answered another part than was asked for")
    if status != HTTPStatus.OK:
        raise DownloadFailed(f"{url} answered {status}")


def _too_long(part: Path, url: str, size: int) -> DownloadFailed:
    part.unlink(missing_ok=True)
    return DownloadFailed(f"{url} is longer than the expected {size} bytes; it was deleted.")


def _need_space(part: Path, size: int) -> None:
    free = shutil.disk_usage(part.parent).free
    missing = size - _length(part) + _SPARE_BYTES - free
    if missing > 0:
        raise DownloadFailed(
            f"{part.parent} has {free >> 20} MB free; {missing >> 20} MB more are needed."
        )


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
