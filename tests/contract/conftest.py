"""One started application for all tests of a module that leave nothing behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psycopg
import pytest
import pytest_asyncio
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from tests.fixtures.database import TEMPLATE, url_of
from unrealugc.accounts import service as accounts
from unrealugc.app import create_app
from unrealugc.config import Settings
from unrealugc.core.ids import new_id


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_app(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FastAPI]:
    """The application on a database of the module's own."""
    name = f"contract_{new_id()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
    data: Path = tmp_path_factory.mktemp("contract")
    settings = Settings(
        data_dir=data, rate_limit_per_minute=10_000, generation_limit_per_minute=10_000
    )
    application = create_app(settings, url_of(postgres, name))
    async with LifespanManager(application, startup_timeout=60, shutdown_timeout=60):
        yield application


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(shared_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a key of an account that has credits; paths relative to ``/api/v1/``."""
    async with shared_app.state.database.transaction() as connection:
        account = await accounts.create(
            connection, email="contract@example.com", name="Contract", opening_credits=1_000_000
        )
        made = await accounts.create_key(connection, account.id, name="contract")
    transport = httpx.ASGITransport(app=shared_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://test/api/v1/",
        headers={"Authorization": f"Bearer {made.secret}"},
    ) as client:
        yield client
