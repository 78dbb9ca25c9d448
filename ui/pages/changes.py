"""What changed in a case: documents that came and went, and how the saved answers changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import streamlit as st

from bot.answer import Answer
from bot.changes import ReaskedQuestion, ask_again, compare, save
from bot.question.parse import question_language
from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.store.user_data.saved_questions import SavedQuestion
from ingest.sync.background import Reporter, WorkState
from ingest.sync.digest import Digest, NewDocument, digest, mark_seen
from ingest.translation import N_, _, counted, retold, translated, word
from ui import wording
from ui.desk import Desk
from ui.frame import draw_heading, draw_notice, widen
from ui.literal import in_html, in_label
from ui.views import viewer
from ui.views.answer import draw_statements

_VERDICTS = {
    "no longer supported": N_("No longer supported"),
    "changed": N_("Changed"),
    "newly found": N_("Newly found"),
    "unchanged": N_("Unchanged"),
}
"""In the order they are shown: what needs a look comes first."""

ReaskState = WorkState[tuple[int, int], list[ReaskedQuestion]]


def draw(desk: Desk, case: Case) -> None:
    """The whole page, once."""
    widen()
    draw_heading(_("What changed"))
    found = digest(desk.catalogue, case)
    _draw_since(case, found)
    look = _asked_again(desk, case)
    _draw_seen(desk, case, found, look)
    if look is not None and look.running:
        st.fragment(_draw_running, run_every=1.0)(desk, case)
    elif look is not None:
        _draw_answers(desk, case, look)
    else:
        st.html(
            _(
                '<h2 class="pincite-part">Saved questions</h2><p class="pincite-aside">None yet. '
                "Under an answer of the chat, choose Save question: when documents come, it "
                "is asked "
                "again here, and you see whether the answer changed.</p>"
            )
        )
    _draw_documents(found)
    viewer.draw(desk.bot, case, "changes")


def _draw_seen(desk: Desk, case: Case, found: Digest, look: ReaskState | None) -> None:
    moved = look is not None and look.result is not None and _moved(look.result)
    if found.arrived or found.gone or moved:
        st.button(
            _("Mark all as seen"),
            key="seen",
            disabled=look is not None and look.running,
            help=_("Keeps the new answers; from then on only what comes later is shown here."),
            on_click=_seen,
            args=(desk, case, look),
        )


def _draw_since(case: Case, found: Digest) -> None:
    since = (
        _("since {replace} UTC").format(replace=found.since[:16].replace("T", " "))
        if found.since
        else ""
    )
    if found.arrived or found.gone:
        sentence = counted(len(found.arrived), "new document")
        if found.gone:
            sentence += _(", {number} withdrawn").format(number=len(found.gone))
        sentence += f" {since}." if since else _(": nothing was marked as seen yet.")
    else:
        sentence = (
            _("no document came or went {since}.").format(since=since)
            if since
            else _("there is no document yet.")
        )
    title = in_html(case.title or case.name)
    lead = _("{title}:").format(title=title)
    st.html(f'<p class="pincite-lead" dir="auto">{lead} {sentence}</p>')


def _asked_again(desk: Desk, case: Case) -> ReaskState | None:
    """The saved questions asked of the library as it is now; begins asking where need be. None
    without saved questions."""
    saved = desk.saved.of_case(case)
    if not saved:
        return None
    title = _title(desk, case)
    look = desk.reasking.look(title)
    if look is None or not (look.running or _tells(look, saved)):

        def work(reporter: Reporter[tuple[int, int]]) -> list[ReaskedQuestion]:
            again = ask_again(desk.bot, saved, case, lambda *asked: reporter.step(asked))
            return list(again)

        begun = desk.reasking.start(title, work)
        # Where those of another case are being asked, these wait.
        look = desk.reasking.look(title) if begun else WorkState("")
    if look is None or look.result is None:
        return look
    # Beside the answers that are kept by now: some new ones may have been.
    now = {reasked.question: reasked.after for reasked in look.result}
    kept = [compare(answer, now[answer.question]) for answer in saved if answer.question in now]
    return replace(look, result=kept)


def _title(desk: Desk, case: Case) -> str:
    """Names the saved questions asked of a case in this state of the library."""
    return f"{case.name}\0{desk.catalogue.generation()}"


def _tells(look: ReaskState, saved: Sequence[SavedQuestion]) -> bool:
    """Whether a run is of all of these questions; one that failed is tried again only when asked
    to."""
    if look.result is None:
        return True
    return {answer.question for answer in saved} <= {reasked.question for reasked in look.result}


def _draw_running(desk: Desk, case: Case) -> None:
    look = desk.reasking.look()
    if look is None or not look.running:
        st.rerun()
    if look.title != _title(desk, case):
        elsewhere = _("Saved questions are being asked elsewhere; those of this case follow.")
        st.html(f'<p class="pincite-aside" role="status">{in_html(elsewhere)}</p>')
        return
    done, of = look.step or (0, 0)
    text = (
        _("Asking the saved questions again: {done} of {of}").format(done=done, of=of)
        if of
        else _("Asking again…")
    )
    st.progress(done / of if of else 0.0, text=text)


def _moved(reasked: list[ReaskedQuestion]) -> bool:
    return any(answer.verdict != "unchanged" for answer in reasked)


def _draw_answers(desk: Desk, case: Case, look: ReaskState) -> None:
    st.html(_('<h2 class="pincite-part">Saved questions</h2>'))
    if look.error is not None or look.result is None:
        error = look.error or PinciteError(
            "The saved questions could not be asked again.",
            "The terminal that Pincite runs in shows what happened.",
        )
        draw_notice(error.reason, error.advice)
        st.button(_("Try again"), key="reask", on_click=desk.reasking.dismiss, args=(look.title,))
        return
    order = list(_VERDICTS)
    for index, reasked in enumerate(
        sorted(look.result, key=lambda answer: order.index(answer.verdict))
    ):
        with st.expander(
            in_label(f"{_(_VERDICTS[reasked.verdict])}: {reasked.question}"),
            expanded=reasked.verdict != "unchanged",
            key=f"reasked-{index}",
        ):
            _draw_reasked(desk, case, reasked, index)


def _draw_reasked(desk: Desk, case: Case, reasked: ReaskedQuestion, index: int) -> None:
    if reasked.verdict == "unchanged":
        _draw_side(
            reasked.after,
            f"now-{index}",
            _("Unchanged since {saved_at}").format(saved_at=reasked.saved_at[:10]),
        )
    else:
        before, now = st.columns(2, gap="large")
        with before:
            _draw_side(
                reasked.before,
                f"before-{index}",
                _("Before ({saved_at})").format(saved_at=reasked.saved_at[:10]),
            )
        with now:
            _draw_side(reasked.after, f"now-{index}", _("Now"))
    with st.container(horizontal=True, gap="small", key=f"saving-reasked-{index}"):
        if reasked.verdict != "unchanged":
            st.button(
                _("Keep the new answer"),
                key=f"keep-{index}",
                on_click=_keep,
                args=(desk, case, [reasked]),
            )
        st.button(
            _("Forget this question"),
            type="tertiary",
            key=f"forget-{index}",
            on_click=_forget,
            args=(desk, case, reasked.question),
        )


def _draw_side(answer: Answer | None, place: str, title: str) -> None:
    st.html(f'<h3 class="pincite-section">{in_html(title)}</h3>')
    if answer is None:
        st.html(_('<p class="pincite-aside">This answer cannot be read any more.</p>'))
        return
    language = question_language(answer.question)
    if not answer.statements:
        st.html(f'<p lang="{language}">{translated(wording.NOT_FOUND, language)}</p>')
    draw_statements(answer, place, language)


def _draw_documents(found: Digest) -> None:
    if found.arrived:
        st.html(_('<h2 class="pincite-part">New documents</h2>'))
    for kind, group in groupby(
        found.arrived, key=lambda arrived: arrived.document.description.kind
    ):
        rows = "".join(f"<li>{_arrived(arrived)}</li>" for arrived in group)
        st.html(
            f'<h3 class="pincite-section">{in_html(word(kind).capitalize())}</h3>'
            f'<ul class="pincite-documents">{rows}</ul>'
        )
    if found.gone:
        rows = "".join(f"<li><span>{in_html(title)}</span></li>" for title in found.gone)
        st.html(
            _(
                '<h2 class="pincite-part">Withdrawn</h2><p class="pincite-aside">No longer '
                'searched.</p><ul class="pincite-documents">{rows}</ul>'
            ).format(rows=rows)
        )


def _arrived(arrived: NewDocument) -> str:
    about = arrived.document.description
    facts = [
        _("filed {day}").format(day=about.filed.isoformat()) if about.filed else "",
        _("ECF No. {ecf}").format(ecf=about.ecf) if about.ecf else "",
        _("new version of {replaces}").format(replaces=arrived.replaces)
        if arrived.replaces
        else "",
        arrived.document.path,
    ]
    lines = "".join(
        f'<p class="pincite-first" lang="{in_html(about.language)}" dir="auto">{in_html(line)}</p>'
        for line in arrived.first_lines
    )
    return (
        f'<span dir="auto">{in_html(about.title or arrived.document.path)}</span>'
        f"<small>{in_html(' · '.join(filter(None, facts)))}</small>{lines}"
    )


def _keep(desk: Desk, case: Case, reasked: list[ReaskedQuestion]) -> None:
    try:
        for answer in reasked:
            save(desk.saved, case, answer.after)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _seen(desk: Desk, case: Case, look: ReaskState | None) -> None:
    _keep(desk, case, (look.result or []) if look else [])
    try:
        mark_seen(desk.catalogue, case)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _forget(desk: Desk, case: Case, question: str) -> None:
    try:
        desk.saved.forget(case, question)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))
