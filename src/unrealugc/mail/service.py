"""Queue a message in the caller's transaction, so that it is sent exactly when that commits."""

from __future__ import annotations

from unrealugc.core.db import Connection
from unrealugc.queue.enqueue import enqueue

SEND = "mail.send"


async def send(connection: Connection, *, to: str, subject: str, text: str) -> None:
    """Send a plain-text message.

    Args:
        to: one address.
        subject: one line.
        text: the message.
    """
    await enqueue(connection, SEND, to=to, subject=subject, text=text)
