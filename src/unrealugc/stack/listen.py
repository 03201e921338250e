"""The listening socket, opened once and handed to every API process in turn."""

from __future__ import annotations

import errno
import socket

SOCKET_VARIABLE = "UNREALUGC_LISTEN_FD"
"""Environment variable that tells an API process its socket's file descriptor."""

_BACKLOG = 2048


class AddressError(RuntimeError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket.

    Args:
        host: name or address.
        port: 0 takes any free one.

    Raises:
        AddressError: it is taken, or not ours to take; the message says what to do.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        opened = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "another program listens there. Choose another port with --port"
        elif error.errno == errno.EACCES:
            reason = "ports below 1024 need more rights. Choose another with --port"
        else:
            reason = f"{error.strerror}. Check --host and --port"
        raise AddressError(f"Cannot listen on {host}:{port}: {reason}.") from error
    opened.set_inheritable(True)
    return opened
