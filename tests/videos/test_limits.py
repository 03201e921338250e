"""Generations have a rate limit of their own, which batches share."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.fixtures.accounts import CREDITS
from tests.videos.requests import body
from unrealugc.config import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that takes three generations a minute."""
    return Settings(
        data_dir=tmp_path / "data", rate_limit_per_minute=1000, generation_limit_per_minute=3
    )


async def test_generations_are_limited_apart_from_everything_else(api: httpx.AsyncClient) -> None:
    made = [await api.post("videos", json=body()) for _ in range(2)]
    made.append(await api.post("videos/batch", json={"videos": [body()]}))
    assert [answer.status_code for answer in made] == [201, 201, 200]
    assert [answer.headers["x-ratelimit-limit"] for answer in made] == ["3"] * 3
    assert [answer.headers["x-ratelimit-remaining"] for answer in made] == ["2", "1", "0"]
    for path, request in (("videos", body()), ("videos/batch", {"videos": [body()]})):
        refused = await api.post(path, json=request)
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "rate_limited"
        assert int(refused.headers["retry-after"]) >= 1
    other = await api.post("videos/estimate", json=body())
    assert other.status_code == 200
    assert other.headers["x-ratelimit-limit"] == "1000"
    assert (await api.get("credits")).json()["credits"] == CREDITS - 3 * 280
