"""The job that hands a message over."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage

from unrealugc.core.clock import now
from unrealugc.mail.service import SEND
from unrealugc.mail.transports import transport_for
from unrealugc.queue.registry import JobContext, job


@job(SEND)
async def send(context: JobContext, to: str, subject: str, text: str) -> None:
    """Send one message; a server that is down makes the queue try again."""
    settings = context.settings
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = now()
    message.set_content(text)
    smtp_url = settings.smtp_url.get_secret_value() if settings.smtp_url else None
    transport = transport_for(smtp_url, settings.data_dir)
    await asyncio.to_thread(transport.send, message)
