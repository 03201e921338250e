"""Signatures: HMAC-SHA256 over ``{deliveryId}.{timestamp}.{rawBody}``, in hex."""

from __future__ import annotations

import hashlib
import hmac
import time

from unrealugc.core.ids import new_token

SECRET_PREFIX = "whsec_"  # noqa: S105 - the form of a secret, not one
TOLERANCE_S = 300


def new_secret() -> str:
    """A fresh signing secret, ``whsec_`` and 40 characters from a CSPRNG."""
    return new_token(SECRET_PREFIX, 40)


def sign(secret: str, delivery_id: str, timestamp: int, body: bytes) -> str:
    """The signature of one attempt.

    Args:
        secret: the endpoint's secret, prefix included.
        delivery_id: stable over retries.
        timestamp: Unix seconds of this attempt.
        body: the bytes that are sent.
    """
    message = f"{delivery_id}.{timestamp}.".encode() + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def verify(
    secret: str,
    delivery_id: str,
    timestamp: str,
    signature: str,
    body: bytes,
    *,
    now: float | None = None,
) -> bool:
    """What a receiver does: check signature and age (at most 5 minutes) of a delivery.

    Args:
        timestamp: the ``X-UnrealUGC-Timestamp`` header as it came.
        signature: the ``X-UnrealUGC-Signature`` header as it came.
        now: Unix seconds, for tests.
    """
    if not timestamp.isdecimal():
        return False
    moment = int(timestamp)
    if abs((time.time() if now is None else now) - moment) > TOLERANCE_S:
        return False
    return hmac.compare_digest(sign(secret, delivery_id, moment, body), signature)
