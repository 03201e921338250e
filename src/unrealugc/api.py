"""The API under ``/api/v1``: its routers, error answers and middleware."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import OperationalError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match

from unrealugc.accounts import endpoints as accounts
from unrealugc.accounts.gate import Gate
from unrealugc.config import Settings
from unrealugc.core.middleware import BodyLimit, LastNet, RequestId, envelope_of
from unrealugc.core.openapi import complete
from unrealugc.core.problems import invalid_request
from unrealugc.core.routes import TransactionalRoute
from unrealugc.creators import assets as creator_assets
from unrealugc.creators import endpoints as creators
from unrealugc.errors import (
    ApiError,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    ServiceUnavailable,
)
from unrealugc.ledger import endpoints as ledger
from unrealugc.models import endpoints as models
from unrealugc.presets import endpoints as presets
from unrealugc.projects import endpoints as projects
from unrealugc.uploads import endpoints as uploads
from unrealugc.uploads import files
from unrealugc.videos import endpoints as videos
from unrealugc.voices import assets as voice_assets
from unrealugc.voices import endpoints as voices
from unrealugc.webhooks import endpoints as webhooks

PREFIX = "/api/v1"

_log = logging.getLogger(__name__)

# One router a resource folder; every one answers below PREFIX.
ROUTERS: list[APIRouter] = [
    accounts.router,
    creators.router,
    ledger.router,
    models.router,
    presets.router,
    projects.router,
    uploads.router,
    videos.router,
    videos.streams,
    voices.router,
    webhooks.router,
]


def add_api(app: FastAPI, settings: Settings) -> None:
    """Mount every resource, and what stands around them, on the application."""
    api = APIRouter(prefix=PREFIX, route_class=TransactionalRoute)
    for router in ROUTERS:
        api.include_router(router)
    app.include_router(api)
    app.include_router(files.router)
    app.include_router(creator_assets.router)
    app.include_router(voice_assets.router)
    _complete_document(app)
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    # Added last stands outermost.
    app.add_middleware(BodyLimit, limit=settings.body_limit_bytes, prefix=PREFIX)
    app.add_middleware(LastNet)
    app.add_middleware(
        Gate,
        prefix=PREFIX,
        per_minute=settings.rate_limit_per_minute,
        generations_per_minute=settings.generation_limit_per_minute,
        trusted_proxies=settings.trusted_proxies,
    )
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=[
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "X-Request-Id",
            "Retry-After",
            "Idempotency-Replayed",
            "ETag",
            "Content-Range",
        ],
        max_age=600,
    )
    app.add_middleware(LastNet)
    app.add_middleware(RequestId)


def _complete_document(app: FastAPI) -> None:
    plain = app.openapi
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(complete(plain()))
        return document

    app.openapi = openapi  # type: ignore[method-assign]


async def _api_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return JSONResponse(envelope_of(error), status_code=error.status, headers=error.headers)


async def _database_error(request: Request, error: Exception) -> JSONResponse:
    # A connection that broke, a lock that took too long: nothing was written, repeating helps.
    _log.warning("the database failed %s %s: %s", request.method, request.url.path, error)
    return await _api_error(request, ServiceUnavailable())


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return await _api_error(request, invalid_request(error.errors()))


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        known: ApiError = NotFound(f"There is nothing at {request.url.path}.")
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        known = MethodNotAllowed(headers={"Allow": ", ".join(_methods_of(request))})
    else:
        known = InvalidRequest(str(error.detail))
    return await _api_error(request, known)


def _methods_of(request: Request) -> list[str]:
    # The router names the methods of the first route of that path alone.
    methods: set[str] = set()
    for route in request.app.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            methods |= set(getattr(route, "methods", None) or ())
    return sorted(methods)
