"""Taking documents out, bringing them back, deleting them, and their versions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.cli.terminal import (
    confirmed,
    counted,
    open_catalogue,
    open_library,
    parser,
    print_json,
    printable,
    say,
)
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Catalogue
from ingest.store.file_copies import set_aside
from ingest.store.versions import (
    Version,
    purge,
    restore,
    standing_at,
    versions,
    withdraw,
    withdrawn,
)


def remove(arguments: Sequence[str]) -> int:
    """Take documents out of a case."""
    chosen = _options("remove", arguments, "path", "+", asks=True)
    library = open_library(chosen)
    case = _case(library.catalogue, chosen)
    current = library.catalogue.places(case)
    unknown = [path for path in chosen.path if path not in current]
    if unknown:
        raise PinciteError(
            f"There is no {unknown[0]} in the case {case.name}.",
            "`python -m ingest list` shows the paths.",
        )
    documents = sorted({current[path].document_id for path in chosen.path})
    places = [standing_at(library.catalogue, case, one) for one in documents]
    for paths in places:
        others = [printable(path) for path in paths if path not in chosen.path]
        if others:
            say(f"The same document also stands at {', '.join(others)}, and goes there too.")
    number = counted(len(documents), "document")
    them = "It" if len(documents) == 1 else "They"
    if not confirmed(chosen, f"Take {number} out of {case.name}? {them} can be restored."):
        return 1
    gone = [
        path
        for one in documents
        for path in withdraw(library, library.catalogue.document(one), say)
    ]
    return _tell(chosen, "withdrawn", gone)


def restore_document(arguments: Sequence[str]) -> int:
    """Bring the newest withdrawn document of a place back."""
    chosen = _options("restore", arguments, "path", "+")
    library = open_library(chosen)
    case = _case(library.catalogue, chosen)
    restored: set[str] = set()
    for path in chosen.path:
        if path in restored:
            continue  # it came with another of the paths
        out = [one for one in versions(library.catalogue, case, path) if one.until]
        if not out:
            raise PinciteError(
                f"Nothing that was taken out of {case.name} stood at {path}.",
                "`python -m ingest status` shows what can be restored.",
            )
        restore(library, out[0], say=say)
        restored.update(standing_at(library.catalogue, case, out[0].document.id) or [path])
    return _tell(chosen, "restored", sorted(restored))


def purge_documents(arguments: Sequence[str]) -> int:
    """Delete for good what is out of search: all, or at some places, or gone for so long."""
    options = _parser("purge", "path", "*", asks=True)
    options.add_argument(
        "--older-than", type=_days, default=0, metavar="DAYS", help="out of search for so long"
    )
    options.add_argument("--dry-run", action="store_true", help="only tell what would go")
    chosen = options.parse_args(arguments)
    library = open_library(chosen)
    one_case = chosen.case or chosen.path
    cases = [_case(library.catalogue, chosen)] if one_case else library.catalogue.cases()
    out = [one for case in cases for one in withdrawn(library.catalogue, case)]
    unknown = set(chosen.path) - {path for one in out for path in one.paths}
    if unknown:
        raise PinciteError(
            f"Nothing that is out of search stood at {min(unknown)}.",
            "`python -m ingest status` shows what can be purged; `remove` takes a document out.",
        )
    before = datetime.now(UTC) - timedelta(days=chosen.older_than)
    out = [
        one
        for one in out
        if (not chosen.path or set(one.paths) & set(chosen.path))
        and datetime.fromisoformat(one.until).replace(tzinfo=UTC) <= before
    ]
    aside = [] if one_case else _lying_since(set_aside(library.folder), before)
    if not out and not aside:
        return _tell(chosen, "purged", [])
    for one in out:
        say(f"  {_told(one)}")
    for file in aside:
        say(f"  {file.relative_to(library.folder)}: a copy that belonged to no document")
    number = counted(len(out), "document")
    if aside:
        number += f" and {counted(len(aside), 'file')} set aside"
    if chosen.dry_run:
        say(f"{number} would be deleted for good.")
        return _tell(chosen, "would go", [one.path for one in out]) if chosen.json else 0
    if not confirmed(chosen, f"Delete {number} for good?"):
        return 1
    gone = [one.path for one in purge(library, out, say, set_aside=aside)]
    damaged = library.folder / "damaged"
    if damaged.exists():
        say(f"{damaged} is older and may still hold them; delete it when you need it no more.")
    return _tell(chosen, "purged", gone)


def _lying_since(files: Sequence[Path], before: datetime) -> list[Path]:
    return [one for one in files if datetime.fromtimestamp(one.stat().st_mtime, UTC) <= before]


def list_versions(arguments: Sequence[str]) -> int:
    """The versions at a place, newest first."""
    chosen = _options("versions", arguments, "path", None)
    catalogue = open_catalogue(chosen)
    case = _case(catalogue, chosen)
    found = versions(catalogue, case, chosen.path)
    if not found:
        raise PinciteError(
            f"Nothing stands or stood at {chosen.path} in the case {case.name}.",
            "`python -m ingest list` shows the paths.",
        )
    if chosen.json:
        print_json({"case": case.name, "versions": [asdict(one) for one in found]})
        return 0
    for one in found:
        print(_told(one))
    return 0


def _told(version: Version) -> str:
    state = f"{version.why} {version.until}" if version.until else "current"
    pages = counted(version.document.pages, "page")
    return f"{printable(version.path)}  ingested {version.ingested}  {state}  {pages}"


def _tell(chosen: argparse.Namespace, what: str, paths: Sequence[str]) -> int:
    if chosen.json:
        print_json({what: list(paths)})
        return 0
    for path in paths:
        print(f"{what:10} {printable(path)}")
    if not paths:
        print(f"nothing {what}")
    return 0


def _days(given: str) -> int:
    days = int(given)
    if not 0 <= days <= 100_000:
        raise ValueError
    return days


def _options(
    command: str,
    arguments: Sequence[str],
    path: str = "",
    number: str | None = None,
    *,
    asks: bool = False,
) -> argparse.Namespace:
    return _parser(command, path, number, asks=asks).parse_args(arguments)


def _parser(
    command: str, path: str = "", number: str | None = None, *, asks: bool = False
) -> argparse.ArgumentParser:
    options = parser(command)
    if path:
        options.add_argument(path, nargs=number, help="as `python -m ingest list` shows it")
    options.add_argument("--case", help="name of the case; not needed when there is just one")
    if asks:
        options.add_argument("--yes", action="store_true", help="do not ask")
    return options


def _case(catalogue: Catalogue, chosen: argparse.Namespace) -> Case:
    if chosen.case:
        return catalogue.case(chosen.case)
    cases = catalogue.cases()
    if len(cases) != 1:
        names = ", ".join(one.name for one in cases)
        raise PinciteError(
            f"Which case? There are: {names}." if cases else "There are no cases yet.",
            "Name one with --case." if cases else "Run `python -m ingest FOLDER`.",
        )
    return cases[0]
