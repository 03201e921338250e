"""The demo video, shared by all tests of this folder that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media.demo import DemoVideo, demo_job, run_child
from tests.support.toy_rig import write_toy_rig
from unrealugc.catalog.creators import stock_creators


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rig of the reference's creator."""
    creator = stock_creators()["tech-savvy-female-30"]
    if (creator.rig / "rig.json").is_file():
        return creator.rig
    return write_toy_rig(tmp_path_factory.mktemp("rig") / "toy")


@pytest.fixture(scope="session")
def demo(rig: Path, tmp_path_factory: pytest.TempPathFactory) -> DemoVideo:
    """The reference's example, rendered in a child process."""
    job = demo_job(rig)
    return DemoVideo(job, run_child(job, tmp_path_factory.mktemp("demo")))
