"""The port to serve on: the one asked for, or the next free one."""

from __future__ import annotations

import socket

from ingest.errors import PinciteError

TRIES = 100
DEFAULT = "8501"


def is_free(port: int) -> bool:
    """Whether a server could listen to this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # A connection closed a moment ago does not keep a port; a listener does. Windows would
        # with this option share a port with its listener.
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            server.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: str) -> int:
    """The first free port from ``wanted`` on.

    Raises PinciteError where ``wanted`` is no port, or a hundred in a row are taken.
    """
    if not wanted.isdecimal() or not 1024 <= int(wanted) <= 65535:
        raise PinciteError(f"The port is {wanted!r}; it must be from 1024 to 65535.")
    first = int(wanted)
    port = next((port for port in range(first, min(first + TRIES, 65536)) if is_free(port)), None)
    if port is None:
        raise PinciteError(f"No free port from {wanted} on.", "Name another: PINCITE_PORT=9000.")
    return port
