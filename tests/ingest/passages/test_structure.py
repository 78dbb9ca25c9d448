"""Blocks, numbers and the outline; and two real filings, where they are at hand."""

from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Line, Page
from ingest.formats.read import read
from ingest.passages.numbering import Numbers
from ingest.passages.split import split
from ingest.passages.structure import Blocks, TextBlock
from tests.support import paper

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
        "Section 9.1 of the Lease provides that neither side may sublet.",
        "Section 9.1 (Subletting) forbids what the tenant did.",
        "Article 4 du bail interdit toute sous-location.",
        "Article 4 (Sous-location) prévoit une pénalité.",
        "§ 9.1 does not help the tenant.",
        "¶ 12 of the Complaint says the opposite.",
    ],
)
@pytest.mark.parametrize("fmt", ["pdf", "html", "text", "docx"])
def test_a_sentence_about_a_section_of_another_paper_is_no_section(text: str, fmt: str) -> None:
    assert Numbers().accept(text) == ""
    lines = (Line("The tenant moved out.", begins=True), Line(text, begins=True))
    passages = list(split([Page(1, lines)], fmt, "en"))
    printed = {label for passage in passages for label in passage.paragraphs}
    assert printed <= {"1", "2"}  # paragraphs that are counted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Section 9.1", "9.1"), ("Section 9.1 Subletting", "9.1"), ("Section 9.1. The", "9.1"),
        ("Section 9.1: subletting", "9.1"), ("Article 1 - objet", "1"), ("Article 1 bis", "1"),
        ("Section 2.1 (a) The tenant", "2.1"),
    ],
)  # fmt: skip
def test_what_follows_a_sections_own_number(text: str, number: str) -> None:
    assert Numbers().accept(text) == number


def test_the_line_of_a_paragraph_that_begins_with_a_section_goes_on_with_it(tmp_path: Path) -> None:
    lines = (
        "The tenant let the upper floor to a printer, who moved in during the spring there.",
        "Section 9.1 of the lease forbids that, and the landlord said so in writing twice",
        "before the printer had paid anything.",
    )
    file = paper.make(tmp_path / "brief.pdf", lambda canvas: paper.write(canvas, lines))
    reading = read(file)
    passages = list(split(reading.pages, reading.format, "en"))
    assert [(" ".join(lines), ())] == [(p.text, p.paragraphs) for p in passages]


@pytest.mark.parametrize("font", ["Times-Bold", "Times-Roman"])
def test_a_heading_after_a_clause_that_ends_with_a_semicolon(tmp_path: Path, font: str) -> None:
    def draw(canvas: Canvas) -> None:
        reasons = (
            "Attendu que le bail a été résilié en avril par le bailleur, qui en donna avis à temps",
            "et par écrit au preneur ; que la demande sera rejetée ;",
        )
        paper.write(canvas, reasons, leading=16)
        paper.write(canvas, ("Sur les dépens",), top=140, font=font)
        paper.write(canvas, ("Attendu que le preneur succombe ;",), top=164)

    reading = read(paper.make(tmp_path / "jugement.pdf", draw))
    passages = list(split(reading.pages, reading.format, "fr"))
    assert [(p.text.split()[-2:], p.headings) for p in passages] == [
        (["rejetée", ";"], ()),
        (["succombe", ";"], ("Sur les dépens",)),
    ]


@pytest.mark.parametrize(
    "text", ["Sur les dépens", "2. Sur l’exécution provisoire", "A - Sur la nullité du bail"]
)
@pytest.mark.parametrize("fmt", ["pdf", "html", "docx"])
def test_the_headings_of_a_french_judgment_in_ordinary_type(text: str, fmt: str) -> None:
    assert [b.role for b in blocks("Rejeté ;", text, "Le preneur succombe.", fmt=fmt)] == [
        "body",
        "heading",
        "body",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sur le fondement du bail, le preneur demande 900 euros.",
        "Sur la demande de la",
        "Surtout la demande",
    ],
)
def test_no_headings_of_a_french_judgment(text: str) -> None:
    assert [b.role for b in blocks("Rejeté ;", text, "Le preneur succombe.")][1] == "body"


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
