"""Documents taken out, brought back and deleted, and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.terminal import (
    AsJson,
    CaseName,
    LibraryFolder,
    confirmed,
    open_catalogue,
    open_library,
    print_json,
    printable,
    say,
)
from ingest.errors import PinciteError
from ingest.translation import _, counted, figure, ngettext, word

if TYPE_CHECKING:
    from ingest.store.catalogue import Case, Catalogue
    from ingest.store.versions import Version

_AS_LISTED = "As `list` shows it."
Paths = Annotated[list[str], typer.Argument(metavar="PATH", help=_AS_LISTED)]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def remove(
    paths: Paths,
    case_name: CaseName = "",
    yes: Yes = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Take documents out of a case.

    `restore` brings them back.
    """
    from ingest.store.versions import standing_at, withdraw

    opened = open_library(library)
    case = the_case(opened.catalogue, case_name)
    current = opened.catalogue.places(case)
    unknown = [path for path in paths if path not in current]
    if unknown:
        raise PinciteError(
            f"There is no {unknown[0]} in the case {case.name}.",
            "`pincite list` shows the paths.",
        )
    documents = sorted({current[path].document_id for path in paths})
    for document in documents:
        places = standing_at(opened.catalogue, case, document)
        others = [printable(path) for path in places if path not in paths]
        if others:
            say(f"The same document also stands at {', '.join(others)}, and goes there too.")
    number = len(documents)
    question = ngettext(
        "Take {number} document out of {case}? It can be restored.",
        "Take {number} documents out of {case}? They can be restored.",
        number,
    ).format(number=figure(number), case=case.name)
    if not confirmed(question, yes=yes):
        return 1
    gone = [
        path
        for document in documents
        for path in withdraw(opened, opened.catalogue.document(document), say)
    ]
    return _tell("withdrawn", gone, as_json=as_json)


def restore_document(
    paths: Paths,
    case_name: CaseName = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Bring back what was taken out.

    Of each place, the newest document that was withdrawn.
    """
    from ingest.store.versions import restore, standing_at, versions

    opened = open_library(library)
    case = the_case(opened.catalogue, case_name)
    restored: set[str] = set()
    for path in paths:
        if path in restored:
            continue  # it came with another of the paths
        out = [version for version in versions(opened.catalogue, case, path) if version.until]
        if not out:
            raise PinciteError(
                f"Nothing that was taken out of {case.name} stood at {path}.",
                "`pincite status` shows what can be restored.",
            )
        restore(opened, out[0], say=say)
        restored.update(standing_at(opened.catalogue, case, out[0].document.id) or [path])
    return _tell("restored", sorted(restored), as_json=as_json)


def purge_documents(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", help=_AS_LISTED)] = None,
    case_name: CaseName = "",
    yes: Yes = False,
    older_than: Annotated[
        int,
        typer.Option(min=0, max=100_000, metavar="DAYS", help="Out of search for so long."),
    ] = 0,
    lost: Annotated[
        bool, typer.Option("--lost", help="Only that whose file in the library is lost.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would go.")] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Delete for good what is out of search.

    All of it, or only at some places, or only what has been out for so long.
    """
    from ingest.store.file_copies import fault_of, set_aside
    from ingest.store.versions import purge, withdrawn

    opened = open_library(library)
    named = set(paths or ())
    one_case = case_name or named
    cases = [the_case(opened.catalogue, case_name)] if one_case else opened.catalogue.cases()
    out = [version for case in cases for version in withdrawn(opened.catalogue, case)]
    unknown = named - {path for version in out for path in version.paths}
    if unknown:
        raise PinciteError(
            f"Nothing that is out of search stood at {min(unknown)}.",
            "`pincite status` shows what can be purged; `remove` takes a document out.",
        )
    before = datetime.now(UTC) - timedelta(days=older_than)
    out = [
        version
        for version in out
        if (not named or set(version.paths) & named)
        and datetime.fromisoformat(version.until).replace(tzinfo=UTC) <= before
    ]
    if lost:
        files = {version.document.file: version.document.sha256 for version in out}
        faulty = {file for file, sha256 in files.items() if fault_of(opened.folder / file, sha256)}
        out = [version for version in out if version.document.file in faulty]
    aside = [] if one_case or lost else _lying_since(set_aside(opened.folder), before)
    if not out and not aside:
        return _tell("purged", [], as_json=as_json)
    for version in out:
        say(f"  {_version_line(version)}")
    for file in aside:
        say(f"  {file.relative_to(opened.folder)}: a copy that belonged to no document")
    number = counted(len(out), "document")
    if aside:
        number = _("{documents} and {files} set aside").format(
            documents=number, files=counted(len(aside), "file")
        )
    if dry_run:
        say(f"{number} would be deleted for good.")
        return _tell("would go", [version.path for version in out], as_json=True) if as_json else 0
    if not confirmed(_("Delete {number} for good?").format(number=number), yes=yes):
        return 1
    gone = [version.path for version in purge(opened, out, say, set_aside=aside)]
    for older in (opened.folder / "damaged", opened.folder / "replaced"):
        if older.exists():
            say(f"{older} is older and may still hold them; delete it when you need it no more.")
    return _tell("purged", gone, as_json=as_json)


def _lying_since(files: Sequence[Path], before: datetime) -> list[Path]:
    return [file for file in files if datetime.fromtimestamp(file.stat().st_mtime, UTC) <= before]


def list_versions(
    path: Annotated[str, typer.Argument(metavar="PATH", help=_AS_LISTED)],
    case_name: CaseName = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List the versions of a document.

    Newest first: since when, until when, why.
    """
    from ingest.store.versions import versions

    catalogue = open_catalogue(library)
    case = the_case(catalogue, case_name)
    found = versions(catalogue, case, path)
    if not found:
        raise PinciteError(
            f"Nothing stands or stood at {path} in the case {case.name}.",
            "`pincite list` shows the paths.",
        )
    if as_json:
        print_json({"case": case.name, "versions": [asdict(version) for version in found]})
        return 0
    for version in found:
        print(_version_line(version))
    return 0


def _version_line(version: Version) -> str:
    state = f"{word(version.why)} {version.until}" if version.until else word("current")
    pages = counted(version.document.pages, "page")
    since = _("ingested {when}").format(when=version.ingested)
    return f"{printable(version.path)}  {since}  {state}  {pages}"


def _tell(what: str, paths: Sequence[str], *, as_json: bool) -> int:
    if as_json:
        print_json({what: list(paths)})
        return 0
    for path in paths:
        print(f"{word(what):10} {printable(path)}")
    if not paths:
        print(_("nothing {done}").format(done=word(what)))
    return 0


def the_case(catalogue: Catalogue, name: str) -> Case:
    if name:
        return catalogue.case(name)
    cases = catalogue.cases()
    if len(cases) != 1:
        names = ", ".join(case.name for case in cases)
        raise PinciteError(
            f"Which case? There are: {names}." if cases else "There are no cases yet.",
            "Name one with --case." if cases else "Run `pincite ingest FOLDER`.",
        )
    return cases[0]
