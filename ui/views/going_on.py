"""Under the last answer: headings of its documents, to go on with."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bot.answer import Answer
from bot.overview.read_on import read_on
from bot.question.parse import question_language
from ingest.store.catalogue import Case
from ingest.translation import translated
from ui import conversation, wording
from ui.conversation import Turn
from ui.desk import Desk
from ui.literal import in_html, in_label


def draw(desk: Desk, case: Case, turns: Sequence[Turn]) -> None:
    """Draw the headings to go on with; nothing after a question that found nothing."""
    if not turns or not isinstance(turns[-1].outcome, Answer):
        return
    answer = turns[-1].outcome
    offered = read_on(desk.catalogue, case, answer, {turn.question for turn in turns})
    if not offered:
        return
    language = question_language(answer.question)
    with st.container(key="going-on", gap="small"):
        said = in_html(translated(wording.READ_ON, language))
        st.html(f'<p class="pincite-aside" lang="{language}">{said}</p>')
        for index, way in enumerate(offered):
            st.button(
                in_label(f"{way.heading} · {way.title}"),
                key=f"going-on-{index}",
                help=in_label(way.question),
                type="tertiary",
                wrap=True,
                on_click=conversation.submit_whole,
                args=(desk.conversations, case, way.question),
            )
