"""`python -m bot`: the commands of `bot/cli/commands.py`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.cli.commands import app
from ingest.cli.terminal import run
from ingest.environment import keep_to_this_computer


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done ("not found" is an answer), 1 a clear failure.

    Raises SystemExit(2) for wrong usage.
    """
    return run(app, "python -m bot", arguments)


if __name__ == "__main__":
    keep_to_this_computer()
    sys.exit(main(sys.argv[1:]))
