"""What the lines of a docket state, recognised by their labels."""

from __future__ import annotations

import pytest

from ingest.document import Passage, Span
from ingest.passages.docket_facts import docket_facts


def passage(text: str, *numbers: str) -> Passage:
    return Passage(text, (Span(0, len(text), 1, 3, 0),), numbers)


def stated(*passages: Passage) -> list[tuple[str, str]]:
    return [(fact.field, fact.value) for fact in docket_facts(passages)]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (
            "U.S. District Court District of Alaska",
            "court",
            "U.S. District Court District of Alaska",
        ),
        ("CIVIL DOCKET FOR CASE #: 3:08-cv-00284-TMB", "case number", "3:08-cv-00284-TMB"),
        ("Assigned to: Judge Jane Roe", "judge", "Judge Jane Roe"),
        ("Referred to: Magistrate Judge John Doe", "referral", "Magistrate Judge John Doe"),
        ("Nature of Suit: 110 Insurance", "nature of suit", "110 Insurance"),
        ("Jury Demand: None", "jury", "None"),
        ("Date Filed: 01/02/2020", "date filed", "01/02/2020"),
        ("Defendant Acme", "parties", "Defendant Acme"),
    ],
)
def test_a_line_states_a_field(line: str, field: str, value: str) -> None:
    assert stated(passage(line)) == [(field, value)]


def test_counsel_stand_on_their_own_line_of_a_party() -> None:
    text = "Plaintiff Acme represented by Ann Smith Smith LLP"
    of_party = Passage(text, (Span(0, 14, 1, 3, 0), Span(15, len(text), 1, 4, 0)))
    party, counsel = sorted(docket_facts([of_party]), key=lambda fact: fact.line)
    assert (party.field, party.line) == ("parties", 3)
    assert (counsel.field, counsel.value, counsel.line) == ("lawyers", "Ann Smith Smith LLP", 4)


def test_a_long_entry_goes_on_under_its_day() -> None:
    assert stated(
        passage("Date Filed: 08/16/2024"),
        passage("08/26/2011 27 MINUTES of a hearing.", "27"),
        passage("Defense to file by 8/30/2011.", "27"),
        passage("9/1/2011 28 ORDER.", "28"),
        passage("13/32/2011 29 NOTICE of a day that there is not.", "29"),
    ) == [
        ("date filed", "08/16/2024"),
        ("entry", "2011-08-26"),
        ("entry", "2011-08-26"),
        ("entry", "2011-09-01"),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "02/03/2021 30 ORDER: jury trial set for 9/9/2021.",
        "02/03/2021 30 ORDER setting trial for September 9, 2021 at 9:00 AM.",
        "02/03/2021 30 SCHEDULING ORDER rescheduling the bench trial to 9/9/2021.",
    ],
)
def test_an_entry_sets_the_trial(entry: str) -> None:
    assert stated(passage(entry, "30")) == [("trial date", entry), ("entry", "2021-02-03")]


def test_a_conference_before_the_trial_is_no_trial() -> None:
    entry = "02/03/2021 30 ORDER setting pre-trial conference for 9/9/2021. Trial briefs are due."
    assert stated(passage(entry, "30")) == [("entry", "2021-02-03")]


def test_what_an_entry_mentions_is_no_field_of_the_header() -> None:
    assert stated(passage("Judge: a word in an entry that has no day", "5")) == []
