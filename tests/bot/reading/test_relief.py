"""The relief that a complaint prays for, where a question asks how much is demanded."""

from __future__ import annotations

import pytest

from bot.question.parse import understand
from bot.reading.relief import relief_in_money
from ingest.store.library import Library
from tests.support.sample_case import CASE


@pytest.mark.parametrize(
    ("question", "prayed"),
    [
        ("How much does Wiwynn claim?", True),
        ("Combien Wiwynn réclame-t-elle ?", True),
        # The defendant prays for nothing, and no other question is about the prayer.
        ("How much does X claim?", False),
        ("How much did Wiwynn recover?", False),
        ("When did Wiwynn sue?", False),
    ],
)
def test_what_the_newest_complaint_prays_for_is_pointed_at(
    library: Library, question: str, prayed: bool
) -> None:
    catalogue = library.catalogue
    plaintiffs = frozenset({"wiwynn", "corporation"})
    found = relief_in_money(catalogue, catalogue.case(CASE), understand(question), plaintiffs)
    assert ["$61 million" in excerpt.text for excerpt in found] == [True] * prayed
