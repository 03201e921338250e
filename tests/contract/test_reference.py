"""Every table of the API reference against the running application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.contract.tables import TABLES, faults

pytestmark = pytest.mark.asyncio(loop_scope="module")

EXAMPLE = {
    "creatorId": "tech-savvy-female-30",
    "script": "I have been using this for two weeks and I am genuinely shocked at how good it is.",
    "productName": "Acme Skincare",
    "videoModel": "kling-2.6",
    "useNativeAudio": True,
    "durationSeconds": 10,
    "aspectRatio": "9:16",
}

Answers = Callable[[httpx.AsyncClient], Awaitable[Any]]


async def _made(api: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    response = await api.post(path, json=body)
    assert response.status_code == 201, response.text
    return response.json()


async def _got(api: httpx.AsyncClient, path: str) -> Any:
    response = await api.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def _first(api: httpx.AsyncClient, path: str) -> Any:
    return (await _got(api, path))["data"][0]


async def _estimate(api: httpx.AsyncClient) -> Any:
    response = await api.post("videos/estimate", json=EXAMPLE)
    assert response.status_code == 200, response.text
    return response.json()


async def _fetched_video(api: httpx.AsyncClient) -> Any:
    return await _got(api, f"videos/{(await _made(api, 'videos', EXAMPLE))['id']}")


AVATAR = {"contentType": "image/png", "extension": "png"}
SAMPLE = {"contentType": "audio/mpeg", "extension": "mp3"}

WHERE: dict[str, tuple[str, Answers]] = {
    "GET /me": ("me", lambda api: _got(api, "me")),
    "GET /credits": ("credits", lambda api: _got(api, "credits")),
    "GET /models": ("list", lambda api: _got(api, "models")),
    "GET /models item": ("model", lambda api: _first(api, "models")),
    "GET /creators": ("list", lambda api: _got(api, "creators")),
    "GET /creators item": ("stock creator", lambda api: _first(api, "creators?include=stock")),
    "GET /creators/:slug": (
        "stock creator",
        lambda api: _got(api, "creators/tech-savvy-female-30"),
    ),
    "GET /voices": ("list", lambda api: _got(api, "voices")),
    "GET /voices item": ("voice", lambda api: _first(api, "voices")),
    "GET /projects": ("list", lambda api: _got(api, "projects")),
    "POST /projects": (
        "project",
        lambda api: _made(api, "projects", {"name": "Q3 Launch", "productName": "Acme Skincare"}),
    ),
    "GET /videos": ("list", lambda api: _got(api, "videos")),
    "POST /videos": ("video", lambda api: _made(api, "videos", EXAMPLE)),
    "GET /videos/:id": ("video", _fetched_video),
    "POST /videos/estimate": ("estimate", _estimate),
    "POST /uploads/avatar": ("upload", lambda api: _made(api, "uploads/avatar", AVATAR)),
    "POST /uploads/voice-sample": (
        "upload",
        lambda api: _made(api, "uploads/voice-sample", SAMPLE),
    ),
}


@pytest.mark.parametrize("where", WHERE)
async def test_answers_have_the_reference_s_fields(where: str, shared: httpx.AsyncClient) -> None:
    table, answer = WHERE[where]
    assert faults(table, await answer(shared)) == []


@pytest.mark.parametrize(
    "endpoint", TABLES["endpoints"], ids=lambda item: f"{item['method']} {item['path']}"
)
async def test_endpoints_exist_and_want_a_key(
    endpoint: dict[str, str], shared_app: FastAPI
) -> None:
    path = "/api/v1" + endpoint["path"].replace(":id", "cunknown")
    transport = httpx.ASGITransport(app=shared_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.request(endpoint["method"], path, json={})
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["error"]["code"] == "unauthorized"
    documented = shared_app.openapi()["paths"]
    known = {
        (method.upper(), "/".join("x" if "{" in part else part for part in name.split("/")))
        for name, operations in documented.items()
        for method in operations
    }
    assert (endpoint["method"], "/api/v1" + endpoint["path"].replace(":id", "x")) in known


def _bad_values() -> list[tuple[str, str, object]]:
    cases = []
    for endpoint, fields in TABLES["inputs"].items():
        for field, rule in fields.items():
            cases += [(endpoint, field, value) for value in rule["bad"]]
            if "too_long" in rule:
                cases.append((endpoint, field, "x" * rule["too_long"]))
    return cases


GOOD_BODIES: dict[str, dict[str, Any]] = {
    "POST /creators": {"name": "Founder", "r2Key": "custom-creators/x/1.png"},
    "POST /voices": {
        "name": "Founder",
        "r2Key": "custom-voices/x/1.mp3",
        "contentType": "audio/mpeg",
    },
    "POST /projects": {"name": "Q3 Launch"},
    "POST /videos": EXAMPLE,
    "POST /uploads/avatar": AVATAR,
    "POST /uploads/voice-sample": SAMPLE,
}


@pytest.mark.parametrize(("endpoint", "field", "value"), _bad_values())
async def test_a_bad_value_is_refused_by_its_field_s_name(
    endpoint: str, field: str, value: object, shared: httpx.AsyncClient
) -> None:
    method, path = endpoint.split(" ")
    body = {**GOOD_BODIES[endpoint], field: value}
    response = await shared.request(method, path.lstrip("/"), json=body)
    assert response.status_code == 400, response.text
    named = {item["field"] for item in response.json()["error"]["details"].get("fields", [])}
    assert field in named, response.text


@pytest.mark.parametrize(
    ("endpoint", "field"),
    [
        (endpoint, field)
        for endpoint, fields in TABLES["inputs"].items()
        for field, rule in fields.items()
        if rule["required"]
    ],
)
async def test_a_missing_required_field_is_named(
    endpoint: str, field: str, shared: httpx.AsyncClient
) -> None:
    method, path = endpoint.split(" ")
    body = {name: value for name, value in GOOD_BODIES[endpoint].items() if name != field}
    response = await shared.request(method, path.lstrip("/"), json=body)
    assert response.status_code == 400, response.text
    assert response.json()["error"]["code"] == "invalid_request"
    assert {"field": field, "message": "field required"} in response.json()["error"]["details"][
        "fields"
    ]
