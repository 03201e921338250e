"""One installation for all stories: a start costs seconds, so they share as few as they can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.databases import database_folder
from tests.support.installation import Installation


@pytest.fixture(scope="session")
def shared_installation() -> Iterator[Installation]:
    """An installation that lives as long as the stories."""
    with database_folder("scenario") as folder:
        made = Installation(folder)
        yield made
        made.stop()
        made.assert_nothing_runs()


@pytest.fixture
def installation(shared_installation: Installation) -> Installation:
    """The installation, running, whatever the story before did to it."""
    shared_installation.ensure_running()
    return shared_installation


@pytest.fixture
def stopped(shared_installation: Installation) -> Installation:
    """The installation, started once and then stopped."""
    if not shared_installation.url:
        shared_installation.ensure_running()
    shared_installation.stop()
    shared_installation.assert_nothing_runs()
    return shared_installation
