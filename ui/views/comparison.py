"""Two runs of one question set: which figures moved, which questions were won and lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from bot.evaluation.compare import HEADLINE, Change, FigureDifference, compare
from bot.evaluation.figures import ANSWERS, DOCUMENTS, PASSAGES
from bot.evaluation.outcome import Report
from ingest.errors import PinciteError
from ui.frame import draw_notice
from ui.literal import in_html, in_label
from ui.views.outcomes import given_html


def draw(report: Report, others: Sequence[Report], called: Callable[[Report], str]) -> None:
    """The run against one of the others."""
    if not others:
        st.html('<p class="pincite-lead">There is no other run yet to compare it with.</p>')
        return
    chosen = st.selectbox(
        "Against", range(len(others)), format_func=lambda at: called(others[at]), key="against"
    )
    try:
        found = compare(others[chosen or 0], report)
    except PinciteError as error:
        draw_notice(error.reason, error.advice)
        return
    worse = ", ".join(one.name for one in found.worse)
    told = f"Significantly worse: {worse}." if worse else "Nothing is significantly worse."
    st.html(f'<p class="pincite-lead">{in_html(told)}</p>')
    order = {name: at for at, name in enumerate((*ANSWERS, *PASSAGES, *DOCUMENTS))}
    ordered = sorted(found.differences, key=lambda one: order.get(one.name, len(order)))
    moved = [_row(one) for one in ordered if one.before != one.after]
    if moved:
        st.dataframe(moved, hide_index=True)
    for title, won in (("Lost", False), ("Won", True)):
        changes = [one for one in found.changes if one.won == won]
        if changes:
            st.html(f'<h3 class="pincite-section">{title}: {len(changes)}</h3>')
        for one in changes:
            _draw_change(one)
    if found.missing:
        st.html(
            f'<p class="pincite-aside">In one run only, and not compared: '
            f"{in_html(', '.join(found.missing))}</p>"
        )


def _row(one: FigureDifference) -> dict[str, object]:
    return {
        "Figure": one.name,
        "Before": _rounded(one.before),
        "After": _rounded(one.after),
        "p": _rounded(one.p),
        "Questions": one.n,
        "Verdict": "worse" if one.worse else "better" if one.better else _by_chance(one),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _by_chance(one: FigureDifference) -> str:
    return "may be chance" if one.name in HEADLINE else ""


def _draw_change(one: Change) -> None:
    with st.expander(in_label(f"{one.after.id} · {one.after.question}")):
        before, after = st.columns(2, gap="large")
        before.html(f'<h3 class="pincite-section">Before</h3>{given_html(one.before)}')
        after.html(f'<h3 class="pincite-section">After</h3>{given_html(one.after)}')
