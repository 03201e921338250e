"""From a request to a queued generation: every check, then everything in one go."""

from __future__ import annotations

from unrealugc.config import Settings
from unrealugc.core.db import Connection
from unrealugc.core.ids import is_id, new_id
from unrealugc.creators import service as creators
from unrealugc.creators.service import ResolvedCreator
from unrealugc.errors import InvalidRequest, PriceAboveLimit
from unrealugc.ledger import service as ledger
from unrealugc.projects import repository as projects_repository
from unrealugc.projects import service as projects
from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.language import require_language
from unrealugc.queue.enqueue import enqueue
from unrealugc.videos import repository
from unrealugc.videos.choices import Choices, choose
from unrealugc.videos.looks import DEFAULT_SHOTS, chosen_music, has_end_card
from unrealugc.videos.repository import Video
from unrealugc.videos.schemas import VideoCreate
from unrealugc.videos.title import make_title
from unrealugc.videos.view import event_data
from unrealugc.voices import service as voices
from unrealugc.voices.fitting import fitting_voice
from unrealugc.voices.service import ResolvedVoice
from unrealugc.webhooks import service as webhooks

GENERATE = "videos.generate"


async def create(
    connection: Connection,
    settings: Settings,
    account_id: str,
    request: VideoCreate,
    *,
    retry_of: str | None = None,
) -> Video:
    """Hold the price and queue a generation.

    Checks run in the order body, model or preset, creator, voice, project, price, credits, and
    nothing is written before the last of them.

    Raises:
        InvalidRequest: a value is not acceptable.
        PriceAboveLimit: the price is above the caller's ``maxCredits``.
        InsufficientCredits: the balance is below the price.
    """
    _check_body(request)
    choices = choose(settings, request, request.script)
    chosen_music(request, choices.preset)
    creator = await creators.resolve(
        connection,
        account_id,
        creator_id=request.creator_id,
        custom_creator_id=request.custom_creator_id,
    )
    voice = await _voice(connection, account_id, request, choices)
    _check_language(request.script, voice, creator)
    await _check_project(connection, account_id, request.project_id)
    if request.max_credits is not None and choices.price > request.max_credits:
        raise PriceAboveLimit(choices.price, request.max_credits)
    # The hold comes first of all writes: it takes the account's lock, under which the rest
    # cannot meet another create of the same account halfway.
    video_id = new_id()
    await ledger.hold(connection, account_id, choices.price, reference=video_id)
    project_id = request.project_id or await projects.for_product(
        connection, account_id, request.product_name
    )
    video = await repository.insert(
        connection,
        {
            "id": video_id,
            "account_id": account_id,
            "project_id": project_id,
            "retry_of": retry_of,
            **_columns(request, choices, creator, voice.id if voice else None),
        },
    )
    job_id = await enqueue(connection, GENERATE, video_id=video_id)
    await repository.set_job(connection, video_id, job_id)
    await webhooks.emit(connection, account_id, "video.created", event_data(video))
    return video


def _check_body(request: VideoCreate) -> None:
    if request.creator_id is not None and request.custom_creator_id is not None:
        raise InvalidRequest.field("customCreatorId", "cannot be given together with creatorId")
    if request.creator_id is None and request.custom_creator_id is None:
        raise InvalidRequest.field("creatorId", "creatorId or customCreatorId is needed")
    has_end_card(request)


async def _voice(
    connection: Connection, account_id: str, request: VideoCreate, choices: Choices
) -> ResolvedVoice | None:
    if choices.audio == "native":
        return None
    if request.voice_id is None:
        raise InvalidRequest.field(
            "voiceId",
            "is needed without native audio; GET /voices lists what there is",
            code="voice_required",
        )
    return await voices.resolve(connection, account_id, request.voice_id)


def _check_language(script: str, voice: ResolvedVoice | None, creator: ResolvedCreator) -> None:
    """Refuse a script that the chosen voice, or without one any voice, cannot speak."""
    try:
        if voice is None:
            fitting_voice(script, creator.voice, creator.gender, creator.id)
        else:
            require_language(script, voice.spec.language)
    except UnspeakableTextError as error:
        raise InvalidRequest.field(
            "script", error.message, code="language_not_supported"
        ) from error


async def _check_project(connection: Connection, account_id: str, project_id: str | None) -> None:
    if project_id is None:
        return
    found = is_id(project_id) and await projects_repository.get(connection, account_id, project_id)
    if not found:
        raise InvalidRequest.field("projectId", "is not one of your projects")


def _columns(
    request: VideoCreate, choices: Choices, creator: ResolvedCreator, voice_id: str | None
) -> dict[str, object]:
    return {
        "status": "GENERATING",
        "title": make_title(request.script, request.product_name),
        "script": request.script,
        "product_name": request.product_name,
        "product_image_url": request.product_image_url,
        "duration_seconds": choices.duration_s,
        "aspect_ratio": choices.aspect_ratio,
        "video_model": choices.offer.model.id,
        "preset_slug": choices.preset.slug if choices.preset else None,
        "audio": choices.audio,
        "voice_id": voice_id,
        "creator_id": None if creator.is_custom else creator.id,
        "custom_creator_id": creator.id if creator.is_custom else None,
        "captions": choices.captions,
        "hook_text": request.hook_text,
        "product_shots": request.product_shots or DEFAULT_SHOTS,
        "end_card": has_end_card(request),
        "call_to_action": request.call_to_action,
        "music": chosen_music(request, choices.preset),
        "metadata": request.metadata or {},
        "rendered_by": choices.offer.backend,
        "credits_charged": choices.price,
    }
