"""The sections of a document: its headings, in order, with the passages under them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ingest.document import ATTACHMENT, REPRESENTED
from ingest.store.catalogue import Catalogue, Document

_SECTIONS = """
SELECT headings, min(id) AS first, max(id) AS last, count(*) AS passages FROM passages
WHERE document_id = ? AND headings != '[]' GROUP BY headings ORDER BY first
"""
# Headings that are words of ours, and none of the document.
_OURS = (ATTACHMENT, REPRESENTED)


@dataclass(frozen=True, slots=True)
class Section:
    """``headings`` leads from the widest to the nearest; ``first`` and ``last`` are the ids of
    its passages at both ends."""

    headings: tuple[str, ...]
    first: int
    last: int
    passages: int


def sections_of(catalogue: Catalogue, document: Document) -> list[Section]:
    """The sections in the order of the document: those with headings of its own words."""
    with catalogue.session() as db:
        rows = db.execute(_SECTIONS, (document.id,)).fetchall()
    sections = [
        Section(tuple(json.loads(row["headings"])), row["first"], row["last"], row["passages"])
        for row in rows
    ]
    return [
        section
        for section in sections
        if not any(heading.startswith(_OURS) for heading in section.headings)
    ]
