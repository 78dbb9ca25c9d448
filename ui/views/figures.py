"""The figures of a run with their intervals, and how they changed over the runs."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from bot.evaluation.figures import ANSWERS, DOCUMENTS, PASSAGES
from bot.evaluation.outcome import Figure, Outcome, Report, Risk
from bot.evaluation.runs import over_runs
from ingest.translation import N_, _, counted
from ui.literal import in_html

_MAIN = ("right", "first correct", "citation precision", "refusal recall")
"""What the chart shows until others are chosen."""
_LABELS = {
    "right": N_("Handled rightly"),
    "first correct": N_("First statement correct"),
    "any correct": N_("Any statement correct"),
    "citation precision": N_("Citations of an expected source"),
    "citation recall": N_("Expected sources cited"),
    "quotes verified": N_("Quotes word for word"),
    "pin cites right": N_("Pin cites right"),
    "refusal precision": N_("Refusals that were due"),
    "refusal recall": N_("Unanswerable ones refused"),
}
"""In the chart, where more is better."""
_MEANING = {
    "right": N_("First statement correct, or rightly nothing found"),
    "first correct": N_("The first statement is correct"),
    "any correct": N_("Any statement is correct"),
    "citation precision": N_("Citations that are of an expected source"),
    "citation recall": N_("Expected sources that are cited"),
    "quotes verified": N_("Quotes that stand word for word on their page"),
    "pin cites right": N_("Pin cites that lead to their quote"),
    "refusal precision": N_("Refusals that are due"),
    "refusal recall": N_("Unanswerable questions that are refused"),
    "area under risk-coverage": N_("Wrong answers if only the surest are given; less is better"),
}
_RIGHT, _TEXT = "#1f7a6d", "#808080"


def draw(report: Report, reports: Sequence[Report]) -> None:
    """``reports`` are all the runs of the case, oldest first."""
    st.html(f'<p class="pincite-lead">{in_html(summary(report.outcomes))}</p>')
    groups = list(dict.fromkeys(figure.group for figure in report.figures))
    group = st.selectbox(
        _("Questions"),
        groups,
        format_func=lambda group: _("all of them") if group == "all" else group,
        key="figures-group",
        help=_("By tag, or by the language of the question and of its source"),
    )
    of_group = [figure for figure in report.figures if figure.group == group]
    st.altair_chart(
        _intervals([figure for figure in of_group if figure.name in _LABELS]), key="intervals"
    )
    st.html(
        _(
            '<p class="pincite-aside">The bars are 95% intervals: with so few questions, the true '
            "share may lie anywhere on them.</p>"
        )
    )
    with st.expander(_("As a table, with what the figures mean and the ranking of passages")):
        order = {name: at for at, name in enumerate((*ANSWERS, *PASSAGES, *DOCUMENTS))}
        rows = sorted(of_group, key=lambda figure: order.get(figure.name, len(order)))
        st.dataframe([_row(figure) for figure in rows], hide_index=True)
    if len(report.curve) > 1:
        _draw_curve(report.curve)
    if report.seconds:
        times = ", ".join(f"{value:.2f} s ({name})" for name, value in report.seconds.items())
        st.html(
            _('<p class="pincite-aside">A question took {times}.</p>').format(times=in_html(times))
        )
    same = [other for other in reports if other.questions == report.questions]
    if len(same) > 1:
        _draw_over_runs(same, group or "all", [figure.name for figure in of_group])


def summary(outcomes: Sequence[Outcome]) -> str:
    """The run in two sentences."""
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    others = [outcome for outcome in outcomes if not outcome.answerable]
    sentences = []
    if answerable:
        correct = sum(outcome.first_correct for outcome in answerable)
        refused = sum(outcome.refused for outcome in answerable)
        sentences.append(
            _(
                "Of {counted} that the documents answer, {correct} got a correct first statement, "
                "{number} another one, and {refused} none."
            ).format(
                counted=counted(len(answerable), "question"),
                correct=correct,
                number=len(answerable) - correct - refused,
                refused=refused,
            )
        )
    if others:
        refused = sum(outcome.refused for outcome in others)
        sentences.append(
            _("Of {number} that they do not answer, {refused} were rightly refused.").format(
                number=len(others), refused=refused
            )
        )
    return " ".join(sentences)


def _draw_curve(curve: Sequence[Risk]) -> None:
    st.html(
        _(
            '<h3 class="pincite-section">How sure it has to be</h3>'
            '<p class="pincite-aside">If only the questions it is surest of were answered (to the '
            "left), how many of those answers would be wrong. A good curve begins low. Questions "
            "that nothing answers count as wrong whenever answered.</p>"
        )
    )
    rows = [
        {"coverage": point.coverage, "risk": point.risk, "confidence": point.confidence}
        for point in curve
    ]
    percent, whole = alt.Axis(format="%"), alt.Scale(domain=[0, 1])
    line = alt.Chart(alt.InlineData(values=rows)).mark_line(color=_RIGHT, interpolate="step-after")
    st.altair_chart(
        line.encode(
            x=alt.X("coverage:Q", title=_("questions answered"), axis=percent, scale=whole),
            y=alt.Y("risk:Q", title=_("of them wrong"), axis=percent, scale=whole),
            tooltip=[
                alt.Tooltip("coverage:Q", format=".0%", title=_("Answered")),
                alt.Tooltip("risk:Q", format=".0%", title=_("Of them wrong")),
                alt.Tooltip("confidence:Q", format=".2f", title=_("Confidence at least")),
            ],
        ).properties(height=260),
        key="curve",
    )


def _row(figure: Figure) -> dict[str, object]:
    return {
        _("Figure"): label(figure.name),
        _("Value"): _share(figure.value),
        _("95% interval"): _("{share} to {share2}").format(
            share=_share(figure.low), share2=_share(figure.high)
        )
        if figure.low is not None
        else "",
        _("Questions"): figure.n,
        _("Meaning"): _(_MEANING[figure.name]) if figure.name in _MEANING else "",
    }


def label(name: str) -> str:
    """The reader's name of a figure."""
    return _(_LABELS[name]) if name in _LABELS else name


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _intervals(figures: Sequence[Figure]) -> alt.LayerChart | alt.FacetChart:
    """Each figure as a point on its interval."""
    rows = [
        {
            "figure": _(_LABELS[figure.name]),
            "name": label(figure.name),
            "meaning": _(_MEANING[figure.name]) if figure.name in _MEANING else "",
            "value": figure.value,
            "low": figure.value if figure.low is None else figure.low,
            "high": figure.value if figure.high is None else figure.high,
            "told": f"{figure.value:.0%} (n = {figure.n})",
        }
        for figure in figures
        if figure.value is not None
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "figure:N",
            sort=[str(row["figure"]) for row in rows],
            title=None,
            axis=alt.Axis(labelLimit=240, ticks=False, domain=False),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Figure")),
            alt.Tooltip("meaning:N", title=_("Meaning")),
            alt.Tooltip("value:Q", format=".3f", title=_("Value")),
            alt.Tooltip("low:Q", format=".3f", title=_("95% interval from")),
            alt.Tooltip("high:Q", format=".3f", title=_("to")),
        ],
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", title=None, values=[0, 0.25, 0.5, 0.75, 1])
    bars = base.mark_rule(strokeWidth=4, opacity=0.35, color=_RIGHT).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90, opacity=1, color=_RIGHT).encode(
        x=alt.X("value:Q", scale=scale, axis=axis)
    )
    words = base.mark_text(dy=-12, fontSize=11, color=_TEXT).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), text="told:N"
    )
    return alt.layer(bars, points, words).properties(height=max(38 * len(rows), 60))


