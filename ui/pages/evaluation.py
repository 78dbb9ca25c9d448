"""How often the answers are right: run a question set, see its figures, open what went wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from bot.evaluation.outcome import Report
from bot.evaluation.question_set import EXAMPLE_OF_A_SET, TestQuestion, load
from bot.reading.assistant import Assistant
from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.sync.background import Reporter, WorkState
from ingest.translation import N_, _, counted
from ui.desk import Desk
from ui.frame import draw_heading, draw_notice, widen
from ui.literal import in_html, in_label
from ui.views import chat_model as chat_model_view
from ui.views import comparison as comparison_view
from ui.views import figures as figures_view
from ui.views import opinions as opinions_view
from ui.views import outcomes as outcomes_view

EvaluationState = WorkState[tuple[int, int], Report]
_UPLOADED = N_("Another file…")


def draw(desk: Desk, case: Case) -> None:
    """The whole page, once."""
    widen()
    draw_heading(_("Evaluation"))
    st.html(
        _(
            '<p class="pincite-lead">Test questions, each with the answer and the source that are '
            "expected: how often are the answers of this case right?</p>"
        )
    )
    look = desk.evaluating.look()
    if look is not None and look.running:
        st.fragment(_draw_running, run_every=1.0)(desk)
    else:
        _draw_over(desk, look)
        _draw_start(desk, case)
    try:
        reports = desk.runs.of_case(case.name)
    except PinciteError as error:
        draw_notice(error.reason, error.advice)
        reports = []
    if reports:
        _draw_reports(reports)
    opinions_view.draw(desk, case)


def _draw_reports(reports: Sequence[Report]) -> None:
    # The newest first: it is the one that was waited for.
    newest = list(reversed(reports))
    chosen = st.selectbox(
        _("Run"), range(len(newest)), format_func=lambda at: _called(newest[at]), key="run"
    )
    report = newest[chosen or 0]
    figures, failures, comparison = st.tabs(
        [_("Figures"), _("What went wrong"), _("Compare two runs")]
    )
    with figures:
        figures_view.draw(report, reports)
    with failures:
        outcomes_view.draw(report)
    with comparison:
        others = [other for other in newest if other is not report]
        # Only runs of the same questions say what a change did: they are offered first.
        others.sort(key=lambda other: other.questions != report.questions)
        comparison_view.draw(report, others, _called)


def _called(report: Report) -> str:
    asked = counted(len(report.outcomes), "question")
    reader = (
        _("read by {model}").format(model=report.read_by) if report.read_by else _("quotes alone")
    )
    return f"{report.name or report.at} — {report.questions}, {asked}, {reader}"


def _draw_start(desk: Desk, case: Case) -> None:
    sets = desk.question_sets.of_case(case)
    with st.container(border=True, key="evaluate"):
        names = [path.name for path in sets]
        chosen = st.selectbox(
            _("Question set"),
            [*names, _UPLOADED],
            format_func=lambda name: _(name) if name == _UPLOADED else name,
            key=f"set-{case.name}",
        )
        upload = None
        if chosen == _UPLOADED:
            upload = st.file_uploader(
                _("A file with one question a line (JSONL), as in the example"), key="set-file"
            )
            with st.expander(_("An example of such a file")):
                st.code(EXAMPLE_OF_A_SET, language="json", wrap_lines=True)
        setup = chat_model_view.draw_reader_of_run(desk, case)
        if st.button(
            _("Run these questions"),
            type="primary",
            key="evaluate-run",
            disabled=chosen == _UPLOADED and not upload,
        ):
            try:
                if upload is not None:
                    name, questions = upload.name, _uploaded(upload.getvalue())
                else:
                    path = sets[names.index(chosen)]
                    name, questions = path.name, load(path)
                assistant = chat_model_view.assistant_of(desk, case, setup)
            except PinciteError as error:
                draw_notice(error.reason, error.advice)
                return
            _start(desk, case, name, questions, assistant)
            st.rerun()


def _uploaded(content: bytes) -> list[TestQuestion]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "uploaded.jsonl"
        path.write_bytes(content)
        return load(path)


def _start(
    desk: Desk,
    case: Case,
    name: str,
    questions: Sequence[TestQuestion],
    assistant: Assistant | None,
) -> None:
    def work(reporter: Reporter[tuple[int, int]]) -> Report:
        reporter.step((0, len(questions)))
        report = desk.evaluate(
            case, name, questions, lambda *asked: reporter.step(asked), assistant
        )
        # Named by when it was: a name that no other run has, and that sorts as they came.
        return desk.runs.keep(report, f"{datetime.now():%Y-%m-%d %H.%M.%S}")

    called = _("{name} on {name2}").format(name=name, name2=case.name)
    desk.evaluating.start(f"{case.name}\0{called}", work)


def _draw_running(desk: Desk) -> None:
    look = desk.evaluating.look()
    if look is None or not look.running:
        st.rerun()
    if not look.title:
        elsewhere = _("Questions are being put to another case. This is free when that is done.")
        st.html(f'<p class="pincite-aside" role="status">{in_html(elsewhere)}</p>')
        return
    done, of = look.step or (0, 0)
    text = in_label(
        _("{title}: {done} of {of} questions asked, {of2} remain").format(
            title=_title(look), done=done, of=of, of2=of - done
        )
    )
    with st.container(border=True, key="evaluating"):
        st.progress(done / of if of else 0.0, text=text)
        st.button(_("Cancel"), key="evaluate-cancel", on_click=desk.evaluating.cancel)


def _title(look: EvaluationState) -> str:
    """What a run is called, without the name of its case before it."""
    return look.title.partition("\0")[2]


def _draw_over(desk: Desk, look: EvaluationState | None) -> None:
    if look is None or look.result is not None:
        return
    if look.error is not None:
        draw_notice(look.error.reason, look.error.advice)
    elif look.cancelled:
        st.html(
            _('<p class="pincite-aside">{title} was cancelled.</p>').format(
                title=in_html(_title(look))
            )
        )
    else:
        draw_notice(
            _("The evaluation ended by a mistake of this program."),
            _("The terminal it runs in shows what happened."),
        )
    st.button(_("Dismiss"), key="evaluate-dismiss", on_click=desk.evaluating.dismiss)
