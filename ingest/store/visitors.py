"""A library as one person may see it, where people sign in: the cases that they own, edit or read,
and nothing of the others, not even their names.

Every connection to the database first looks whether the person still has the rights that they had
when the catalogue was opened for them: a page that was drawn before may hold a case that was taken
from them meanwhile.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import NoReturn

from ingest.document import DocketField, Page
from ingest.errors import NoSuchCase, PinciteError
from ingest.store.audit import Action, Audit
from ingest.store.catalogue import (
    Case,
    Catalogue,
    Counts,
    DocketRow,
    Document,
    DocumentPlace,
    Failure,
    PageSize,
    Stored,
    case_of,
)
from ingest.store.connection import Connection, Database
from ingest.store.full_text import FullText
from ingest.store.people import ROLES, Role
from ingest.store.sqlite import PATIENCE
from ingest.translation import N_

_A_WHILE = 600.0
"""Seconds within which pages of one document are one opening of it."""
_LATELY: dict[tuple[str, str, str, int], float] = {}
_LATELY_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who signed in, by their e-mail address."""

    email: str
    is_administrator: bool = False
    """Whether the cases that have no owner are theirs."""


class RightsChanged(PinciteError):
    """Somebody may see less than when their page was drawn."""


def rights_of(db: Connection, visitor: Visitor) -> dict[int, Role]:
    """What somebody is in each case that they may see, by the identity of the case."""
    rows = db.execute("SELECT case_id, role FROM case_people WHERE email = ?", (visitor.email,))
    found: dict[int, Role] = {row["case_id"]: row["role"] for row in rows}
    if visitor.is_administrator:
        rows = db.execute(
            "SELECT id FROM cases WHERE id NOT IN "
            "(SELECT case_id FROM case_people WHERE role = 'owner')"
        )
        found |= {row["id"]: "owner" for row in rows}
    return found


