"""The error envelope and the common headers, on every kind of answer."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}


def check(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The answer is the envelope and nothing else, with all common headers."""
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "details"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    assert isinstance(body["error"]["details"], dict)
    assert set(response.headers) >= LIMITS
    assert response.headers["x-request-id"]
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    return body


async def test_unknown_route(shared: httpx.AsyncClient) -> None:
    check(await shared.get("nothing/here"), 404, "not_found")


async def test_wrong_method(shared: httpx.AsyncClient) -> None:
    check(await shared.put("me"), 405, "method_not_allowed")


async def test_bad_json(shared: httpx.AsyncClient) -> None:
    response = await shared.post(
        "projects", content=b'{"name": ', headers={"Content-Type": "application/json"}
    )
    check(response, 400, "invalid_request")


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"null", b"7", b"\xff\xfe", b'{"a": NaN}'])
async def test_a_body_that_is_no_object(shared: httpx.AsyncClient, body: bytes) -> None:
    response = await shared.post(
        "projects", content=body, headers={"Content-Type": "application/json"}
    )
    check(response, 400, "invalid_request")


async def test_a_large_body_is_stopped_while_it_streams(shared: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while sent < 64:
            sent += 1
            yield b" " * 65536

    response = await shared.post(
        "projects", content=endless(), headers={"Content-Type": "application/json"}
    )
    check(response, 413, "payload_too_large")


async def test_a_declared_large_body_is_refused_at_once(shared: httpx.AsyncClient) -> None:
    check(
        await shared.post("projects", content=b"x" * (1024 * 1024 + 1)),
        413,
        "payload_too_large",
    )


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer usk_live_short",
        "Basic dXNlcjpwdw==",
        "Bearer usk_live_" + "x" * 40,
        "usk_live_" + "x" * 40,
        "Bearer usk_live_" + "ü" * 40,
    ],
)
async def test_every_bad_key_gets_the_same_answer(shared_app: FastAPI, header: str | None) -> None:
    headers = [] if header is None else [(b"Authorization", header.encode())]
    transport = httpx.ASGITransport(app=shared_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/api/v1/me", headers=headers)
        again = await client.get("/api/v1/me")
    body = check(response, 401, "unauthorized")
    assert body == again.json()


async def test_a_request_id_is_said_back(shared: httpx.AsyncClient) -> None:
    response = await shared.get("me", headers={"X-Request-Id": "my-id.1"})
    assert response.headers["x-request-id"] == "my-id.1"
    response = await shared.get("me", headers={"X-Request-Id": "bad id\t!"})
    assert response.headers["x-request-id"] != "bad id\t!"


async def test_browsers_may_call_it(shared: httpx.AsyncClient) -> None:
    origin = {"Origin": "https://app.example.com"}
    response = await shared.get("me", headers=origin)
    assert response.headers["access-control-allow-origin"] in {"*", origin["Origin"]}
    preflight = await shared.options(
        "videos",
        headers={
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
        },
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]


async def test_answers_are_compressed_on_request(shared: httpx.AsyncClient) -> None:
    async with shared.stream(
        "GET", "openapi.json", headers={"Accept-Encoding": "gzip"}
    ) as response:
        raw = b"".join([chunk async for chunk in response.aiter_raw()])
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw).startswith(b"{")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("credits/transactions?cursor=%00", 400),
        ("creators?cursor=%00", 400),
        ("projects?cursor=%00", 400),
        ("videos?cursor=%00", 400),
        ("videos?projectId=%00", 400),
        ("voices?cursor=%00", 400),
        ("creators/%00", 404),
        ("projects/%00", 404),
        ("videos/%00", 404),
        ("voices/%00", 404),
        ("webhooks/%00", 404),
        ("webhooks/%00/deliveries", 404),
    ],
)
async def test_what_the_database_cannot_hold_is_never_asked_of_it(
    shared: httpx.AsyncClient, path: str, status: int
) -> None:
    check(await shared.get(path), status, "invalid_request" if status == 400 else "not_found")


async def test_unknown_query_parameters_and_fields_are_ignored(
    shared: httpx.AsyncClient,
) -> None:
    assert (await shared.get("me?future=1")).status_code == 200
    made = await shared.post("projects", json={"name": "Q3", "futureField": {"a": 1}})
    assert made.status_code == 201


async def test_json_says_that_it_is_utf_8(shared: httpx.AsyncClient) -> None:
    for path in ("me", "models", "openapi.json"):
        response = await shared.get(path)
        assert response.headers["content-type"] == "application/json; charset=utf-8"
