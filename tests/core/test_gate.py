"""What surrounds every answer, on an application without resources."""

from __future__ import annotations

import httpx


async def test_unknown_route_answers_with_the_envelope_and_the_limits(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"
    assert response.json()["error"]["details"] == {}
    assert {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"} <= set(
        response.headers
    )
    assert response.headers["x-request-id"]
