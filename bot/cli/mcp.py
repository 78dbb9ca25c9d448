"""`mcp`: the cases as a read-only tool server for agents."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import redirect_stdout

from bot.cli.opening import open_library
from ingest.cli.terminal import LibraryFolder
from ingest.errors import ChatModelRefused


def mcp(library: LibraryFolder = None) -> int:
    """Serve the cases to agents as read-only tools, over standard input and output."""
    if importlib.util.find_spec("mcp") is None:
        raise ChatModelRefused(
            "The package mcp is not installed.",
            "Run `.venv/bin/python -m pip install -r requirements-chat.txt -c constraints.txt`.",
        )
    from bot.agents import server_of

    server = server_of(open_library(library))
    # The bytes of the protocol go to the program's own output, not through that of the terminal.
    with redirect_stdout(sys.__stdout__):
        server.run("stdio")
    return 0
