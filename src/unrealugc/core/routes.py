"""The edge of the API: one request is one transaction, committed before the answer is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from unrealugc.core import idempotency
from unrealugc.core.db import Connection, Database
from unrealugc.core.idempotency import Recorded
from unrealugc.errors import InvalidRequest, RequestTimeout, Unauthorized

RECEIVE_TIMEOUT_S = 30.0
"""Longest time that a request's body, of 1 MiB at most, may take to arrive, in seconds."""


def get_connection(request: Request) -> Connection:
    """The request's connection, inside its transaction."""
    connection: Connection = request.state.connection
    return connection


Tx = Annotated[Connection, Depends(get_connection)]
"""Endpoint parameter: the request's transaction. Never commit it; the route does."""


class TransactionalRoute(APIRoute):
    """A route for callers with a key, whose handler runs in one transaction.

    Without a good key it answers 401 before it reads the body or asks the database. The body is
    there before the transaction begins, so that a slow sender holds no connection. What the
    handler raises rolls everything back. A POST that carries an ``Idempotency-Key`` is
    answered at most once, see :mod:`unrealugc.core.idempotency`.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if getattr(request.state, "account_id", None) is None:
                raise Unauthorized
            await _receive_body(request)
            database: Database = request.app.state.database
            async with database.transaction() as connection:
                request.state.connection = connection
                return await _answer_once(request, connection, handler)

        return handle


async def _receive_body(request: Request) -> None:
    # The request keeps what it has read, and whoever asks for the body later gets that.
    try:
        async with asyncio.timeout(RECEIVE_TIMEOUT_S):
            await request.body()
    except TimeoutError:
        raise RequestTimeout from None
    except ClientDisconnect:
        raise InvalidRequest("The request broke off.") from None


async def _answer_once(
    request: Request,
    connection: Connection,
    handler: Callable[[Request], Coroutine[Any, Any, Response]],
) -> Response:
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return await handler(request)
    account_id: str = request.state.account_id
    idempotency.check_key(key)
    route = f"{request.method} {request.url.path}"
    body = await request.body()
    recorded = await idempotency.begin(connection, account_id, key, route, body)
    if recorded is not None:
        return Response(
            recorded.body,
            status_code=recorded.status,
            headers={**recorded.headers, "Idempotency-Replayed": "true"},
        )
    response = await handler(request)
    answer = Recorded(
        response.status_code,
        bytes(response.body),
        {"content-type": response.headers.get("content-type", "application/json")},
    )
    await idempotency.record(connection, account_id, key, route, body, answer)
    return response
