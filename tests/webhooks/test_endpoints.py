"""``/webhooks`` as a client sees it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.fixtures.accounts import OpenAccount
from unrealugc.webhooks import policy

URL = "https://example.com/hook"


async def test_the_secret_is_shown_at_creation_and_on_request_only(api: httpx.AsyncClient) -> None:
    made = (await api.post("webhooks", json={"url": URL, "description": "Mine"})).json()
    assert made["secret"].startswith("whsec_")
    assert made["events"] == list(policy.EVENTS)
    shown = (await api.get(f"webhooks/{made['id']}")).json()
    assert "secret" not in shown
    listed = (await api.get("webhooks")).json()
    assert listed == {"object": "list", "data": [shown], "has_more": False, "next_cursor": None}
    revealed = (await api.get(f"webhooks/{made['id']}/secret")).json()
    assert revealed == {"id": made["id"], "secret": made["secret"]}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": None},
        {"url": 7},
        {"url": ""},
        {"url": "ftp://example.com"},
        {"url": "http://localhost/"},
        {"url": "https://user:pw@example.com/"},
        {"url": "https://example.com/" + "x" * 2048},
        {"url": URL, "events": []},
        {"url": URL, "events": ["video.exploded"]},
        {"url": URL, "events": "video.created"},
        {"url": URL, "description": "x" * 201},
        {"url": URL, "description": "\x00"},
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(
    api: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    response = await api.post("webhooks", json=body)
    assert response.status_code == 400
    assert response.json()["error"]["details"]["fields"]
    assert (await api.get("webhooks")).json()["data"] == []


async def test_patch_changes_only_what_is_sent(api: httpx.AsyncClient) -> None:
    made = (await api.post("webhooks", json={"url": URL, "description": "Mine"})).json()
    path = f"webhooks/{made['id']}"
    changed = (await api.patch(path, json={"events": ["video.failed"]})).json()
    assert changed["events"] == ["video.failed"]
    assert changed["url"] == URL
    assert changed["description"] == "Mine"
    cleared = (await api.patch(path, json={"description": None, "enabled": False})).json()
    assert cleared["description"] is None
    assert cleared["enabled"] is False
    assert cleared["disabledReason"]
    assert (await api.patch(path, json={"url": None})).status_code == 400
    assert (await api.patch(path, json={"url": "nowhere"})).status_code == 400


async def test_a_deleted_endpoint_is_gone(api: httpx.AsyncClient) -> None:
    made = (await api.post("webhooks", json={"url": URL})).json()
    response = await api.delete(f"webhooks/{made['id']}")
    assert response.json() == {"id": made["id"], "deleted": True}
    assert (await api.get(f"webhooks/{made['id']}")).status_code == 404
    assert (await api.delete(f"webhooks/{made['id']}")).status_code == 404


async def test_another_account_sees_none_of_it(
    api: httpx.AsyncClient, client: httpx.AsyncClient, open_account: OpenAccount
) -> None:
    made = (await api.post("webhooks", json={"url": URL})).json()
    _, key = await open_account(100)
    client.headers["Authorization"] = f"Bearer {key}"
    base = f"/api/v1/webhooks/{made['id']}"
    assert (await client.get("/api/v1/webhooks")).json()["data"] == []
    for method, path in [
        ("GET", base),
        ("PATCH", base),
        ("DELETE", base),
        ("GET", f"{base}/secret"),
        ("POST", f"{base}/test"),
        ("GET", f"{base}/deliveries"),
        ("GET", f"{base}/deliveries/wd_x"),
        ("POST", f"{base}/deliveries/wd_x/redeliver"),
    ]:
        body: dict[str, str] | None = {} if method == "PATCH" else None
        response = await client.request(method, path, json=body)
        assert response.status_code == 404, (method, path)


async def test_an_account_has_at_most_so_many(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "MAX_ENDPOINTS", 2)
    for _ in range(2):
        assert (await api.post("webhooks", json={"url": URL})).status_code == 201
    refused = await api.post("webhooks", json={"url": URL})
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "too_many_endpoints"


async def test_endpoints_made_at_once_keep_to_the_limit(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "MAX_ENDPOINTS", 2)
    answers = await asyncio.gather(*(api.post("webhooks", json={"url": URL}) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [400] * 6
