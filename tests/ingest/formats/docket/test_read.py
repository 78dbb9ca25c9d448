"""A small docket written for the test, and the real ones beside the project where
they are present."""

# ruff: noqa: E501 - the docket is laid out as pages are
from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from ingest.document import Passage, Reading
from ingest.errors import FileRefused
from ingest.formats.decode import decoded_page
from ingest.formats.detect import docket_form
from ingest.formats.docket.read import read_docket
from ingest.passages.split import split

ROOT = Path(__file__).parents[4]
BENCH = ROOT.parent / "shared" / "bench" / "dockets"
REAL = sorted(BENCH.glob("*.html"))
SAMPLE = ROOT / "data" / "wiwynn-v-x" / "docket.html"

DOCKET = """<html><head><title>CM/ECF LIVE</title><script>var x = "no";</script></head><body>
<div class="noprint"><div id="topmenu"><ul><li>Query</li><li>Logout</li></ul></div></div>
<div id="cmecfMainContent"><table><tr><td align=right><SPAN>CLOSED</SPAN>,<SPAN>JURY</SPAN></td></tr></table>
<h3 align=center>U.S. District Court<BR>District of Nowhere [LIVE] (Anytown)<BR>
CIVIL DOCKET FOR CASE #: 1:20-cv-00042-ABC</h3>
<TABLE><tr><td><br>Smith v. Jones et al<br>
Assigned to: Judge Ada Byron<br>
Referred to: Magistrate&nbsp;Judge Alan T.<br>
Lead case: <a href='#'>1:19-cv-00001</a><br>
Member cases: <table><tr><td><a>1:20-cv-00043</a></td></tr><tr><td><a>1:20-cv-00044</a></td></tr></table>
<table><tr><td>Case&nbsp;in&nbsp;other&nbsp;court:&nbsp;</td><td>State Court, 77</td></tr></table>
Cause: 28:1332 Diversity</td>
<td><br>Date Filed: 01/02/2020<br>Date Terminated: 03/04/2021<br>Nature of Suit: 110 Insurance</td></tr></TABLE>
<table><tr><td><b><u>Plaintiff      </u></b></td></tr>
<tr><td><B>Jane      Smith</B></td><td>represented&nbsp;by</td><td><B>Perry Mason, Jr</B><BR>1 Main St.
<!--<BR>Trial bar status: none--><BR><I>LEAD ATTORNEY</I>
<BR><BR><B>Della      Street</B><BR>(See above for address)</td></tr><tr><td></td></tr>
<tr><td><br>V.<br></td></tr>
<tr><td><b><u>Defendant</u></b></td></tr>
<tr><td><B>Jones &amp; Co.</B><BR><I>TERMINATED: 02/02/2020</I></td></tr></table>
<br><table><tr><td style='font-weight:bold'>Date Filed</td><th>#</th><td>Docket Text</td></tr>
<tr><td>01/02/2020</td><td><a href="https://ecf.nod.uscourts.gov/doc1/1">1</a>&nbsp;</td><td>COMPLAINT against
Jones. (Attachments: # <a href="#">1</a> Exhibit A)(Mason, Perry) (Entered: 01/02/2020)</td></tr>
<tr><td>01/05/2020</td><td>&nbsp;</td><td>Fee paid. <span style="display:none">Case won.</span></td></tr></table>
<HR><CENTER><TABLE><TR><TH>PACER Service Center</TH></TR><TR><TD>Cost: 0.10</TD></TR></TABLE></CENTER>
</div></body></html>"""

LINES = """CLOSED,JURY
U.S. District Court District of Nowhere [LIVE] (Anytown)
CIVIL DOCKET FOR CASE #: 1:20-cv-00042-ABC
Smith v. Jones et al
Assigned to: Judge Ada Byron
Referred to: Magistrate Judge Alan T.
Lead case: 1:19-cv-00001
Member cases: 1:20-cv-00043 1:20-cv-00044
Case in other court: State Court, 77
Cause: 28:1332 Diversity
Date Filed: 01/02/2020
Date Terminated: 03/04/2021
Nature of Suit: 110 Insurance
Plaintiff Jane Smith
represented by Perry Mason, Jr 1 Main St. LEAD ATTORNEY
Della Street (See above for address)
Defendant Jones & Co. TERMINATED: 02/02/2020
01/02/2020 1 COMPLAINT against Jones. (Attachments: # 1 Exhibit A)(Mason, Perry) (Entered: 01/02/2020)
01/05/2020 Fee paid."""


def lines_of(reading: Reading) -> list[str]:
    (page,) = reading.pages
    return [line.text for line in page.lines]


def test_one_line_for_each_field_party_and_entry() -> None:
    assert lines_of(read_docket(DOCKET)) == LINES.splitlines()


def passages_of(page: str) -> list[Passage]:
    reading = read_docket(page)
    return list(split(reading.pages, reading.format, "en"))


def test_fields_and_parties_are_passages_and_entries_have_their_number() -> None:
    found = [(passage.text, passage.paragraphs) for passage in passages_of(DOCKET)]
    assert ("CIVIL DOCKET FOR CASE #: 1:20-cv-00042-ABC", ()) in found
    assert ("Nature of Suit: 110 Insurance", ()) in found
    attorneys = "Perry Mason, Jr 1 Main St. LEAD ATTORNEY Della Street (See above for address)"
    assert (f"Plaintiff Jane Smith represented by {attorneys}", ()) in found
    assert [label for _, label in found[-2:]] == [("1",), ()]
    assert {passage.role for passage in passages_of(DOCKET)} == {"entry"}


