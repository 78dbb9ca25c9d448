"""Dockets of courts of appeals and lists of a case's documents, written for the test."""

# ruff: noqa: E501 - the pages are laid out as CM/ECF prints them
from __future__ import annotations

from datetime import date

from ingest.document import Page, Reading
from ingest.formats.detect import docket_form
from ingest.formats.docket.read import read_docket
from ingest.passages.docket_facts import docket_facts
from ingest.passages.split import split

MENU = "<table><tr><td><a href=a>Case Search</a></td><td><a href=b>Opinions</a></td></tr></table>"
APPEAL = f"""<html><head><title>31-2044 Docket</title></head><body>{MENU}
<form>If you view the <input type=submit value="Full Docket"> you will be charged for 2 Pages $0.20</form>
<table><tr><td align=center><b>General Docket<br>United States Court of Appeals for the Fourth Circuit</b></td></tr></table>
<table border=1><tr><td><table><tr><td><b>Court of Appeals Docket #: </b>31-2044</td>
<td rowspan=2><b>Docketed:</b> 02/03/2031<br><b>Termed:</b> 04/05/2032</td></tr>
<tr><td>Alder Mills, Inc. v. Birch Rail Co.</td></tr><tr><td><b>Appeal From:</b> Western District of Nowhere</td></tr></table></td></tr>
<tr><td><table><tr><td colspan=2><b>Originating Court Information:</b></td></tr>
<tr><td colspan=2>&nbsp;<b>District: </b>0419-3 : <a href=x>3:29-cv-00777-XYZ</a></td></tr>
<tr><td colspan=2>&nbsp;<b>Trial Judge: </b>Ines Marlow, District Judge</td></tr>
<tr><td colspan=2><b>Date Filed: </b>07/08/2029</td></tr>
<tr><td><b>Date Decided:</b></td><td><b>Date Rec'd COA:</b></td></tr><tr><td>01/15/2031</td><td>02/03/2031</td></tr></table></td></tr></table>
<table><tr><td><table><tr><td width=50%>ALDER MILLS, INC.<br>Plaintiff - Appellant</td>
<td width=50%>Petra Hale<br>[COR NTC Retained]<br>Hale LLP<br><br>Omar Quist<br>[NTC Retained]</td></tr>
<tr><td colspan=2>v.<br></td></tr>
<tr><td>BIRCH RAIL CO.<br><b>Terminated: </b>03/01/2031<br>Defendant - Appellee</td><td></td></tr></table></td></tr></table>
<h1> </h1><table border=1><tr><td>ALDER MILLS, INC.<br>Plaintiff - Appellant<br>v.<br>BIRCH RAIL CO.<br>Defendant - Appellee</td></tr></table>
<h1> </h1><form><table border=1><tr><td><table cellpadding=4>
<tr><td>02/03/2031</td><td><input type=checkbox><a href=d>&nbsp;1&nbsp;</a><br><font size=-2>14 pg, 1.48 MB</font></td><td>CIVIL APPEAL docketed. [31-2044] (CP)</td></tr>
<tr><td>&nbsp;</td><td></td><td><table><tr><th>Document</th><th>Pages</th></tr><tr><td>1</td><td>Notice of appeal</td></tr></table></td></tr>
<tr><td>02/20/2031</td><td><img alt="Open Document"></td><td>MOTION to stay filed by Appellant Alder Mills, Inc.</td></tr>
</table></td></tr></table></form>
<table><tr><td>PACER Service Center</td></tr><tr><td>Transaction Receipt</td></tr></table></body></html>"""

LINES = """General Docket
United States Court of Appeals for the Fourth Circuit
Court of Appeals Docket #: 31-2044
Docketed: 02/03/2031
Termed: 04/05/2032
Alder Mills, Inc. v. Birch Rail Co.
Appeal From: Western District of Nowhere
Originating Court Information:
District: 0419-3 : 3:29-cv-00777-XYZ
Trial Judge: Ines Marlow, District Judge
Date Filed: 07/08/2029
Date Decided: 01/15/2031
Date Rec'd COA: 02/03/2031
ALDER MILLS, INC. Plaintiff - Appellant
Petra Hale [COR NTC Retained] Hale LLP
Omar Quist [NTC Retained]
BIRCH RAIL CO. Terminated: 03/01/2031 Defendant - Appellee
ALDER MILLS, INC.
Plaintiff - Appellant
BIRCH RAIL CO.
Defendant - Appellee
02/03/2031 1 CIVIL APPEAL docketed. [31-2044] (CP)
Document Pages 1 Notice of appeal
02/20/2031 MOTION to stay filed by Appellant Alder Mills, Inc."""

