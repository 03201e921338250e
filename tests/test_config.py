"""Addresses that follow from the settings."""

from __future__ import annotations

import pytest

from unrealugc.config import Settings


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("ugc.lan", "http://ugc.lan:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_links_lead_somewhere_whatever_is_listened_on(host: str, url: str) -> None:
    assert Settings(host=host, port=8000, public_url=None).base_url == url
    public = Settings(host=host, port=8000, public_url="https://ugc.example/")
    assert public.base_url == "https://ugc.example"
    assert public.local_url == url
