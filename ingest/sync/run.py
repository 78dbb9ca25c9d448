"""One ingest: its case, what was known before it, and its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.describe.case_file import CaseFile
from ingest.store.catalogue import Case, Document, DocumentPlace, Failure, Stored
from ingest.store.library import Library
from ingest.store.write import DocumentWriter, SourceFile
from ingest.sync.outdated import READ_WITH
from ingest.sync.progress import Progress, Report


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that is in the catalogue with its passages, where nobody sees it yet."""

    source: SourceFile
    writer: DocumentWriter
    stored: Sequence[Stored]
    progress: Progress
    read_at: float
    """By the monotonic clock, in seconds."""


class Stopped(Exception):
    """The person who asked for the ingest does not want the rest of it."""


@dataclass(frozen=True, slots=True)
class CaseBefore:
    """What the case holds before the ingest."""

    places: Mapping[str, DocumentPlace]
    documents: Mapping[int, Document]
    by_hash: Mapping[str, Document]
    failures: Mapping[str, Failure]
    taken_out: Mapping[str, int]
    """Hash to document of what somebody withdrew."""

    @classmethod
    def of(cls, library: Library, case: Case) -> CaseBefore:
        catalogue = library.catalogue
        documents = {document.id: document for document in catalogue.documents(case)}
        return cls(
            catalogue.places(case),
            documents,
            {document.sha256: document for document in documents.values()},
            catalogue.refused(case),
            catalogue.withdrawn_by_hand(case),
        )

    @classmethod
    def nothing(cls) -> CaseBefore:
        """The state of a case that does not exist yet."""
        return cls({}, {}, {}, {}, {})

    def at(self, path: str) -> Document | None:
        place = self.places.get(path)
        return self.documents.get(place.document_id) if place else None


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: where to, what is known, and how it is to go. ``check`` hashes every file,
    ``retry`` reads again what failed; ``cancelled`` is asked between files, pages and batches."""

    library: Library
    case: Case
    case_file: CaseFile
    known: CaseBefore
    report: Report
    check: bool = False
    retry: bool = False
    cancelled: Callable[[], bool] = lambda: False
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried on files that are protected."""
    come: dict[tuple[str, str], Document] = field(default_factory=dict)
    """What came in this ingest, by hash and what case.yaml says: the same bytes once more are
    another place of it."""
    arrivals: list[Arrival] = field(default_factory=list)
    """What is read and waits to be made current (`ingest.sync.arrivals`)."""
    abandoned: set[str] = field(default_factory=set)
    """The paths of what was read and then stopped."""

    def go_on(self) -> None:
        """Raises Stopped where it is not to."""
        if self.cancelled():
            raise Stopped

    def is_current(self, document: Document, path: str) -> bool:
        """Whether it was made by this reader and splitter, with what case.yaml says now."""
        return document.read_with == READ_WITH and document.overrides == self.overrides(path)

    def overrides(self, path: str) -> str:
        """What case.yaml says of the file, as it is kept."""
        return self.case_file.kept(path)