class VisitorsCatalogue(Catalogue):
    """The catalogue as a visitor may see it. A case, document or passage of others is answered as
    if it did not exist."""

    def __init__(self, whole: Catalogue, visitor: Visitor) -> None:
        # Not as Catalogue opens one: ``whole`` is open.
        self.path = whole.path
        self.visitor = visitor
        with whole.session() as db:
            self._rights = rights_of(db, visitor)
        self._database = _Watched(whole._database, self._check)
        self._counts = whole._counts

    # Who may do what

    @property
    def rights(self) -> Mapping[int, Role]:
        """What the visitor is in each case that they may see, by its identity."""
        return self._rights

    def may(self, case: Case | int, role: Role) -> bool:
        """Whether the visitor may do in a case what somebody of this role may."""
        number = case.id if isinstance(case, Case) else case
        has = self._rights.get(number)
        return has is not None and ROLES.index(has) >= ROLES.index(role)

    def require(self, case: Case, role: Role) -> None:
        """Raises NoSuchCase where the visitor may not see the case, and PinciteError where they may
        see it, but are no editor or owner of it."""
        if not self.may(case, "reader"):
            self._unknown(case.name)
        if not self.may(case, role):
            reason = (
                N_("Only an owner of this case may do that.")
                if role == "owner"
                else N_("Only an editor of this case may do that.")
            )
            raise PinciteError(reason, N_("Ask an owner of the case."))
        with self.session():
            pass  # which looks whether they still are

    def require_document(self, document_id: int) -> None:
        """Raises PinciteError, as for one that was deleted, where the visitor may not see it."""
        if not self.holds(document_id):
            raise PinciteError("This document was deleted.", "Its pages can no longer be shown.")

    def holds(self, document_id: int) -> bool:
        """Whether a document, withdrawn ones too, is of a case that the visitor may see."""
        return self._is_ours("SELECT case_id FROM documents WHERE id = ?", document_id)

    def holds_passage(self, passage_id: int) -> bool:
        """Whether a passage is of such a document."""
        return self._is_ours(
            "SELECT d.case_id FROM passages p JOIN documents d ON d.id = p.document_id "
            "WHERE p.id = ?",
            passage_id,
        )

    def documents_of(self, passage_ids: Iterable[int]) -> set[int]:
        """The documents of passages, of those that the visitor may see."""
        with self.session() as db:
            rows = db.execute(
                "SELECT DISTINCT document_id FROM passages WHERE id IN "
                "(SELECT CAST(value AS BIGINT) FROM json_each(?))",
                (json.dumps(list(passage_ids)),),
            ).fetchall()
        return {row[0] for row in rows if self.holds(row[0])}

    # What they did

    def note(
        self,
        did: Action,
        case: Case | None = None,
        *,
        documents: Iterable[int] = (),
        conversation_id: int | None = None,
        about: str = "",
    ) -> None:
        """Write into the audit what the visitor is about to do. Raises PinciteError where it cannot
        be written: then it must not be done."""
        Audit(self).add(
            self.visitor.email,
            did,
            case.id if case else None,
            documents=sorted(documents),
            conversation_id=conversation_id,
            about=about,
        )

    def note_document(self, did: Action, document_id: int) -> None:
        """As `note`, of one document, and of each once in a while: a document is opened page by
        page."""
        key = (str(self.path), self.visitor.email, did, document_id)
        now = time.monotonic()
        with _LATELY_LOCK:
            for old in [key for key, at in _LATELY.items() if now - at > _A_WHILE]:
                del _LATELY[old]
            if key in _LATELY:
                return
            _LATELY[key] = now
        try:
            document = self.document(document_id)
            Audit(self).add(self.visitor.email, did, document.case_id, documents=[document_id])
        except BaseException:
            with _LATELY_LOCK:
                _LATELY.pop(key, None)
            raise

    def _is_ours(self, query: str, number: int) -> bool:
        with self.session() as db:
            row = db.execute(query, (number,)).fetchone()
        return row is not None and row[0] in self._rights

    def _check(self, db: Connection) -> None:
        now = rights_of(db, self.visitor)
        for case, role in self._rights.items():
            if case not in now or ROLES.index(now[case]) < ROLES.index(role):
                raise RightsChanged(
                    "What you may see has changed meanwhile.", "Load the page again."
                )

    def _see(self, case: Case) -> None:
        if case.id not in self._rights:
            self._unknown(case.name)

    def _unknown(self, name: str) -> NoReturn:
        known = ", ".join(case.name for case in self.cases())
        raise NoSuchCase(
            f"There is no case named {name!r}.", f"There are: {known}." if known else ""
        )

    # Cases

    def cases(self, *, deleted: bool = False) -> list[Case]:
        which = "" if deleted else "AND deleted_at = ''"
        with self.session() as db:
            rows = db.execute(
                "SELECT * FROM cases WHERE id IN "
                f"(SELECT CAST(value AS BIGINT) FROM json_each(?)) {which} ORDER BY name",
                (json.dumps(list(self._rights)),),
            )
            return [case_of(row) for row in rows]

    def case(self, name: str) -> Case:
        found = next((case for case in self.cases() if case.name == name), None)
        return found or self._unknown(name)

    def take_on(self, case: Case) -> None:
        """See a case that the visitor has just made."""
        with self._database.session() as db:
            self._rights = rights_of(db, self.visitor)
        self._see(case)

    def put_case(self, *_: object, **__: object) -> NoReturn:
        refuse()

    def put_folder(self, *_: object) -> NoReturn:
        refuse()

    def ensure_case(self, *_: object) -> NoReturn:
        refuse()

    def set_meta(self, **_: object) -> NoReturn:
        refuse()

    def copy_to(self, *_: object) -> NoReturn:
        refuse()

    def writer_lock(self) -> NoReturn:
        refuse()

    # Documents

    def documents(self, case: Case) -> list[Document]:
        self._see(case)
        return super().documents(case)

    def document(self, document_id: int) -> Document:
        self.require_document(document_id)
        return super().document(document_id)

    def like(self, document: Document) -> list[Document]:
        return super().like(document) if document.case_id in self._rights else []

    def places(self, case: Case) -> dict[str, DocumentPlace]:
        self._see(case)
        return super().places(case)

    def failures(self, case: Case) -> dict[str, tuple[str, str]]:
        self._see(case)
        return super().failures(case)

    def refused(self, case: Case) -> dict[str, Failure]:
        self._see(case)
        return super().refused(case)

    def withdrawn_by_hand(self, case: Case) -> dict[str, int]:
        self._see(case)
        return super().withdrawn_by_hand(case)

    # Pages and passages

    def page_sizes(self, document_id: int) -> list[PageSize]:
        return super().page_sizes(document_id) if self.holds(document_id) else []

    def page(self, document_id: int, number: int) -> Page:
        self.require_document(document_id)
        return super().page(document_id, number)

    def passage(self, passage_id: int) -> Stored:
        if not self.holds_passage(passage_id):
            self.require_document(-1)
        return super().passage(passage_id)

    def passages(
        self, ids: Iterable[int], within: Collection[int] | None = None
    ) -> dict[int, Stored]:
        found = super().passages(ids, within)
        ours = {id_: self.holds(id_) for id_ in {stored.document_id for stored in found.values()}}
        return {id_: stored for id_, stored in found.items() if ours[stored.document_id]}

    def table_rows(self, case: Case, ids: Iterable[int]) -> list[Stored]:
        self._see(case)
        return super().table_rows(case, ids)

    def passages_of(self, document_id: int) -> list[Stored]:
        return super().passages_of(document_id) if self.holds(document_id) else []

    def neighbours(self, passage_id: int, reach: int = 1) -> list[Stored]:
        return super().neighbours(passage_id, reach) if self.holds_passage(passage_id) else []

    def passages_on(self, document_id: int, page: int) -> list[Stored]:
        return super().passages_on(document_id, page) if self.holds(document_id) else []

    def passages_numbered(self, document_id: int, paragraph: str) -> list[Stored]:
        return super().passages_numbered(document_id, paragraph) if self.holds(document_id) else []

    def docket_rows(self, document_id: int, field: DocketField) -> list[DocketRow]:
        return super().docket_rows(document_id, field) if self.holds(document_id) else []

    def counts(self, case: Case) -> Counts:
        self._see(case)
        return super().counts(case)

    def passages_within(self, case: Case, language: str = "") -> frozenset[int] | None:
        self._see(case)
        return super().passages_within(case, language)

    def full_text(self) -> FullText:
        return _VisitorsFullText(self)


