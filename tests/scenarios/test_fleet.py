"""The parts of an installation apart, on a database that they share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from tests.support.installation import START_LIMIT_S, STOP_LIMIT_S, wait_until

pytestmark = [
    pytest.mark.scenario,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("scenario-fleet"),
]


@contextmanager
def _part(log: Path, environment: dict[str, str], *command: str) -> Iterator[None]:
    """A part while the block lasts; it must end well when asked to."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "unrealugc.cli.main", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_LIMIT_S)
    assert process.returncode in (0, -signal.SIGTERM), log.read_text()[-4000:]


def test_api_and_worker_share_a_database(tmp_path: Path, database_url: str) -> None:
    environment = {
        **os.environ,
        "UNREALUGC_DATABASE_URL": database_url,
        "UNREALUGC_DATA_DIR": str(tmp_path / "data"),
    }
    log = tmp_path / "api.log"

    def parts() -> dict[str, str]:
        port = log.read_text().partition("answers on port ")[2].split()
        try:
            url = f"http://127.0.0.1:{port[0]}/healthz" if port else "http://127.0.0.1:1"
            found: dict[str, str] = httpx.get(url, trust_env=False, timeout=30).json()["parts"]
        except httpx.TransportError:
            return {}
        return found

    with _part(log, environment, "api", "--port", "0"):
        wait_until(lambda: bool(parts()), START_LIMIT_S, "the API to answer")
        assert {part for part, state in parts().items() if state != "ok"} == {"worker"}
        with _part(tmp_path / "worker.log", environment, "worker"):
            wait_until(lambda: set(parts().values()) == {"ok"}, START_LIMIT_S, "all to be well")
        with psycopg.connect(database_url) as connection:
            row = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        assert row == (0,), "a worker that stops signs off"


def test_parts_ask_for_a_database(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if "UNREALUGC" not in k}
    ended = subprocess.run(
        [sys.executable, "-m", "unrealugc.cli.main", "worker", "--data-dir", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=START_LIMIT_S,
        check=False,
    )
    assert ended.returncode == 1
    assert "UNREALUGC_DATABASE_URL is not set" in ended.stderr
