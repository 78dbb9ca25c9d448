"""`pincite`: the commands of `ui/commands.py`."""

from __future__ import annotations

import sys

from ingest.environment import keep_to_this_computer
from ingest.interrupt import listen


def main() -> None:
    """What the `pincite` script runs."""
    listen()
    keep_to_this_computer()
    # Loaded when Ctrl-C is listened to: loading takes its time.
    from ingest.cli.terminal import run
    from ui.commands import PROGRAM, app

    sys.exit(run(app, PROGRAM, sys.argv[1:]))


if __name__ == "__main__":
    main()
