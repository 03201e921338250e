"""Links that carry their own permission: HMAC-SHA256 over what they allow, and until when."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


class SignatureError(Exception):
    """The link was altered, or is not one of ours."""


class ExpiredError(SignatureError):
    """The link was ours, and its time is over."""


@dataclass(frozen=True, slots=True)
class PutGrant:
    """What a signed PUT allows: the exact content type, and at most so many bytes."""

    content_type: str
    max_bytes: int


class UrlSigner:
    """Signs and checks the queries of file links.

    Args:
        key: the secret.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign_get(self, key: str, *, expires_s: int) -> str:
        """The query that shows ``key`` for ``expires_s`` to 1.25 times ``expires_s`` seconds."""
        step = max(1, expires_s // 4)
        expires = math.ceil((time.time() + expires_s) / step) * step
        return urlencode({"expires": expires, "signature": self._sign("GET", key, expires)})

    def sign_put(self, key: str, *, content_type: str, max_bytes: int, expires_s: int) -> str:
        """The query that takes one PUT of ``key`` within ``expires_s`` seconds."""
        expires = math.ceil(time.time() + expires_s)
        signature = self._sign("PUT", key, expires, content_type, max_bytes)
        return urlencode(
            {
                "expires": expires,
                "contentType": content_type,
                "maxBytes": max_bytes,
                "signature": signature,
            }
        )

    def check_get(self, key: str, query: Mapping[str, str]) -> None:
        """Raises ``SignatureError`` unless the query came from :meth:`sign_get` for this key."""
        self._check("GET", key, query)

    def check_put(self, key: str, query: Mapping[str, str]) -> PutGrant:
        """What the query allows, if it came from :meth:`sign_put` for this key.

        Raises:
            ExpiredError: it did, and its time is over.
            SignatureError: it did not.
        """
        content_type, max_bytes = query.get("contentType", ""), query.get("maxBytes", "")
        self._check("PUT", key, query, content_type, max_bytes)
        return PutGrant(content_type, int(max_bytes))

    def _check(self, method: str, key: str, query: Mapping[str, str], *terms: str) -> None:
        expires = query.get("expires", "")
        expected = self._sign(method, key, expires, *terms)
        if not hmac.compare_digest(expected.encode(), query.get("signature", "").encode()):
            raise SignatureError
        if int(expires) < time.time():
            raise ExpiredError

    def _sign(self, *terms: object) -> str:
        # Neither a key nor a content type holds a line break, so no two grants collide.
        text = "\n".join(str(term) for term in terms)
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
