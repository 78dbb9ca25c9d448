"""The sample case is what its sources say, on every page a sample, and readable."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
import yaml
from juriscraper.pacer import DocketReport

from data.generate import write_case
from data.source import NOTICE, joined, read_source

DATA = Path(__file__).resolve().parents[2] / "data"
CASE = DATA / "wiwynn-v-x"
FILINGS = ("complaint", "motion-to-dismiss", "amended-complaint")


def page_texts(filing: str) -> list[str]:
    with pypdfium2.PdfDocument(CASE / f"{filing}.pdf") as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def paragraph_numbers(filing: str) -> list[int]:
    blocks = read_source(DATA / "sources" / f"{filing}.md").blocks
    return [int(match[1]) for block in blocks if (match := re.match(r"(\d+)\. ", block))]


def test_sources_give_the_committed_bytes(tmp_path: Path) -> None:
    write_case(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in CASE.iterdir() if path.suffix != ".yaml"}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_every_page_says_that_it_is_a_sample() -> None:
    texts = [text for filing in FILINGS for text in page_texts(filing)]
    assert len(texts) >= 20
    assert all(NOTICE in text for text in texts)
    for name in ("article.html", "docket.html"):
        assert NOTICE in (CASE / name).read_text(encoding="utf-8")
    assert docx.Document(str(CASE / "letter.docx")).sections[0].header.paragraphs[0].text == NOTICE


def test_paragraphs_are_numbered_without_a_gap() -> None:
    complaint, amended = paragraph_numbers("complaint"), paragraph_numbers("amended-complaint")
    assert complaint == list(range(1, len(complaint) + 1))
    assert amended == list(range(1, len(amended) + 1))
    assert len(complaint) >= 55
    assert len(amended) >= 70


@pytest.mark.parametrize("filing", FILINGS)
def test_pages_bear_line_numbers_and_the_stamp(filing: str) -> None:
    meta = read_source(DATA / "sources" / f"{filing}.md").meta
    texts = page_texts(filing)
    for number, text in enumerate(texts, start=1):
        lines = [line.strip() for line in text.splitlines()]
        assert {str(n) for n in range(1, 29)} <= set(lines)
        stamp = f"Case 3:24-cv-05322 Document {meta['ecf']} Filed {meta['filed']:%m/%d/%y}"
        assert f"{stamp} Page {number} of {len(texts)}" in re.sub(" +", " ", text)


@pytest.mark.parametrize("filing", FILINGS)
def test_text_layer_holds_every_word_of_the_source(filing: str) -> None:
    """Section signs, curly quotes and dashes come out of the PDF as they went in."""
    words = set(" ".join(page_texts(filing)).split())
    source = "\n".join(read_source(DATA / "sources" / f"{filing}.md").blocks)
    plain = re.sub(r"\[\^(\d+)\]:?", r"\1", source.replace("<br/>", " "))
    plain = re.sub(r"(?m)\*|^(#+|>|\|) ", "", plain)
    # Words with a hyphen may be broken over two lines.
    assert {word for word in plain.split() if word not in words and "-" not in word} == set()


def test_motion_quotes_the_complaint_word_for_word() -> None:
    complaint = " ".join(joined(b) for b in read_source(DATA / "sources/complaint.md").blocks)
    motion = read_source(DATA / "sources" / "motion-to-dismiss.md").blocks
    quotes = [joined(block, "> ") for block in motion if block.startswith("> ")]
    from_complaint = [quote for quote in quotes if "facial plausibility" not in quote]
    assert len(from_complaint) == 3
    assert [quote for quote in from_complaint if quote not in complaint] == []


def test_docket_parses_as_one_of_pacer() -> None:
    report = DocketReport("cand")
    report._parse_text((CASE / "docket.html").read_text(encoding="utf-8"))
    docket = report.data
    assert docket["case_name"] == "Wiwynn Corporation v. X Corp."
    assert docket["docket_number"] == "3:24-cv-05322"
    assert docket["date_filed"] == date(2024, 8, 16)
    assert docket["assigned_to_str"] == ""
    assert [(party["type"], party["name"]) for party in docket["parties"]] == [
        ("Plaintiff", "Wiwynn Corporation"),
        ("Defendant", "X Corp."),
    ]
    stamped = [read_source(DATA / "sources" / f"{filing}.md").meta for filing in FILINGS]
    assert [
        (entry["document_number"], entry["date_filed"]) for entry in docket["docket_entries"]
    ] == [(str(meta["ecf"]), meta["filed"]) for meta in stamped]


def test_case_file_names_the_case_and_asks_in_both_languages() -> None:
    case = yaml.safe_load((CASE / "case.yaml").read_text(encoding="utf-8"))
    assert case["title"] == "Wiwynn Corporation v. X Corp."
    assert "reconstructed from public reports" in case["note"]
    french = [question for question in case["questions"] if question.endswith(" ?")]
    assert (len(french), len(case["questions"])) == (3, 6)