def _draw_over_runs(reports: Sequence[Report], group: str, names: Sequence[str]) -> None:
    st.html(_('<h3 class="pincite-section">Over the runs of this question set</h3>'))
    chosen = st.multiselect(
        _("Figures"),
        names,
        default=[name for name in _MAIN if name in names],
        format_func=label,
        key="figures-shown",
    )
    points = over_runs(reports, chosen, group)
    rows = [
        {
            "run": point.run,
            "figure": label(point.figure),
            "value": point.value,
            "low": point.value if point.low is None else point.low,
            "high": point.value if point.high is None else point.high,
            "n": point.n,
        }
        for point in points
    ]
    # A shift apart for each figure, so that intervals do not lie on one another.
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "run:N",
            sort=list(dict.fromkeys(point.run for point in points)),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True),
        ),
        xOffset=alt.XOffset("figure:N"),
        color=alt.Color("figure:N", title=None, legend=alt.Legend(orient="top", labelLimit=300)),
        tooltip=[
            alt.Tooltip("run:N", title=_("Run")),
            alt.Tooltip("figure:N", title=_("Figure")),
            alt.Tooltip("value:Q", format=".3f", title=_("Value")),
            alt.Tooltip("low:Q", format=".3f", title=_("95% interval from")),
            alt.Tooltip("high:Q", format=".3f", title=_("to")),
            alt.Tooltip("n:Q", title=_("Questions")),
        ],
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", title=None)
    bars = base.mark_rule(strokeWidth=3, opacity=0.45).encode(
        y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"
    )
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        y=alt.Y("value:Q", scale=scale, axis=axis)
    )
    st.altair_chart(alt.layer(bars, dots).properties(height=320), key="over-runs")
