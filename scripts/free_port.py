"""Print the port to serve on: the one asked for, or the next one that nobody listens to."""

from __future__ import annotations

import socket
import sys

TRIES = 100


def is_free(port: int) -> bool:
    """Whether a server could listen to this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # A connection closed a moment ago does not keep a port; a listener does.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def first_free(wanted: int) -> int | None:
    """The first free port from ``wanted`` on, or None after a hundred taken ones."""
    return next((port for port in range(wanted, min(wanted + TRIES, 65536)) if is_free(port)), None)


def main(wanted: str) -> int:
    if not wanted.isdecimal() or not 1024 <= int(wanted) <= 65535:
        print(f"PINCITE_PORT is {wanted!r}; it must be from 1024 to 65535.", file=sys.stderr)
        return 1
    port = first_free(int(wanted))
    if port is None:
        print(f"No free port from {wanted} on; name another: PINCITE_PORT=9000.", file=sys.stderr)
        return 1
    if port != int(wanted):
        print(f"Port {wanted} is taken; using {port}.", file=sys.stderr)
    print(port)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
