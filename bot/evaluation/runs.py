"""Evaluation runs that are kept, and the data that the page draws of several of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.evaluation.outcome import Report, as_json, from_json, read_report
from ingest.errors import QuestionsRefused
from ingest.store.library import Library
from ingest.store.user_data.evaluation_runs import EvaluationRuns


class Runs(Protocol):
    """Where the runs of a library are kept."""

    def keep(self, report: Report, name: str) -> Report:
        """Keep a run under a name, over one of the same name and case."""
        ...

    def of_case(self, case: str) -> list[Report]:
        """The runs of a case, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of one run, with its interval, to be drawn over the runs."""

    run: str
    at: str
    figure: str
    group: str
    value: float
    low: float | None
    high: float | None
    n: int


class LibraryRuns:
    """Runs in the catalogue of a library. Those that an earlier Pincite wrote as files into the
    folder ``evaluations`` are taken over when they are first looked for."""

    def __init__(self, library: Library) -> None:
        self._kept = EvaluationRuns(library.catalogue)
        self._files = library.folder / "evaluations"

    def keep(self, report: Report, name: str) -> Report:
        """Raises QuestionsRefused for an empty name, NoSuchCase, and PinciteError where the
        library cannot be written to."""
        if not name.strip():
            raise QuestionsRefused("A run needs a name.", "Give one with --save NAME.")
        kept = replace(report, name=name)
        self._kept.keep(report.case, name, as_json(kept))
        return kept

    def of_case(self, case: str) -> list[Report]:
        """Raises QuestionsRefused where a kept run cannot be read."""
        self._take_over(case)
        found = [
            from_json(text, f"the run {name!r}") for name, text in self._kept.of_case(case).items()
        ]
        return sorted(found, key=lambda run: run.at)

    def _take_over(self, case: str) -> None:
        safe = "".join(c if re.match(r"[\w .+@=-]", c) else f"%{ord(c):x}" for c in case)
        for path in sorted((self._files / f"case {safe}").glob("*.json")):
            report = read_report(path)
            if path.stem not in self._kept.of_case(case):
                self.keep(replace(report, case=case), path.stem)
            path.unlink()


def earlier_run(runs: Runs, case: str, named: str) -> Report:
    """The run of that name, else the one in the JSON file of that name.

    Raises QuestionsRefused where there is neither.
    """
    kept = {run.name: run for run in runs.of_case(case)}
    if named in kept:
        return kept[named]
    if Path(named).is_file():
        return read_report(Path(named))
    known = ", ".join(kept) or "none"
    raise QuestionsRefused(
        f"There is no run named {named!r} of the case {case}, and no such file.",
        f"Kept runs: {known}. Keep one with --save NAME.",
    )


def over_runs(reports: Sequence[Report], names: Iterable[str], group: str = "all") -> list[Point]:
    """The named figures of each run, in the order of the runs; a figure that a run does not have
    is left out."""
    wanted = set(names)
    return [
        Point(
            report.name or report.at, report.at, figure.name, figure.group, figure.value,
            figure.low, figure.high, figure.n,
        )
        for report in reports
        for figure in report.figures
        if figure.name in wanted and figure.group == group and figure.value is not None
    ]  # fmt: skip
