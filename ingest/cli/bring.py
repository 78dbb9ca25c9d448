"""Bringing files into a case: once, as a dry run, or whenever the folder changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.terminal import (
    AsJson,
    Bars,
    LibraryFolder,
    bars,
    open_library,
    print_json,
    printable,
    say,
)
from ingest.errors import PinciteError
from ingest.passwords import given
from ingest.sync.progress import OUTCOMES, FileResult
from ingest.translation import _, counted, figure, retold, word

if TYPE_CHECKING:
    from ingest.store.library import Library


def bring_in(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER_OR_FILE", help="A folder is mirrored, a file added."),
    ],
    case_name: Annotated[
        str, typer.Option("--case", help="Name of the case; by default the folder's name.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Look into unchanged files too.")] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try again what could not be read.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on as the folder changes.")] = False,
    version_of: Annotated[
        str, typer.Option("--as", metavar="PATH", help="A new version of what is there.")
    ] = "",
    passwords: Annotated[
        list[str] | None,
        typer.Option(
            "--password",
            help="Of protected PDF files; may be repeated. What is typed here stays in the shell's "
            "history: with - it is asked for, or taken from PINCITE_PASSWORD.",
        ),
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Mirror folders into a case, and add files to it."""
    missing = [source for source in sources if not source.exists()]
    if missing:
        raise typer.BadParameter(f"there is no {missing[0]}")
    if watch and (dry_run or not all(source.is_dir() for source in sources)):
        raise typer.BadParameter("--watch is for folders, and not for a dry run")
    if version_of and (len(sources) > 1 or sources[0].is_dir()):
        raise typer.BadParameter("--as is for one file")
    case = case_name or _case_name(sources[0])
    from ingest.sync.mirror import ingest

    tried = given(passwords or (), _("Password: "))
    opened = open_library(library)
    with bars() as drawn:
        results = ingest(
            opened,
            case,
            sources,
            Bars(drawn).show,
            say,
            check=check,
            retry=retry,
            dry_run=dry_run,
            version_of=version_of,
            passwords=tried,
        )
    _tell(case, results, as_json=as_json, dry_run=dry_run)
    if watch:
        _watch(opened, case, sources, results, tried, as_json=as_json)
    if dry_run:
        return 0
    failed = [result for result in results if result.outcome == "failed"]
    nothing = not results or len(failed) == len(results)
    documents = opened.catalogue.counts(opened.catalogue.case(case))[0]
    return 1 if nothing and not documents else 0


def _watch(
    library: Library,
    case: str,
    folders: Sequence[Path],
    shown: Sequence[FileResult],
    passwords: Sequence[str],
    *,
    as_json: bool,
) -> None:
    from ingest.sync.mirror import ingest
    from ingest.sync.watch import changes

    say("watching; Ctrl-C ends it")
    lasting = _lasting(shown)
    for growing in changes(folders, library.folder):
        try:
            results = ingest(library, case, folders, say=say, growing=growing, passwords=passwords)
        except PinciteError as error:
            # A case.yaml with a mistake, a full disk: mended, it goes on.
            say(f"{retold(error.reason)} {retold(error.advice)}")
            continue
        changed = [result for result in results if result.outcome != "unchanged"]
        # What fails, or was taken out by hand, is told once and not with every other change.
        news = [result for result in changed if replace(result, seconds=0.0) not in lasting]
        lasting = _lasting(changed)
        if news:
            _tell(case, news, as_json=as_json, dry_run=False)


def _lasting(results: Sequence[FileResult]) -> set[FileResult]:
    """The results that every ingest reports again: what failed and what is withdrawn."""
    return {
        replace(result, seconds=0.0)
        for result in results
        if result.outcome in ("failed", "withdrawn")
    }


def _tell(case: str, results: Sequence[FileResult], *, as_json: bool, dry_run: bool) -> None:
    counts = {outcome: sum(result.outcome == outcome for result in results) for outcome in OUTCOMES}
    if as_json:
        report = {"case": case, "files": [asdict(result) for result in results], "summary": counts}
        print_json({**report, "dry_run": True} if dry_run else report)
        return
    for result in results:
        print(_line(result))
    summary = ", ".join(
        f"{figure(number)} {word(outcome)}" for outcome, number in counts.items() if number
    )
    summary = summary or _("no files found; put documents into the folder and run again")
    unchanged = f" ({_('nothing was changed')})" if dry_run else ""
    print(f"{case}: {summary}{unchanged}", flush=True)


def _case_name(source: Path) -> str:
    resolved = source.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    return re.sub(r"[^\w.-]+", "-", folder.name).strip("-") or "case"


def _line(result: FileResult) -> str:
    path = printable(result.path)
    if result.outcome == "failed":
        return (
            f"{word('failed'):10} {path}: {retold(result.reason)} {retold(result.advice)}".rstrip()
        )
    line = f"{word(result.outcome):10} {path}"
    if result.passages:
        line += f" ({counted(result.pages, 'page')}, {counted(result.passages, 'passage')})"
    note = f"{'':10} {_('note:')}"
    return "\n".join([line, *(f"{note} {retold(warning)}" for warning in result.warnings)])