def refuse() -> NoReturn:
    """For what no page does: commands on the server do it, whose library it is."""
    raise PinciteError("This is done on the server, by a command.", "Ask an administrator.")


class _VisitorsFullText(FullText):
    def __init__(self, catalogue: VisitorsCatalogue) -> None:
        super().__init__(catalogue.session)
        self._catalogue = catalogue

    def search(
        self,
        case_id: int,
        language: str,
        terms: Sequence[str],
        limit: int,
        within: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        if not self._catalogue.may(case_id, "reader"):
            return []
        return super().search(case_id, language, terms, limit, within)

    def holding_each(
        self, case_id: int, language: str, wordings: Sequence[Collection[str]]
    ) -> list[int]:
        if not self._catalogue.may(case_id, "reader"):
            return []
        return super().holding_each(case_id, language, wordings)

    def phrase(
        self,
        case_id: int,
        language: str,
        phrase: str,
        limit: int,
        within: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        if not self._catalogue.may(case_id, "reader"):
            return []
        return super().phrase(case_id, language, phrase, limit, within)


class _Watched:
    """A database, each connection to which is first looked at by ``check``."""

    def __init__(self, database: Database, check: Callable[[Connection], None]) -> None:
        self._whole = database
        self._check = check

    @contextmanager
    def session(self) -> Iterator[Connection]:
        with self._whole.session() as db:
            self._check(db)
            yield db

    def held(self) -> AbstractContextManager[None]:
        return self._whole.held()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        with self._whole.snapshot() as db:
            self._check(db)
            yield db

    @contextmanager
    def transaction(self, patience: float = PATIENCE) -> Iterator[Connection]:
        with self._whole.transaction(patience) as db:
            self._check(db)
            yield db

    def prepare(self) -> None:
        refuse()

    def writer_lock(self) -> NoReturn:
        refuse()

    def copy_to(self, file: Path) -> None:  # noqa: ARG002
        refuse()
