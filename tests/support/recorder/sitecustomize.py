"""Holds a program of the tests to this computer. Python imports this module by itself in every
program that is started while its folder is on PYTHONPATH; `tests.conftest` imports it as well.

An attempt to look up or to reach a host beyond this computer goes into the file that
PINCITE_TEST_RECORD names, and then fails: nothing is sent, not even a question to a name server.
"""

import os
import socket
import sys

_HERE = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "", None}
_HOST = {
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
}
"""The events of Python that name a host, and which of their arguments it is."""
_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def hold(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook. Raises OSError where a program would leave this computer."""
    if event not in _HOST:
        return
    host = arguments[_HOST[event]]
    if isinstance(host, tuple):
        host = host[0] if host else None
    elif event not in _LOOKED_UP:
        return  # a socket of this computer's file system
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in _HERE or str(host).startswith("127."):
        return
    record = os.environ.get("PINCITE_TEST_RECORD")
    if record:
        file = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(file, f"{event} {host}\n".encode())
        os.close(file)
    raise socket.gaierror(f"a test may not leave this computer: {event} {host}")


sys.addaudithook(hold)
