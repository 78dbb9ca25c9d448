"""Whether the document of an old citation is still current. Derived each time, never stored."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from bot.answer import Citation
from bot.answering.cite import cite
from ingest.store.catalogue import Catalogue, Stored
from ingest.store.succession import current_version, document_of, why_out
from ingest.translation import N_, translated

State = Literal["current", "superseded", "removed", "withdrawn", "purged"]

_BECAME = {
    "superseded": N_("a newer version of this document is in the case"),
    "removed": N_("the file of this document has gone from the folder of the case since"),
    "withdrawn": N_("this document was withdrawn from the case since"),
    "purged": N_("this document was deleted since"),
}
_GONE = N_("a newer version of this document is in the case and no longer holds this quote")


@dataclass(frozen=True, slots=True)
class CitationStatus:
    """``current``: the document that was cited is searched. ``superseded``: another version took
    its place. ``removed``: its file had gone from the folder. ``withdrawn``: a person took it out
    of the case. ``purged``: it was deleted, its pages too.

    ``path`` is where the current document stands, ``passage_id`` where the quote still stands in
    it, None where it does not; ``now`` is the citation of it there, None where the quote runs
    over several passages."""

    state: State
    path: str = ""
    passage_id: int | None = None
    now: Citation | None = None


def status_of(catalogue: Catalogue, citation: Citation) -> CitationStatus:
    """What became of the document of a citation, and of the quote in it."""
    document_id = document_of(catalogue, citation.passage_id)
    if document_id is None:
        return CitationStatus("purged")
    document = current_version(catalogue, document_id)
    if document is None:
        return CitationStatus(why_out(catalogue, document_id))
    if document.id == document_id:
        return CitationStatus("current", document.path, citation.passage_id, citation)
    # A new reading of the same bytes is the document that was cited.
    state: State = "current" if document.sha256 == citation.document_id else "superseded"
    found = _find(catalogue.passages_of(document.id), citation)
    if found is None:
        return CitationStatus(state, document.path)
    stored, start, end = found
    whole = end <= len(stored.passage.text)
    now = cite(catalogue, stored, start, end, citation.number) if whole else None
    return CitationStatus(state, document.path, stored.id, now)


def since(found: CitationStatus, language: str) -> str:
    """What became of a cited document since, as words beside its quote; empty where nothing did."""
    if found.state == "current":
        return ""
    gone = found.state == "superseded" and found.passage_id is None
    return translated(_GONE if gone else _BECAME[found.state], language)


def _find(passages: list[Stored], citation: Citation) -> tuple[Stored, int, int] | None:
    """The passage in which the quote begins, and where in its text; the end lies beyond it
    where the quote runs on. White space may differ: lines break elsewhere."""
    starts = list(accumulate((len(stored.passage.text) + 1 for stored in passages), initial=0))
    text = " ".join(stored.passage.text for stored in passages)
    words = r"\s+".join(re.escape(word) for word in citation.quote.split())
    # Not inside a word or an amount: "61" is not found again in "1961", nor "$1" in "$1.5".
    whole = rf"(?<!\w)(?<!\d[.,]){words}(?!\w)(?![.,]\d)"
    matches = list(re.finditer(whole, text)) if words else []
    if not matches:
        return None
    places = [(bisect_right(starts, found.start()) - 1, found) for found in matches]
    at, match = min(places, key=lambda place: _unlike(passages[place[0]], citation))
    start = match.start() - starts[at]
    return passages[at], start, start + len(match[0])


def _unlike(stored: Stored, citation: Citation) -> tuple[bool, int]:
    """The paragraph of the same number comes first, then the nearest page."""
    page = stored.passage.spans[0].page if stored.passage.spans else 0
    same = bool(citation.paragraphs) and stored.passage.paragraphs == citation.paragraphs
    return not same, abs(page - citation.page)
