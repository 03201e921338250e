"""Examples for the API's documentation, those of the reference first."""

from __future__ import annotations

from pydantic.config import JsonDict

CREATE: JsonDict = {
    "creatorId": "tech-savvy-female-30",
    "script": "I have been using this for two weeks and I am genuinely shocked at how good it is.",
    "productName": "Acme Skincare",
    "videoModel": "kling-2.6",
    "useNativeAudio": True,
    "durationSeconds": 10,
    "aspectRatio": "9:16",
}

CREATE_MORE: JsonDict = {
    "creatorId": "tech-savvy-female-30",
    "script": "I tried Acme Serum for a week, and honestly, it is *so* good. Try Acme Serum today!",
    "productName": "Acme Serum",
    "productImageUrl": "https://shop.example/serum.png",
    "captions": "highlight",
    "hookText": "My skin in *7 days* 😱",
    "productShots": "both",
    "callToAction": "Shop now",
    "music": "warm",
}

ESTIMATE_IN: JsonDict = {
    "videoModel": "kling-2.6",
    "useNativeAudio": True,
    "durationSeconds": 10,
}

ESTIMATE: JsonDict = {"totalCredits": 280, "credits": 4280, "canAfford": True}

VIDEO: JsonDict = {
    "id": "cmbq0vd4k0001abcdefghij12",
    "status": "COMPLETED",
    "title": "Acme Skincare: Using this for two weeks",
    "script": CREATE["script"],
    "productName": "Acme Skincare",
    "durationSeconds": 10,
    "aspectRatio": "9:16",
    "videoModel": "kling-2.6",
    "audio": "native",
    "voiceId": None,
    "creatorId": "c4t9w2k7q1m8z5x3v6b0n2j4h",
    "customCreatorId": None,
    "projectId": "cmbq0pr1x0001abcdefghij12",
    "outputUrl": "https://ugc.example/files/videos/a/v.mp4?expires=1767225600&signature=…",
    "thumbnailUrl": "https://ugc.example/files/videos/a/v.jpg?expires=1767225600&signature=…",
    "error": None,
    "creditsCharged": 280,
    "creditsFinal": 280,
    "createdAt": "2026-01-31T08:00:00.000Z",
    "updatedAt": "2026-01-31T08:01:10.000Z",
    "progress": 100,
    "stage": "publish",
    "renderedBy": "studio",
    "captions": "karaoke",
    "subtitlesVttUrl": "https://ugc.example/files/videos/a/v.vtt?expires=1767225600&signature=…",
    "subtitlesSrtUrl": "https://ugc.example/files/videos/a/v.srt?expires=1767225600&signature=…",
    "presetSlug": None,
    "productImageUrl": None,
    "hookText": None,
    "productShots": "both",
    "endCard": False,
    "callToAction": None,
    "music": "none",
    "retryOf": None,
    "metadata": {},
}
