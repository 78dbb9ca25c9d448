"""Pages that are named by the number that a party printed on them: "WIW-000123"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.question.parse import Question
from bot.search.excerpt import Excerpt
from ingest.store.catalogue import Case, Catalogue

_NUMBER = re.compile(r"(?<![\w-])[A-Z][A-Z\d_&.-]{0,24}[-_ ]?\d{5,10}(?![\w-])")
"""As on the page: capitals, then five figures at least (`ingest.formats.pdf.headers_footers`)."""
_AROUND = re.compile(
    r"(?:(?:what|is|on|does|do|say|says|show|me|the|page|document|bates|number|no|of|at|stands?)\b"
    r"|(?:que|dit|dis|quoi|qu|est|ce|qui|y|a|t|il|sur|la|le|de|pièce|figure|affiche|montre|n)\b"
    r"|\W)*",
    re.IGNORECASE,
)
MOST = 3


def look_up_produced_page(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """What stands on the page that bears the number which is all that a question names; None where
    no page of the case does."""
    found = _NUMBER.search(question.text)
    if not found or not _AROUND.fullmatch(_NUMBER.sub("", question.text)):
        return None
    excerpts = tuple(
        excerpt
        for document in catalogue.documents(case)
        for page in catalogue.page_sizes(document.id)
        if page.label == found[0]
        for excerpt in _on_page(catalogue, document.id, page.number)
    )
    return excerpts[:MOST] or None


def _on_page(catalogue: Catalogue, document_id: int, number: int) -> Iterator[Excerpt]:
    """The passages of a page, as far as they stand on it."""
    for stored in catalogue.passages_of(document_id):
        spans = [span for span in stored.passage.spans if span.page == number]
        if spans:
            yield Excerpt(stored, spans[0].start, spans[-1].end)
