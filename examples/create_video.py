"""Order a video, follow its progress, and save it. Needs httpx and two variables:

UNREALUGC_BASE_URL   where the server is, http://127.0.0.1:8000 for instance
UNREALUGC_API_KEY    a key, usk_live_…
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import httpx

ORDER = {
    "creatorId": "tech-savvy-female-30",
    "script": "I tried this for a week, and honestly, I am never going back.",
    "productName": "Acme Skincare",
    "durationSeconds": 5,
    # Everything from here on is optional.
    "captions": "highlight",
    "hookText": "One week with *Acme* 😍",
    "callToAction": "Try it today",
    "music": "warm",
}


def main(target: Path) -> None:
    """Make the video of ``ORDER`` and write it to ``target``."""
    base_url = os.environ["UNREALUGC_BASE_URL"].rstrip("/") + "/api/v1/"
    headers = {"Authorization": f"Bearer {os.environ['UNREALUGC_API_KEY']}"}
    with httpx.Client(base_url=base_url, headers=headers, timeout=30) as api:
        price = api.post("videos/estimate", json=ORDER).raise_for_status().json()
        print(f"costs {price['totalCredits']} of {price['credits']} credits")
        # The key makes a retry of this request harmless: it has one effect, however often sent.
        order = api.post("videos", json=ORDER, headers={"Idempotency-Key": f"order-{time.time()}"})
        video = order.raise_for_status().json()
        while video["status"] not in ("COMPLETED", "FAILED"):
            time.sleep(2)
            video = api.get(f"videos/{video['id']}").raise_for_status().json()
            print(f"{video['status']} {video['progress']} %")
    if video["status"] == "FAILED":
        sys.exit(f"failed: {video['error']}")
    target.write_bytes(httpx.get(video["outputUrl"], timeout=60).raise_for_status().content)
    print(f"saved {target}, {video['creditsFinal']} credits")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "ad.mp4"))
