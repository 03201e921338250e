"""The rules of a request that need no database: model, audio, length, shape, captions, price."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unrealugc.catalog.captions import caption_choices, default_captions
from unrealugc.catalog.durations import (
    CHARACTERS_PER_SECOND,
    FASTEST_CHARACTERS_PER_SECOND,
    LONGEST_VIDEO_S,
    snap_up,
)
from unrealugc.catalog.models import DEFAULT_MODEL, AspectRatio, Offer, find_offer, offers
from unrealugc.catalog.presets import Preset, presets
from unrealugc.catalog.pricing import Audio, quote
from unrealugc.config import Settings
from unrealugc.errors import InvalidRequest
from unrealugc.videos.schemas import VideoChoices

DEFAULT_ASPECT_RATIO: AspectRatio = "9:16"


@dataclass(frozen=True)
class Choices:
    """How a video will be made. ``duration_s`` is snapped, in seconds."""

    offer: Offer
    preset: Preset | None
    audio: Audio
    duration_s: int
    aspect_ratio: AspectRatio
    captions: str

    @property
    def price(self) -> int:
        """What it costs, in credits."""
        return quote(self.offer.model, self.duration_s, self.audio)


def choose(settings: Settings, request: VideoChoices, script: str | None) -> Choices:
    """Fill in what the request leaves open, and check what it says.

    Args:
        settings: tells which models this installation can run.
        request: a create or an estimate.
        script: what will be said; ``None`` in an estimate that gives the duration alone.

    Raises:
        InvalidRequest: a value is unknown, or the model cannot do it.
    """
    preset = _preset(request)
    offer = _offer(settings, request, preset)
    return Choices(
        offer=offer,
        preset=preset,
        audio=_audio(request, offer),
        duration_s=_duration(request, offer, script),
        aspect_ratio=_aspect_ratio(request, offer),
        captions=_captions(request, preset),
    )


def _preset(request: VideoChoices) -> Preset | None:
    if request.preset_slug is None:
        return None
    if request.video_model is not None:
        raise InvalidRequest.field("presetSlug", "cannot be given together with videoModel")
    preset = presets().get(request.preset_slug)
    if preset is None:
        raise InvalidRequest.field("presetSlug", f"is none of {', '.join(presets())}")
    return preset


def _offer(settings: Settings, request: VideoChoices, preset: Preset | None) -> Offer:
    model_id = preset.model if preset else request.video_model or DEFAULT_MODEL
    offer = find_offer(settings, model_id)
    if offer is None:
        known = ", ".join(offer.model.id for offer in offers(settings))
        if preset is not None:
            raise InvalidRequest.field(
                "presetSlug", f"needs the model {model_id}, which is not available here"
            )
        raise InvalidRequest.field("videoModel", f"{model_id} is none of {known}")
    return offer


def _audio(request: VideoChoices, offer: Offer) -> Audio:
    able = offer.model.supports_native_audio
    if request.use_native_audio is None:
        return "native" if able and request.voice_id is None else "voice"
    if not request.use_native_audio:
        return "voice"
    if not able:
        raise InvalidRequest.field(
            "useNativeAudio",
            f"{offer.model.id} makes no audio of its own; send false and a voiceId",
        )
    if request.voice_id is not None:
        raise InvalidRequest.field(
            "voiceId", "cannot be given together with useNativeAudio=true; leave one of them out"
        )
    return "native"


def _duration(request: VideoChoices, offer: Offer, script: str | None) -> int:
    if request.duration_seconds is not None:
        wanted = request.duration_seconds
    elif script is not None:
        wanted = math.ceil(len(script) / CHARACTERS_PER_SECOND)
    else:
        raise InvalidRequest.fields(
            [("script", "script or durationSeconds is needed to estimate the price")]
        )
    clips = offer.model.clip_seconds
    duration = snap_up(wanted, clips)
    if duration is None:
        raise InvalidRequest.field("durationSeconds", f"must be at most {LONGEST_VIDEO_S}")
    if script is not None and len(script) > duration * FASTEST_CHARACTERS_PER_SECOND:
        raise _too_long(script, duration, clips)
    return duration


def _too_long(script: str, duration: int, clips: tuple[int, ...]) -> InvalidRequest:
    least = snap_up(math.ceil(len(script) / FASTEST_CHARACTERS_PER_SECOND), clips)
    message = (
        f"{len(script)} characters cannot be spoken in {duration} s; "
        f"ask for at least {least} s or shorten the script"
    )
    return InvalidRequest(
        f"script: {message}",
        code="script_too_long",
        details={
            "minimumDurationSeconds": least,
            "fields": [{"field": "script", "message": message}],
        },
    )


def _aspect_ratio(request: VideoChoices, offer: Offer) -> AspectRatio:
    able = offer.model.aspect_ratios
    wanted = request.aspect_ratio or DEFAULT_ASPECT_RATIO
    if wanted not in able:
        raise InvalidRequest.field(
            "aspectRatio", f"{offer.model.id} makes {', '.join(able)}, not {wanted}"
        )
    return wanted


def _captions(request: VideoChoices, preset: Preset | None) -> str:
    name = request.captions or (preset.captions if preset else default_captions())
    known = caption_choices()
    if name not in known:
        raise InvalidRequest.field("captions", f"{name} is none of {', '.join(known)}")
    return name
