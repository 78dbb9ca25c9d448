"""Which sentences tell when and where a suit was brought."""

from __future__ import annotations

import pytest

from bot.question.parse import understand
from bot.reading.evidence import Candidate
from bot.reading.filing import filings, plaintiffs_in
from tests.support.candidates import PLAINTIFFS, sentence

FILED = "Acme a intenté une action en justice contre Borealis le 3 mai 2021, devant le tribunal."
PASSIVE = "Borealis was sued by Acme on May 3, 2021, in a federal court."
GENERIC = "The company filed suit on May 3, 2021, in a federal court."


def own(question: str, candidate: Candidate, plaintiffs: frozenset[str] = PLAINTIFFS) -> bool:
    return candidate in filings(understand(question), [candidate], plaintiffs).own


@pytest.mark.parametrize("text", [FILED, PASSIVE, GENERIC])
@pytest.mark.parametrize(
    "question",
    [
        "When did Acme sue Borealis?",
        "When was Borealis sued by Acme?",
        "Quand Borealis a-t-elle été poursuivie ?",
        "When was the complaint filed?",
        "Quand Acme a-t-elle porté plainte ?",
        "In which court was the suit filed?",
        "Où la plainte a-t-elle été déposée ?",
    ],
)
def test_a_filing_is_known_by_its_verb(question: str, text: str) -> None:
    assert own(question, sentence(text))


@pytest.mark.parametrize("text", [FILED, PASSIVE, GENERIC])
def test_who_was_sued_did_not_sue(text: str) -> None:
    assert not own("When did Borealis sue Acme?", sentence(text))
    assert not own("When was Zeta v. Omega filed?", sentence(text))


@pytest.mark.parametrize(
    "text",
    [
        "La plainte rapporte que le 3 mai 2021 Acme a signé un accord.",
        "Acme filed an amended complaint on May 3, 2021.",
        "Borealis’s motion to dismiss the complaint was filed on May 3, 2021.",
        "Acme filed suit.",
    ],
)
def test_other_dates_are_no_filing(text: str) -> None:
    candidate = sentence(text)
    found = filings(understand("When was the complaint filed?"), [candidate], PLAINTIFFS)
    assert found.own == ()
    assert found.others == (candidate,)


def test_without_captions_reports_tell_who_sues() -> None:
    hits = [sentence(text).hit for text in (FILED, PASSIVE)]
    assert plaintiffs_in(understand("When did Borealis sue Acme?"), hits) == {"acme"}


@pytest.mark.parametrize(
    "question",
    ["Which court hears disputes under the agreement?", "Which court did the parties agree on?"],
)
def test_a_court_that_a_contract_names_is_no_filing(question: str) -> None:
    assert not filings(understand(question), [sentence(GENERIC)], PLAINTIFFS)
