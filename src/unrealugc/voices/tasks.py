"""What happens to custom voices in the background: a preview, and cleaning up after them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from unrealugc.queue.child import ChildLimits, RunChild
from unrealugc.queue.registry import JobContext, job
from unrealugc.uploads.service import PREVIEW, derived_key, keys_of
from unrealugc.voices import repository
from unrealugc.voices.repository import CustomVoice

_BATCH = 200
_PROGRAM = "unrealugc.pipeline.previews.voice"
_LIMITS = ChildLimits(time_s=240.0, silence_s=240.0, data_bytes=2 * 1024 * 1024 * 1024)
_SENTENCE = "Hi! This is how I sound. Give me a script, and I will tell people about your product."


class PreviewError(RuntimeError):
    """The preview could not be spoken."""


@job("voices.preview", timeout_s=300.0)
async def make_preview(context: JobContext, account_id: str, voice_id: str) -> None:
    """Let a new voice say a sentence that its owner can listen to."""
    async with context.database.transaction() as connection:
        voice = await repository.get(connection, account_id, voice_id)
    if voice is None or voice.deleted_at is not None or voice.preview_key is not None:
        return
    key = derived_key(voice.sample_key, PREVIEW)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "preview.mp3"
        await _speak(context.run_child, voice, file)
        await context.storage.put_file(key, file, "audio/mpeg")
    async with context.database.transaction() as connection:
        await repository.set_preview(connection, voice.id, key)


async def _speak(run_child: RunChild, voice: CustomVoice, file: Path) -> None:
    said: list[object] = []

    async def keep(line: dict[str, object]) -> None:
        said.append(line)

    spec = json.dumps({"voice_id": voice.id, "profile": dict(voice.profile)})
    ended = await run_child(_PROGRAM, [spec, _SENTENCE, str(file)], on_line=keep, limits=_LIMITS)
    if ended.code != 0:
        raise PreviewError(f"{_PROGRAM} ended with {ended.code}: {said} {ended.stderr}")


@job("voices.purge", periodic="37 * * * *")
async def purge_deleted(context: JobContext) -> None:
    """Delete the files of voices that were deleted a day ago: no video needs them any more."""
    while True:
        async with context.database.transaction() as connection:
            gone = await repository.claim_purgeable(connection, limit=_BATCH)
            for voice in gone:
                for key in keys_of(voice.sample_key):
                    await context.storage.delete(key)
        if len(gone) < _BATCH or context.should_abort():
            return
