"""Weigh the sentences that might answer: what the reader makes of them, and what their form says.

A form of words adds a sign to a sentence; it shows nothing and drops nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.question.parse import Question
from bot.reading.cross_encoder import Reranker
from bot.reading.evidence import Candidate, candidates
from bot.reading.relief import relief_in_money
from bot.search.captions import look_up_caption, look_up_signature
from bot.search.document_heads import head_asked
from bot.search.excerpt import Excerpt
from bot.search.introductions import introductions
from bot.search.retrieve import Hit
from bot.search.rows import named_row, row_under_head
from ingest.store.catalogue import Case, Catalogue
from ingest.store.library import Library
from ingest.text.terms import fold, words

_FORMS = (
    look_up_signature,
    look_up_caption,
    introductions,
    named_row,
    row_under_head,
    head_asked,
)


def weigh(
    library: Library, reranker: Reranker, case: Case, question: Question, hits: Sequence[Hit]
) -> list[Candidate]:
    """The sentences of the hits, and those whose form is that of an answer, with their signs."""
    found = pointed(library.catalogue, case, question)
    return candidates(library, reranker, question, hits, found)


def pointed(catalogue: Catalogue, case: Case, question: Question) -> list[Excerpt]:
    """What has the form of an answer: the signature or caption that states what is asked, the
    sentences that introduce whom the question asks about, the row of a table that it names or
    looks up below a head, the line that dates a document or names its court, the relief that is
    prayed for."""
    found = [excerpt for form in _FORMS for excerpt in form(catalogue, case, question) or ()]
    return [*found, *relief_in_money(catalogue, case, question, _plaintiffs(catalogue, case))]


def _plaintiffs(catalogue: Catalogue, case: Case) -> frozenset[str]:
    """Folded words of the names that stand first in the captions of a case."""
    captions = (document.description.parties for document in catalogue.documents(case))
    return frozenset(fold(word) for parties in captions for word in words("".join(parties[:1])))
