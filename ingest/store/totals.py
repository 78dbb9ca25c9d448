"""How much there is in a library."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all cases that are not deleted: the cases, the documents that are searched, and the files
    that could not be read."""

    cases: int
    documents: int
    not_read: int


def totals(catalogue: Catalogue) -> Totals:
    """Counted now."""
    cases = catalogue.cases()
    kept = {case.id for case in cases}
    with catalogue.session() as db:
        documents, not_read = (
            sum(number for case, number in db.execute(sql) if case in kept)
            for sql in (
                "SELECT case_id, count(*) FROM documents WHERE state = 'current' GROUP BY case_id",
                "SELECT case_id, count(*) FROM failures GROUP BY case_id",
            )
        )
    return Totals(len(cases), documents, not_read)
