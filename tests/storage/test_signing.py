"""Signed links: they allow what they say, until they say, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from unrealugc.storage.signing import ExpiredError, PutGrant, SignatureError, UrlSigner

SIGNER = UrlSigner(b"k" * 32)


def _query(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _put() -> dict[str, str]:
    return _query(SIGNER.sign_put("a/b.png", content_type="image/png", max_bytes=5, expires_s=600))


def test_a_get_link_is_good_for_its_key_only() -> None:
    query = _query(SIGNER.sign_get("a/b.mp4", expires_s=600))
    SIGNER.check_get("a/b.mp4", query)
    with pytest.raises(SignatureError):
        SIGNER.check_get("a/c.mp4", query)
    with pytest.raises(SignatureError):
        SIGNER.check_put("a/b.mp4", query)
    with pytest.raises(SignatureError):
        UrlSigner(b"other").check_get("a/b.mp4", query)


def test_get_links_stay_the_same_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_800_000_001.0
    monkeypatch.setattr("unrealugc.storage.signing.time.time", lambda: moment)
    first = SIGNER.sign_get("a/b.mp4", expires_s=1000)
    moment += 30
    assert SIGNER.sign_get("a/b.mp4", expires_s=1000) == first
    moment += 1000
    SIGNER.check_get("a/b.mp4", _query(SIGNER.sign_get("a/b.mp4", expires_s=1000)))
    moment += 10_000
    with pytest.raises(ExpiredError):
        SIGNER.check_get("a/b.mp4", _query(first))


def test_a_put_link_says_what_it_allows() -> None:
    assert SIGNER.check_put("a/b.png", _put()) == PutGrant("image/png", 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("expires", "99999999999"),
        ("expires", ""),
        ("expires", "never"),
        ("contentType", "text/html"),
        ("maxBytes", "50000000"),
        ("maxBytes", ""),
        ("signature", ""),
        ("signature", "é"),
        ("signature", "0" * 64),
    ],
)
def test_an_altered_put_link_is_refused(name: str, value: str) -> None:
    with pytest.raises(SignatureError):
        SIGNER.check_put("a/b.png", {**_put(), name: value})


@pytest.mark.parametrize("name", ["expires", "contentType", "maxBytes", "signature"])
def test_a_put_link_that_lacks_a_part_is_refused(name: str) -> None:
    query = _put()
    del query[name]
    with pytest.raises(SignatureError):
        SIGNER.check_put("a/b.png", query)


def test_an_expired_put_link_is_told_apart() -> None:
    query = _query(SIGNER.sign_put("a/b.png", content_type="image/png", max_bytes=5, expires_s=-5))
    with pytest.raises(ExpiredError):
        SIGNER.check_put("a/b.png", query)
