from __future__ import annotations

from pathlib import Path

import pytest

from unrealugc.pipeline import checkpoint
from unrealugc.pipeline.checkpoint import Workspace

FINGERPRINT = "a" * 64


def test_a_finished_step_is_found_again(tmp_path: Path) -> None:
    Workspace(tmp_path, FINGERPRINT).write("voice", "voice.bin", b"sound")
    again = Workspace(tmp_path, FINGERPRINT)
    assert again.is_done("voice")
    assert not again.is_done("video")


def test_a_changed_or_missing_file_is_not_believed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, FINGERPRINT)
    path = workspace.write("voice", "voice.bin", b"sound")
    path.write_bytes(b"noise")
    assert not Workspace(tmp_path, FINGERPRINT).is_done("voice")
    path.unlink()
    assert not Workspace(tmp_path, FINGERPRINT).is_done("voice")


def test_another_request_does_not_take_its_results(tmp_path: Path) -> None:
    Workspace(tmp_path, FINGERPRINT).write("voice", "voice.bin", b"sound")
    assert not Workspace(tmp_path, "b" * 64).is_done("voice")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"engine": 0}'])
def test_a_manifest_that_cannot_be_read_means_starting_anew(tmp_path: Path, content: bytes) -> None:
    workspace = Workspace(tmp_path, FINGERPRINT)
    workspace.write("voice", "voice.bin", b"sound")
    workspace.path("manifest.json").write_bytes(content)
    assert not Workspace(tmp_path, FINGERPRINT).is_done("voice")


def test_what_another_version_of_the_engine_left_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Workspace(tmp_path, FINGERPRINT).write("take-000", "take-000.mp4", b"as it was drawn")
    monkeypatch.setattr(checkpoint, "engine_version", lambda: "the next one")
    newer = Workspace(tmp_path, FINGERPRINT)
    assert not newer.is_done("take-000")
    newer.write("take-000", "take-000.mp4", b"now")
    assert path.read_bytes() == b"now"
    assert Workspace(tmp_path, FINGERPRINT).is_done("take-000")


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, FINGERPRINT)

    def half(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        workspace.produce("video", "video.mp4", half)
    assert list(workspace.folder.iterdir()) == []


def test_what_is_done_is_not_made_again(tmp_path: Path) -> None:
    made = []

    def make(path: Path) -> None:
        made.append(path)
        path.write_bytes(b"picture")

    for _ in range(2):
        path = Workspace(tmp_path, FINGERPRINT).produce("take", "take.mp4", make)
    assert path.read_bytes() == b"picture"
    assert len(made) == 1
