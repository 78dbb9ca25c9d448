"""Questions that are asked again after every ingest, each with the answer it had. The answer is
a text to this module: its JSON is the bot's."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.store.catalogue import Case, Catalogue
from ingest.store.user_data.write import written
from ingest.translation import N_


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """``at`` is when its answer was kept (UTC), ``generation`` what the library was then."""

    id: int
    question: str
    answer: str
    at: str
    generation: int


class SavedQuestions:
    """The saved questions of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of_case(self, case: Case) -> list[SavedQuestion]:
        """The saved questions of a case, in the order they were saved."""
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT id, question, answer, at, generation FROM saved_questions "
                "WHERE case_id = ? ORDER BY id",
                (case.id,),
            )
            return [SavedQuestion(**row) for row in rows]

    def save(self, case: Case, question: str, answer: str) -> None:
        """Keep a question with its answer, over an earlier answer to the same words.

        Raises PinciteError where the library cannot be written to.
        """
        generation = self._catalogue.generation()
        with written(self._catalogue, N_("The question")) as db:
            db.execute(
                "INSERT INTO saved_questions (case_id, question, answer, generation) "
                "VALUES (?, ?, ?, ?) ON CONFLICT (case_id, question) DO UPDATE SET "
                "answer = excluded.answer, generation = excluded.generation, "
                "at = CURRENT_TIMESTAMP",
                (case.id, question, answer, generation),
            )

    def forget(self, case: Case, question: str) -> None:
        """Raises PinciteError where the library cannot be written to."""
        with written(self._catalogue, N_("The question")) as db:
            db.execute(
                "DELETE FROM saved_questions WHERE case_id = ? AND question = ?",
                (case.id, question),
            )
