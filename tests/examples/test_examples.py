"""The examples that the docs show, run as they are."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

import av
import pytest
from examples.webhook_receiver import is_genuine

from tests.contract.fuzz import make_app, make_key
from tests.support.live_server import live
from unrealugc.core.db import Database
from unrealugc.queue.worker import run_worker
from unrealugc.storage import open_storage
from unrealugc.webhooks.signing import sign

ROOT = Path(__file__).parents[2]


def test_the_receiver_knows_a_genuine_delivery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_700_000_010.0)
    headers = {
        "X-UnrealUGC-Delivery-Id": "wd_1",
        "X-UnrealUGC-Timestamp": "1700000000",
        "X-UnrealUGC-Signature": sign("whsec_x", "wd_1", 1_700_000_000, b"{}"),
    }
    assert is_genuine("whsec_x", headers, b"{}")
    assert not is_genuine("whsec_x", headers, b"[]")
    assert not is_genuine("whsec_y", headers, b"{}")
    monkeypatch.setattr("time.time", lambda: 1_700_000_301.0)
    assert not is_genuine("whsec_x", headers, b"{}")


@pytest.mark.scenario
@pytest.mark.media
@pytest.mark.timeout(300)
def test_the_example_client_makes_a_video(database_url: str, tmp_path: Path) -> None:
    key = make_key(database_url)
    target = tmp_path / "ad.mp4"
    with live(partial(make_app, database_url, tmp_path / "data")) as url:
        code, output = asyncio.run(_run_example(database_url, tmp_path / "data", url, key, target))
    assert code == 0, output
    assert "saved" in output
    with av.open(str(target)) as container:
        assert container.streams.video[0].width == 1080
        assert container.streams.video[0].frames == 150


async def _run_example(
    database_url: str, data_dir: Path, url: str, key: str, target: Path
) -> tuple[int, str]:
    app = make_app(database_url, data_dir, url)
    stop = asyncio.Event()
    async with Database(database_url) as database:
        settings = app.state.settings
        worker = asyncio.create_task(run_worker(settings, database, open_storage(settings), stop))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "examples" / "create_video.py"),
            str(target),
            env={**os.environ, "UNREALUGC_BASE_URL": url, "UNREALUGC_API_KEY": key},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(), 240)
        finally:
            stop.set()
            await asyncio.wait_for(worker, 60)
    assert process.returncode is not None
    return process.returncode, output.decode()
