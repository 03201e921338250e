"""No library that we bring reports to anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_onnx_runtime_keeps_no_device_id(tmp_path: Path) -> None:
    hidden = {"XDG_CACHE_HOME", "ORT_DISABLE_TELEMETRY"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    subprocess.run(
        [sys.executable, "-c", "import unrealugc.providers.studio.speech.model"],
        env=environment | {"HOME": str(tmp_path)},
        check=True,
        timeout=60,
    )
    assert not list(tmp_path.iterdir())
