"""Request bodies that tests start from."""

from __future__ import annotations

from typing import Any

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
