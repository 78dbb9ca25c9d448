"""What came into a case and what went since somebody last looked."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.store.catalogue import Case, Catalogue, Document
from ingest.store.succession import current_version
from ingest.store.user_data.write import written
from ingest.translation import N_

_LINES = 3
_WIDTH = 220
# Roles of passages that say what a document is about; captions and addresses do not.
_TELLING = {"body", "entry", "quote"}


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that was not in the case at the last look. ``replaces`` is the path of the
    version before, ``first_lines`` are its first passages, shortened."""

    document: Document
    first_lines: tuple[str, ...]
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """``since`` is when somebody last looked, or else when the second ingest began (UTC,
    "2026-03-01T14:05:09+00:00"), empty before that: then everything is new. ``gone`` are
    titles."""

    case: Case
    since: str
    arrived: tuple[NewDocument, ...]
    gone: tuple[str, ...]


def digest(catalogue: Catalogue, case: Case) -> Digest:
    """What changed since the last look; new documents by kind, then date, then path."""
    since, seen = _mark(catalogue, case)
    before = {document.id: document for document in _known(catalogue, seen)}
    current = {document.sha256: document for document in catalogue.documents(case)}
    # By their bytes: what was only moved or read again is not new.
    hashes = {document.sha256 for document in before.values()}
    left = [document for document in before.values() if document.sha256 not in current]
    replaced = {}
    gone = []
    for document in left:
        now = current_version(catalogue, document.id)
        if now is None:
            gone.append(document.description.title or document.path)
        else:
            replaced[now.id] = document
    arrived = [
        NewDocument(
            document,
            first_lines(catalogue, document),
            _called(replaced[document.id]) if document.id in replaced else "",
        )
        for document in current.values()
        if document.sha256 not in hashes
    ]
    return Digest(case, since, tuple(sorted(arrived, key=_order)), tuple(sorted(gone)))


def mark_seen(catalogue: Catalogue, case: Case) -> None:
    """From now on only what comes later is new. Raises PinciteError where the library cannot be
    written to."""
    with written(catalogue, N_("The mark")) as db:
        db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (_key(case), _marked(document.id for document in catalogue.documents(case))),
        )


def mark_begun(catalogue: Catalogue, case: Case, before: Iterable[int]) -> None:
    """The documents with which a case began are news once, after its first ingest. When others
    come before anybody marked anything as seen, only those are new: ``before`` are the
    identities of the documents that were there."""
    known = list(before)
    if known:
        with catalogue.transaction() as db:
            db.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING",
                (_key(case), _marked(known)),
            )


def _marked(documents: Iterable[int]) -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"at": now, "documents": sorted(documents)})


def first_lines(catalogue: Catalogue, document: Document) -> tuple[str, ...]:
    """What a document begins with, in words that tell one from another."""
    passages = [stored.passage for stored in catalogue.passages_of(document.id)]
    telling = [passage for passage in passages if passage.role in _TELLING] or passages
    return tuple(
        textwrap.shorten(passage.text, _WIDTH, placeholder=" …") for passage in telling[:_LINES]
    )


def _mark(catalogue: Catalogue, case: Case) -> tuple[str, list[int]]:
    stored = catalogue.meta().get(_key(case))
    if not stored:
        return "", []
    mark = json.loads(stored)
    return str(mark["at"]), [int(id_) for id_ in mark["documents"]]


def _known(catalogue: Catalogue, ids: Iterable[int]) -> list[Document]:
    """The documents that are not purged."""
    with catalogue.session() as db:
        rows = db.execute(
            "SELECT id FROM documents WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
    return [catalogue.document(row["id"]) for row in rows]


def _called(document: Document) -> str:
    return document.path or document.description.title


def _order(arrived: NewDocument) -> tuple[str, str, str]:
    about = arrived.document.description
    return about.kind, about.filed.isoformat() if about.filed else "9999", arrived.document.path


def _key(case: Case) -> str:
    return f"seen:{case.id}"
