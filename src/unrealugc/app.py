"""create_app(): the application's wiring, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import unrealugc.jobs  # noqa: F401 - makes every job known by its name
from unrealugc import __version__
from unrealugc.api import PREFIX, add_api
from unrealugc.apidocs import page as apidocs
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.queue.made_once import MadeOnce
from unrealugc.stack import health
from unrealugc.storage import open_storage
from unrealugc.uploads.intake import Intake
from unrealugc.videos.events import OpenStreams


def create_app(settings: Settings, database_url: str) -> FastAPI:
    """The ASGI application of one API process.

    Args:
        settings: the installation's settings.
        database_url: libpq URI of a database that is migrated to this version's schema.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(
            database_url, pool_size=settings.pool_size, timeout_s=settings.database_timeout_s
        )
        async with database:
            app.state.database = database
            app.state.storage = open_storage(settings)
            app.state.health = health.Health(database, app.state.storage)
            app.state.made_once = MadeOnce(settings.data_dir / "cache")
            app.state.intake = Intake(app.state.storage, settings.data_dir / "intake")
            yield

    app = FastAPI(
        title="UnrealUGC API",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        strict_content_type=False,
    )
    app.state.settings = settings
    app.state.open_streams = OpenStreams()
    app.include_router(apidocs.router)
    app.include_router(health.router)
    add_api(app, settings)
    return app
