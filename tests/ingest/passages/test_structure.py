"""Blocks, numbers and the outline; and two real filings, where they are at hand."""

from itertools import pairwise
from pathlib import Path

import pytest

from ingest.document import Line, Page
from ingest.formats.read import read
from ingest.passages.numbering import Numbers
from ingest.passages.split import split
from ingest.passages.structure import Blocks, TextBlock

FILINGS = Path(__file__).parents[4] / "shared" / "bench" / "filings"


def blocks(*texts: str, fmt: str = "pdf") -> list[TextBlock]:
    lines = tuple(Line(text.removeprefix("+"), begins=text[0] != "+") for text in texts)
    return list(Blocks([Page(1, lines)], fmt))


@pytest.mark.parametrize(
    ("texts", "accepted"),
    [
        (["1. A", "2. B", "3. C"], ["1", "2", "3"]),
        (["1) A", "2) B"], ["1", "2"]),
        (["¶ 1 A", "¶ 2 B"], ["1", "2"]),
        (["[1] A", "[2] B"], ["1", "2"]),
        (["1. A", "1999. B", "2. C"], ["1", "", "2"]),
        (["1. A", "2. B", "¶ 3 quoted", "3. C"], ["1", "2", "", "3"]),
        (["1.1 A", "1.2 B", "2.1 C", "2.1.1 D", "2.2 E"], ["1.1", "1.2", "2.1", "2.1.1", "2.2"]),
        (["1.1 A", "3.5 million", "1.2 B"], ["1.1", "", "1.2"]),
        (["Section 1.1 A", "Section 1.2 B"], ["1.1", "1.2"]),
        (["Article 1. A", "Article 2. B"], ["1", "2"]),
        (["Art. 1 A", "Art. 2 B"], ["1", "2"]),
        (["12 Main Street", "$1.50 each", "v. 2"], ["", "", ""]),
    ],
)
def test_numbers_come_in_sequence(texts: list[str], accepted: list[str]) -> None:
    numbers = Numbers()
    assert [numbers.accept(text) for text in texts] == accepted


@pytest.mark.parametrize(
    "text",
    [
        "PRAYER FOR RELIEF", "I. INTRODUCTION", "A. The Agreement of 2014", "COUNT III",
        "FIRST CAUSE OF ACTION", "4. Payment Terms", "ARTICLE II", "1. GRANT OF LICENSE.",
        "PREMIER MOYEN", "JURISDICTION AND VENUE",
    ],
)  # fmt: skip
def test_headings_by_form(text: str) -> None:
    assert [block.role for block in blocks(text, "The text below it.")] == ["heading", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "IT IS SO ORDERED.", "The Agreement was signed", "1. The parties signed the agreement.",
        "A. The parties signed it in two copies", "X", "$61,000,000", "Page 3 of 31",
        "Source: ACME INC, 8-K, 11/6/2019", "40 Foley Square, New York, NY 10007",
        "1 Market Street, Suite 900", "F. JAMES LOPREST, JR., United States Attorney’s",
    ],
)  # fmt: skip
def test_no_headings_by_form(text: str) -> None:
    assert [block.role for block in blocks(text, "The text below it.")] == ["body", "body"]


@pytest.mark.parametrize(
    "text",
    ["[DO NOT PUBLISH]", "NOT FOR PUBLICATION", "UNPUBLISHED", "PRECEDENTIAL", "NOT PRECEDENTIAL"],
)
def test_whether_it_is_published_heads_nothing(text: str) -> None:
    assert [block.role for block in blocks(text, "The text below it.")] == ["caption", "body"]


def test_only_plain_text_has_headings_in_ordinary_type() -> None:
    assert blocks("Un contrat de 2014", "Tout part de là.", fmt="text")[0].role == "heading"
    assert blocks("Un contrat de 2014", "Tout part de là.", fmt="html")[0].role == "body"


def test_a_page_whose_paragraphs_were_not_seen_does_not_grow_without_end() -> None:
    found = blocks(*["+The parties agreed on it in writing and in good time."] * 2000)
    assert len(found) > 4
    assert sum(len(block.places) for block in found) == 2000


@pytest.mark.skipif(not FILINGS.exists(), reason="the bench material is not beside the project")
def test_every_paragraph_of_a_real_complaint_is_found_in_order() -> None:
    reading = read(FILINGS / "gov.uscourts.caed.373457.1.0.pdf")
    passages = list(split(reading.pages, reading.format, "en"))
    numbers = [int(p.paragraphs[0]) for p in passages if p.role != "footnote" and p.paragraphs]
    assert all(after - before in (0, 1) for before, after in pairwise(numbers))
    assert (numbers[0], numbers[-1]) == (1, 93)
    headings = {heading for passage in passages for heading in passage.headings}
    assert {"THE PARTIES", "JURISDICTION", "PRAYER FOR RELIEF"} <= headings


@pytest.mark.skipif(not FILINGS.exists(), reason="the bench material is not beside the project")
def test_compounds_of_a_real_order_keep_their_hyphens() -> None:
    reading = read(FILINGS / "gov.uscourts.cand.334874.713.0.pdf")
    text = " ".join(passage.text for passage in split(reading.pages, reading.format, "en"))
    assert "a corporation’s in-house attorney’s legal advice is protected" in text
    assert "after it withdrew several of the attorney-client designations" in text
