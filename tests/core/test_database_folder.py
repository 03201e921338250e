"""A test run that is killed leaves no database behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
from tests.support.installation import wait_until

ROOT = Path(__file__).parents[2]
PROGRAM = """
import time
from tests.support.databases import database_folder
from unrealugc.core.embedded import EmbeddedPostgres

with database_folder("killed") as folder:
    server = EmbeddedPostgres(folder / "data")
    server.start()
    print(folder, server.process().pid, flush=True)
    time.sleep(600)
"""


def test_the_server_and_its_folder_go_when_the_tests_are_killed() -> None:
    command = [sys.executable, "-c", PROGRAM]
    tests = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert tests.stdout is not None
    folder, number = tests.stdout.readline().split()
    server = psutil.Process(int(number))
    family = [server, *server.children(recursive=True)]
    tests.kill()
    tests.communicate(timeout=30)
    assert not psutil.wait_procs(family, timeout=30)[1]
    wait_until(lambda: not Path(folder).exists(), 30, "the folder to be removed")
