"""A slice of the fuzzing that ``make fuzz`` does at length: all checks, every endpoint."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.contract import fuzz
from tests.support.live_server import live


@pytest.mark.scenario
@pytest.mark.timeout(400)
def test_no_request_breaks_the_api_or_its_document(database_url: str, tmp_path: Path) -> None:
    key = fuzz.make_key(database_url)
    with live(partial(fuzz.make_app, database_url, tmp_path)) as url:
        for who in (key, None):
            status, cases, output = fuzz.run(url, who, "--max-examples=2", "--seed=1")
            assert status == 0, output
            assert cases > 300
