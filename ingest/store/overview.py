"""A table of the documents of a case, with what was read of each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ingest.store.catalogue import Case, Catalogue, Document

_FACTS = """
SELECT d.id, d.warnings, d.ingested,
    (SELECT count(*) FROM passages p WHERE p.document_id = d.id) AS passages,
    (SELECT count(*) FROM pages g WHERE g.document_id = d.id AND g.read = 'ocr') AS ocr
FROM documents d WHERE d.case_id = ? AND d.state = 'current'
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """A current document: how many passages it has, how many of its pages were read by OCR,
    what could not be read of it, and when it was ingested (UTC)."""

    document: Document
    passages: int
    ocr_pages: int
    warnings: tuple[str, ...]
    ingested: str


def overview(catalogue: Catalogue, case: Case) -> list[Facts]:
    """The current documents, by path."""
    with catalogue.session() as db:
        rows = {row["id"]: row for row in db.execute(_FACTS, (case.id,))}
    return [
        Facts(
            document,
            rows[document.id]["passages"],
            rows[document.id]["ocr"],
            tuple(json.loads(rows[document.id]["warnings"])),
            rows[document.id]["ingested"],
        )
        for document in catalogue.documents(case)
        if document.id in rows
    ]
