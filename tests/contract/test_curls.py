"""Every command of the reference, run by curl as printed, with address and key exchanged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import yaml
from PIL import Image
from skimage import data

from tests.contract.fuzz import make_app, make_key
from tests.contract.tables import faults
from tests.support.live_server import live

COMMANDS = yaml.safe_load((Path(__file__).parent / "curls.yaml").read_text())
SECONDS, RATE = 35, 24_000


def _write_portrait(path: Path) -> None:
    Image.fromarray(data.astronaut()).save(path)


def _write_sample(path: Path) -> None:
    # A buzz at a speaker's pitch in syllables: enough of a voice to be measured.
    time = np.arange(SECONDS * RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 200 * k * time) / k for k in range(1, 15))
    sound = (0.2 * buzz * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mp3", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound[None], format="fltp", layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


@pytest.mark.scenario
@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_the_reference_s_commands_work_as_printed(database_url: str, tmp_path: Path) -> None:
    _write_portrait(tmp_path / "avatar.png")
    _write_sample(tmp_path / "sample.mp3")
    known = {"key": make_key(database_url)}
    environment = {**os.environ, "UNREALUGC_API_KEY": known["key"]}
    with live(partial(make_app, database_url, tmp_path / "data")) as url:
        for item in COMMANDS:
            command = item["command"].replace("https://unrealugc.com", url)
            for printed, name in item.get("exchange", {}).items():
                command = command.replace(printed, known[name])
            answer = _run(command, environment, tmp_path, item["name"])
            if "answer" in item:
                assert faults(item["answer"], answer) == [], (item["name"], answer)
            if "keeps" in item:
                known[item["keeps"]] = answer.get("r2Key") or answer["id"]
            if "uploadUrl" in (answer or {}):
                environment["UPLOAD_URL"] = answer["uploadUrl"]


def _run(command: str, environment: dict[str, str], folder: Path, name: str) -> Any:
    command = command.strip().replace("curl", "curl --silent --show-error --fail-with-body", 1)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, (name, done.stdout, done.stderr)
    return json.loads(done.stdout) if done.stdout.strip() else None
