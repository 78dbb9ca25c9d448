"""The steps of one file: found, copied, read, split. `arrivals.py` beside it makes it current."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from ingest import passwords
from ingest.describe.describe import describe
from ingest.document import Description, Page, Passage
from ingest.errors import FileRefused
from ingest.formats.detect import format_of, is_archive
from ingest.formats.read import READER
from ingest.formats.sandbox.parent import read_isolated
from ingest.passages.split import split
from ingest.store.catalogue import Document, Failure, Origin
from ingest.store.write import (
    DocumentWriter,
    SourceFile,
    put_failure,
    put_place,
    remove_places,
)
from ingest.sync import arrivals
from ingest.sync.folder import FoundFile, hash_of, keep_copy, stat_of
from ingest.sync.outdated import READ_WITH
from ingest.sync.progress import FileResult, Progress
from ingest.sync.run import Arrival, Run, Stopped
from ingest.text.language import language_of
from ingest.tracing import span
from ingest.translation import N_

# Enough to see the caption, and on slip opinions the page after the cover.
_FIRST_PAGES = 3
_PAGES_AT_ONCE = 50
# Below this a passage is in its document's language: Latin maxims, names and citations
# mislead the detector.
_OWN_LANGUAGE = 200


def take(
    run: Run, found: FoundFile, origin: Origin, progress: Progress, named: str = ""
) -> FileResult:
    """Bring in one file, from finding it to its result; ``named`` is where one lies that was named
    by itself. A new document then waits to be made current with others (`ingest.sync.arrivals`).
    Raises Stopped with the old state in place."""
    started = time.perf_counter()
    run.go_on()
    run.report(progress)
    sha256 = ""
    try:
        result = foreseen(run, found, origin, named)
        if result is None:
            format_of(found.file, found.file.name)
            # Before it is copied: one that changes meanwhile is then seen to have changed.
            stat = stat_of(found.file)
            sha256, copy = keep_copy(found.file, run.library.folder)
            overrides = run.overrides(found.path)
            size, modified = stat.st_size, stat.st_mtime_ns
            source = SourceFile(found.path, sha256, size, modified, copy, overrides, origin, named)
            result = _bring_in(run, source, progress)
    except FileRefused as refused:
        remember_failure(run, found, refused, named, sha256)
        result = FileResult(found.path, "failed", refused.reason, refused.advice)
    if not arrivals.waits(run, sha256):
        run.report(replace(progress, stage="done"))
    return replace(result, seconds=round(time.perf_counter() - started, 3))


def outlook(
    run: Run, found: FoundFile, origin: Origin, named: str = ""
) -> tuple[FileResult, int | None]:
    """What an ingest would do with the file, as far as can be told without reading it, and the
    document that is known to stand there then."""
    sha256 = ""
    try:
        result = foreseen(run, found, origin, named)
        if result is None and is_archive(found.file):
            known = any(path.startswith(f"{found.path}/") for path in run.known.places)
            note = N_("its files are documents of their own")
            result = FileResult(found.path, "unchanged" if known else "added", warnings=(note,))
        if result is None:
            format_of(found.file, found.file.name)
            sha256 = hash_of(found.file)
            result = _known_already(run, found.path, sha256)
            if result is None:
                run.come[sha256, run.overrides(found.path)] = _to_come(found.path, sha256)
    except FileRefused as refused:
        result = FileResult(found.path, "failed", refused.reason, refused.advice)
    moved = None
    if result and result.outcome == "moved" and sha256 in run.known.by_hash:
        moved = run.known.by_hash[sha256].id
    return result or FileResult(found.path, _new(run, found.path)), moved


def foreseen(run: Run, found: FoundFile, origin: Origin, named: str = "") -> FileResult | None:
    """The result where it can be told without opening the file. Raises FileRefused."""
    if found.refused is not None:
        raise found.refused
    stat = stat_of(found.file)
    size_and_time = (stat.st_size, stat.st_mtime_ns)
    failure = run.known.failures.get(found.path)
    if failure is not None:
        again = run.retry or run.check or failure.reader != READER
        again = again or bool(run.passwords and passwords.is_about(failure.reason))
        if not again and (failure.size, failure.modified) == size_and_time:
            return FileResult(found.path, "failed", failure.reason, failure.advice)
        return None
    before, place = run.known.at(found.path), run.known.places.get(found.path)
    if before is None or place is None or run.check:
        return None
    # A file named by itself stays when a folder is mirrored; one that has come to be in the
    # folder goes with it.
    same = (place.size, place.modified) == size_and_time
    same = same and (place.origin, place.source) == (origin, named)
    if same and run.is_current(before, found.path):
        return FileResult(found.path, "unchanged")
    return None


def _known_already(run: Run, path: str, sha256: str) -> FileResult | None:
    """The result where these bytes need no reading."""
    failure = run.known.failures.get(path)
    same = _same(run, path, sha256)
    if same is not None:
        if run.known.at(path) == same:
            return FileResult(path, "unchanged")
        return FileResult(path, "moved", warnings=(N_(f"the same document as {same.path}"),))
    if sha256 in run.known.taken_out and sha256 not in run.known.by_hash:
        return FileResult(path, "withdrawn")
    refused = failure is not None and (failure.sha256, failure.reader) == (sha256, READER)
    unlockable = run.passwords and failure is not None and passwords.is_about(failure.reason)
    if failure is not None and refused and not run.retry and not unlockable:
        raise FileRefused(failure.reason, failure.advice)
    return None


def _to_come(path: str, sha256: str) -> Document:
    """What is known before it is read of a document that would come."""
    return Document(0, 0, sha256, path, "", "", Description(), 0, "")


def _same(run: Run, path: str, sha256: str) -> Document | None:
    """The document of these bytes that is current, and would not be read differently here."""
    before = run.known.by_hash.get(sha256)
    if before is not None and run.is_current(before, path):
        return before
    return run.come.get((sha256, run.overrides(path)))


def _new(run: Run, path: str) -> Literal["added", "changed"]:
    return "changed" if run.known.at(path) else "added"


def forget_failure(run: Run, path: str) -> None:
    """What could not be read before, and can be now."""
    if path in run.known.failures:
        with run.library.catalogue.transaction() as db:
            remove_places(db, run.case, [path], "folder")


def remember_failure(
    run: Run, found: FoundFile, refused: FileRefused, named: str = "", sha256: str = ""
) -> None:
    """Keep why a file could not be read, to be told until it or the reader changes."""
    size: int | None = None
    modified: int | None = None
    try:
        stat = found.file.stat()
        size, modified = stat.st_size, stat.st_mtime_ns
    except OSError:
        pass  # a link to nowhere: there is nothing to compare it with
    failure = Failure(
        found.path, refused.reason, refused.advice, size, modified, sha256, READER, named
    )
    if failure != run.known.failures.get(found.path):
        with run.library.catalogue.transaction() as db:
            put_failure(db, run.case, failure)


def _bring_in(run: Run, source: SourceFile, progress: Progress) -> FileResult:
    if arrivals.waits(run, source.sha256):
        arrivals.switch_in_all(run)
    result = _known_already(run, source.path, source.sha256)
    if result is None:
        with span("read") as keep:
            arrived, arrival = read_in(run, source, progress)
            keep("pages", arrived.pages)
        arrivals.add(run, arrival)
        return replace(arrived, outcome=_new(run, source.path))
    if result.outcome != "withdrawn":
        with run.library.catalogue.transaction() as db:
            same = _same(run, source.path, source.sha256)
            assert same is not None  # or the result were another one
            withdrawn = put_place(db, run.case, source, same.id)
        run.library.vectors.delete(withdrawn)
    return result


def read_in(run: Run, source: SourceFile, progress: Progress) -> tuple[FileResult, Arrival]:
    """Read and split into the catalogue, where nobody sees the document before it is switched in.
    Raises FileRefused and Stopped with the old state in place."""
    library = run.library
    name = Path(source.path).name
    file = library.folder / source.file
    given = (*run.passwords, *passwords.kept(file))
    reading = read_isolated(file, name, passwords=given)
    first = list(islice(reading.pages, _FIRST_PAGES))
    if reading.format == "pdf" and passwords.is_protected(file):
        passwords.keep(file, given)
    description = describe(reading.description, first, name, run.case_file.overrides(source.path))
    if not description.language:
        text = "\n".join(line.text for page in first for line in page.lines)
        description = replace(description, language=language_of(text) or "en")
    writer = DocumentWriter(library.catalogue, run.case, source, reading.format, READ_WITH)
    pages = _Pages(writer, run.go_on)
    try:
        read_pages = pages.keep(chain(first, reading.pages))
        passages = [
            _with_language(passage, description)
            for passage in split(read_pages, reading.format, description.language)
        ]
        if not passages:
            raise FileRefused("No text could be read in it.", pages.advice())
        stored = writer.add_passages(passages, description, pages.count, pages.warnings())
    except (FileRefused, Stopped):
        writer.abandon()
        raise
    result = FileResult(
        source.path,
        "added",
        pages=pages.count,
        passages=len(stored),
        warnings=pages.warnings(),
        holds=tuple(pages.inside) if reading.format == "pdf" else (),
    )
    return result, Arrival(source, writer, stored, progress, time.monotonic())


class _Pages:
    """Keeps pages in the catalogue as they stream by, a few at a time, and counts them."""

    def __init__(self, writer: DocumentWriter, go_on: Callable[[], None]) -> None:
        self._writer = writer
        self._go_on = go_on
        self.count = 0
        self._empty: list[Page] = []
        self._hidden: list[int] = []
        self.inside: list[str] = []

    def keep(self, pages: Iterable[Page]) -> Iterator[Page]:
        pages = iter(pages)
        for some in iter(lambda: list(islice(pages, _PAGES_AT_ONCE)), []):
            self._writer.add_pages(some)
            self.count += len(some)
            self._empty += [page for page in some if not page.lines]
            self._hidden += [
                page.number
                for page in some
                if any(piece.what == "hidden text" for piece in page.left_out)
            ]
            self.inside += [
                left.text for page in some for left in page.left_out if left.what == "attachment"
            ]
            for page in some:
                self._go_on()
                yield page

    def warnings(self) -> tuple[str, ...]:
        warnings = [
            N_(f"page {page.number} was not read ({page.why})") for page in self._empty if page.why
        ]
        if self._hidden:
            numbers = ", ".join(map(str, self._hidden))
            warnings.append(
                N_(f"hidden text left out on page {numbers} (possible failed redaction)")
            )
        return tuple(warnings)

    def advice(self) -> str:
        reasons = {page.why for page in self._empty if page.why}
        return N_(f"Its pages have {' or '.join(sorted(reasons))}.") if reasons else ""


def _with_language(passage: Passage, description: Description) -> Passage:
    own = language_of(passage.text) if len(passage.text) >= _OWN_LANGUAGE else ""
    return replace(passage, language=own if own in ("en", "fr") else description.language)
