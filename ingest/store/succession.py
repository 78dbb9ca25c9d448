"""What became of a document that was once cited: current, superseded by another, or gone."""

from __future__ import annotations

from typing import Literal

from ingest.store.catalogue import Catalogue, Document

# The versions that came after, and the same bytes wherever they were read again: by another
# reader, or found at another place after they had gone.
_LATER = """
WITH RECURSIVE later (id) AS (
    SELECT CAST(:id AS BIGINT)
    UNION
    SELECT other.id FROM later JOIN documents d USING (id)
    JOIN documents other ON other.id = d.superseded_by
    OR (other.case_id = d.case_id AND other.sha256 = d.sha256)
)
SELECT d.id FROM later JOIN documents d USING (id) WHERE d.state = 'current'
ORDER BY d.id = :id DESC, d.id DESC LIMIT 1
"""


def current_version(catalogue: Catalogue, document_id: int) -> Document | None:
    """The document itself while it is current, else the one that took its place; None where
    nothing did."""
    with catalogue.session() as db:
        row = db.execute(_LATER, {"id": document_id}).fetchone()
    return catalogue.document(row["id"]) if row else None


def document_of(catalogue: Catalogue, passage_id: int) -> int | None:
    """The document a passage is of; None where both were purged."""
    with catalogue.session() as db:
        row = db.execute("SELECT document_id FROM passages WHERE id = ?", (passage_id,)).fetchone()
    return row["document_id"] if row else None


def why_out(catalogue: Catalogue, document_id: int) -> Literal["removed", "withdrawn"]:
    """Of a document that is not current: whether its file had gone from the folder, or somebody
    took it out."""
    with catalogue.session() as db:
        row = db.execute(
            "SELECT withdrawn_by FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
    return "withdrawn" if row and row["withdrawn_by"] == "person" else "removed"
