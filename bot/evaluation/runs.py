"""Evaluations that are kept, and what a screen draws of several of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.evaluation.outcome import Report, as_json, read_report
from ingest.errors import QuestionsRefused


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


class FolderRuns:
    """Runs as JSON files in a folder of the library, one folder a case."""

    def __init__(self, library: Path) -> None:
        self._folder = library / "evaluations"

    def keep(self, report: Report, name: str) -> Report:
        """Raises QuestionsRefused for a name that is no file name."""
        kept = replace(report, name=name)
        path = self._path(report.case, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(as_json(kept), encoding="utf-8")
        beside.replace(path)
        return kept

    def of_case(self, case: str) -> list[Report]:
        """Raises QuestionsRefused where a kept run cannot be read."""
        folder = self._path(case, "any").parent
        found = [read_report(path) for path in sorted(folder.glob("*.json"))]
        return sorted(found, key=lambda one: one.at)

    def _path(self, case: str, name: str) -> Path:
        if not re.fullmatch(r"[\w][\w .+@=-]{0,99}", name):
            raise QuestionsRefused(
                f"{name!r} cannot be the name of a run.",
                "Use letters, digits, spaces and . + @ = _ - only.",
            )
        safe = "".join(c if re.match(r"[\w .+@=-]", c) else f"%{ord(c):x}" for c in case)
        return self._folder / f"case {safe}" / f"{name}.json"


def earlier_run(runs: Runs, case: str, named: str) -> Report:
    """The run of that name, else the one in the JSON file of that name.

    Raises QuestionsRefused where there is neither.
    """
    kept = {one.name: one for one in runs.of_case(case)}
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
            report.name or report.at, report.at, one.name, one.group, one.value, one.low, one.high,
            one.n,
        )
        for report in reports
        for one in report.figures
        if one.name in wanted and one.group == group and one.value is not None
    ]  # fmt: skip
