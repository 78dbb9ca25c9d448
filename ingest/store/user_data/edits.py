"""What a person says of a case and its documents in the page: a title, a kind, a date. It stands
under what case.yaml says, which keeps the last word, and over what the documents say."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ingest.store.catalogue import Case, Catalogue
from ingest.store.user_data.write import written
from ingest.translation import N_

OF_CASE = ""
"""The path under which the case itself is kept."""


class Edits:
    """What was said, by path in the case folder."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of_case(self, case: Case) -> dict[str, dict[str, str]]:
        """Path to key to value; a date in ISO form, and empty where there is none."""
        with self._catalogue.session() as db:
            rows = db.execute("SELECT path, said FROM edits WHERE case_id = ?", (case.id,))
            return {row["path"]: json.loads(row["said"]) for row in rows}

    def save(self, case: Case, path: str, fields: Mapping[str, str]) -> None:
        """Keep what is said, beside what was said of other keys. Raises PinciteError where the
        library cannot be written to."""
        with written(self._catalogue, N_("The change")) as db:
            row = db.execute(
                "SELECT said FROM edits WHERE case_id = ? AND path = ?", (case.id, path)
            ).fetchone()
            merged = {**(json.loads(row["said"]) if row else {}), **fields}
            db.execute(
                "INSERT INTO edits (case_id, path, said) VALUES (?, ?, ?) "
                "ON CONFLICT (case_id, path) DO UPDATE SET said = excluded.said",
                (case.id, path, json.dumps(merged, ensure_ascii=False, sort_keys=True)),
            )
