"""Files that a command writes: which ending means what, and what is said where one cannot be."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import PinciteError

if TYPE_CHECKING:
    from bot.overview.report import SourcedReport

REPORTS = ("docx", "pdf", "md")

ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it here, by the ending of the name: .docx (Word), .pdf or .md.",
    ),
]


def ending(out: Path, endings: Collection[str], what: str) -> str:
    """The ending of the file, without its dot. Raises PinciteError where nothing is written with
    it: ``what`` cannot."""
    found = out.suffix.lower().lstrip(".")
    if found not in endings:
        *first, last = (f".{known}" for known in endings)
        raise PinciteError(
            f"{what} cannot be written as {out.suffix or 'a file without an ending'}.",
            f"End the name of the file in {', '.join(first)} or {last}.",
        )
    return found


def write(content: bytes, out: Path, what: str) -> None:
    """Raises PinciteError where the file cannot be written."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise PinciteError(
            f"{what} could not be written to {out} ({error.strerror}).",
            "Name a file in a folder that you may write to.",
        ) from error


def write_report(report: SourcedReport, out: Path, what: str) -> None:
    """Write a report as Word, PDF or Markdown, by the ending of the file."""
    from bot.overview.report import FILES

    _, written = FILES[ending(out, REPORTS, what)]
    write(written(report), out, what)
