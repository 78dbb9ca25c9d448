"""Stamps as different courts print them."""

# ruff: noqa: E501 - a stamp is read on one line
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Stamp
from ingest.formats.pdf.stamps import read_stamp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Case 5:24-cv-00001-ABC Document 1-2 Filed 08/16/24 Page 5 of 24", Stamp("5:24-cv-00001-ABC", "1-2", date(2024, 8, 16), 5, 24)),
        ("Case 1:20-cv-00713-NONE-SAB Document 1 Filed 05/21/20 Page 1 of 24", Stamp("1:20-cv-00713-NONE-SAB", "1", date(2020, 5, 21), 1, 24)),
        ("Case: 1:18-cv-01234 Document #: 34 Filed: 01/02/19 Page 1 of 5 PageID #:12", Stamp("1:18-cv-01234", "34", date(2019, 1, 2), 1, 5)),
        ("Case 2:18-cv-01234-AB-CD Document 34 Filed 01/02/19 Page 1 of 5 Page ID #:12", Stamp("2:18-cv-01234-AB-CD", "34", date(2019, 1, 2), 1, 5)),
        ("Case 2:20-cv-11111-ABC-DEF ECF No. 1, PageID.12 Filed 01/02/20 Page 1 of 5", Stamp("2:20-cv-11111-ABC-DEF", "1", date(2020, 1, 2), 1, 5)),
        ("Case 1:18-cv-12345-KMW Document 34 Entered on FLSD Docket 01/02/2019 Page 1 of 5", Stamp("1:18-cv-12345-KMW", "34", date(2019, 1, 2), 1, 5)),
        ("Case 4:18-cv-06972-JST Document 626-3 Filed 06/10/21 Page 10 of 110", Stamp("4:18-cv-06972-JST", "626-3", date(2021, 6, 10), 10, 110)),
        ("Case 3:17-md-02777-EMC Document 12 Filed 02/03/18 Page 1 of 2", Stamp("3:17-md-02777-EMC", "12", date(2018, 2, 3), 1, 2)),
        ("1:18-cv-01234-JES-JEH # 34 Page 1 of 5", Stamp("1:18-cv-01234-JES-JEH", "34", None, 1, 5)),
        ("Case: 20-16276, 08/05/2020, ID: 11778722, DktEntry: 19, Page 1 of 15", Stamp("20-16276", "19", date(2020, 8, 5), 1, 15)),
        ("Case 21-1234, Document 56, 08/16/2021, 3158822, Page1 of 35", Stamp("21-1234", "56", date(2021, 8, 16), 1, 35)),
        ("Case: 21-1234 Document: 34 Page: 1 Filed: 01/02/2022", Stamp("21-1234", "34", date(2022, 1, 2), 1, None)),
        ("USCA4 Appeal: 21-1234 Doc: 22 Filed: 08/16/2021 Pg: 1 of 35", Stamp("21-1234", "22", date(2021, 8, 16), 1, 35)),
        ("USCA11 Case: 20-11111 Document: 34-1 Date Filed: 01/02/2021 Page: 1 of 10", Stamp("20-11111", "34-1", date(2021, 1, 2), 1, 10)),
        ("USCA Case #20-5143 Document #1860130 Filed: 08/31/2020 Page 1 of 38", Stamp("20-5143", "1860130", date(2020, 8, 31), 1, 38)),
        ("Appellate Case: 20-1234 Document: 010110456 Date Filed: 12/01/2020 Page: 1", Stamp("20-1234", "010110456", date(2020, 12, 1), 1, None)),
        ("Case 18-12345-abc Doc 34 Filed 01/02/19 Entered 01/02/19 12:00:00 Page 1 of 5", Stamp("18-12345-abc", "34", date(2019, 1, 2), 1, 5)),
        ("6:19-cv-00123-TMC Date Filed 01/15/19 Entry Number 1-2 Page 1 of 20", Stamp("6:19-cv-00123-TMC", "1-2", date(2019, 1, 15), 1, 20)),
        ("Case MDL No. 2741 Document 1 Filed 07/29/16 Page 1 of 15", Stamp("MDL No. 2741", "1", date(2016, 7, 29), 1, 15)),
        ("Case 5:24-cv-00001 Document 1 Filed 13/45/24 Page 5 of 24", Stamp("5:24-cv-00001", "1", None, 5, 24)),
    ],
)  # fmt: skip
def test_stamps_of_many_courts(text: str, expected: Stamp) -> None:
    assert read_stamp(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Case No. 5:24-cv-00001-ABC",
        "Case 5:24-cv-00001-ABC",
        "Case Nos. 3:18-cv-00360-WHA 3:18-cv-00363-WHA",
        "CASE NOS. 3:18-CV-00360-WHA; COMPLAINT",
        "In case 5:24-cv-00001 the document was filed 08/16/24, see page 5",
        "Docket Entry No. 20 at 8-10",
        "The complaint (Document 1, filed 08/16/24) says on page 5",
        "MDL No. 2741 was created on 10/03/16",
    ],
)
def test_no_stamps(text: str) -> None:
    assert read_stamp(text) is None


@given(
    case=st.from_regex(r"[1-9]:2[0-4]-(cv|cr|md)-[0-9]{5}(-[A-Z]{2,3}){0,2}", fullmatch=True),
    ecf=st.from_regex(r"[1-9][0-9]{0,3}(-[1-9][0-9]?)?", fullmatch=True),
    filed=st.dates(date(2000, 1, 1), date(2068, 12, 31)),
    page=st.integers(1, 999),
)
def test_every_stamp_that_is_printed_is_read_back(
    case: str, ecf: str, filed: date, page: int
) -> None:
    text = f"Case {case} Document {ecf} Filed {filed:%m/%d/%y} Page {page} of 999"
    assert read_stamp(text) == Stamp(case, ecf, filed, page, 999)
