"""The statements that a model wrote are kept as lines and counted by their labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reading.check import Verdict
from tests.bench import model_statements
from tests.bench.model_statements import Label, ModelStatement, figures, keep, kept


def _statement(label: Label, text: str, language: str = "en") -> ModelStatement:
    cited = ("complaint.pdf: Acme sold … 250 pumps.", "letter.docx: We wrote … in March.")
    return ModelStatement(label, "a-v-b", "q1", language, text, cited)


def test_statements_are_read_as_they_were_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_statements, "FILE", tmp_path / "statements.tsv")
    assert kept() == []
    statements = [_statement("yes", "Acme sold pumps."), _statement("", "Vendu.", "fr")]
    keep(statements)
    assert kept() == statements


def test_false_ones_stopped_and_true_ones_kept_are_counted() -> None:
    statements = [
        _statement("yes", "Acme sold pumps."),
        _statement("yes", "Acme a vendu des pompes.", "fr"),
        _statement("no", "Acme bought pumps."),
        _statement("no", "Smith sold pumps."),
    ]
    verdicts = [
        Verdict("", None), Verdict("", "name"), Verdict("", "unrelated"), Verdict("", None),
    ]  # fmt: skip
    assert figures(statements, verdicts).splitlines()[2:] == [
        "| all | 1 of 2 | 1 of 2 |",
        "| en | 1 of 2 | 1 of 1 |",
        "| fr | 0 of 0 | 0 of 1 |",
    ]
