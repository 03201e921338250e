"""A process's memory is limited where the system can do that, and nothing fails where it cannot."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Stands in for a system without the module, as Windows is.
WITHOUT = "import sys; sys.modules['resource'] = None; "
LIMITED = "from unrealugc.core.limits import *; limit_data(900_000_000); print(data_limit())"


def _said(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="others do not keep to it")
def test_what_was_limited_is_told() -> None:
    assert _said(LIMITED) == "900000000"


def test_without_limits_nothing_is_limited() -> None:
    assert _said(WITHOUT + LIMITED) == "None"


def test_modules_that_limit_are_imported_without_limits() -> None:
    assert _said(WITHOUT + "import unrealugc.core.lifeline, unrealugc.pipeline.failures") == ""
