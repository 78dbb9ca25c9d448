"""Evaluations kept in the catalogue. A report is a text to this module: its JSON is the bot's."""

from __future__ import annotations

from ingest.store.catalogue import Catalogue
from ingest.store.user_data.write import written
from ingest.translation import N_


class EvaluationRuns:
    """The evaluation runs of a library, by case and name."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of_case(self, case: str) -> dict[str, str]:
        """Name and report of each, as they were kept; none of a case that does not exist."""
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT name, report FROM evaluation_runs WHERE case_id = "
                "(SELECT id FROM cases WHERE name = ?) ORDER BY id",
                (case,),
            )
            return {row["name"]: row["report"] for row in rows}

    def keep(self, case: str, name: str, report: str) -> None:
        """Keep a run, over one of the same name.

        Raises NoSuchCase, and PinciteError where the library cannot be written to.
        """
        owner = self._catalogue.case(case)
        with written(self._catalogue, N_("The run")) as db:
            db.execute(
                "DELETE FROM evaluation_runs WHERE case_id = ? AND name = ?", (owner.id, name)
            )
            db.execute(
                "INSERT INTO evaluation_runs (case_id, name, report) VALUES (?, ?, ?)",
                (owner.id, name, report),
            )
