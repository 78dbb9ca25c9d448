"""`evaluate` as its user sees it, and the runs it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ask import Bot
from bot.evaluation.outcome import Outcome, Report, as_json, from_json
from bot.evaluation.question_set import load, save
from bot.evaluation.runs import LibraryRuns, earlier_run, over_runs
from ingest.errors import QuestionsRefused
from ingest.settings import ROOT, Settings
from ingest.store.library import Library
from tests.support.fakes import WordEmbedder
from tests.support.sample_case import CASE


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "some.jsonl"
    save(path, load(ROOT / "data" / "wiwynn-v-x.questions.jsonl")[:12])
    return path


@pytest.fixture(scope="module", autouse=True)
def _few_resamples() -> Iterator[None]:
    """Intervals and chances are tested in test_figures.py; here they took half of the time. A
    thousand are as many as a chance of a hundredth, shared by the headline figures, takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.evaluation.figures.RESAMPLES", 100)
        patch.setattr("bot.evaluation.compare._RESAMPLES", 999)
        yield


def run(bot: Bot, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.cli.evaluate.open_bot", lambda library, case: (bot, CASE))
        return main(["evaluate", *arguments])


def test_a_run_is_kept_and_the_next_is_compared_with_it(
    bot: Bot, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bot, str(questions), "--save", "first") == 0
    assert "12 questions" in capsys.readouterr().out
    assert run(bot, str(questions), "--against", "first", "--failures") == 0
    output = capsys.readouterr().out
    assert "No figure moved." in output
    assert "Nothing is significantly worse." in output
    assert "Went wrong" in output


def test_worse_than_before_is_a_failure(
    bot: Bot, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bot, str(questions), "--json") == 0
    report = from_json(capsys.readouterr().out, "standard output")

    def spotless(outcome: Outcome) -> Outcome:
        shown = tuple(replace(each, correct=True) for each in outcome.shown) or outcome.shown
        return replace(outcome, refused=False, shown=shown, passage_ranks=(1,) * outcome.sources)

    better = replace(report, outcomes=tuple(map(spotless, report.outcomes)))
    file = tmp_path / "better.json"
    file.write_text(as_json(better), encoding="utf-8")
    assert run(bot, str(questions), "--against", str(file), "--json") == 1
    printed = json.loads(capsys.readouterr().out)
    fallen = {
        difference["name"]
        for difference in printed["comparison"]["differences"]
        if difference["worse"]
    }
    assert "passage recall@1" in fallen


def test_a_run_that_there_is_not_is_named_before_any_question(
    bot: Bot, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bot, str(questions), "--against", "none") == 1
    assert "no run named 'none'" in capsys.readouterr().err


def some_report(bot: Bot, questions: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    run(bot, str(questions), "--json")
    return from_json(capsys.readouterr().out, "standard output")


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    """A library with an empty case."""
    found = Library(replace(Settings(), library=tmp_path / "shelf"), WordEmbedder())
    found.catalogue.put_case("acme")
    return found


def test_runs_are_kept_by_case_and_drawn_in_their_order(
    shelf: Library, bot: Bot, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = LibraryRuns(shelf)
    shelf.catalogue.put_case("../other/case")
    report = replace(some_report(bot, questions, capsys), case="acme")
    later = runs.keep(replace(report, at="2026-02-01"), "a later one")
    runs.keep(replace(report, at="2025-01-01"), "z first")
    first = runs.keep(replace(report, at="2026-01-01"), "z first")
    runs.keep(replace(report, case="../other/case"), "../elsewhere")
    assert runs.of_case("acme") == [first, later]
    assert [evaluation.name for evaluation in runs.of_case("acme")] == ["z first", "a later one"]
    assert [evaluation.name for evaluation in runs.of_case("../other/case")] == ["../elsewhere"]
    assert runs.of_case("none") == []
    assert earlier_run(runs, "acme", "z first") == first
    points = over_runs(runs.of_case("acme"), ["right", "first correct"])
    assert [(point.run, point.figure) for point in points][:2] == [
        ("z first", "right"),
        ("z first", "first correct"),
    ]
    assert len(points) == 4
    with pytest.raises(QuestionsRefused, match="needs a name"):
        runs.keep(report, " ")


def test_runs_that_were_kept_as_files_are_taken_over_once(
    shelf: Library, bot: Bot, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = replace(some_report(bot, questions, capsys), case="acme", name="old")
    folder = shelf.folder / "evaluations" / "case acme"
    folder.mkdir(parents=True)
    (folder / "old.json").write_text(as_json(report), encoding="utf-8")
    for _ in range(2):
        assert [
            (evaluation.name, evaluation.outcomes)
            for evaluation in LibraryRuns(shelf).of_case("acme")
        ] == [("old", report.outcomes)]
        assert not list(folder.iterdir())
    (folder / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(QuestionsRefused, match=r"broken\.json is not the report"):
        LibraryRuns(shelf).of_case("acme")
    assert (folder / "broken.json").exists()
