"""Child processes get the settings that their parent has."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from unrealugc.config import Settings
from unrealugc.stack.environment import environment_of


def test_settings_survive_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNREALUGC_STORAGE_URL", "s3://somebody-elses")
    settings = Settings(
        data_dir=Path("/a folder"),
        storage_url=None,
        secret_key=SecretStr('$ecret "quoted" ü'),
        cors_origins=("https://a.example", "https://b.example"),
        production=True,
        database_timeout_s=2.5,
    )
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("UNREALUGC_STORAGE_URL")
    assert Settings() == settings


def test_what_is_no_setting_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING_ELSE", "kept")
    monkeypatch.setenv("UNREALUGC_STORAGE_URL", "s3://somebody-elses")
    environment = environment_of(Settings(storage_url=None))
    assert environment["SOMETHING_ELSE"] == "kept"
    assert "UNREALUGC_STORAGE_URL" not in environment
