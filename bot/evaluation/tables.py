"""Evaluations and comparisons as tables for a terminal, and as Markdown."""

from __future__ import annotations

import statistics
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.evaluation.compare import Comparison
from bot.evaluation.figures import ANSWERS, DOCUMENTS, PASSAGES
from bot.evaluation.outcome import Figure, Outcome, Report

Row = tuple[str, ...]
_APART = (
    "passage recall@1",
    "passage recall@5",
    "passage MRR",
    "first correct",
    "any correct",
    "citation precision",
)
_COVERAGES = (0.1, 0.25, 0.5, 0.75, 1.0)


def as_text(report: Report) -> str:
    """The report as a terminal shows it, a Markdown document too."""
    return "\n\n".join(_parts(report))


def _parts(report: Report) -> Iterator[str]:
    n = len(report.outcomes)
    answerable = sum(outcome.answerable for outcome in report.outcomes)
    yield (
        f"{report.questions or 'Questions'} on {report.case}: {n} questions, "
        f"{answerable} that the documents answer"
    )
    for title, names in (("Retrieval", PASSAGES + DOCUMENTS), ("Answers", ANSWERS)):
        rows = [_row(name, report) for name in names]
        yield table([(title, "", "95% interval", "n"), *(row for row in rows if row)])
    yield table([("Apart", *_APART, "n"), *_apart(report)])
    yield table([("Answering the surest", "wrong", "confidence at least"), *_curve(report)])
    stages = Counter(outcome.stage for outcome in report.outcomes if outcome.stage)
    yield table([("Lost where", "questions"), *((s, str(c)) for s, c in stages.most_common())])
    if read := [outcome for outcome in report.outcomes if outcome.model]:
        yield table([("Chat model", ""), *of_model(read)])
    if report.seconds:
        timings = ", ".join(f"{value:.2f} s ({name})" for name, value in report.seconds.items())
        yield f"A question took {timings}."


def of_model(read: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    """What a chat model did, over the questions that it read for, in names and values."""
    yield "model", ", ".join(dict.fromkeys(outcome.model for outcome in read))
    yield "questions it read for", str(len(read))
    yield "questions it failed on", str(sum(outcome.trouble for outcome in read))
    yield "statements dropped by the checker", str(sum(outcome.dropped for outcome in read))
    yield "of them with an accepted answer", str(sum(outcome.dropped_correct for outcome in read))
    yield "tokens a question", f"{statistics.fmean(outcome.tokens for outcome in read):.0f}"
    firsts = [outcome.first_statement for outcome in read if outcome.first_statement]
    if firsts:
        yield "seconds to the first statement (median)", f"{statistics.median(firsts):.1f}"
    lasts = [outcome.model_seconds for outcome in read]
    yield "seconds to the last (median)", f"{statistics.median(lasts):.1f}"


def _row(name: str, report: Report) -> Row | None:
    found = next(
        (figure for figure in report.figures if (figure.name, figure.group) == (name, "all")), None
    )
    return (name, share(found), _interval(found), str(found.n)) if found else None


def _apart(report: Report) -> Iterator[Row]:
    groups = dict.fromkeys(
        figure.group
        for figure in report.figures
        if " to " in figure.group or figure.group in ("follow-ups", "first questions")
    )
    by_place = {(figure.group, figure.name): figure for figure in report.figures}
    for group in groups:
        found = [by_place.get((group, name)) for name in _APART]
        n = max((figure.n for figure in found if figure), default=0)
        yield (group, *(share(figure) for figure in found), str(n))


def _curve(report: Report) -> Iterator[Row]:
    for coverage in _COVERAGES:
        point = next((point for point in report.curve if point.coverage >= coverage - 1e-6), None)
        if point:
            yield f"{coverage:.0%}", f"{point.risk:.0%}", f"{point.confidence:.2f}"


def share(figure: Figure | None) -> str:
    """ "0.83", or a dash where there is nothing to count."""
    return "–" if figure is None or figure.value is None else f"{figure.value:.3f}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return "–"
    return f"{figure.low:.3f} to {figure.high:.3f}"


def compared(comparison: Comparison) -> str:
    """What was gained and lost, and which figures moved by more than chance."""
    rows: list[Row] = [("Figure", "before", "after", "p", "n", "")]
    for difference in comparison.differences:
        verdict = "WORSE" if difference.worse else "better" if difference.better else ""
        before, after = (
            "–" if value is None else f"{value:.3f}"
            for value in (difference.before, difference.after)
        )
        if difference.before != difference.after:
            rows.append(
                (difference.name, before, after, f"{difference.p:.3f}", str(difference.n), verdict)
            )
    parts = [table(rows) if len(rows) > 1 else "No figure moved."]
    for title, won in (("Won", True), ("Lost", False)):
        changes = [change for change in comparison.changes if change.won == won]
        if changes:
            listed = "\n".join(_change(change.before, change.after) for change in changes)
            parts.append(f"{title}: {len(changes)} questions\n\n{listed}")
    if comparison.missing:
        parts.append(f"Not compared, in one run only: {', '.join(comparison.missing)}.")
    worse = ", ".join(difference.name for difference in comparison.worse)
    parts.append(f"Significantly worse: {worse}." if worse else "Nothing is significantly worse.")
    return "\n\n".join(parts)


def _change(before: Outcome, after: Outcome) -> str:
    return "\n".join(
        [
            f"- {after.id} {after.question}",
            f"    expected: {expected(after)}",
            f"    before:   {given(before)}",
            f"    after:    {given(after)}",
        ]
    )


def failures(outcomes: Sequence[Outcome]) -> str:
    """Every question that went wrong, with what was expected and given."""
    lines = [
        f"- {outcome.id} [{outcome.stage}] {outcome.question}\n"
        f"    expected: {expected(outcome)}\n    given:    {given(outcome)}"
        for outcome in outcomes
        if not outcome.right
    ]
    return "\n".join(lines)


def expected(outcome: Outcome) -> str:
    """What was expected, on one line."""
    if not outcome.answerable:
        return "not found"
    return textwrap.shorten("; ".join(outcome.accepted or outcome.expected), 150, placeholder=" …")


def given(outcome: Outcome) -> str:
    """What was given, on one line."""
    if outcome.refused:
        return "not found"
    said = (f"{statement.text} ({'; '.join(statement.pins)})" for statement in outcome.shown[:1])
    return textwrap.shorten(" | ".join(said), 200, placeholder=" …")


def table(rows: Iterable[Row]) -> str:
    """Rows, the first of them the heading, as a Markdown table with straight columns."""
    listed = [tuple(cell.replace("|", "/") for cell in row) for row in rows]
    widths = [max(len(row[at]) for row in listed) for at in range(len(listed[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in listed
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
