"""`python -m ingest`: the commands of `ingest/cli/commands.py` and, for documents alone, `changes`.

FOLDER_OR_FILE may follow at once. A first word that is the name of a command names it; a folder
of that name is given as ./NAME.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from ingest.cli import look
from ingest.cli.commands import INGEST
from ingest.cli.commands import app as commands
from ingest.cli.terminal import new_app, run

PROGRAM = "python -m ingest"
_HELP = ("-h", "--help")

app = new_app(f"`{PROGRAM} FOLDER_OR_FILE...` mirrors a folder into a case, or adds files to it.")
app.add_typer(commands)
app.command("changes")(look.changes)


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 1 a clear failure. Raises SystemExit(2) for wrong usage."""
    named = bool(arguments) and arguments[0] in {*typer.main.get_group(app).commands, *_HELP}
    return run(app, PROGRAM, arguments if named else [INGEST, *arguments])
