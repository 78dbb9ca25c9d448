"""The list of pages, and the way from one to another."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.translation import _
from ui import frame, language, sign_in
from ui.desk import Desk
from ui.pages import changes as changes_page
from ui.pages import chat as chat_page
from ui.pages import compare as compare_page
from ui.pages import documents as documents_page
from ui.pages import overview as overview_page
from ui.pages import search as search_page
from ui.views import cases as cases_view
from ui.views import changed_elsewhere, small_screen, streamlits_words
from ui.views import ingest_progress as ingest_view
from ui.views import new_case as new_case_view

Draw = Callable[[Desk, Case], None]


def run(desk: Desk) -> None:
    """Draw the page that is chosen, about the case that is chosen. What can be drawn stays, also
    where something went wrong."""
    try:
        _draw(desk)
    except PinciteError as error:
        frame.draw_notice(error.reason, error.advice)
        st.button(_("Try again"), type="primary", key="again")


def _draw(desk: Desk) -> None:
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    cases_view.draw(desk, case)
    if desk.visitor is not None:
        sign_in.draw_beside(desk.visitor)
    with st.sidebar:
        language.draw_choice()
        small_screen.draw()
        streamlits_words.draw()
    if case is not None:
        ingest_view.draw_beside(desk.ingest_job, case)
        changed_elsewhere.draw(desk, case)

    def about_a_case(draw: Draw) -> Callable[[], None]:
        def drawn() -> None:
            if case is None:
                chat_page.draw_no_cases(lambda: new_case_view.draw(desk))
            else:
                draw(desk, case)

        return drawn

    def chat_about(desk: Desk, case: Case) -> None:
        chat_page.draw(desk, case, lambda: st.page_link(documents, label=_("Add documents")))

    chat = st.Page(about_a_case(chat_about), title=_("Chat"), url_path="chat", default=True)
    overview = st.Page(about_a_case(overview_page.draw), title=_("Overview"), url_path="overview")
    search = st.Page(about_a_case(search_page.draw), title=_("Search"), url_path="search")
    timeline = st.Page(about_a_case(_draw_timeline), title=_("Timeline"), url_path="timeline")
    compare = st.Page(about_a_case(compare_page.draw), title=_("Compare"), url_path="compare")
    documents = st.Page(
        lambda: documents_page.draw(desk, case), title=_("Documents"), url_path="documents"
    )
    changes = st.Page(about_a_case(changes_page.draw), title=_("What changed"), url_path="changes")
    evaluation = st.Page(
        about_a_case(_draw_evaluation), title=_("Evaluation"), url_path="evaluation"
    )
    _keep_to_the_page_asked_for()
    st.navigation(
        [chat, overview, search, timeline, compare, documents, changes, evaluation],
        position="top",
    ).run()


# The two pages with charts are loaded late: Altair takes half a second of the processor, and the
# chat should not wait for it.
def _draw_timeline(desk: Desk, case: Case) -> None:
    from ui.pages import timeline

    timeline.draw(desk, case)


def _draw_evaluation(desk: Desk, case: Case) -> None:
    from ui.pages import evaluation

    evaluation.draw(desk, case)


def _keep_to_the_page_asked_for() -> None:
    """Of two clicks in one instant, the run for the first may still begin while that for the second
    goes on beside it. Streamlit keeps the page that is wanted once for both: the second would draw
    the page of the first, and its click would be lost."""
    run = get_script_run_ctx()
    if run is None:
        return
    pages = run.pages_manager
    if pages.intended_page_script_hash not in (None, "", run.page_script_hash):
        pages.set_script_intent(run.page_script_hash, "")
