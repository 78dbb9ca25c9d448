"""Ingests, and removals of documents, that run in the background while the library is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.errors import PinciteError
from ingest.store.cases import DeletedCase, purge_case
from ingest.store.catalogue import Case, Document
from ingest.store.library import Library
from ingest.store.redescribe import redescribe
from ingest.store.user_data.edits import Edits
from ingest.store.versions import Version, purge, restore, withdraw
from ingest.sync.background import Background, Reporter, WorkState
from ingest.sync.mirror import ingest, said_of
from ingest.sync.progress import FileResult, Progress
from ingest.sync.uploads import Uploads

IngestState = WorkState[Progress, list[FileResult]]


class IngestJob:
    """One writer at a time for a library, and what it last did."""

    def __init__(
        self,
        open_library: Callable[[], Library],
        uploads: Uploads,
        ended: Callable[[Sequence[FileResult] | None], None] = lambda results: None,
    ) -> None:
        """``ended`` is called after each ingest, with None where it failed as a whole.
        ``open_library`` opens the library once more: the one who writes shares neither the
        vectors' client nor the model with those who read, so that nobody waits for another."""
        self._open = open_library
        self._uploads = uploads
        self._ended = ended
        self._work: Background[Progress, list[FileResult]] = Background()
        self._wrote_until = -1

    @property
    def wrote_until(self) -> int:
        """The generation of the catalogue when the last work ended: what is later, others wrote."""
        return self._wrote_until

    def start(
        self,
        case: Case,
        sources: Sequence[Path],
        *,
        retry: bool = False,
        passwords: Sequence[str] = (),
    ) -> bool:
        """Bring files and folders in; False where something is written already. ``retry`` reads
        what could not be read before once more; ``passwords`` are tried on protected files."""

        def work(library: Library, reporter: Reporter[Progress]) -> list[FileResult]:
            results = None
            try:
                results = self._ingest(
                    library, case, sources, reporter, retry=retry, passwords=passwords
                )
            finally:
                self._ended(results)
            return results

        return self._start(case.name, work)

    def retry(self, case: Case, passwords: Sequence[str] = ()) -> bool:
        """Try again what could not be read: the uploads that wait, and the case's folder."""
        folder = [Path(case.folder)] if case.folder and Path(case.folder).is_dir() else []
        sources = [*folder, *self._uploads.waiting(case)]
        return bool(sources) and self.start(case, sources, retry=True, passwords=passwords)

    def keeps_files(self, case: Case) -> bool:
        """Whether files were dropped that are not in the case (yet)."""
        return bool(self._uploads.waiting(case))

    def withdraw(self, case: Case, document: Document) -> bool:
        """Take a document out of the case."""

        def work(library: Library, reporter: Reporter[Progress]) -> list[FileResult]:
            paths = withdraw(library, document, reporter.say)
            return [FileResult(path, "withdrawn") for path in paths]

        return self._start(case.name, work)

    def restore(self, case: Case, version: Version) -> bool:
        """Bring a withdrawn document back."""

        def work(library: Library, reporter: Reporter[Progress]) -> list[FileResult]:
            restore(library, version, say=reporter.say)
            pages = version.document.pages
            return [FileResult(path, "added", pages=pages) for path in version.paths]

        return self._start(case.name, work)

    def purge(self, case: Case, version: Version) -> bool:
        """Delete a withdrawn document for good."""

        def work(library: Library, reporter: Reporter[Progress]) -> list[FileResult]:
            purge(library, [version], reporter.say)
            return [FileResult(version.path, "removed")]

        return self._start(case.name, work)

    def describe(self, case: Case, document: Document, said: Mapping[str, str]) -> bool:
        """Give a document the title, kind and day of filing (ISO form) that a person entered. What
        case.yaml says of it stays."""

        def work(library: Library, reporter: Reporter[Progress]) -> list[FileResult]:
            Edits(library.catalogue).save(case, document.path, said)
            known = said_of(library, case)
            description = replace(document.description, **known.overrides(document.path))
            redescribe(
                library, case, document, description, known.kept(document.path), say=reporter.say
            )
            return [FileResult(document.path, "changed", pages=document.pages)]

        return self._start(case.name, work)

    def purge_case(self, deleted: DeletedCase) -> bool:
        """Delete a deleted case for good."""

        def work(library: Library, reporter: Reporter[Progress]) -> list[FileResult]:
            purge_case(library, deleted.case.id, reporter.say)
            return []

        return self._start(deleted.case.name, work)

    def _ingest(
        self,
        library: Library,
        case: Case,
        sources: Sequence[Path],
        reporter: Reporter[Progress],
        *,
        retry: bool,
        passwords: Sequence[str],
    ) -> list[FileResult]:
        results = ingest(
            library,
            case.name,
            sources,
            reporter.tell,
            reporter.say,
            retry=retry,
            passwords=passwords,
            cancel=reporter.stopping,
        )
        found = library.catalogue.case(case.name)
        if case.title and not found.title:
            # A folder without case.yaml does not take away the title that a person gave.
            library.catalogue.put_case(case.name, case.title, found.note, found.questions)
        failed = {"failed", "cancelled"}
        left = {result.path for result in results if result.outcome in failed}
        # Of an archive, the files that are in it tell what became of it.
        left |= {path.partition("/")[0] for path in left}
        self._uploads.forget(
            case,
            [name for result in results if (name := result.path.partition("/")[0]) not in left],
        )
        return results

    def _start(
        self, title: str, work: Callable[[Library, Reporter[Progress]], list[FileResult]]
    ) -> bool:
        """Begin work on the library opened once more; where it waits for another writer it can be
        stopped."""

        def whole(reporter: Reporter[Progress]) -> list[FileResult]:
            library = self._open()
            library.while_waiting = reporter.go_on
            try:
                return work(library, reporter)
            finally:
                with suppress(PinciteError):  # a damaged catalogue was told of already
                    self._wrote_until = library.catalogue.generation()

        return self._work.start(title, whole)

    def look(self) -> IngestState | None:
        """The state of the last ingest; the title is the name of the case."""
        return self._work.look()

    def at_file(self, case: Case) -> tuple[int, int] | None:
        """At which file an ingest into this case is, and of how many; (0, 0) where they are not
        counted yet, None where none runs. Files are to be found some time after they are read."""
        look = self.look()
        if look is None or not look.running or look.title != case.name:
            return None
        step = look.step
        return (0, 0) if step is None else (step.number, step.files)

    def cancel(self) -> None:
        """Stop an ingest. What is in the case by then stays."""
        self._work.cancel()

    def dismiss(self) -> None:
        """Forget the results of an ingest that is over."""
        self._work.dismiss()

    def wait(self, seconds: float | None = None) -> None:
        """Until it is over."""
        self._work.wait(seconds)
