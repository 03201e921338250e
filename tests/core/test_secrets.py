"""The installation's secret."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import SecretStr

from unrealugc.config import Settings
from unrealugc.core.secrets import signing_key


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first = signing_key(settings, "files")
    assert signing_key(Settings(data_dir=tmp_path / "data"), "files") == first
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing_key(settings, "files"), range(16)))
    assert len(keys) == 1


def test_purposes_have_different_keys(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key=SecretStr("given"))
    assert signing_key(settings, "files") != signing_key(settings, "sessions")
    assert list(tmp_path.iterdir()) == []
