from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from unrealugc.cli.main import app

SCRIPT = "I have been using this for two weeks."


def _run(folder: Path, **options: str) -> tuple[int, str]:
    given = {"script": SCRIPT, "out": str(folder / "ad.mp4")} | options
    arguments = [part for name, value in given.items() for part in (f"--{name}", value)]
    result = CliRunner().invoke(app, ["render", *arguments], env={"COLUMNS": "200"})
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"script": "  "}, "the script is empty"),
        ({"script": "word " * 600}, "more than 2400"),
        ({"script": "word " * 60, "duration": "5"}, "takes at least 15 seconds"),
        ({"duration": "181"}, "at most 180 seconds"),
        ({"duration": "-4"}, "takes at least 2 seconds"),
        ({"creator": "nobody-at-all"}, "tech-savvy-female-30"),
        ({"voice": "nobody"}, "there is no voice"),
        ({"aspect": "4:3"}, "choose 9:16, 16:9 or 1:1"),
        ({"captions": "comic"}, "karaoke"),
        ({"product-name": "x" * 201}, "at most 200 characters"),
        ({"product-image": "missing.png"}, "there is no file"),
        ({"photo": "missing.png"}, "there is no file"),
    ],
)
def test_a_bad_option_is_named_and_nothing_is_written(
    tmp_path: Path, options: dict[str, str], told: str
) -> None:
    code, output = _run(tmp_path, **options)
    assert code == 2
    assert told in " ".join(output.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ad.mov", "missing/ad.mp4", "ad"])
def test_a_place_that_cannot_be_written_to_is_refused(tmp_path: Path, name: str) -> None:
    code, output = _run(tmp_path, out=str(tmp_path / name))
    assert code == 2
    assert "--out" in output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["product-image", "photo"])
def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, option: str) -> None:
    picture = tmp_path / "picture.png"
    picture.write_text("this is a text")
    code, output = _run(tmp_path, **{option: str(picture)})
    assert code == 2
    assert "picture" in output
    assert list(tmp_path.iterdir()) == [picture]
