"""What all commands of ingestion share: options, progress, and what goes to the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from unicodedata import category

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.cli.ending import ended
from ingest.cli.languages import check_language, language_of, spoken, translate_help
from ingest.cli.plain import plain
from ingest.interrupt import INTERRUPTED
from ingest.settings import Settings
from ingest.translation import _, retold, word

if TYPE_CHECKING:
    from ingest.store.catalogue import Catalogue
    from ingest.store.library import Library
    from ingest.sync.mirror import Progress as IngestProgress

# To standard error: standard output is for results alone.
console = Console(stderr=True)


_INTERRUPTED = 130
"""What Typer makes of Ctrl-C."""

LibraryFolder = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="Folder of the library (PINCITE_LIBRARY)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object to standard output.")]
CaseName = Annotated[
    str, typer.Option("--case", help="Name of the case; not needed when there is just one.")
]
OneCase = Annotated[str, typer.Option("--case", help="Only this case.")]


def new_app(about: str, *, completion: bool = False) -> typer.Typer:
    """An empty command line. Errors are told by `run`, so Typer's own tracebacks are off."""
    return typer.Typer(
        help=about,
        rich_markup_mode=None,
        add_completion=completion,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def run(app: typer.Typer, program: str, words: Sequence[str]) -> int:
    """Run what was typed and return the exit status: 0 done, 1 a clear failure.

    ``program`` is how the command line is called, as messages show it. Each command returns its
    status. Raises SystemExit(2) for wrong usage, after saying how the command is used.
    """
    command = typer.main.get_command(app)
    language, others = language_of(words)

    def typed() -> int:
        try:
            check_language(language)
            translate_help(command, command.context_settings)
            status = int(command.main(others, program, standalone_mode=False) or 0)
        except typer.Abort:
            return 1
        except typer.TyperException as error:
            _say_usage(error)
            raise SystemExit(error.exit_code) from None
        if status == _INTERRUPTED:
            raise KeyboardInterrupt
        return status

    with spoken(language):
        return ended(typed, INTERRUPTED)


def _say_usage(error: typer.TyperException) -> None:
    context: typer.Context | None = getattr(error, "ctx", None)
    if context:
        usage = context.get_usage().replace("Usage:", _("usage:"), 1)
        print(plain(usage), file=sys.stderr)
    # What a command found wrong itself needs no "Invalid value for ..." before it.
    ours = isinstance(error, typer.BadParameter) and error.param is None
    what = retold(error.message if ours else error.format_message())
    print(plain(_("error: {what}").format(what=what)), file=sys.stderr)
    if context:
        explains = _("`{command} --help` explains it.").format(command=context.command_path)
        print(explains, file=sys.stderr)


def settings(library: Path | None) -> Settings:
    """The environment's, with the library that was named."""
    given = Settings.from_environment()
    return replace(given, library=library) if library else given


def open_library(folder: Path | None) -> Library:
    """The library of the settings; says what an older program or another model made of it."""
    # Loaded late: this brings in chromadb, and --help should not wait for it.
    from ingest.store.library import Library
    from ingest.sync.outdated import outdated

    library = Library(settings(folder))
    _say_outdated(outdated(library.catalogue, library.embedder.identity))
    return library


def catalogue_file(folder: Path | None) -> Path:
    """The path of the catalogue of the settings' library, whether it exists or not."""
    return settings(folder).library / "catalogue.sqlite"


def open_catalogue(folder: Path | None) -> Catalogue:
    """The catalogue alone, which opens sooner; says the same."""
    from ingest.embedding.model import Embedder
    from ingest.store.catalogue import Catalogue
    from ingest.sync.outdated import outdated

    catalogue = Catalogue(catalogue_file(folder), settings(folder).database_url)
    _say_outdated(outdated(catalogue, Embedder(settings(folder)).identity))
    return catalogue


def _say_outdated(warning: str) -> None:
    if warning:
        say(warning)


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether the person says yes. ``yes`` answers beforehand; without a terminal the answer is
    no."""
    if yes:
        return True
    if not sys.stdin.isatty():
        say(_("{question} Nobody is here to say so: add --yes.").format(question=question))
        return False
    return input(_("{question} [y/N] ").format(question=question)).strip().casefold() in (
        "y",
        "yes",
        "o",
        "oui",
    )


def printable(path: str) -> str:
    """A name with newlines or control characters must not draw on the terminal. The spaces of
    French print, which Python does not call printable, stay."""
    return "".join(
        char if char.isprintable() or category(char) == "Zs" else repr(char)[1:-1] for char in path
    )


def bars() -> Progress:
    """Bars that go when all is done."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


class Bars:
    """Two bars: the files, and the passages of the file at hand."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._files = bars.add_task(_("files"), total=None)
        self._passages = bars.add_task("", total=None, visible=False)

    def show(self, progress: IngestProgress) -> None:
        """Move the bars to where the ingest is."""
        name = printable(progress.path)
        done = progress.number - (progress.stage != "done")
        self._bars.update(self._files, completed=done, total=progress.files)
        self._bars.update(
            self._passages,
            description=f"{word(progress.stage)} {name}",
            completed=progress.done,
            total=progress.of or None,
            visible=progress.stage != "done",
        )


def say(message: str) -> None:
    """A line beside the results, retold in the reader's language."""
    console.print(plain(retold(message)), highlight=False, markup=False)


def print_json(content: object) -> None:
    """The one JSON object of a command."""
    print(json.dumps(content, ensure_ascii=False, default=str))
