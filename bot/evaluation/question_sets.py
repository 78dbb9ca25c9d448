"""The question sets that are at hand for a case: the project's own, and what was saved from the
chat."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.answer import Answer
from bot.evaluation.question_set import Accepted, TestQuestion, append_answer
from ingest.settings import ROOT
from ingest.store.catalogue import Case


class QuestionSets:
    """The question sets of one library; ``shipped`` is the folder with the sets that come with the
    program."""

    def __init__(self, library: Path, shipped: Path = ROOT / "data") -> None:
        self._library = library
        self._shipped = shipped

    def of_case(self, case: Case) -> list[Path]:
        """The files there are, what was saved from the chat first."""
        saved = self._saved(case)
        shipped = sorted(self._shipped.glob(f"{_escaped(case.name)}.*.jsonl"))
        return [*([saved] if saved.exists() else []), *reversed(shipped)]

    def save(self, case: Case, answer: Answer, accepted: Sequence[Accepted] = ()) -> TestQuestion:
        """Add a question with what its answer cites as what is expected; see ``append_answer``.

        Raises QuestionsRefused where the file of the case is no question set any more.
        """
        path = self._saved(case)
        path.parent.mkdir(parents=True, exist_ok=True)
        return append_answer(path, answer, accepted=accepted)

    def _saved(self, case: Case) -> Path:
        return self._library / "questions" / f"{case.id}" / "saved-from-chat.jsonl"


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
