"""`python -m bot`: the commands of `bot/cli/commands.py`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ingest.environment import keep_to_this_computer
from ingest.interrupt import listen


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done ("not found" is an answer), 1 a clear failure.

    Raises SystemExit(2) for wrong usage.
    """
    # Loaded when Ctrl-C is listened to: loading takes its time.
    from bot.cli.commands import app
    from ingest.cli.terminal import run

    return run(app, "python -m bot", arguments)


if __name__ == "__main__":
    listen()
    keep_to_this_computer()
    sys.exit(main(sys.argv[1:]))
