"""Real court filings, beside the project: what must and must not come out of their pages."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ingest.document import Page
from ingest.formats.pdf.read import needs_ocr, read_pdf
from ingest.passages.split import split

GOLD_THAT_NEEDS_OCR = ("ocr", "ocr (text layer is garbage)")
PLEADINGS = {
    "gov.uscourts.caed.373457.1.0.pdf": 24,
    "gov.uscourts.cand.334874.713.0.pdf": 11,
    "gov.uscourts.cand.321533.147.0.pdf": 21,
    "2ndCircuit-08-6301-cv_opn.pdf": 8,
}
"""Files with line numbers, and on how many of their pages."""


@pytest.fixture(scope="module")
def filings(shared: Path) -> dict[str, list[Page]]:
    folder = shared / "bench" / "filings"
    return {path.name: _text_pages(path) for path in sorted(folder.glob("*.pdf"))}


def _text_pages(path: Path) -> list[Page]:
    return list(read_pdf(path, ocr=False).pages)


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (shared / "bench" / "filings" / "parse_gold.json").read_text("utf-8")
    )
    return found


def plain(text: str) -> str:
    """For comparing: one kind of space and of quotes, words not broken over lines."""
    joined = re.sub(r"(?<=\w)-\n(?=\w)", "-", text)
    return " ".join(joined.replace("’", "'").replace("“", '"').replace("”", '"').split())


def test_gold_pages(filings: dict[str, list[Page]], gold: list[dict[str, Any]]) -> None:
    for entry in gold:
        page = filings[entry["file"]][entry["page"] - 1]
        if entry["needs"] in GOLD_THAT_NEEDS_OCR:
            assert needs_ocr(page), entry["file"]
        else:
            _is_as_in_gold(page, entry)


@pytest.mark.bench
def test_gold_pages_by_ocr(shared: Path, gold: list[dict[str, Any]]) -> None:
    entries = [entry for entry in gold if entry["needs"] in GOLD_THAT_NEEDS_OCR]
    assert len(entries) == 2
    for entry in entries:
        pages = list(read_pdf(shared / "bench" / "filings" / entry["file"]).pages)
        page = pages[entry["page"] - 1]
        assert page.read == "ocr"
        _is_as_in_gold(page, entry)


def _is_as_in_gold(page: Page, entry: dict[str, Any]) -> None:
    lines = plain("\n".join(line.text for line in page.lines))
    stamps = plain("\n".join(left.text for left in page.left_out if left.what == "stamp"))
    for wanted in entry["must_contain"]:
        assert plain(wanted) in lines or plain(wanted) in stamps, wanted
    for unwanted in entry["must_not_contain"]:
        assert plain(unwanted) not in lines, unwanted


@pytest.mark.bench
def test_every_page_that_needs_ocr_is_read(shared: Path) -> None:
    """Five of eleven are scanned forms, two are maps. The garbled text layer of an order is
    replaced, its stamp kept."""
    folder = shared / "bench" / "filings"
    order = list(read_pdf(folder / "gov.uscourts.nysd.413994.212.0.pdf").pages)
    assert [page.read for page in order] == ["ocr", "ocr"]
    assert [page.stamp.page for page in order if page.stamp] == [1, 2]
    assert order[1].label == "2"
    notice = list(read_pdf(folder / "Calderon_Fuentes_EHO.pdf").pages)
    assert [page.number for page in notice if page.read == "ocr"] == [7, 8, 9, 10, 11]
    assert all(len(page.lines) > 20 for page in notice[6:])
    begun = [line.text[:2] for line in notice[6].lines if line.begins and line.text[0].isdigit()]
    assert begun == ["1.", "2.", "3.", "4."]
    fees = plain("\n".join(line.text for line in notice[6].lines))
    assert "You must pay, via check, money order, or credit card, a $75.00 filing fee" in fees


def test_line_numbers(filings: dict[str, list[Page]]) -> None:
    for name, pages in filings.items():
        numbered = [
            page for page in pages if any(left.what == "line numbers" for left in page.left_out)
        ]
        assert len(numbered) == PLEADINGS.get(name, 0), name
        for page in numbered:
            in_place = [line.number for line in page.lines if line.number is not None]
            if not any(line.role == "caption" for line in page.lines):
                assert in_place == sorted(in_place), (name, page.number)
            assert all(number <= 28 for number in in_place)


def test_stamps(filings: dict[str, list[Page]]) -> None:
    for name, pages in filings.items():
        if not name.startswith("gov.uscourts.") or "350554" in name:
            continue
        number = name.split(".")[4]
        for page in pages:
            assert page.stamp is not None, (name, page.number)
            assert (page.stamp.ecf, page.stamp.page, page.stamp.pages) == (
                number, page.number, len(pages),
            )  # fmt: skip


def test_labels(filings: dict[str, list[Page]]) -> None:
    labels = {name: [page.label for page in pages] for name, pages in filings.items()}
    assert labels["gov.uscourts.caed.373457.1.0.pdf"] == [None, *map(str, range(1, 24))]
    assert labels["2ndCircuit-08-6301-cv_opn.pdf"] == [*map(str, range(1, 10))]
    assert labels["gov.uscourts.cand.350554.127.0.pdf"] == [None, "2", "3", "4", "5"]
    reply = ["i", "i", "ii", "iii", *map(str, range(1, 18))]
    assert labels["gov.uscourts.cand.321533.147.0.pdf"] == reply


def test_nothing_of_the_furniture_is_in_a_line(filings: dict[str, list[Page]]) -> None:
    """No stamp, no gutter number and no head that is left out elsewhere in the file
    stands in a line at the same height."""
    for name, pages in filings.items():
        heads = {
            (_letters(left.text), round(left.box.y0 / 10))
            for page in pages
            for left in page.left_out
            if left.what == "running head" and left.box is not None
        }
        for page in pages:
            for line in page.lines:
                assert line.box is not None
                assert "Document" not in line.text or "Page" not in line.text, line.text
                assert not re.fullmatch(r"\d{1,2}( \d{1,2})+", line.text), (name, line.text)
                key = _letters(line.text), round(line.box.y0 / 10)
                assert len(key[0]) < 4 or key not in heads, (name, page.number, line.text)


def test_nothing_of_the_furniture_is_in_a_passage(filings: dict[str, list[Page]]) -> None:
    """No stamp, no count of a gutter, no head, foot or side bar of any page, whole or as a
    part of a passage; and every character of a passage stands on a line of a page."""
    for name, pages in filings.items():
        by_number = {page.number: page for page in pages}
        heads = {
            (_letters(left.text), round(left.box.y0 / 10))
            for page in pages
            for left in page.left_out
            if left.what in ("running head", "side bar", "page number") and left.box is not None
        }
        passages = list(split(iter(pages), "pdf", "en"))
        assert len(passages) > 0 or not any(page.lines for page in pages), name
        for passage in passages:
            assert not STAMP.search(passage.text), (name, passage.text)
            assert not counts_up(passage.text), (name, passage.text)
            on_lines: set[int] = set()
            for span in passage.spans:
                line = by_number[span.page].lines[span.line]
                size = span.end - span.start
                assert passage.text[span.start : span.end] == line.text[span.offset :][:size]
                assert line.box is not None
                key = _letters(line.text), round(line.box.y0 / 10)
                assert len(key[0]) < 4 or key not in heads, (name, span.page, line.text)
                on_lines.update(range(span.start, span.end))
            assert all(passage.text[i] == " " for i in set(range(len(passage.text))) - on_lines)


STAMP = re.compile(
    r"Case:? [\d:]+-cv-.{0,30}Document|Document \d+(?:-\d+)? +Filed|Filed.{0,12}Page"
)


def counts_up(text: str) -> bool:
    """Whether four numbers or more follow one another as in a gutter: "11 12 13 14"."""
    numbers = [int(word) if word.isdecimal() and len(word) < 3 else -9 for word in text.split()]
    steps = [after - before == 1 and before > 0 for before, after in pairwise(numbers)]
    return any(all(steps[i : i + 3]) for i in range(len(steps) - 2))


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())


def test_lines_have_their_places(filings: dict[str, list[Page]]) -> None:
    for pages in filings.values():
        for page in pages:
            for line in page.lines:
                assert line.box is not None
                assert len(line.edges) == len(line.text) + 1
                assert line.text == " ".join(line.text.split())
                assert -1 <= line.box.x0 < line.box.x1 <= page.width + 1
                assert -5 <= line.box.y0 < line.box.y1 <= page.height + 5


def test_failed_redactions(filings: dict[str, list[Page]]) -> None:
    """One was made for the purpose. The other is in a complaint: black bars behind black
    words, which copy and paste would lift."""
    (made,) = filings["doctor__rectangles_yes_2.pdf"]
    assert [line.text for line in made.lines] == ["abc ghi"]
    assert [left.text for left in made.left_out] == ["def"]
    complaint = filings["gov.uscourts.caed.373457.1.0.pdf"]
    hidden = {
        page.number: [left.box for left in page.left_out if left.what == "hidden text"]
        for page in complaint
    }
    assert [number for number, boxes in hidden.items() if boxes] == [10, 11, 12, 14]
    after = [line.text for line in complaint[9].lines if line.text.startswith("¶ 38")]
    assert after == ["¶ 38 On or about , ALLCARE paid its physicians"]


def test_counsel_are_no_block_quote(filings: dict[str, list[Page]]) -> None:
    """Their names hang from the first line of an entry; what a complaint quotes stands apart."""
    opinion = filings["2ndCircuit-08-6301-cv_opn.pdf"][1]
    assert [line.text for line in opinion.lines if line.role == "quote"] == []
    complaint = filings["gov.uscourts.caed.373457.1.0.pdf"]
    assert sum(line.role == "quote" for page in complaint for line in page.lines) > 100


def test_footnotes_below_a_short_rule_of_dashes(filings: dict[str, list[Page]]) -> None:
    """On the ninth page of a slip opinion; the sentence above goes on past them."""
    pages = filings["courtlistener__opinion_pdf_text_based.pdf"]
    notes = [line for line in pages[8].lines if line.role == "footnote"]
    assert notes[0].text.startswith("3 The Compact defines")
    assert pages[8].lines[16].role == "body"
    texts = [passage.text for passage in split(iter(pages), "pdf", "en")]
    assert any("Subbasin 5’s allocation scheme allows upstream States" in text for text in texts)


def test_paragraphs_of_the_complaint_begin(filings: dict[str, list[Page]]) -> None:
    numbers = [
        int(match[1])
        for page in filings["gov.uscourts.caed.373457.1.0.pdf"]
        for line in page.lines
        if line.begins and line.role == "body" and (match := re.match(r"(\d+)\. ", line.text))
    ]
    assert numbers == [*range(1, 94), *range(1, 10)]  # and the prayer for relief


def test_pages_for_ocr(filings: dict[str, list[Page]]) -> None:
    wanted = {
        name: [page.number for page in pages if needs_ocr(page)] for name, pages in filings.items()
    }
    assert wanted["gov.uscourts.nysd.413994.212.0.pdf"] == [1, 2]
    assert wanted["doctor__image-pdf.pdf"] == [1, 2]
    assert wanted["Calderon_Fuentes_EHO.pdf"] == [7, 8, 9, 10, 11]
    assert wanted["courtlistener__opinion_pdf_text_based.pdf"] == [29, 30]
    assert sum(map(len, wanted.values())) == 11


def test_contracts_are_read_whole(shared: Path) -> None:
    """Against the plain text that comes with each contract: few words are lost."""
    for path in sorted((shared / "bench" / "contracts").glob("*.pdf")):
        read = set()
        for page in read_pdf(path, ocr=False).pages:
            assert not page.why.startswith("garbled"), (path.name, page.number, page.why)
            for line in page.lines:
                read |= set(re.findall(r"\w+", line.text.lower()))
            for left in page.left_out:
                read |= set(re.findall(r"\w+", left.text.lower()))
        words = set(re.findall(r"[a-z]{4,}", path.with_suffix(".txt").read_text("utf-8").lower()))
        assert len(words - read) < 0.03 * len(words), (path.name, sorted(words - read)[:40])
