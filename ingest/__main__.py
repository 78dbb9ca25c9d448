"""Command line of ingestion. See `python -m ingest --help`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.errors import PinciteError
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.mirror import FileResult
    from ingest.mirror import Progress as IngestProgress

_USAGE = """python -m ingest FOLDER_OR_FILE... [--case NAME]  mirror a folder, or add files
       python -m ingest list [--case NAME]              cases, their documents and failures
       python -m ingest show FILE --page N [--png OUT]  what was understood of a page
       python -m ingest rebuild                         make the vectors again
       python -m ingest model [--again]                 make the embedding model ready"""

# To standard error: standard output is for results alone.
_console = Console(stderr=True)


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 1 a clear failure, 2 wrong usage."""
    commands = {"list": _list, "show": _show, "rebuild": _rebuild, "model": _model}
    run = commands.get(arguments[0]) if arguments else None
    try:
        return run(arguments[1:]) if run else _ingest(arguments)
    except PinciteError as error:
        print(f"{error.reason}\n{error.advice}".strip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Interrupted: what was ingested so far is kept; run it again to go on.", file=sys.stderr
        )
        return 1


def _parser(command: str = "") -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m ingest {command}".strip(), usage=_USAGE)
    parser.add_argument("--library", type=Path, help="folder of the library (PINCITE_LIBRARY)")
    parser.add_argument("--json", action="store_true", help="one JSON object to standard output")
    return parser


def _settings(chosen: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    return replace(settings, library=chosen.library) if chosen.library else settings


def _ingest(arguments: Sequence[str]) -> int:
    parser = _parser()
    parser.add_argument("sources", nargs="+", type=Path, metavar="FOLDER_OR_FILE")
    parser.add_argument("--case", help="name of the case; by default the folder's name")
    chosen = parser.parse_args(arguments)
    missing = [source for source in chosen.sources if not source.exists()]
    if missing:
        parser.error(f"there is no {missing[0]}")
    case = chosen.case or _case_name(chosen.sources[0])
    # Loaded late: these bring in torch and chromadb, and --help should not wait for them.
    from ingest.library import Library
    from ingest.mirror import ingest

    library = Library(_settings(chosen))
    with _bars() as bars:
        results = ingest(library, case, chosen.sources, _Bars(bars).show, _say)
    failed = [one for one in results if one.outcome == "failed"]
    counts = {
        outcome: sum(one.outcome == outcome for one in results)
        for outcome in ("added", "changed", "moved", "unchanged", "removed", "failed")
    }
    if chosen.json:
        _print_json({"case": case, "files": [asdict(one) for one in results], "summary": counts})
    else:
        for one in results:
            print(_line(one))
        told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
        print(f"{case}: {told or 'no files found; put documents into the folder and run again'}")
    nothing = not results or len(failed) == len(results)
    documents, _ = library.catalogue.counts(library.catalogue.case(case))
    return 1 if nothing and not documents else 0


def _case_name(source: Path) -> str:
    resolved = source.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    return re.sub(r"[^\w.-]+", "-", folder.name).strip("-") or "case"


def _line(result: FileResult) -> str:
    path = _printable(result.path)
    if result.outcome == "failed":
        return f"failed     {path}: {result.reason} {result.advice}".rstrip()
    told = f"{result.outcome:10} {path}"
    if result.passages:
        told += f" ({_counted(result.pages, 'page')}, {_counted(result.passages, 'passage')})"
    return "\n".join([told, *(f"           note: {warning}" for warning in result.warnings)])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _printable(path: str) -> str:
    """A name with newlines or control characters must not draw on the terminal."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in path)


def _list(arguments: Sequence[str]) -> int:
    parser = _parser("list")
    parser.add_argument("--case", help="only this case")
    chosen = parser.parse_args(arguments)
    from ingest.catalogue import Catalogue

    catalogue = Catalogue(_settings(chosen).library / "catalogue.sqlite")
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
        _print_json({"cases": told})
        return 0
    for one in told:
        print(f"{one['case']}  {one['title']}".rstrip())
        for document in one["documents"]:
            ecf = f"ECF {document['ecf']}" if document["ecf"] else ""
            print(
                f"  {document['kind']:18} {ecf:8} {_counted(document['pages'], 'page'):>9}  "
                f"{_printable(document['path'])}  {document['title']}"
            )
        for failure in one["failed"]:
            print(f"  failed             {_printable(failure['path'])}: {failure['reason']}")
    if not told:
        print("There are no cases yet. Run `python -m ingest FOLDER --case NAME`.")
    return 0


def _show(arguments: Sequence[str]) -> int:
    parser = _parser("show")
    parser.add_argument("file", type=Path)
    parser.add_argument("--page", type=int, default=1, help="counted from 1 in the file")
    parser.add_argument("--png", type=Path, help="draw the page with what was understood")
    chosen = parser.parse_args(arguments)
    from ingest.show import draw, shown

    page = shown(chosen.file, chosen.page)
    if chosen.png:
        draw(page, chosen.png)
        _say(f"drawn to {chosen.png}")
    if chosen.json:
        _print_json(page.as_json())
    else:
        print(page.as_text())
    return 0


def _rebuild(arguments: Sequence[str]) -> int:
    chosen = _parser("rebuild").parse_args(arguments)
    from ingest.library import Library

    library = Library(_settings(chosen))
    with _bars() as bars:
        task = bars.add_task("embedding", total=None)
        made = library.rebuild(_say, lambda done, of: bars.update(task, completed=done, total=of))
    if chosen.json:
        _print_json({"passages": made, "embedder": library.embedder.identity})
    else:
        print(f"{_counted(made, 'passage')} embedded with {library.embedder.identity}")
    return 0


def _model(arguments: Sequence[str]) -> int:
    parser = _parser("model")
    parser.add_argument("--again", action="store_true", help="convert it even if it is there")
    chosen = parser.parse_args(arguments)
    from ingest.e5_wheel import ensure_model
    from ingest.settings import DEFAULT_MODEL

    folder = _settings(chosen).models / DEFAULT_MODEL
    with _console.status("converting the embedding model"):
        made = ensure_model(folder, again=chosen.again)
    if chosen.json:
        _print_json({"folder": str(folder), "converted": made})
    else:
        print(f"The embedding model is {'now' if made else 'already'} in {folder}.")
    return 0


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=_console,
        transient=True,
    )


class _Bars:
    """Two bars: the files, and the passages of the file at hand."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._files = bars.add_task("files", total=None)
        self._passages = bars.add_task("", total=None, visible=False)

    def show(self, progress: IngestProgress) -> None:
        """Move the bars to where the ingest is."""
        name = _printable(progress.path)
        done = progress.number - (progress.stage != "done")
        self._bars.update(self._files, completed=done, total=progress.files)
        self._bars.update(
            self._passages,
            description=f"{progress.stage} {name}",
            completed=progress.done,
            total=progress.of or None,
            visible=progress.stage != "done",
        )


def _say(message: str) -> None:
    _console.print(message, highlight=False, markup=False)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, default=str))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
