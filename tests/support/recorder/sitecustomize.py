"""Python imports this by itself in a program that is watched: every host beyond this computer
that the program looks up or connects to goes into the file that PINCITE_TEST_RECORD names."""

import os
import sys
from pathlib import Path

_HERE = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "", None}
_EVENTS = {
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.connect": 1,
    "socket.sendto": 1,
}


def _record(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _EVENTS:
        return
    host = arguments[_EVENTS[event]]
    if isinstance(host, tuple):
        host = host[0]
    elif event in ("socket.connect", "socket.sendto"):
        return  # a socket of this computer's file system
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host not in _HERE:
        with Path(os.environ["PINCITE_TEST_RECORD"]).open("a", encoding="utf-8") as record:
            record.write(f"{event} {host}\n")


if os.environ.get("PINCITE_TEST_RECORD"):
    sys.addaudithook(_record)
