"""Sentences that may answer a question, made from their text alone."""

from __future__ import annotations

from bot.reading.evidence import Candidate
from bot.search.retrieve import CaseCosines, Hit
from ingest.document import Passage, Span
from ingest.store.catalogue import Stored
from tests.support.perfect_bot import NO_SIGNS


def sentence(text: str, before: str = "") -> Candidate:
    whole = f"{before} {text}" if before else text
    passage = Passage(whole, (Span(0, len(whole), 1, 0, 0),), language="en")
    hit = Hit(Stored(1, 1, 1, "", passage), 1, 1.0, None, CaseCosines(0.0, 1.0))
    return Candidate(hit, len(whole) - len(text), len(whole), "other", NO_SIGNS)
