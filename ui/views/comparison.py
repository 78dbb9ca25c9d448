"""Two runs of one question set: which figures changed, which questions were won and lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from bot.evaluation.compare import HEADLINE, Change, FigureDifference, compare
from bot.evaluation.figures import ANSWERS, DOCUMENTS, PASSAGES
from bot.evaluation.outcome import Report
from bot.evaluation.tables import of_model
from ingest.errors import PinciteError
from ingest.translation import _
from ui.frame import draw_notice
from ui.literal import in_html, in_label
from ui.views.figures import label
from ui.views.outcomes import given_html


def draw(report: Report, others: Sequence[Report], called: Callable[[Report], str]) -> None:
    """The run against one of the others."""
    if not others:
        st.html(_('<p class="pincite-lead">There is no other run yet to compare it with.</p>'))
        return
    chosen = st.selectbox(
        _("Against"), range(len(others)), format_func=lambda at: called(others[at]), key="against"
    )
    try:
        found = compare(others[chosen or 0], report)
    except PinciteError as error:
        draw_notice(error.reason, error.advice)
        return
    worse = ", ".join(label(figure.name) for figure in found.worse)
    sentence = (
        _("Significantly worse: {worse}.").format(worse=worse)
        if worse
        else _("Nothing is significantly worse.")
    )
    st.html(f'<p class="pincite-lead">{in_html(sentence)}</p>')
    order = {name: at for at, name in enumerate((*ANSWERS, *PASSAGES, *DOCUMENTS))}
    ordered = sorted(found.differences, key=lambda figure: order.get(figure.name, len(order)))
    moved = [_row(figure) for figure in ordered if figure.before != figure.after]
    if moved:
        st.dataframe(moved, hide_index=True)
    if rows := _of_models(others[chosen or 0], report):
        st.html(_('<h3 class="pincite-section">The chat model</h3>'))
        st.dataframe(rows, hide_index=True)
    for title, won in ((_("Lost"), False), (_("Won"), True)):
        changes = [change for change in found.changes if change.won == won]
        if changes:
            st.html(f'<h3 class="pincite-section">{title}: {len(changes)}</h3>')
        for change in changes:
            _draw_change(change)
    if found.missing:
        st.html(
            _('<p class="pincite-aside">In one run only, and not compared: {names}</p>').format(
                names=in_html(", ".join(found.missing))
            )
        )


def _of_models(before: Report, after: Report) -> list[dict[str, str]]:
    """What the chat models of both runs did, where one had any."""
    own = [
        dict(of_model(read)) if (read := [each for each in run.outcomes if each.model]) else {}
        for run in (before, after)
    ]
    return [
        {"": name, _("Before"): own[0].get(name, "—"), _("After"): own[1].get(name, "—")}
        for name in dict.fromkeys((*own[0], *own[1]))
    ]


def _row(figure: FigureDifference) -> dict[str, object]:
    return {
        _("Figure"): label(figure.name),
        _("Before"): _rounded(figure.before),
        _("After"): _rounded(figure.after),
        "p": _rounded(figure.p),
        _("Questions"): figure.n,
        _("Verdict"): _("worse")
        if figure.worse
        else _("better")
        if figure.better
        else _by_chance(figure),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _by_chance(figure: FigureDifference) -> str:
    return _("may be chance") if figure.name in HEADLINE else ""


def _draw_change(change: Change) -> None:
    with st.expander(in_label(f"{change.after.id} · {change.after.question}")):
        before, after = st.columns(2, gap="large")
        before.html(
            _('<h3 class="pincite-section">Before</h3>{given_html}').format(
                given_html=given_html(change.before)
            )
        )
        after.html(
            _('<h3 class="pincite-section">After</h3>{given_html}').format(
                given_html=given_html(change.after)
            )
        )
