"""``python -m tests.support.decode_program KIND FOLDER``: decode every file of a folder.

Prints a line of JSON before and after each file, so that a case that kills the process is known.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from unrealugc.pipeline.images import decode_image
from unrealugc.pipeline.photos import decode_photo
from unrealugc.pipeline.samples import decode_sample
from unrealugc.providers.errors import UnusableMediaError

CLAIMS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "webm": "audio/webm",
    "ogg": "audio/ogg",
    "mp4": "audio/mp4",
}
"""What a file claims to be, by its extension."""

KINDS: dict[str, Callable[[Path], object]] = {
    "avatar": lambda file: decode_photo(file.read_bytes(), CLAIMS[file.suffix[1:]]),
    "product": lambda file: decode_image(file.read_bytes()),
    "voice": lambda file: decode_sample(file, CLAIMS[file.suffix[1:]]),
}


def _outcome(decode: Callable[[Path], object], file: Path) -> tuple[str, str]:
    try:
        decode(file)
    except UnusableMediaError as error:
        return error.code, error.message
    except Exception as error:
        return "unexpected", repr(error)
    return "decoded", ""


def main(kind: str, folder: str) -> None:
    """Decode the folder's files in the order of their names."""
    for file in sorted(Path(folder).iterdir()):
        _say(begins=file.name)
        start = time.monotonic()
        code, message = _outcome(KINDS[kind], file)
        _say(
            case=file.name,
            code=code,
            message=message,
            seconds=time.monotonic() - start,
            megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
