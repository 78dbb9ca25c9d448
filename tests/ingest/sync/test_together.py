"""A shortened `tests.bench.together`, and what it counts as a fault."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.bench.together import (
    DOCUMENTS,
    PARAGRAPHS,
    WriterReport,
    faults_of,
    faults_of_writers,
    rounds,
)


def test_two_ingest_at_once_and_a_third_asks(tmp_path: Path) -> None:
    outcome = rounds(2, tmp_path)
    assert outcome.faults == ()
    assert outcome.waited == 2
    assert outcome.questions > 10


def test_half_mixed_missing_and_older_documents_are_faults() -> None:
    whole = Counter({(paper, 4): PARAGRAPHS for paper in range(DOCUMENTS)})
    newest = dict.fromkeys(range(DOCUMENTS), 3)
    assert faults_of(whole, newest) == []
    assert set(newest.values()) == {4}
    for change in ({(0, 4): 1}, {(0, 5): PARAGRAPHS}, {(0, 4): 0}, {(0, 4): 0, (0, 3): PARAGRAPHS}):
        assert len(faults_of(Counter({**whole, **change}), dict(newest))) == 1, change


def test_writers_that_fail_say_more_or_do_the_work_twice_are_faults() -> None:
    papers = [f"paper-{number}.txt" for number in range(DOCUMENTS)]
    first, other = dict.fromkeys(papers, "changed"), dict.fromkeys(papers, "unchanged")
    good, waiting = WriterReport(first, (), ""), WriterReport(other, ("waiting for process 7",), "")
    assert faults_of_writers([good, waiting], "changed") == []
    assert faults_of_writers([good, good], "changed")
    assert faults_of_writers([good, WriterReport({}, (), "LibraryBusy")], "changed")
    assert faults_of_writers([good, WriterReport(other, ("cleaning up",), "")], "changed")
