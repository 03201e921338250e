"""A whole installation, run as its user would: real processes, real HTTP, a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.support.renders import command_of, fork_servers, renders

START_LIMIT_S = 240.0
STOP_LIMIT_S = 90.0
RENDER_LIMIT_S = 240.0

MARK = "TEST_INSTALLATION"


def wait_until(condition: Callable[[], bool], limit_s: float, what: str) -> None:
    """Wait for a condition, with a limit that only a broken installation reaches."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {limit_s:g} s for: {what}"
        time.sleep(0.1)


class Installation:
    """``unrealugc serve`` on a data folder.

    Args:
        folder: where its data folder and logs go; processes are recognised by it.
    """

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self._log = folder / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._key = ""
        self.url = ""

    @property
    def environment(self) -> dict[str, str]:
        """What its processes get; the mark is inherited by all of them."""
        ours = {name: value for name, value in os.environ.items() if "UNREALUGC" not in name}
        return {
            **ours,
            MARK: str(self.data_dir),
            "UNREALUGC_DATA_DIR": str(self.data_dir),
            "UNREALUGC_RATE_LIMIT_PER_MINUTE": "100000",
            "UNREALUGC_GENERATION_LIMIT_PER_MINUTE": "100000",
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another ``unrealugc`` command on the same data folder until it ends."""
        return subprocess.run(
            [sys.executable, "-m", "unrealugc.cli.main", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_LIMIT_S,
            check=False,
        )

    def ensure_running(self) -> None:
        """Start it, unless it runs, and wait until it says that it is ready."""
        if self._process is not None and self._process.poll() is None:
            return
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "unrealugc.cli.main", "serve", "--port", "0"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(self._has_announced, START_LIMIT_S, "serve to be ready")
        said = self._log.read_text()
        self.url = re.findall(r"is ready on (http\S+)", said)[0]
        found = re.findall(r"usk_live_\w+", said)
        self._key = found[0] if found else self._key

    def _has_announced(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text()[-4000:]
        return "Press Ctrl-C" in self._log.read_text()

    def stop(self) -> None:
        """Stop it as an init system would, and wait for its end."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(STOP_LIMIT_S)

    def kill_supervisor(self) -> None:
        """``kill -9`` of the process that was started, and of nothing else."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP_LIMIT_S)

    def part(self, name: str) -> psutil.Process:
        """The process of a part."""
        processes = self.processes()
        if name == "forkserver":
            (server,) = fork_servers(processes)
            return server
        for process in processes:
            line = command_of(process)
            if name == "postgres" and line[:1] and line[0].endswith("/postgres") and "-D" in line:
                return process
            if line[-2:] == ["unrealugc.stack.parts", name]:
                return process
        raise AssertionError(f"there is no {name}")

    def renders(self) -> list[psutil.Process]:
        """The processes that draw frames."""
        return renders(self.processes())

    def processes(self) -> list[psutil.Process]:
        """Every living process that belongs to it, by its environment or its folder."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        folder = str(self.data_dir)
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            # PostgreSQL writes over its environment; it works inside of its folder instead.
            return process.environ().get(MARK) == folder or process.cwd().startswith(folder)
        except (psutil.Error, OSError):
            return False

    def assert_nothing_runs(self) -> None:
        """Wait until no process is left, which must be soon."""
        wait_until(lambda: not self.processes(), STOP_LIMIT_S, "all processes to end")

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Ask the API with the owner's key, again while it is not there; its JSON answer."""
        deadline = time.monotonic() + STOP_LIMIT_S
        while True:
            try:
                answer = httpx.request(
                    method,
                    f"{self.url}/api/v1/{path}",
                    headers={"Authorization": f"Bearer {self._key}"},
                    timeout=30,
                    trust_env=False,
                    **options,
                )
                if answer.status_code < 500:
                    assert answer.is_success, answer.text
                    return answer.json()
                trouble = answer.text
            except httpx.TransportError as error:
                trouble = repr(error)
            assert time.monotonic() < deadline, trouble
            time.sleep(0.2)

    def create_video(self) -> str:
        """Order the shortest video there is; its id."""
        body = {
            "creatorId": "tech-savvy-female-30",
            "script": "I have been using this for two weeks, and I am shocked at how good it is.",
            "productName": "Acme Skincare",
            "videoModel": "studio-1",
            "durationSeconds": 5,
            "aspectRatio": "1:1",
        }
        return str(self.ask("POST", "videos", json=body)["id"])

    def video(self, video_id: str) -> dict[str, Any]:
        """The video as the API shows it."""
        shown: dict[str, Any] = self.ask("GET", f"videos/{video_id}")
        return shown

    def until_rendering(self, video_id: str) -> None:
        """Wait until the video's frames are being drawn."""
        wait_until(
            lambda: self.video(video_id)["status"] != "GENERATING",
            RENDER_LIMIT_S,
            "the render to begin",
        )

    def until_ended(self, video_id: str) -> dict[str, Any]:
        """Wait until the video is COMPLETED or FAILED, and return it."""
        wait_until(
            lambda: self.video(video_id)["status"] in ("COMPLETED", "FAILED"),
            RENDER_LIMIT_S,
            "the video to end",
        )
        return self.video(video_id)

    def credits(self) -> int:
        """The owner's balance."""
        return int(self.ask("GET", "credits")["credits"])
