"""status, verify, rebuild, restore-catalogue, model: check a library and repair it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from ingest.cli.terminal import (
    AsJson,
    Bars,
    LibraryFolder,
    bars,
    console,
    open_library,
    print_json,
    printable,
    say,
    settings,
)
from ingest.translation import _, counted, figure, ngettext, retold


def status(library: LibraryFolder = None, as_json: AsJson = False) -> int:
    """Say whether everything is in order.

    Lists what each case holds, what could not be read, and what can be restored.
    """
    from ingest.store.backups import backups
    from ingest.store.file_copies import QUARANTINE, set_aside
    from ingest.store.versions import withdrawn
    from ingest.sync.outdated import outdated

    opened = open_library(library)
    catalogue = opened.catalogue
    states: list[dict[str, Any]] = []
    for case in catalogue.cases():
        documents, passages = catalogue.counts(case)
        states.append(
            {
                "case": case.name,
                "folder": case.folder,
                "documents": documents,
                "passages": passages,
                "failed": sorted(catalogue.failures(case)),
                "withdrawn": [
                    path for version in withdrawn(catalogue, case) for path in version.paths
                ],
            }
        )
    copies = [backup.made.isoformat(timespec="seconds") for backup in backups(opened.folder)]
    model = opened.embedder.identity
    older = outdated(catalogue, model)
    aside = [folder.name for folder in set_aside(opened.folder)]
    if as_json:
        whole = {"cases": states, "model": model, "backups": copies, "outdated": older}
        print_json({**whole, "quarantine": aside})
        return 0
    for state in states:
        number = counted(sum(state["passages"].values()), "passage")
        where = (
            _("  mirrors {folder}").format(folder=printable(state["folder"]))
            if state["folder"]
            else ""
        )
        print(f"{state['case']}: {counted(state['documents'], 'document')}, {number}{where}")
        for path in state["failed"]:
            print(_("  failed      {path}").format(path=printable(path)))
        for path in state["withdrawn"]:
            print(_("  can be restored or purged: {path}").format(path=printable(path)))
    print(_("model: {model}").format(model=model))
    print(_("copies of the catalogue: {copies}").format(copies=", ".join(copies) or _("none")))
    if aside:
        print(
            _("{files} in quarantine: {folder}").format(
                files=counted(len(aside), "file"), folder=opened.folder / QUARANTINE
            )
        )
    return 0


def verify_library(library: LibraryFolder = None, as_json: AsJson = False) -> int:
    """Check that the parts of the library agree.

    Compares catalogue, vectors, full text and copies of files. Each difference comes with the
    command that mends it; the exit status is 1 where there is one.
    """
    from ingest.store.verify import verify

    differences = verify(open_library(library), say)
    if as_json:
        clean = not differences
        print_json(
            {"clean": clean, "differences": [asdict(difference) for difference in differences]}
        )
    else:
        for difference in differences:
            print(_("{what} Mend it: {mend}").format(what=difference.what, mend=difference.mend))
        if not differences:
            print(_("Catalogue, vectors, full text and copies of the files agree."))
    return 1 if differences else 0


def rebuild_library(library: LibraryFolder = None, as_json: AsJson = False) -> int:
    """Make vectors and full text again.

    What an older Pincite read is read again first, from the copies in the library.
    """
    from ingest.sync.rebuild import rebuild

    opened = open_library(library)
    with bars() as drawn:
        files = Bars(drawn)
        task = drawn.add_task("embedding", total=None)
        read, made = rebuild(
            opened,
            files.show,
            lambda done, of: drawn.update(task, completed=done, total=of),
            say,
        )
    model = opened.embedder.identity
    if as_json:
        print_json(
            {"read": [asdict(document) for document in read], "passages": made, "embedder": model}
        )
        return 0
    for document in read:
        outcome = (
            retold(document.reason)
            or f"{counted(document.pages, 'page')}, {counted(document.passages, 'passage')}"
        )
        print(
            _("read again {path}: {outcome}").format(path=printable(document.path), outcome=outcome)
        )
    print(
        _("{passages} embedded with {model}").format(passages=counted(made, "passage"), model=model)
    )
    return 0


def restore_catalogue(library: LibraryFolder = None, as_json: AsJson = False) -> int:
    """Go back to the newest good catalogue.

    Files that came later are set aside, not deleted.
    """
    from ingest.store.backups import restore_newest

    given = settings(library)
    done = restore_newest(given.library, given.lock_seconds)
    made = done.backup.made.isoformat(timespec="seconds")
    if as_json:
        damaged = str(done.set_aside)
        print_json({"copy": made, "damaged": damaged, "unknown_files": done.unknown})
        return 0
    print(_("The copy of {made} is the catalogue now.").format(made=made))
    print(_("The damaged one is kept in {set_aside}.").format(set_aside=done.set_aside))
    if done.unknown:
        print(
            ngettext(
                "{number} file that came later, or could not be read, is kept in {folder}.",
                "{number} files that came later, or could not be read, are kept in {folder}.",
                done.unknown,
            ).format(number=figure(done.unknown), folder=done.set_aside / "files"),
            _("What came with a folder is read again with it; add the others again."),
        )
    print(_("Run `pincite ingest FOLDER` for what came later, then `pincite verify`."))
    return 0


def model(
    again: Annotated[bool, typer.Option("--again", help="Convert it even if it is there.")] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Make the embedding model ready."""
    from ingest.embedding.e5_wheel import ensure_model
    from ingest.settings import DEFAULT_MODEL

    folder = settings(library).models / DEFAULT_MODEL
    with console.status(_("converting the embedding model")):
        made = ensure_model(folder, again=again)
    if as_json:
        print_json({"folder": str(folder), "converted": made})
    else:
        print(
            _("The embedding model is now in {folder}.").format(folder=folder)
            if made
            else _("The embedding model is already in {folder}.").format(folder=folder)
        )
    return 0
