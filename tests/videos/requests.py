"""Request bodies that tests start from, and waiting for what becomes of them."""

from __future__ import annotations

from typing import Any

import httpx

from tests.support.waiting import until

SCRIPT = "I have been using this for two weeks and I am genuinely shocked at how good it is."


def body(**changes: Any) -> dict[str, Any]:
    """The reference's own create request; ``...`` as a value leaves a field out."""
    whole = {
        "creatorId": "tech-savvy-female-30",
        "script": SCRIPT,
        "productName": "Acme Skincare",
        "videoModel": "kling-2.6",
        "useNativeAudio": True,
        "durationSeconds": 10,
        "aspectRatio": "9:16",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not ...}


async def ended(api: httpx.AsyncClient, video_id: str, limit_s: float = 60.0) -> dict[str, Any]:
    """The video, once it is COMPLETED or FAILED."""

    async def final() -> dict[str, Any] | None:
        video: dict[str, Any] = (await api.get(f"videos/{video_id}")).raise_for_status().json()
        return video if video["status"] in ("COMPLETED", "FAILED") else None

    return await until(final, limit_s)
