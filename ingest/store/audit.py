"""Who did what with which case, where people sign in. It is only added to: the database itself
refuses to change or delete a row.

Kept are the person, the action, and the identities of case, documents and conversation, which mean
nothing without the library. No word of a question, an answer or a document is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.errors import NoSuchCase
from ingest.store.catalogue import Catalogue
from ingest.translation import N_

Action = Literal[
    "signed in",
    "asked",
    "got an answer",
    "opened",
    "took along",
    "compared",
    "evaluated",
    "made the case",
    "renamed the case",
    "deleted the case",
    "brought the case back",
    "added documents",
    "described",
    "withdrew",
    "brought back",
    "deleted for good",
    "shared the case",
    "took the case away",
    "shared a conversation",
    "made a conversation private",
    "deleted a conversation",
]

BY_COMMAND = ""
"""In place of an address: a command on the server, which asks nobody who they are."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """``who`` did something ``at`` a time (UTC). ``documents`` are their identities in the
    catalogue; ``about`` is the person and role of what was shared, or the kind of a file."""

    id: int
    at: str
    who: str
    did: Action
    case_id: int | None
    case: str
    """The name that the case has now; empty where it was deleted, or none is meant."""
    conversation_id: int | None
    documents: tuple[int, ...]
    about: str


class Audit:
    """The audit of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def add(
        self,
        who: str,
        did: Action,
        case_id: int | None = None,
        *,
        documents: Sequence[int] = (),
        conversation_id: int | None = None,
        about: str = "",
    ) -> None:
        """Note what somebody does. Raises PinciteError where it cannot be written: then it must
        not be done."""
        with self._catalogue.transaction() as db:
            db.execute(
                "INSERT INTO audit (who, did, case_id, conversation_id, documents, about) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (who, did, case_id, conversation_id, json.dumps(sorted(set(documents))), about),
            )

    def entries(self, case_name: str = "") -> list[AuditEntry]:
        """All entries, or those of one case, oldest first. Raises NoSuchCase."""
        cases = {case.id: case.name for case in self._catalogue.cases()}
        wanted = {number for number, name in cases.items() if name == case_name}
        if case_name and not wanted:
            raise NoSuchCase(
                f"There is no case named {case_name!r}.", N_("`pincite list` lists the cases.")
            )
        with self._catalogue.session() as db:
            rows = db.execute("SELECT * FROM audit ORDER BY id").fetchall()
        return [
            AuditEntry(
                row["id"],
                row["at"],
                row["who"],
                row["did"],
                row["case_id"],
                cases.get(row["case_id"], ""),
                row["conversation_id"],
                tuple(json.loads(row["documents"])),
                row["about"],
            )
            for row in rows
            if not case_name or row["case_id"] in wanted
        ]
