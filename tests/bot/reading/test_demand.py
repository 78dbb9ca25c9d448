"""Which sentences state the amount that a party demands."""

from __future__ import annotations

import pytest

from bot.question.parse import understand
from bot.reading.demand import demands, relief_in_money
from bot.reading.evidence import Candidate
from ingest.store.library import Library
from tests.support.candidates import PLAINTIFFS, sentence
from tests.support.sample_case import CASE


def own(question: str, candidate: Candidate, plaintiffs: frozenset[str] = PLAINTIFFS) -> bool:
    return candidate in demands(understand(question), [candidate], plaintiffs).own


@pytest.mark.parametrize(
    "text",
    [
        "Acme seeks damages of at least $5 million.",
        "Acme is suing Borealis for more than $5 million.",
        "What was not paid, $5 million, is the loss for which Acme sues.",
        "Acme prays for judgment: damages in an amount to be proved and not less than $5 million.",
        "It seeks the balance of its loss, which is at least $5 million.",
        "Acme a intenté une action en justice de 5 millions de dollars.",
        "L’entreprise réclame 5 millions de dollars à Borealis.",
        "L’entreprise poursuit Borealis pour obtenir les 5 millions de dollars restants.",
    ],
)
@pytest.mark.parametrize(
    "question",
    [
        "How much does Acme claim from Borealis?",
        "What sum is Acme suing for?",
        "How much is sought?",
        "Combien Acme réclame-t-elle à Borealis ?",
    ],
)
def test_a_demand_is_known_by_its_verb(question: str, text: str) -> None:
    assert own(question, sentence(text))


@pytest.mark.parametrize(
    "text",
    [
        "The sums together, $5 million, have been deducted from Acme’s claim.",
        "Acme, which sues Borealis, had purchased parts for $5 million.",
        "Acme demanded payment; Borealis paid $5 million.",
        "Acme was awarded damages of $5 million.",
        "Acme avait livré pour 5 millions de dollars de produits.",
    ],
)
def test_other_amounts_are_no_demand(text: str) -> None:
    found = demands(understand("How much does Acme claim?"), [sentence(text)], PLAINTIFFS)
    assert not found.own
    assert not found.others


@pytest.mark.parametrize(
    "text",
    [
        "Acme is suing Borealis for more than $5 million.",
        "L’entreprise réclame 5 millions de dollars à Borealis.",
        "It seeks the balance of its loss, which is at least $5 million.",
    ],
)
def test_what_one_side_demands_is_no_demand_of_the_other(text: str) -> None:
    question = understand("How much does Borealis claim from Acme?")
    found = demands(question, [sentence(text)], PLAINTIFFS)
    assert not found.own
    assert found.others


def test_without_captions_a_pronoun_stands_for_whom_was_named_last() -> None:
    said = sentence("It seeks $5 million.", before="Borealis answered Acme with a suit.")
    named = sentence("It seeks $5 million.", before="Acme sued.")
    assert own("How much does Acme want?", named, frozenset())
    assert not own(
        "How much does Acme want from Zeta?", sentence("It seeks $5 million."), frozenset()
    )
    assert own("How much does Acme want?", said, frozenset())


def test_other_questions_are_left_alone() -> None:
    candidate = sentence("Acme seeks damages of at least $5 million.")
    for question in ("When did Acme sue?", "How much of the claim was paid?", "How much is owed?"):
        assert demands(understand(question), [candidate], PLAINTIFFS).own == ()


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
