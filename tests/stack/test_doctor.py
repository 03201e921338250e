"""The doctor finds what is wrong with an installation and says what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from unrealugc.config import Settings
from unrealugc.stack.doctor import machine, service
from unrealugc.stack.doctor.finding import CheckFailed, Finding, examine


def _by_part(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.part: finding for finding in findings}


def test_this_machine_is_fine() -> None:
    assert [finding for finding in machine.findings() if finding.state != "ok"] == []


def test_a_fresh_installation_is_fine_but_for_its_worker(tmp_path: Path, database_url: str) -> None:
    settings = Settings(data_dir=tmp_path, port=0, database_url=database_url)
    found = _by_part(service.findings(settings))
    assert {part for part, finding in found.items() if finding.state != "ok"} == {"worker"}
    assert found["worker"].state == "warning"
    assert "unrealugc serve" in str(found["worker"].mend)


def test_what_is_wrong_is_named_with_its_mending(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(data_dir=blocked, port=taken.getsockname()[1])
        found = _by_part(service.findings(settings))
    assert found["data folder"].state == "failed"
    assert "--data-dir" in str(found["data folder"].mend)
    assert found["port"].state == "failed"
    assert "UNREALUGC_PORT" in str(found["port"].mend)


def test_an_unreachable_database_is_named(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2"
    found = _by_part(service.findings(Settings(data_dir=tmp_path, port=0, database_url=nowhere)))
    assert found["database"].state == "failed"
    assert "UNREALUGC_DATABASE_URL" in str(found["database"].mend)


def test_a_newer_database_is_named(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "newest_revision", lambda: "0001")
    settings = Settings(data_dir=tmp_path, port=0, database_url=database_url)
    found = _by_part(service.findings(settings))
    assert found["database"].state == "failed"
    assert "newer" in found["database"].message


def test_an_unexpected_error_is_a_finding_too() -> None:
    def broken() -> str:
        raise ZeroDivisionError

    def known() -> str:
        raise CheckFailed("low", "fill it up", "warning")

    assert examine("part", broken, "mend it") == Finding(
        "part", "failed", "ZeroDivisionError", "mend it"
    )
    assert examine("part", known, "-") == Finding("part", "warning", "low", "fill it up")
