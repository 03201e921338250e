"""How a message leaves: SMTP, or the embedded twin, a folder of ``.eml`` files."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from unrealugc.core.ids import new_id

TIMEOUT_S = 20.0


class MailTransport(Protocol):
    """Hands a message over. Blocking: call it in a thread."""

    def send(self, message: EmailMessage) -> None:
        """Send the message, or raise ``OSError`` / ``smtplib.SMTPException``."""


class Outbox:
    """Writes each message into a folder, where an operator can read it.

    Args:
        folder: created when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f".{new_id()}.tmp"
        temporary.write_bytes(message.as_bytes())
        temporary.replace(self.folder / f"{new_id()}.eml")


class Smtp:
    """Sends through an SMTP server.

    Args:
        url: ``smtp://user:password@host:587`` (STARTTLS where offered) or ``smtps://…:465``.
    """

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        if self._parts.scheme not in ("smtp", "smtps") or not self._parts.hostname:
            raise ValueError("the mail server must be smtp://host:port or smtps://host:port")

    def send(self, message: EmailMessage) -> None:
        host = self._parts.hostname or ""
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._parts.port or 465, timeout=TIMEOUT_S
            )
        else:
            server = smtplib.SMTP(host, self._parts.port or 587, timeout=TIMEOUT_S)
        with server:
            if self._parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
            server.send_message(message)


def transport_for(smtp_url: str | None, data_dir: Path) -> MailTransport:
    """The transport that the settings ask for."""
    return Smtp(smtp_url) if smtp_url else Outbox(data_dir / "outbox")
