"""The parties of a case, and the sentences that speak of each."""

from __future__ import annotations

import pytest

from bot.ask import Bot
from bot.overview.parties import CaseParty, case_parties, naming, party_named
from ingest.errors import PinciteError
from tests.support.sample_case import CASE

ACME = CaseParty("Acme Pumps, Inc.", ("Acme Pumps, Inc.", "Old Pumps LLC"), "suing")
SMITH = CaseParty("Jane Smith", ("Jane Smith",), "sued", is_alone=False)


@pytest.mark.parametrize(
    ("party", "sentence", "is_named"),
    [
        (ACME, "Acme paid on time.", True),
        (ACME, "ACME PUMPS, INC. paid on time.", True),
        (ACME, "It was known as Old Pumps until 2019.", True),
        (ACME, "Plaintiff paid on time.", True),
        (ACME, "The plaintiffs of another case paid.", False),
        (ACME, "Pumps were paid on time.", False),
        (ACME, "The acme of her life was near.", False),
        (SMITH, "Ms. Smith paid on time.", True),
        (SMITH, "Defendants paid on time.", True),
        (SMITH, "One defendant paid on time.", False),
        (SMITH, "Jane paid on time.", False),
        (SMITH, "The Smithson house was sold.", False),
    ],
)
def test_a_sentence_names_a_party_by_the_words_it_goes_by(
    party: CaseParty, sentence: str, *, is_named: bool
) -> None:
    assert naming(party, [sentence]) == [is_named]


def test_a_word_that_is_written_small_too_is_no_name() -> None:
    party = CaseParty("New Harbor Insurance Company", ("New Harbor Insurance Company",))
    sentences = ["New York has a new law.", "New Harbor refused to pay."]
    assert naming(party, sentences) == [False, True]


@pytest.mark.parametrize(
    ("sentence", "is_named"),
    [
        ("Q has paid nothing.", True),
        ("Its invoices to Q’s office went unanswered.", True),
        ("When Q stopped paying, the parts were sold.", True),
        ("It sued Q Corp. in Denver.", True),
        ("Defendant Q was then known as Quill.", True),
        ("The letter is Exhibit Q.", False),
        ("The witness Malcolm Q paid.", False),
        ("Q. Adams paid.", False),
        ("Mr. Q paid.", False),
        ("The letter (Q) is illegible.", False),
        ("Of P, Q and R none is right.", False),
        ("It was found by Q-tests.", False),
    ],
)
def test_a_lone_letter_is_a_party_only_where_it_can_be_a_name(
    sentence: str, *, is_named: bool
) -> None:
    party = CaseParty("Q Corp.", ("Q Corp.",))
    assert naming(party, [sentence, "It is known when it paid."])[0] == is_named


def test_a_letter_that_is_a_word_is_no_name_alone() -> None:
    party = CaseParty("A Corp.", ("A Corp.",))
    assert naming(party, ["A customer paid a fee.", "A Corp. paid."]) == [False, True]


def test_the_parties_of_a_case_are_those_of_its_captions(bot: Bot) -> None:
    catalogue = bot.library.catalogue
    found = case_parties(catalogue, catalogue.case(CASE))
    assert {party.part for party in found} == {"suing", "sued"}
    for party in found:
        assert party_named(found, party.name.split()[0]) == party
    with pytest.raises(PinciteError, match="Nobody"):
        party_named(found, "Nobody")
