"""From a video's row to a job for the pipeline: who acts, who speaks, which files."""

from __future__ import annotations

import asyncio
import zipfile
from dataclasses import dataclass
from pathlib import Path

from unrealugc.catalog.captions import caption_styles
from unrealugc.catalog.models import catalog
from unrealugc.catalog.presets import Preset, presets
from unrealugc.core.db import Connection
from unrealugc.core.http import FetchFailed, ResponseTooLarge, SafeClient, UnsafeUrl
from unrealugc.creators import service as creators
from unrealugc.creators.service import ResolvedCreator
from unrealugc.pipeline.beds import NO_MUSIC
from unrealugc.pipeline.job import RenderJob
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.errors import UnusableMediaError
from unrealugc.queue.programs import FileRefused, look_into
from unrealugc.queue.registry import JobContext
from unrealugc.videos import repository
from unrealugc.videos.failures import ProductImageUnreachable
from unrealugc.videos.looks import music_of
from unrealugc.videos.repository import Video
from unrealugc.voices import service as voices
from unrealugc.voices.fitting import fitting_voice

PRODUCT_IMAGE_BYTES = 10 * 1024 * 1024
_LARGEST_RIG_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Order:
    """A video that is to be made, with what the database knows about it."""

    video: Video
    creator: ResolvedCreator
    voice: VoiceSpec


async def load(connection: Connection, video_id: str) -> Order | None:
    """The order for an open video; ``None`` when it has ended.

    Raises:
        InvalidRequest: its creator or voice has vanished altogether.
    """
    video = await repository.load(connection, video_id)
    if video is None or not video.is_open:
        return None
    # One that was deleted after the video was accepted still acts in it.
    creator = await creators.resolve(
        connection,
        video.account_id,
        creator_id=video.creator_id,
        custom_creator_id=video.custom_creator_id,
        deleted_too=True,
    )
    voice_id = video.voice_id or _usual_voice(video, creator)
    voice = await voices.resolve(connection, video.account_id, voice_id, deleted_too=True)
    return Order(video, creator, voice.spec)


def _usual_voice(video: Video, creator: ResolvedCreator) -> str:
    return fitting_voice(video.script, creator.voice, creator.gender, creator.id).id


async def prepare(context: JobContext, order: Order, folder: Path) -> RenderJob:
    """Fetch what the render needs into its work folder.

    Raises:
        ProviderError: the product image cannot be used or reached.
        StorageError: the creator's rig cannot be fetched.
    """
    video, preset = order.video, _preset(order.video)
    music = music_of(video.music, video.preset_slug)
    return RenderJob(
        script=video.script,
        rig=await _rig(context, order.creator, folder),
        voice=order.voice,
        audio=video.audio,
        aspect_ratio=video.aspect_ratio,
        duration_seconds=video.duration_seconds,
        clip_seconds=catalog()[video.video_model].longest_clip,
        captions=caption_styles().get(video.captions),
        product_name=video.product_name,
        product_image=await _product_image(context, video.product_image_url, folder),
        pace=preset.pace if preset else 1.0,
        zoom=preset.zoom if preset else 1.0,
        product_shots=video.product_shots,
        hook=video.hook_text,
        end_card=video.end_card,
        call_to_action=video.call_to_action,
        music=None if music == NO_MUSIC else music,
    )


def _preset(video: Video) -> Preset | None:
    return presets().get(video.preset_slug) if video.preset_slug else None


async def _rig(context: JobContext, creator: ResolvedCreator, folder: Path) -> Path:
    if creator.rig_folder is not None:
        return creator.rig_folder
    assert creator.rig_key is not None
    rig = folder / creator.id
    if not rig.is_dir():
        archive = folder / "rig.zip"
        await context.storage.fetch(creator.rig_key, archive)
        await asyncio.to_thread(_unpack, archive, rig)
    return rig


def _unpack(archive: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(archive) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_RIG_BYTES:
            raise UnusableMediaError("The creator's picture cannot be used. Upload it again.")
        packed.extractall(draft)
    draft.rename(target)


async def _product_image(context: JobContext, url: str | None, folder: Path) -> Path | None:
    if url is None:
        return None
    path = folder / "product.png"
    if not path.is_file():
        given, draft = folder / "product.given", folder / "product.part"
        data = await _fetch(url, allow_private=context.settings.allow_private_networks)
        await asyncio.to_thread(given.write_bytes, data)
        try:
            await look_into("product", str(given), str(draft))
        except FileRefused as error:
            raise UnusableMediaError(
                f"The product image cannot be used. {error.failure.message}",
                detail=error.failure.detail,
            ) from error
        draft.rename(path)
    return path


async def _fetch(url: str, *, allow_private: bool) -> bytes:
    try:
        async with SafeClient(allow_private=allow_private) as client:
            return (await client.fetch(url, max_bytes=PRODUCT_IMAGE_BYTES)).body
    except UnsafeUrl as error:
        raise UnusableMediaError(
            f"The product image cannot be used: its address {error}."
        ) from error
    except ResponseTooLarge as error:
        raise UnusableMediaError("The product image is larger than 10 MB.") from error
    except FetchFailed as error:
        raise ProductImageUnreachable(
            "The product image could not be fetched. Check that its address is public.",
            detail=str(error),
        ) from error
