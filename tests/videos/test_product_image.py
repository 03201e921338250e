"""Product images come from strangers: a bad one fails the video before anything is spent on it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.fixtures.accounts import CREDITS
from tests.support.http_server import Received, Reply, serve
from tests.support.waiting import WorkerFactory
from tests.videos.requests import body, ended
from unrealugc.accounts.repository import Account
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.ledger import service as ledger


@pytest.fixture(params=[True, False], ids=["development", "guarded"])
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """An installation that may, or may not, fetch from loopback, where the test's shop is."""
    return Settings(
        data_dir=tmp_path / "data",
        rate_limit_per_minute=10_000,
        allow_private_networks=request.param,
        job_attempts=1,
    )


# What the shop answers, and a word of the reason that the owner is given.
BAD_IMAGES: list[tuple[int, bytes, str]] = [
    (200, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
    (200, b"\xff\xd8\xff\xe0" + b"\x00" * 200, "picture"),
    (200, b"", "picture"),
    (200, b"\x00" * (10 * 1024 * 1024 + 1), "10 MB"),
    (404, b"not here", "could not be fetched"),
]


async def test_bad_product_images_fail_the_video_and_give_the_credits_back(
    api: httpx.AsyncClient,
    settings: Settings,
    database: Database,
    account: Account,
    worker: WorkerFactory,
) -> None:
    def answer(request: Received) -> Reply:
        status, content, _ = BAD_IMAGES[int(request.path.strip("/"))]
        return status, {"content-type": "image/png"}, content

    async with serve(answer) as server, worker():
        for index, (_, _, word) in enumerate(BAD_IMAGES):
            request = body(productImageUrl=f"{server.url}/{index}")
            made = (await api.post("videos", json=request)).raise_for_status().json()
            video = await ended(api, made["id"])
            assert video["status"] == "FAILED"
            assert "product image" in video["error"]
            assert "127.0.0.1" not in video["error"]
            guarded = not settings.allow_private_networks
            assert ("private network" if guarded else word) in video["error"]
        assert bool(server.received) == settings.allow_private_networks
    async with database.transaction() as connection:
        balance = await ledger.balance(connection, account.id)
    assert (balance.available, balance.held) == (CREDITS, 0)