def test_attorneys_beyond_the_first_passage_still_stand_under_their_party() -> None:
    cell = "<BR><BR><B>Della      Street</B><BR>(See above for address)"
    many = [f"<BR><B>Lawyer {nth}</B><BR>{nth} Long Avenue, Anytown" for nth in range(60)]
    named = [
        passage
        for passage in passages_of(DOCKET.replace(cell, "".join(many)))
        if "Lawyer" in passage.text
    ]
    assert len(named) > 1
    assert named[0].text.startswith("Plaintiff Jane Smith represented by Perry Mason")
    for later in named[1:]:
        assert later.headings == ("Plaintiff Jane Smith",)
        assert re.match(r"Lawyer \d+ \d+ Long Avenue", later.text)  # cut between attorneys


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<span>", "</span>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<div>" * 300, "</div>" * 300),
    ],
)
def test_what_is_around_the_report_does_not_matter(before: str, after: str) -> None:
    wrapped = DOCKET.replace("<body>", f"<body>{before}").replace("</body>", f"{after}</body>")
    assert lines_of(read_docket(wrapped)) == LINES.splitlines()


def test_a_menu_whose_end_is_lost_does_not_take_the_report_with_it() -> None:
    broken = DOCKET.replace("</ul></div></div>", "</ul>")
    assert set(LINES.splitlines()) <= set(lines_of(read_docket(broken)))


def test_a_report_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(FileRefused, match="nested too deeply"):
        read_docket(DOCKET.replace("<body>", "<body>" + "<div>" * 1_500))


def test_what_the_report_says_of_its_case() -> None:
    found = read_docket(DOCKET).description
    assert (found.kind, found.title, found.case_number) == (
        "docket", "Smith v. Jones", "1:20-cv-00042",
    )  # fmt: skip
    assert found.court == "U.S. District Court, District of Nowhere"
    assert found.filed == date(2020, 1, 2)
    assert found.parties == ("Jane Smith", "Jones & Co.")


def test_menu_bill_and_hidden_text_are_left_out_and_reported() -> None:
    (page,) = read_docket(DOCKET).pages
    assert [(left.what, left.text) for left in page.left_out] == [
        ("web furniture", "Query Logout"),
        ("web furniture", "PACER Service Center Cost: 0.10"),
        ("hidden text", "Case won."),
        ("web furniture", "Date Filed # Docket Text"),
        ("web furniture", "V."),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (DOCKET, True),
        (DOCKET.replace("CIVIL DOCKET FOR CASE #:", "Bankruptcy Petition #:"), True),
        (DOCKET.replace("Docket Text", "Notes"), False),
        ("<p>The docket for case #: 1 had no docket text.</p>", False),
    ],
)
def test_a_docket_is_known_by_its_content(page: str, expected: bool) -> None:
    assert (docket_form(page) == "report") is expected


def test_a_report_that_its_parser_cannot_parse_is_still_read() -> None:
    broken = DOCKET.replace("Date Filed: 01/02/2020", "Date Filed: 99/99/9999")
    reading = read_docket(broken)
    assert reading.description.filed is None
    assert "Date Filed: 99/99/9999" in lines_of(reading)


def test_the_sample_docket() -> None:
    lines = lines_of(read_docket(decoded_page(SAMPLE.read_bytes())))
    assert "Nature of Suit: 190 Contract: Other" in lines
    assert any(line.startswith("08/16/2024 1 COMPLAINT") for line in lines)


@cache
def real_lines(path: Path) -> list[str]:
    return lines_of(read_docket(decoded_page(path.read_bytes())))


def shown_by(path: Path) -> str:
    """What the page shows by another way: its source without scripts, comments, the
    menu and the bill; without white space."""
    source = re.sub(r"(?s)<!--.*?-->|<script.*?</script>", "", decoded_page(path.read_bytes()))
    tree = html.fromstring(source)
    for part in list(tree.iter("head", "select", "button", "div", "table")):
        words = "".join(map(str, part.itertext()))
        is_bill = part.tag == "table" and "PACER Service" in words and "Docket Text" not in words
        is_menu = part.get("class") == "noprint" or part.get("id") == "topmenu"
        if part.tag in ("head", "select", "button") or is_menu or is_bill:
            for inner in part.iter():
                inner.text = None
                inner.tail = inner.tail if inner is part else None
    return re.sub(r"[\s\x00-\x1f]", "", "".join(map(str, tree.itertext())))


@pytest.mark.skipif(not REAL, reason="the real dockets are not beside the project")
@pytest.mark.parametrize("path", REAL, ids=[path.stem for path in REAL])
def test_every_line_of_a_real_docket_stands_on_its_page_in_order(path: Path) -> None:
    assert docket_form(decoded_page(path.read_bytes())) == "report"
    shown, at, between = shown_by(path), 0, []
    for line in real_lines(path):
        bare = "".join(line.split())
        found = shown.find(bare, at)
        assert found >= 0, f"not on the page, or not here: {line[:100]}"
        between.append(shown[at:found])
        at = found + len(bare)
    # And nothing is lost: between the lines stand only the "V." and the names of the columns.
    assert {*between, shown[at:]} <= {"", "V.", "DateFiled#DocketText"}


@pytest.mark.skipif(not REAL, reason="the real dockets are not beside the project")
def test_what_is_asked_of_real_dockets_can_be_quoted() -> None:
    asked = [json.loads(row) for row in (BENCH / "questions.jsonl").read_text("utf-8").splitlines()]
    missing = [
        question["id"]
        for question in asked
        if question["answerable"]
        and not any(question["evidence"] in line for line in real_lines(BENCH / question["file"]))
    ]
    assert missing == []
