"""Bringing files in: once, as a look ahead, or for as long as the folder changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cli.terminal import (
    Bars,
    bars,
    counted,
    open_library,
    parser,
    print_json,
    printable,
    say,
)
from ingest.errors import PinciteError
from ingest.sync.progress import OUTCOMES, FileResult

if TYPE_CHECKING:
    from ingest.store.library import Library


def bring_in(arguments: Sequence[str]) -> int:
    """Mirror folders and add files."""
    options = parser()
    options.add_argument("sources", nargs="+", type=Path, metavar="FOLDER_OR_FILE")
    options.add_argument("--case", help="name of the case; by default the folder's name")
    options.add_argument("--dry-run", action="store_true", help="only tell what would be done")
    options.add_argument("--check", action="store_true", help="look into unchanged files too")
    options.add_argument("--retry", action="store_true", help="try again what could not be read")
    options.add_argument("--watch", action="store_true", help="go on as the folder changes")
    options.add_argument(
        "--as", dest="version_of", default="", metavar="PATH", help="a new version of what is there"
    )
    chosen = options.parse_args(arguments)
    missing = [source for source in chosen.sources if not source.exists()]
    if missing:
        options.error(f"there is no {missing[0]}")
    if chosen.watch and (chosen.dry_run or not all(one.is_dir() for one in chosen.sources)):
        options.error("--watch is for folders, and not for a dry run")
    if chosen.version_of and (len(chosen.sources) > 1 or chosen.sources[0].is_dir()):
        options.error("--as is for one file")
    case = chosen.case or _case_name(chosen.sources[0])
    from ingest.sync.mirror import ingest

    library = open_library(chosen)
    with bars() as drawn:
        results = ingest(
            library,
            case,
            chosen.sources,
            Bars(drawn).show,
            say,
            check=chosen.check,
            retry=chosen.retry,
            dry_run=chosen.dry_run,
            version_of=chosen.version_of,
        )
    _tell(case, results, as_json=chosen.json, dry_run=chosen.dry_run)
    if chosen.watch:
        _watch(library, case, chosen.sources, results, as_json=chosen.json)
    if chosen.dry_run:
        return 0
    failed = [one for one in results if one.outcome == "failed"]
    nothing = not results or len(failed) == len(results)
    documents, _ = library.catalogue.counts(library.catalogue.case(case))
    return 1 if nothing and not documents else 0


def _watch(
    library: Library,
    case: str,
    folders: Sequence[Path],
    told: Sequence[FileResult],
    *,
    as_json: bool,
) -> None:
    from ingest.sync.mirror import ingest
    from ingest.sync.watch import changes

    say("watching; Ctrl-C ends it")
    lasting = _lasting(told)
    for growing in changes(folders, library.folder):
        try:
            results = ingest(library, case, folders, say=say, growing=growing)
        except PinciteError as error:
            # A case.yaml with a mistake, a full disk: mended, it goes on.
            say(f"{error.reason} {error.advice}")
            continue
        changed = [one for one in results if one.outcome != "unchanged"]
        # What fails, or was taken out by hand, is told once and not with every other change.
        news = [one for one in changed if replace(one, seconds=0.0) not in lasting]
        lasting = _lasting(changed)
        if news:
            _tell(case, news, as_json=as_json, dry_run=False)


def _lasting(results: Sequence[FileResult]) -> set[FileResult]:
    """Those that every ingest has again."""
    return {replace(one, seconds=0.0) for one in results if one.outcome in ("failed", "withdrawn")}


def _tell(case: str, results: Sequence[FileResult], *, as_json: bool, dry_run: bool) -> None:
    counts = {outcome: sum(one.outcome == outcome for one in results) for outcome in OUTCOMES}
    if as_json:
        told = {"case": case, "files": [asdict(one) for one in results], "summary": counts}
        print_json({**told, "dry_run": True} if dry_run else told)
        return
    for one in results:
        print(_line(one))
    summary = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
    summary = summary or "no files found; put documents into the folder and run again"
    print(f"{case}: {summary}" + (" (nothing was changed)" if dry_run else ""), flush=True)


def _case_name(source: Path) -> str:
    resolved = source.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    return re.sub(r"[^\w.-]+", "-", folder.name).strip("-") or "case"


def _line(result: FileResult) -> str:
    path = printable(result.path)
    if result.outcome == "failed":
        return f"failed     {path}: {result.reason} {result.advice}".rstrip()
    told = f"{result.outcome:10} {path}"
    if result.passages:
        told += f" ({counted(result.pages, 'page')}, {counted(result.passages, 'passage')})"
    return "\n".join([told, *(f"           note: {warning}" for warning in result.warnings)])
