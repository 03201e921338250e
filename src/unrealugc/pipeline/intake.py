"""Uploaded files are decoded here, in a process of its own with limits on time and memory.

``python -m unrealugc.pipeline.intake portrait FILE CONTENT_TYPE FOLDER SLUG`` writes what
:func:`~unrealugc.pipeline.portraits.make_portrait` makes, and
``python -m unrealugc.pipeline.intake voice FILE CONTENT_TYPE`` measures a voice sample. Each
prints one line of JSON, as a render does::

    {"event": "done", "result": {…}}         exit code 0
    {"event": "failed", "failure": {…}}      exit code 65 where the file is to blame
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from unrealugc.pipeline.failures import Failure, as_provider_error, exit_code
from unrealugc.pipeline.portraits import make_portrait
from unrealugc.providers.errors import UnusableMediaError

Result = dict[str, object]


def portrait(file: str, content_type: str, folder: str, slug: str) -> Result:
    """Make a rig and an avatar out of a photo; the result names their files."""
    rig, avatar = make_portrait(Path(file), content_type, Path(folder), slug=slug)
    return {"rig": str(rig), "avatar": str(avatar)}


COMMANDS: dict[str, Callable[..., Result]] = {"portrait": portrait}


def main(arguments: list[str]) -> int:
    """Run a command and return the exit code."""
    command, *rest = arguments
    try:
        result = COMMANDS[command](*rest)
    except MemoryError:
        return _failed(UnusableMediaError("The file takes too much memory to read."))
    except Exception as error:
        return _failed(error)
    _say("done", result=result)
    return 0


def _failed(error: Exception) -> int:
    known = as_provider_error(error)
    _say("failed", failure=Failure.of(known).model_dump(mode="json"))
    return exit_code(known)


def _say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
