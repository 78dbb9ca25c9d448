"""Mirror a folder into a case: the recipe of ingestion, one document at a time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from ingest.arrival import Arrival, Source, put_failure, put_place, remove_places, withdraw_unplaced
from ingest.case_file import CaseFile, load_case_yaml
from ingest.catalogue import Case, Document
from ingest.describe import describe
from ingest.document import Description, Page, Passage
from ingest.errors import FileRefused
from ingest.folder import Found, files_in, keep_copy
from ingest.isolated import read_isolated
from ingest.language import language_of
from ingest.library import Library, Say
from ingest.read import READER
from ingest.sniff import format_of
from ingest.split import SPLITTER, split

Outcome = Literal["added", "changed", "moved", "unchanged", "removed", "failed"]
Stage = Literal["reading", "embedding", "done"]

# Enough to see the caption, and on slip opinions the page after the cover.
_FIRST_PAGES = 3
_PAGES_AT_ONCE = 50
# Below this a passage is in its document's language: Latin maxims, names and citations
# mislead the detector.
_OWN_LANGUAGE = 200


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. ``reason`` and ``advice`` are for failures, ``warnings`` for
    what could not be read of a file that was ingested."""

    path: str
    outcome: Outcome
    reason: str = ""
    advice: str = ""
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest is: file ``number`` of ``files``; when embedding, passages ``done``
    of ``of``."""

    stage: Stage
    path: str
    number: int
    files: int
    done: int = 0
    of: int = 0


Report = Callable[[Progress], None]


def ingest(
    library: Library,
    case_name: str,
    sources: Sequence[Path],
    report: Report = lambda progress: None,
    say: Say = lambda message: None,
) -> list[FileResult]:
    """Bring files into a case. Folders are mirrored: what has gone from them leaves the case.
    Files named one by one are only added.

    A file that cannot be read gives a result with outcome "failed", and what was read of it
    before stays. Raises LibraryMismatch, LibraryBusy, and PinciteError for a bad case.yaml.
    """
    library.check_model()
    folders = [source for source in sources if source.is_dir()]
    told = load_case_yaml(folders[0]) if folders else CaseFile()
    with library.writing(say), library.unfinished():
        if folders:
            case = library.catalogue.put_case(case_name, told.title, told.note, told.questions)
        else:
            case = library.catalogue.ensure_case(case_name)
        found = [one for source in sources for one in files_in(source)]
        known = _Known.of(library, case)
        results = []
        for number, one in enumerate(found, 1):
            progress = Progress("reading", one.path, number, len(found))
            results.append(_one(library, case, one, told, known, progress, report))
        if folders:
            results += _remove_gone(library, case, found)
        library.catalogue.set_meta(reader=READER, splitter=SPLITTER)
    return results


@dataclass(frozen=True, slots=True)
class _Known:
    """The current documents by path and by hash; empty when they must all be read again
    because the reader or the splitter changed."""

    by_path: Mapping[str, tuple[int, int, Document]]
    by_hash: Mapping[str, Document]

    @classmethod
    def of(cls, library: Library, case: Case) -> _Known:
        meta = library.catalogue.meta()
        if (meta.get("reader"), meta.get("splitter")) != (READER, SPLITTER):
            return cls({}, {})
        documents = {one.id: one for one in library.catalogue.documents(case)}
        places = library.catalogue.places(case).values()
        return cls(
            {
                place.path: (place.size, place.modified, documents[place.document_id])
                for place in places
            },
            {one.sha256: one for one in documents.values()},
        )


def _remove_gone(library: Library, case: Case, found: Iterable[Found]) -> list[FileResult]:
    """Take out what is no longer there. Last, so that a file that moved keeps its document;
    its old place is then no removal."""
    here = {one.path for one in found}
    catalogue = library.catalogue
    places = catalogue.places(case)
    gone = sorted({*places, *catalogue.failures(case)} - here)
    if not gone:
        return []
    with catalogue.transaction() as db:
        withdrawn = remove_places(db, case, gone)
    library.vectors.delete(withdrawn)
    kept = {place.document_id for path, place in places.items() if path in here}
    return [
        FileResult(path, "removed")
        for path in gone
        if path in places and places[path].document_id not in kept
    ]


def _one(
    library: Library,
    case: Case,
    found: Found,
    told: CaseFile,
    known: _Known,
    progress: Progress,
    report: Report,
) -> FileResult:
    """One file, from finding it to its result. Nothing but FileRefused is expected here."""
    started = time.perf_counter()
    report(progress)
    try:
        result = _bring_in(library, case, found, told, known, progress, report)
    except FileRefused as refused:
        with library.catalogue.transaction() as db:
            put_failure(db, case, found.path, refused.reason, refused.advice)
        result = FileResult(found.path, "failed", refused.reason, refused.advice)
    report(replace(progress, stage="done"))
    return replace(result, seconds=round(time.perf_counter() - started, 3))


def _bring_in(
    library: Library,
    case: Case,
    found: Found,
    told: CaseFile,
    known: _Known,
    progress: Progress,
    report: Report,
) -> FileResult:
    if found.refused is not None:
        raise found.refused
    stat = found.file.stat()
    overrides = json.dumps(told.overrides(found.path), sort_keys=True, default=str)
    size, modified, before = known.by_path.get(found.path, (None, None, None))
    untouched = (size, modified) == (stat.st_size, stat.st_mtime_ns)
    if before and untouched and before.overrides == overrides:
        return FileResult(found.path, "unchanged")
    format_of(found.file, found.file.name)
    sha256, copy = keep_copy(found.file, library.folder)
    source = Source(found.path, sha256, stat.st_size, stat.st_mtime_ns, copy, overrides)
    same = known.by_hash.get(sha256)
    if same is not None and same.overrides == overrides:
        with library.catalogue.transaction() as db:
            put_place(db, case, source, same.id)
            withdrawn = withdraw_unplaced(db, case)
        library.vectors.delete(withdrawn)
        return FileResult(found.path, "unchanged" if before == same else "moved")
    result = _arrive(library, case, source, told, progress, report)
    return replace(result, outcome="changed" if before else "added")


def _arrive(
    library: Library,
    case: Case,
    source: Source,
    told: CaseFile,
    progress: Progress,
    report: Report,
) -> FileResult:
    """Read, split, embed, write the vectors; then one transaction switches the document in."""
    name = Path(source.path).name
    reading = read_isolated(library.folder / source.file, name)
    first = list(islice(reading.pages, _FIRST_PAGES))
    description = describe(reading.description, first, name, told.overrides(source.path))
    if not description.language:
        text = "\n".join(line.text for page in first for line in page.lines)
        description = replace(description, language=language_of(text) or "en")
    arrival = Arrival(library.catalogue, case, source, reading.format)
    pages = _Pages(arrival)
    try:
        read_pages = pages.keep(chain(first, reading.pages))
        passages = [
            _with_language(passage, description)
            for passage in split(read_pages, reading.format, description.language)
        ]
        if not passages:
            raise FileRefused("No text could be read in it.", pages.advice())
    except FileRefused:
        arrival.abandon()
        raise
    stored = arrival.add_passages(passages, description, pages.count)
    embedded = 0

    def count(number: int) -> None:
        nonlocal embedded
        embedded += number
        report(replace(progress, stage="embedding", done=embedded, of=len(stored)))

    library.vectors.add(case.id, stored, count)
    library.vectors.delete(arrival.switch_in(stored))
    return FileResult(
        source.path, "added", pages=pages.count, passages=len(stored), warnings=pages.warnings()
    )


class _Pages:
    """Keeps pages in the catalogue as they stream by, a few at a time, and counts them."""

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self.count = 0
        self._empty: list[Page] = []
        self._hidden: list[int] = []

    def keep(self, pages: Iterable[Page]) -> Iterator[Page]:
        pages = iter(pages)
        for some in iter(lambda: list(islice(pages, _PAGES_AT_ONCE)), []):
            self._arrival.add_pages(some)
            self.count += len(some)
            self._empty += [page for page in some if not page.lines]
            self._hidden += [
                page.number
                for page in some
                if any(one.what == "hidden text" for one in page.left_out)
            ]
            yield from some

    def warnings(self) -> tuple[str, ...]:
        told = [f"page {page.number} was not read ({page.why})" for page in self._empty if page.why]
        if self._hidden:
            numbers = ", ".join(map(str, self._hidden))
            told.append(f"hidden text left out on page {numbers} (possible failed redaction)")
        return tuple(told)

    def advice(self) -> str:
        reasons = {page.why for page in self._empty if page.why}
        return f"Its pages have {' or '.join(sorted(reasons))}." if reasons else ""


def _with_language(passage: Passage, description: Description) -> Passage:
    own = language_of(passage.text) if len(passage.text) >= _OWN_LANGUAGE else ""
    return replace(passage, language=own if own in ("en", "fr") else description.language)
