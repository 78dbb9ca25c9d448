"""The ordered list of look-ups: questions that are answered without a search.

A search by meaning ranks a named paragraph or a labelled line of a docket badly; where a question
asks for one of them outright, it is fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answer import AnsweredBy
from bot.question.parse import Question
from bot.search.captions import look_up_parties
from bot.search.dockets import look_up_docket, look_up_entries_of_day
from bot.search.document_heads import head_asked
from bot.search.excerpt import Excerpt
from bot.search.mail_heads import look_up_mail_head
from bot.search.numbered_sections import look_up_numbered
from bot.search.overview import look_up_overview
from bot.search.places import look_up_place
from bot.search.produced_pages import look_up_produced_page
from bot.search.sections import look_up_section
from ingest.store.catalogue import Case, Catalogue

LookUpStep = Callable[[Catalogue, Case, Question], tuple[Excerpt, ...] | None]
"""What a question asks for outright; None where it asks for no such thing, or the documents do
not hold it. Empty where it asks for a place that does not exist: then nothing else answers."""

LOOK_UPS: tuple[tuple[AnsweredBy, LookUpStep], ...] = (
    ("place", look_up_section),  # first: a heading may hold the words for another place
    ("overview", look_up_overview),
    ("place", look_up_place),
    ("place", look_up_numbered),
    ("place", look_up_produced_page),
    ("place", look_up_mail_head),
    ("docket", look_up_entries_of_day),
    ("docket", look_up_docket),
    ("caption", look_up_parties),
    ("caption", head_asked),
)
"""Tried in this order, each once; the first that returns excerpts answers."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What answers, and which look-up found it."""

    answered_by: AnsweredBy
    excerpts: tuple[Excerpt, ...]


def look_up(catalogue: Catalogue, case: Case, question: Question) -> LookedUp | None:
    """What answers a question without a search; None where it must be searched."""
    for answered_by, find in LOOK_UPS:
        excerpts = find(catalogue, case, question)
        if excerpts is not None:
            return LookedUp(answered_by, excerpts)
    return None