HISTORY = """<html><body><div id="cmecfMainContent"><center><b><font>2:30-bk-01122-ABC</font></b>
<b></b>Orla Finch<br><b>Chapter:</b> 7 <b>Judge:</b> Ivo Brandt<br><b>Date filed:</b> 05/06/2030
<b>Date of last filing:</b> 07/08/2030<br></center><br><h2>History</h2><center>
<table border=1><tr><th>Doc.<br>No.</th><th>Dates</th><th>Description</th></tr>
<tr><td>&nbsp;</td><td><table><tr><td><i>Filed &amp; Entered: &nbsp;</i></td><td>07/08/2030</td></tr></table></td><td><a href="javascript:x"><img alt="Docket Text"></a> Zero Fees Due</td></tr>
<tr><td><a href=d>16</a></td><td><table><tr><td><i>Filed &amp; Entered: </i></td><td>06/07/2030</td></tr></table></td><td>Notice of Change of Address</td></tr>
</table></center></div></body></html>"""


def page_of(reading: Reading) -> Page:
    (page,) = reading.pages
    return page


def facts_of(source: str) -> list[tuple[str, str]]:
    page = page_of(read_docket(source))
    return [(fact.field, fact.value) for fact in docket_facts(list(split([page], "html", "en")))]


def test_fields_parties_counsel_and_entries_of_an_appeal_stand_line_by_line() -> None:
    assert docket_form(APPEAL) == "appellate"
    page = page_of(read_docket(APPEAL))
    assert [line.text for line in page.lines] == LINES.splitlines()
    assert [left.text for left in page.left_out] == [
        "Case Search Opinions",
        "If you view the you will be charged for 2 Pages $0.20",
        "PACER Service Center Transaction Receipt",
        "v.",
        "v.",
        "14 pg, 1.48 MB",
    ]


def test_what_an_appeal_s_docket_states_of_its_case() -> None:
    found = read_docket(APPEAL).description
    assert (found.kind, found.title, found.case_number, found.filed) == (
        "docket", "Alder Mills, Inc. v. Birch Rail Co.", "31-2044", date(2031, 2, 3),
    )  # fmt: skip
    assert found.court == "United States Court of Appeals for the Fourth Circuit"
    assert found.parties == ("ALDER MILLS, INC.", "BIRCH RAIL CO.")


def test_the_dates_of_the_court_below_are_not_those_of_the_appeal() -> None:
    facts = facts_of(APPEAL)
    assert [value for field, value in facts if field == "date filed"] == ["02/03/2031"]
    assert ("date terminated", "04/05/2032") in facts
    assert ("judge", "Ines Marlow, District Judge") in facts
    numbers = [value for field, value in facts if field == "case number"]
    assert numbers == ["31-2044", "3:29-cv-00777-XYZ"]
    assert ("lawyers", "Petra Hale [COR NTC Retained] Hale LLP Omar Quist [NTC Retained]") in facts
    assert [value for field, value in facts if field == "entry"] == ["2031-02-03", "2031-02-20"]


def test_an_entry_of_an_appeal_is_a_passage_with_its_number_where_it_has_one() -> None:
    passages = list(split([page_of(read_docket(APPEAL))], "html", "en"))
    first, second = passages[-2:]
    assert first.text.startswith("02/03/2031 1 CIVIL APPEAL")
    assert first.paragraphs == ("1",)
    assert second.text.startswith("02/20/2031 MOTION")
    assert second.paragraphs == ()


def test_a_list_of_documents_is_a_docket() -> None:
    assert docket_form(HISTORY) == "history"
    reading = read_docket(HISTORY)
    assert (reading.description.kind, reading.description.case_number) == (
        "docket", "2:30-bk-01122-ABC",
    )  # fmt: skip
    page = page_of(reading)
    assert [line.text for line in page.lines] == [
        "2:30-bk-01122-ABC Orla Finch",
        "Chapter: 7",
        "Judge: Ivo Brandt",
        "Date filed: 05/06/2030",
        "Date of last filing: 07/08/2030",
        "History",
        "Filed & Entered: 07/08/2030 Zero Fees Due",
        "16 Filed & Entered: 06/07/2030 Notice of Change of Address",
    ]
    passages = list(split([page], "html", "en"))
    assert passages[-1].paragraphs == ("16",)
    facts = facts_of(HISTORY)
    assert ("judge", "Ivo Brandt") in facts
    assert ("date filed", "05/06/2030") in facts
    assert [value for field, value in facts if field == "entry"] == ["2030-07-08", "2030-06-07"]
