"""``unrealugc voices``, with a tiny model on a real server."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner, Result

from tests.support.http_server import serve
from tests.support.tiny_voice import FRAMES_PER_SYMBOL, HUM_HZ, tiny_voice
from unrealugc.catalog.voices import stock_voices
from unrealugc.cli.main import app
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.speech.packs import installed_pack, packs
from unrealugc.providers.studio.speech.weights import default_folder

MODEL = tiny_voice()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return default_folder()


def run(*arguments: str) -> Result:
    """Run the command as a user would."""
    return CliRunner().invoke(app, ["voices", *arguments], env={"COLUMNS": "200"})


def manifest(folder: Path, content: bytes = MODEL) -> Path:
    """A list with the tiny model in it."""
    file = folder / "packs.yaml"
    entry = {
        "title": "A tiny voice",
        "licence": "CC0",
        "source": "http://127.0.0.1:9/",
        "model": {
            "name": "tiny.onnx",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    }
    file.write_text(yaml.safe_dump({"tiny": entry}))
    return file


async def install(folder: Path, content: bytes = MODEL, served: bytes | None = None) -> Result:
    """Install from a server on loopback."""
    listed = str(manifest(folder, content))
    async with serve(lambda _: (200, {}, content if served is None else served)) as server:
        return await asyncio.to_thread(
            run, "install", "tiny", "--manifest", listed, "--from", server.url
        )


async def test_every_voice_speaks_through_an_installed_model(tmp_path: Path, cache: Path) -> None:
    done = await install(tmp_path)
    assert done.exit_code == 0, done.output
    assert "A tiny voice (CC0) is installed" in done.output
    assert "tiny (" in run("list").output

    speech = StudioSpeech().synthesize("Hello there.", VoiceSpec("am_michael"))
    length = len(speech.samples) / speech.sample_rate
    symbol_s = FRAMES_PER_SYMBOL * 600 / speech.sample_rate
    assert {word.text for word in speech.words} == {"Hello", "there."}
    assert length > 4 * symbol_s
    spectrum = np.abs(np.fft.rfft(speech.samples))
    strongest = float(np.argmax(spectrum)) / length
    assert abs(strongest - HUM_HZ) < 0.25 * HUM_HZ

    again = run("install", "tiny", "--manifest", str(tmp_path / "packs.yaml"))
    assert again.exit_code == 0
    assert "is here already" in again.output
    assert "Removed" in run("remove").output
    assert installed_pack(cache) is None
    assert "came with the package" in run("list").output


async def test_a_file_that_is_another_one_is_refused(tmp_path: Path, cache: Path) -> None:
    done = await install(tmp_path, served=MODEL[:-1] + b"x")
    assert done.exit_code == 1
    assert "SHA-256" in done.output
    assert installed_pack(cache) is None


async def test_a_file_that_is_no_model_is_removed_again(tmp_path: Path, cache: Path) -> None:
    done = await install(tmp_path, content=b"no model" * 100)
    assert done.exit_code == 1
    assert "cannot be loaded, so it was removed" in " ".join(done.output.split())
    assert installed_pack(cache) is None


async def test_a_model_cut_short_on_disk_is_not_used(tmp_path: Path, cache: Path) -> None:
    await install(tmp_path)
    found = installed_pack(cache)
    assert found is not None
    found.model.write_bytes(MODEL[:100])
    assert installed_pack(cache) is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["install", "other"], "There are: kokoro."),
        (["install", "kokoro", "--manifest", "/none.yaml"], "The manifest cannot be used"),
        (["install", "kokoro", "--from", "/none"], "cannot be read"),
    ],
)
def test_what_cannot_be_installed_is_named(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code != 0
    assert told in " ".join(done.output.split())


def test_a_manifest_cannot_name_a_path(tmp_path: Path) -> None:
    file = manifest(tmp_path)
    file.write_text(file.read_text().replace("tiny.onnx", "../tiny.onnx"))
    done = run("install", "tiny", "--manifest", str(file))
    assert done.exit_code == 2
    assert "is no file name" in " ".join(done.output.split())


def test_the_product_lists_a_model_and_all_voices() -> None:
    (kokoro,) = packs().values()
    assert kokoro.licence == "Apache-2.0"
    assert len(kokoro.model.sha256) == 64
    listed = json.loads(run("list", "--json").output)
    assert [voice["id"] for voice in listed] == list(stock_voices())
