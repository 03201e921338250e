"""The model catalog and what it costs."""

from __future__ import annotations

import math
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from unrealugc.catalog.captions import caption_choices
from unrealugc.catalog.durations import LONGEST_VIDEO_S, reachable, snap_up
from unrealugc.catalog.models import DEFAULT_MODEL, VideoModel, catalog, find_offer, offers
from unrealugc.catalog.presets import presets
from unrealugc.catalog.pricing import quote
from unrealugc.config import Settings
from unrealugc.pipeline.beds import BEDS

MODELS = list(catalog().values())
CLIPS = st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True).map(tuple)


def test_the_reference_point_of_the_price() -> None:
    assert quote(catalog()["kling-2.6"], 10, "native") == 280


def test_there_is_a_choice_of_models_in_every_tier() -> None:
    assert len(MODELS) >= 9
    assert {model.tier for model in MODELS} == {"standard", "premium", "ultra"}
    assert DEFAULT_MODEL in catalog()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_model_reaches_the_longest_video(model: VideoModel) -> None:
    assert snap_up(LONGEST_VIDEO_S, model.clip_seconds) == LONGEST_VIDEO_S


@given(model=st.sampled_from(MODELS), seconds=st.integers(1, LONGEST_VIDEO_S))
def test_the_price_is_the_list_price_times_the_factor_rounded_up(
    model: VideoModel, seconds: int
) -> None:
    prices = model.usd_per_second
    voice = quote(model, seconds, "voice")
    exact = (prices.silent + prices.voice) * seconds * 200
    assert exact <= voice < exact + 1
    if prices.native is not None:
        native = quote(model, seconds, "native")
        assert prices.native * seconds * 200 <= native < prices.native * seconds * 200 + 1


@given(seconds=st.integers(1, LONGEST_VIDEO_S))
def test_native_audio_of_a_silent_model_has_no_price(seconds: int) -> None:
    with pytest.raises(ValueError, match="no audio"):
        quote(catalog()["hailuo-2.3"], seconds, "native")


@given(clips=CLIPS, wanted=st.floats(0.01, LONGEST_VIDEO_S))
def test_durations_snap_up_to_whole_clips_and_no_further(
    clips: tuple[int, ...], wanted: float
) -> None:
    snapped = snap_up(wanted, clips)
    sums = reachable(clips)
    if snapped is None:
        assert not sums or max(sums) < math.ceil(wanted)
        return
    assert snapped >= wanted
    assert snapped in sums
    assert not [total for total in sums if wanted <= total < snapped]
    assert snap_up(snapped, clips) == snapped


@given(clips=CLIPS)
def test_reachable_lengths_are_sums_of_clips(clips: tuple[int, ...]) -> None:
    sums = set(reachable(clips))
    for total in sums:
        assert any(total == clip or total - clip in sums for clip in clips)


def test_hosted_models_say_who_acts_them(tmp_path: Path) -> None:
    for offer in offers(Settings(data_dir=tmp_path)):
        assert offer.backend == "studio"
        assert ("Studio engine" in offer.description) == offer.stands_in
        assert offer.stands_in == (offer.model.provider != "studio")


def test_without_the_stand_in_hosted_models_are_not_offered(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, studio_stand_in=False)
    assert [offer.model.id for offer in offers(settings)] == ["studio-1"]
    assert find_offer(settings, "kling-2.6") is None


def test_every_preset_names_what_there_is() -> None:
    assert len(presets()) >= 8
    for preset in presets().values():
        assert preset.model in catalog()
        assert preset.captions in caption_choices()
        assert preset.music is None or preset.music in BEDS


async def test_the_list_has_the_fields_of_the_reference(api: httpx.AsyncClient) -> None:
    answer = (await api.get("models")).raise_for_status().json()
    assert answer["object"] == "list"
    assert not answer["has_more"]
    kling = next(model for model in answer["data"] if model["id"] == "kling-2.6")
    assert kling["description"].startswith("Cinematic realism with native audio.")
    assert {**kling, "description": None} == {
        "id": "kling-2.6",
        "name": "Kling 2.6",
        "description": None,
        "maxDurationSeconds": 10,
        "supportsNativeAudio": True,
        "aspectRatios": ["9:16", "16:9", "1:1"],
        "tier": "premium",
    }


async def test_presets_of_models_that_cannot_run_are_not_listed(
    app: FastAPI, api: httpx.AsyncClient, settings: Settings
) -> None:
    everything = (await api.get("presets")).raise_for_status().json()["data"]
    assert len(everything) == len(presets())
    app.state.settings = settings.model_copy(update={"studio_stand_in": False})
    alone = (await api.get("presets")).json()["data"]
    assert {preset["videoModel"] for preset in alone} == {"studio-1"}


@pytest.mark.parametrize("path", ["models", "presets"])
async def test_catalog_lists_answer_304_to_who_has_them(api: httpx.AsyncClient, path: str) -> None:
    first = await api.get(path)
    tag = first.headers["etag"]
    again = await api.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["etag"] == tag
    other = await api.get(path, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    assert other.json() == first.json()
