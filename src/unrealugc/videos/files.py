"""Where a video's files are: in storage for good, in a work folder while it is made."""

from __future__ import annotations

import shutil
from pathlib import Path

from unrealugc.config import Settings
from unrealugc.core.ids import is_id
from unrealugc.pipeline.job import RenderResult
from unrealugc.storage.base import Storage, content_type_of

MP4, POSTER, VTT, SRT = ".mp4", ".jpg", ".vtt", ".srt"
_ALL = (MP4, POSTER, VTT, SRT)


def files_key(account_id: str, video_id: str) -> str:
    """What the storage keys of all of a video's files begin with; the extension follows."""
    return f"videos/{account_id}/{video_id}"


async def store(storage: Storage, key: str, result: RenderResult) -> None:
    """Put the finished files into storage; again is harmless."""
    paths = (result.video, result.poster, result.subtitles_vtt, result.subtitles_srt)
    for extension, path in zip(_ALL, paths, strict=True):
        await storage.put_file(key + extension, path, content_type_of(extension))


async def discard(storage: Storage, key: str) -> None:
    """Delete a video's files from storage; again is harmless."""
    for extension in _ALL:
        await storage.delete(key + extension)


def work_root(settings: Settings) -> Path:
    """The folder that holds a work folder for every video in the making."""
    return settings.data_dir / "work"


def work_folder(settings: Settings, video_id: str) -> Path:
    """The video's work folder; a later attempt on the same machine goes on from there."""
    assert is_id(video_id)
    folder = work_root(settings) / video_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def work_folders(settings: Settings) -> list[Path]:
    """All work folders on this machine."""
    root = work_root(settings)
    return [path for path in root.iterdir() if is_id(path.name)] if root.is_dir() else []


def remove(folder: Path) -> None:
    """Delete a work folder and all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)
