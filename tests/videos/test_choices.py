"""The rules that need no database, on any request."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from unrealugc.catalog.captions import caption_choices
from unrealugc.catalog.durations import (
    CHARACTERS_PER_SECOND,
    FASTEST_CHARACTERS_PER_SECOND,
    LONGEST_SCRIPT,
    LONGEST_VIDEO_S,
)
from unrealugc.catalog.models import catalog
from unrealugc.catalog.presets import presets
from unrealugc.catalog.pricing import quote
from unrealugc.config import Settings
from unrealugc.errors import InvalidRequest
from unrealugc.pipeline.job import LONGEST_PRODUCT_NAME, RenderJob
from unrealugc.providers.base import VoiceSpec
from unrealugc.videos.choices import Choices, choose
from unrealugc.videos.schemas import VideoCreate, VideoEstimate

SETTINGS = Settings(data_dir=Path("unused"))

scripts = st.integers(20, 2400).map(lambda length: ("words " * 400)[:length])
optional_model = st.none() | st.sampled_from([*catalog(), "unknown"])
requests = st.fixed_dictionaries(
    {},
    optional={
        "videoModel": optional_model,
        "presetSlug": st.none() | st.sampled_from([*presets(), "unknown"]),
        "voiceId": st.none() | st.just("any"),
        "useNativeAudio": st.none() | st.booleans(),
        "durationSeconds": st.none() | st.integers(1, 180) | st.floats(1, 180),
        "aspectRatio": st.none() | st.sampled_from(["9:16", "16:9", "1:1"]),
        "captions": st.none() | st.sampled_from([*caption_choices(), "unknown"]),
        "script": st.none() | scripts,
    },
)


def choice_or_refusal(request: VideoEstimate) -> Choices | InvalidRequest:
    """What the rules make of a request."""
    try:
        return choose(SETTINGS, request, request.script)
    except InvalidRequest as error:
        return error


@given(body=requests)
def test_a_choice_keeps_to_what_the_model_can_do(body: dict[str, Any]) -> None:
    request = VideoEstimate.model_validate(body)
    chosen = choice_or_refusal(request)
    if isinstance(chosen, InvalidRequest):
        assert chosen.details["fields"]
        return
    model = chosen.offer.model
    script = request.script or ""
    wanted = request.duration_seconds or math.ceil(len(script) / CHARACTERS_PER_SECOND)
    assert wanted <= chosen.duration_s <= 180
    assert chosen.duration_s - wanted < max(model.clip_seconds)
    assert len(script) <= chosen.duration_s * FASTEST_CHARACTERS_PER_SECOND
    assert chosen.aspect_ratio in model.aspect_ratios
    assert chosen.captions in caption_choices()
    assert chosen.price == quote(model, chosen.duration_s, chosen.audio) > 0
    if chosen.audio == "native":
        assert model.supports_native_audio
        assert request.voice_id is None
        assert request.use_native_audio is not False


@given(script=scripts, model=st.sampled_from([*catalog()]))
def test_the_promised_least_duration_is_enough_and_no_more(script: str, model: str) -> None:
    body = {"script": script, "videoModel": model, "durationSeconds": 1}
    refused = choice_or_refusal(VideoEstimate.model_validate(body))
    if not isinstance(refused, InvalidRequest):
        return
    least = refused.details["minimumDurationSeconds"]
    enough = choice_or_refusal(VideoEstimate.model_validate({**body, "durationSeconds": least}))
    assert isinstance(enough, Choices)
    assert enough.duration_s == least
    shorter = least - max(catalog()[model].clip_seconds)
    assert shorter * FASTEST_CHARACTERS_PER_SECOND < len(script)


def test_the_pipeline_takes_the_longest_that_a_request_may_say() -> None:
    longest = {
        "creatorId": "somebody",
        "script": "a" * LONGEST_SCRIPT,
        "productName": "a" * LONGEST_PRODUCT_NAME,
        "durationSeconds": LONGEST_VIDEO_S,
    }
    asked = VideoCreate.model_validate(longest)
    RenderJob(
        script=asked.script,
        rig=Path("rig"),
        voice=VoiceSpec("af_heart"),
        duration_seconds=LONGEST_VIDEO_S,
        product_name=asked.product_name,
    )
    for field, longer in (
        ("script", "a" * (LONGEST_SCRIPT + 1)),
        ("productName", "a" * (LONGEST_PRODUCT_NAME + 1)),
        ("durationSeconds", LONGEST_VIDEO_S + 1),
    ):
        with pytest.raises(ValidationError, match=field):
            VideoCreate.model_validate({**longest, field: longer})
