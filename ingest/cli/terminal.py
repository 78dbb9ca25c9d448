"""What all commands of ingestion share: options, progress, and what goes to the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.store.catalogue import Catalogue
    from ingest.store.library import Library
    from ingest.sync.mirror import Progress as IngestProgress

USAGE = """python -m ingest FOLDER_OR_FILE... [--case NAME]  mirror a folder, or add files
       python -m ingest status                          is everything in order, what is in it
       python -m ingest list [--case NAME]              cases, their documents and failures
       python -m ingest changes [--case NAME]           what came and went since last seen
       python -m ingest show FILE --page N [--png OUT]  what was understood of a page
       python -m ingest versions PATH                   a document's versions
       python -m ingest remove PATH... | restore PATH   take documents out; bring one back
       python -m ingest purge [PATH... --older-than DAYS]  delete for good what is out
       python -m ingest verify                          hold everything against each other
       python -m ingest rebuild                         make again what can be made again
       python -m ingest restore-catalogue               go back to the newest good copy
       python -m ingest model [--again]                 make the embedding model ready"""

# To standard error: standard output is for results alone.
console = Console(stderr=True)


def parser(command: str = "") -> argparse.ArgumentParser:
    """The options that every command has."""
    made = argparse.ArgumentParser(prog=f"python -m ingest {command}".strip(), usage=USAGE)
    made.add_argument("--library", type=Path, help="folder of the library (PINCITE_LIBRARY)")
    made.add_argument("--json", action="store_true", help="one JSON object to standard output")
    return made


def settings(chosen: argparse.Namespace) -> Settings:
    """The environment's, with the library that was named."""
    given = Settings.from_environment()
    return replace(given, library=chosen.library) if chosen.library else given


def open_library(chosen: argparse.Namespace) -> Library:
    """The library of the settings; says what an older program or another model made of it."""
    # Loaded late: this brings in torch and chromadb, and --help should not wait for them.
    from ingest.store.library import Library
    from ingest.sync.outdated import outdated

    library = Library(settings(chosen))
    _say_outdated(outdated(library.catalogue, library.embedder.identity))
    return library


def catalogue_file(chosen: argparse.Namespace) -> Path:
    """Where the catalogue of the settings' library is, or would be."""
    return settings(chosen).library / "catalogue.sqlite"


def open_catalogue(chosen: argparse.Namespace) -> Catalogue:
    """The catalogue alone, which opens sooner; says the same."""
    from ingest.embedding.model import Embedder
    from ingest.store.catalogue import Catalogue
    from ingest.sync.outdated import outdated

    catalogue = Catalogue(catalogue_file(chosen))
    _say_outdated(outdated(catalogue, Embedder(settings(chosen)).identity))
    return catalogue


def _say_outdated(told: str) -> None:
    if told:
        say(told)


def confirmed(chosen: argparse.Namespace, question: str) -> bool:
    """Whether the person says yes; nobody at a terminal says no."""
    if chosen.yes:
        return True
    if not sys.stdin.isatty():
        say(f"{question} Nobody is here to say so: add --yes.")
        return False
    return input(f"{question} [y/N] ").strip().casefold() in ("y", "yes", "o", "oui")


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 page, 2 pages."""
    return f"{number} {noun}{'s' * (number != 1)}"


def printable(path: str) -> str:
    """A name with newlines or control characters must not draw on the terminal."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in path)


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
        self._files = bars.add_task("files", total=None)
        self._passages = bars.add_task("", total=None, visible=False)

    def show(self, progress: IngestProgress) -> None:
        """Move the bars to where the ingest is."""
        name = printable(progress.path)
        done = progress.number - (progress.stage != "done")
        self._bars.update(self._files, completed=done, total=progress.files)
        self._bars.update(
            self._passages,
            description=f"{progress.stage} {name}",
            completed=progress.done,
            total=progress.of or None,
            visible=progress.stage != "done",
        )


def say(message: str) -> None:
    """A line beside the results."""
    console.print(message, highlight=False, markup=False)


def print_json(content: object) -> None:
    """The one JSON object of a command."""
    print(json.dumps(content, ensure_ascii=False, default=str))
