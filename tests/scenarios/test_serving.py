"""A running installation, and what is killed in it: the video is made, and charged once.

The stories share one installation and stand in the order that needs the fewest starts; each
of them also runs alone.
"""

from __future__ import annotations

import socket

import httpx
import psycopg
import pytest
from tests.support.installation import STOP_LIMIT_S, Installation, wait_until

from unrealugc.config import Settings
from unrealugc.core.revision import newest_revision
from unrealugc.stack.embedded import embedded_postgres, running

pytestmark = [
    pytest.mark.scenario,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("scenario"),
]


def test_health_names_the_parts_and_nothing_else(installation: Installation) -> None:
    answer = httpx.get(f"{installation.url}/healthz", trust_env=False, timeout=30)
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "parts": {"database": "ok", "migrations": "ok", "storage": "ok", "worker": "ok"},
    }


def test_a_second_stack_on_the_folder_is_refused(installation: Installation) -> None:
    second = installation.command("serve", "--port", "0")
    assert second.returncode == 1
    assert "already runs on" in second.stderr
    assert "Traceback" not in second.stderr
    assert installation.ask("GET", "me")["email"] == "owner@unrealugc.local"


@pytest.mark.parametrize("parts", [["api", "worker"], ["postgres"], ["forkserver"]])
def test_killed_parts_come_back(installation: Installation, parts: list[str]) -> None:
    credits_before = installation.credits()
    video_id = installation.create_video()
    installation.until_rendering(video_id)
    killed = {part: installation.part(part) for part in parts}
    for process in killed.values():
        process.kill()
    _assert_made_and_charged_once(installation, video_id, credits_before)
    for part, process in killed.items():
        assert installation.part(part).pid != process.pid


def test_a_cancelled_render_ends_at_once_and_costs_nothing(installation: Installation) -> None:
    credits_before = installation.credits()
    video_id = installation.create_video()
    installation.until_rendering(video_id)
    installation.ask("POST", f"videos/{video_id}/cancel")
    assert installation.video(video_id)["status"] == "FAILED"
    wait_until(lambda: not installation.renders(), STOP_LIMIT_S, "the render's process to end")
    assert installation.credits() == credits_before


def test_a_killed_and_a_stopped_stack_leave_nothing_and_go_on(installation: Installation) -> None:
    credits_before = installation.credits()
    video_id = installation.create_video()
    installation.until_rendering(video_id)
    installation.kill_supervisor()
    installation.assert_nothing_runs()
    installation.ensure_running()
    wait_until(lambda: bool(installation.renders()), STOP_LIMIT_S, "the render to go on")
    installation.stop()
    installation.assert_nothing_runs()
    installation.ensure_running()
    _assert_made_and_charged_once(installation, video_id, credits_before)


def test_a_taken_port_is_refused(stopped: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = stopped.command("serve", "--port", port)
    assert refused.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in refused.stderr
    stopped.assert_nothing_runs()


def test_a_newer_database_is_refused(stopped: Installation) -> None:
    server = embedded_postgres(Settings(data_dir=stopped.data_dir))
    with running(server) as url:
        _pretend_revision(url, "9999")
        refused = stopped.command("serve", "--port", "0")
        _pretend_revision(url, newest_revision())
    assert refused.returncode == 69
    assert "made by a newer one" in refused.stderr
    assert "Traceback" not in refused.stderr
    stopped.assert_nothing_runs()


def _pretend_revision(url: str, revision: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", (revision,))


def _assert_made_and_charged_once(
    installation: Installation, video_id: str, credits_before: int
) -> None:
    video = installation.until_ended(video_id)
    assert video["status"] == "COMPLETED", video["error"]
    assert credits_before - installation.credits() == video["creditsFinal"] > 0
