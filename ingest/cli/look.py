"""list, changes and show: what is in the library, what is new in it, what is on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.cli.terminal import (
    catalogue_file,
    counted,
    open_catalogue,
    parser,
    print_json,
    printable,
    say,
)


def list_cases(arguments: Sequence[str]) -> int:
    """The documents of one case or all, and what could not be read."""
    options = parser("list")
    options.add_argument("--case", help="only this case")
    chosen = options.parse_args(arguments)
    catalogue = open_catalogue(chosen)
    cases = [catalogue.case(chosen.case)] if chosen.case else catalogue.cases()
    told: list[dict[str, Any]] = []
    for case in cases:
        documents = [
            {"path": one.path, "pages": one.pages, "sha256": one.sha256, **asdict(one.description)}
            for one in catalogue.documents(case)
        ]
        failures = [
            {"path": path, "reason": reason, "advice": advice}
            for path, (reason, advice) in catalogue.failures(case).items()
        ]
        told.append(
            {"case": case.name, "title": case.title, "documents": documents, "failed": failures}
        )
    if chosen.json:
        print_json({"cases": told})
        return 0
    for one in told:
        print(f"{one['case']}  {one['title']}".rstrip())
        for document in one["documents"]:
            ecf = f"ECF {document['ecf']}" if document["ecf"] else ""
            print(
                f"  {document['kind']:18} {ecf:8} {counted(document['pages'], 'page'):>9}  "
                f"{printable(document['path'])}  {document['title']}"
            )
        for failure in one["failed"]:
            print(f"  failed             {printable(failure['path'])}: {failure['reason']}")
    if not told:
        print("There are no cases yet. Run `python -m ingest FOLDER --case NAME`.")
    return 0


def show(arguments: Sequence[str]) -> int:
    """A page of a file, before any ingest."""
    options = parser("show")
    options.add_argument("file", type=Path)
    options.add_argument("--page", type=int, default=1, help="counted from 1 in the file")
    options.add_argument("--png", type=Path, help="draw the page with what was understood")
    chosen = options.parse_args(arguments)
    from ingest.cli.show import draw, shown

    page = shown(chosen.file, chosen.page)
    if catalogue_file(chosen).exists():
        open_catalogue(chosen)  # whose documents may have been read otherwise than this page
    if chosen.png:
        draw(page, chosen.png)
        say(f"drawn to {chosen.png}")
    if chosen.json:
        print_json(page.as_json())
    else:
        print(page.as_text())
    return 0


def changes(arguments: Sequence[str]) -> int:
    """What came and went since somebody last marked it as seen."""
    options = parser("changes")
    options.add_argument("--case", help="only this case")
    chosen = options.parse_args(arguments)
    from ingest.cli.digest_text import as_json, as_text
    from ingest.sync.digest import digest

    catalogue = open_catalogue(chosen)
    cases = [catalogue.case(chosen.case)] if chosen.case else catalogue.cases()
    told = [digest(catalogue, case) for case in cases]
    if chosen.json:
        print_json({"cases": [as_json(one) for one in told]})
        return 0
    for one in told:
        print(f"{one.case.name}: {as_text(one)}")
    if told:
        print("`python -m bot changes` also asks the saved questions again.")
    else:
        print("There are no cases yet. Run `python -m ingest FOLDER --case NAME`.")
    return 0
