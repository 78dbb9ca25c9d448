"""Every command of Pincite in one place, and `app`, which opens the chat."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version as installed
from typing import Annotated

import typer

from bot.cli import commands as bot_commands
from ingest.cli import commands as ingest_commands
from ingest.cli.languages import OPTION
from ingest.cli.terminal import LibraryFolder, new_app, say, settings
from ingest.interrupt import hold_interrupts
from ingest.settings import ROOT
from ingest.translation import SETTING, _, language
from ui.free_port import DEFAULT, free_port

PROGRAM = "pincite"

app = new_app(
    "Ask the documents of a court case, and read the answer in their own words.", completion=True
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"{PROGRAM} {installed(PROGRAM)}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    lang: Annotated[
        str,
        typer.Option(
            OPTION,
            metavar="LANGUAGE",
            help="en or fr; else PINCITE_LANGUAGE, or the locale. It may also follow a command.",
        ),
    ] = "",
) -> None:
    """Typer shows the options of a callback as those of the whole program."""


@app.command("app")
def open_app(
    port: Annotated[
        str,
        typer.Option(envvar="PINCITE_PORT", help="Where to serve; if taken, the next."),
    ] = DEFAULT,
    library: LibraryFolder = None,
) -> int:
    """Open the chat in the browser.

    It is served on this computer alone, until Ctrl-C.
    """
    number = free_port(port)
    if str(number) != port:
        say(f"Port {port} is taken; using {number}.")
    address = f"http://127.0.0.1:{number}"
    print(_("Pincite: {address} (Ctrl-C stops it)").format(address=address), flush=True)
    # Streamlit reads .streamlit/config.toml of the folder it is started in, and `-m` makes that
    # folder importable.
    command = [sys.executable, "-m", "ui.serve", str(number)]
    environment = os.environ | {
        "PINCITE_LIBRARY": str(settings(library).library.absolute()),
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        SETTING: language(),
    }
    if sys.platform != "win32":
        # The server takes the place of this process, so that every signal reaches it.
        os.chdir(ROOT)
        hold_interrupts()
        os.execve(sys.executable, command, environment)
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return server.wait()  # Ctrl-C went to the server, too


app.add_typer(ingest_commands.app)
app.add_typer(bot_commands.app)
