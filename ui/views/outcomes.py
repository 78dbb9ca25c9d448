"""Questions that went wrong: the expected answer beside the given one, and the step that lost
it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from bot.evaluation.outcome import Outcome, Report
from ingest.translation import N_, _, word
from ui.literal import in_html, in_label

_AT_ONCE = 20
_STAGES = {
    "not read": N_("The expected source is in no passage of the case: it was not read, or not so."),
    "not retrieved": N_("No passage with the expected source was found."),
    "ranked below the cut": N_("The passage was found, but too far down to be weighed."),
    "passed over": N_(
        "The passage was found, but held to be off the topic, or without the amount, "
        "date or number that is asked for."
    ),
    "sentence not chosen": N_("The right sentence was weighed; another was held to be likelier."),
    "refused": N_("The right sentence was the likeliest, but not sure enough to be shown."),
    "wrong sentence": N_("The right passage was shown, by another of its sentences."),
    "answered without an answer": N_("Something was shown, though the documents hold no answer."),
}


def draw(report: Report) -> None:
    """Draw all questions of a run, to be narrowed by stage, languages and tags."""
    wrong = [outcome for outcome in report.outcomes if not outcome.right]
    if not wrong:
        st.html(_('<p class="pincite-lead">Nothing went wrong.</p>'))
        return
    stages = Counter(outcome.stage for outcome in wrong if outcome.stage)
    groups = sorted({label for outcome in wrong for label in _labels(outcome)})
    by_stage, by_group = st.columns(2)
    stage = by_stage.selectbox(
        _("Lost where"),
        ["", *(name for name, _ in stages.most_common())],
        format_func=lambda name: (
            f"{word(name)} ({stages[name]})"
            if name
            else _("anywhere ({number})").format(number=len(wrong))
        ),
        key="lost-stage",
    )
    group = by_group.selectbox(
        _("Tag or languages"),
        ["", *groups],
        format_func=lambda name: name or _("any"),
        key="lost-group",
    )
    if stage:
        st.html(
            f'<p class="pincite-aside">{in_html(_(_STAGES[stage]) if stage in _STAGES else "")}</p>'
        )
    shown = [
        outcome
        for outcome in wrong
        if (not stage or outcome.stage == stage) and (not group or group in _labels(outcome))
    ]
    _draw_some(shown)


def _labels(outcome: Outcome) -> list[str]:
    follow_up = ["follow-ups"] if outcome.earlier else []
    return [*outcome.tags, *([outcome.pair] if outcome.pair else []), *follow_up]


def _draw_some(shown: Sequence[Outcome]) -> None:
    pages = (len(shown) + _AT_ONCE - 1) // _AT_ONCE
    page = 1
    if pages > 1:
        page = int(
            st.number_input(
                _("Page (of {pages})").format(pages=pages), 1, pages, 1, key="lost-page"
            )
        )
    for outcome in shown[(page - 1) * _AT_ONCE : page * _AT_ONCE]:
        with st.expander(
            in_label(f"{outcome.id} · {outcome.question} — {word(outcome.stage or '')}")
        ):
            draw_sides(outcome)


def draw_sides(outcome: Outcome) -> None:
    """Expected at the left, given at the right."""
    if outcome.earlier:
        after = in_html(" / ".join(outcome.earlier))
        meant = in_html(outcome.understood)
        st.html(
            _('<p class="pincite-aside">After: {after}<br>Understood as: {meant}</p>').format(
                after=after, meant=meant
            )
        )
    expected, given = st.columns(2, gap="large")
    expected.html(
        _('<h3 class="pincite-section">Expected</h3>{expected}').format(expected=_expected(outcome))
    )
    given.html(
        _('<h3 class="pincite-section">Given</h3>{given_html}').format(
            given_html=given_html(outcome)
        )
    )
    sure = (
        _("looked up")
        if outcome.confidence is None
        else _("confidence {share:.2f}").format(share=outcome.confidence)
    )
    facts = [_("Lost: {stage}").format(stage=word(outcome.stage or "")), sure]
    if outcome.passage_ranks:
        ranks = ", ".join(str(rank) if rank else _("not found") for rank in outcome.passage_ranks)
        facts.append(_("rank of the expected passage: {ranks}").format(ranks=ranks))
    st.html(f'<p class="pincite-aside">{in_html(" · ".join(facts))}</p>')


def _expected(outcome: Outcome) -> str:
    if not outcome.answerable:
        return _("<p>Nothing: the documents do not answer this.</p>")
    accepted = "".join(f"<li>{in_html(text)}</li>" for text in outcome.accepted)
    sources = "".join(f"<li>{_alternatives(text)}</li>" for text in outcome.expected)
    return (
        (f'<p class="pincite-aside">{_("Any of")}</p><ul>{accepted}</ul>' if accepted else "")
        + (f'<p class="pincite-aside">{_("From")}</p><ul>{sources}</ul>' if sources else "")
    )  # fmt: skip


def _alternatives(source: str) -> str:
    """An expected source; where it may stand in many places, all but the first are folded."""
    first, *others = source.split("” or ")
    if not others:
        return in_html(source)
    ends = [f"{alternative}”" for alternative in others[:-1]] + [others[-1]]
    rest = "".join(f"<li>{in_html(alternative)}</li>" for alternative in ends)
    places = (
        _("or one other place")
        if len(ends) == 1
        else _("or {number} other places").format(number=len(ends))
    )
    return f"{in_html(first)}”<details><summary>{places}</summary><ul>{rest}</ul></details>"


def given_html(outcome: Outcome) -> str:
    """What was shown, as HTML."""
    if outcome.refused:
        return _("<p>Not found in these documents.</p>")
    return "".join(
        f'<blockquote class="pincite-also" dir="auto">{in_html(shown.text)}</blockquote>'
        f'<p class="pincite-aside">{in_html("; ".join(shown.pins))}'
        f"{_(' · correct') if shown.correct else ''}</p>"
        for shown in outcome.shown
    )
