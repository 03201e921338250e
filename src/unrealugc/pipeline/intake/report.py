"""How these programs tell what they found: one line of JSON, as a render does.

::

    {"event": "done", "result": {…}}         exit code 0
    {"event": "failed", "failure": {…}}      exit code 65 where the file is to blame
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from unrealugc.pipeline.failures import Failure, as_provider_error, exit_code
from unrealugc.providers.errors import UnusableMediaError


def report(work: Callable[[], dict[str, object]]) -> int:
    """Do the work, print what came of it and return the exit code."""
    try:
        result = work()
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
