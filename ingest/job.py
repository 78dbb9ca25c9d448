"""Documents brought into a case in the background, while the library is read on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.background import Background, Look, Told
from ingest.catalogue import Case
from ingest.library import Library
from ingest.mirror import FileResult, Progress, ingest
from ingest.uploads import Uploads

IngestLook = Look[Progress, list[FileResult]]


class IngestJob:
    """One ingest at a time for a library."""

    def __init__(self, open_library: Callable[[], Library], uploads: Uploads) -> None:
        """``open_library`` opens the library once more: the one who writes shares neither the
        vectors' client nor the model with those who read, so that nobody waits for another."""
        self._open = open_library
        self._uploads = uploads
        self._work: Background[Progress, list[FileResult]] = Background()

    def start(self, case: Case, sources: Sequence[Path]) -> bool:
        """Bring files and folders in; False where an ingest is running already."""
        return self._work.start(case.name, lambda told: self._ingest(case, sources, told))

    def retry(self, case: Case, folder: Path | None) -> bool:
        """Try again what could not be read: the uploads that wait, and the case's folder."""
        sources = [*([folder] if folder else []), *self._uploads.waiting(case)]
        return bool(sources) and self.start(case, sources)

    def _ingest(
        self, case: Case, sources: Sequence[Path], told: Told[Progress]
    ) -> list[FileResult]:
        library = self._open()
        results = ingest(library, case.name, sources, told.step, told.say)
        found = library.catalogue.case(case.name)
        if case.title and not found.title:
            # A folder without case.yaml does not take away the title that a person gave.
            library.catalogue.put_case(case.name, case.title, found.note, found.questions)
        done = [one.path for one in results if one.outcome != "failed"]
        self._uploads.forget(case, done)
        return results

    def look(self) -> IngestLook | None:
        """Where it is; the title is the name of the case."""
        return self._work.look()

    def cancel(self) -> None:
        """Stop at the next step. What is in the case by then stays."""
        self._work.cancel()

    def dismiss(self) -> None:
        """Forget the results of an ingest that is over."""
        self._work.dismiss()

    def wait(self, seconds: float | None = None) -> None:
        """Until it is over."""
        self._work.wait(seconds)
