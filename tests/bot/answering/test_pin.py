"""Pin cites, as a table."""

import pytest

from bot.answering.pin import pin_cite
from ingest.document import Kind

Lines = tuple[int, int] | None


@pytest.mark.parametrize(
    ("kind", "title", "ecf", "paragraphs", "pages", "label", "lines", "cite"),
    [
        ("complaint", "Complaint", "1", ["23"], (5, 5), "4", (14, 20),
         "Compl. (ECF No. 1) ¶ 23, at 5:14-20"),
        ("complaint", "Complaint", "1", ["23"], (5, 6), "4", (14, 3),
         "Compl. (ECF No. 1) ¶ 23, at 5:14-6:3"),
        ("complaint", "Complaint", "1", ["23"], (5, 5), None, (14, 14),
         "Compl. (ECF No. 1) ¶ 23, at 5:14"),
        ("complaint", "Complaint", "1", ["23"], (5, 5), None, None,
         "Compl. (ECF No. 1) ¶ 23, at 5"),
        ("complaint", "Complaint", "1", ["23"], (5, 6), None, None,
         "Compl. (ECF No. 1) ¶ 23, at 5-6"),
        ("complaint", "Complaint", "", ["23"], (5, 5), "4", None, "Compl. ¶ 23, at 5 [p. 4]"),
        ("complaint", "Complaint", "", ["23"], (5, 5), "5", None, "Compl. ¶ 23, at 5"),
        ("amended complaint", "First Amended Complaint", "24", ["23", "24", "25"], (7, 7), None,
         (1, 9), "Am. Compl. (ECF No. 24) ¶¶ 23-25, at 7:1-9"),
        ("amended complaint", "Second Amended Complaint", "31", ["2", "4"], (7, 7), None, None,
         "Second Am. Compl. (ECF No. 31) ¶¶ 2, 4, at 7"),
        ("motion", "Motion to Dismiss", "18", [], (4, 4), "2", (8, 12),
         "Mot. (ECF No. 18) at 4:8-12"),
        ("motion", "Motion to Dismiss", "18", ["n.3"], (5, 5), None, None,
         "Mot. (ECF No. 18) at 5 n.3"),
        ("opposition", "Opposition", "20-1", [], (4, 4), None, None,
         "Opp’n (ECF No. 20-1) at 4"),
        ("reply", "Reply", "", [], (4, 4), None, None, "Reply, at 4"),
        ("order", "Order re Privilege", "713", [], (3, 4), None, (20, 2),
         "Order (ECF No. 713) at 3:20-4:2"),
        ("declaration", "Declaration of Jane Q. Doe in Support of Motion", "19", ["4"], (2, 2),
         None, None, "Doe Decl. (ECF No. 19) ¶ 4, at 2"),
        ("exhibit", "Exhibit B", "19-2", [], (2, 2), None, None, "Ex. B (ECF No. 19-2) at 2"),
        ("contract", "Master Purchase Agreement", "", ["4.2"], (9, 9), None, None,
         "Master Purchase Agreement, § 4.2, at 9"),
        ("docket", "Wiwynn v. X", "", ["12"], (1, 1), None, None, "Docket, entry 12"),
        ("docket", "Wiwynn v. X", "", [], (1, 1), None, None, "Docket"),
        ("article", "Serveurs impayés", "", ["4"], (1, 1), None, None, "Serveurs impayés, ¶ 4"),
        ("article", "Serveurs impayés", "", ["4", "5"], (1, 1), None, None,
         "Serveurs impayés, ¶¶ 4-5"),
        ("letter", "Letter", "", ["3"], (1, 1), None, None, "Ltr. ¶ 3"),
        ("other", "", "", [], (1, 1), None, None, "Other"),
    ],
)  # fmt: skip
def test_pin_cite(
    kind: Kind,
    title: str,
    ecf: str,
    paragraphs: list[str],
    pages: tuple[int, int],
    label: str | None,
    lines: Lines,
    cite: str,
) -> None:
    paged = kind not in ("article", "docket", "letter", "other")
    assert pin_cite(kind, title, ecf, paragraphs, pages, label, lines, paged) == cite


@pytest.mark.parametrize(
    ("ecf", "transcript", "lines", "cite"),
    [
        ("45-2", ("12", "12"), (5, 9), "Tr. (ECF No. 45-2) at 3 [p. 12:5-9]"),
        ("45-2", ("12", "13"), (24, 2), "Tr. (ECF No. 45-2) at 3 [p. 12:24-13:2]"),
        ("", ("12", "12"), (5, 5), "Tr., at 3 [p. 12:5]"),
        ("45-2", ("12", "12"), None, "Tr. (ECF No. 45-2) at 3"),
    ],
)
def test_several_pages_of_a_transcript_on_a_sheet(
    ecf: str, transcript: tuple[str, str], lines: Lines, cite: str
) -> None:
    assert (
        pin_cite(
            "transcript", "Deposition", ecf, [], (3, 3), "10-13", lines, True, transcript=transcript
        )
        == cite
    )


@pytest.mark.parametrize(
    ("headings", "paragraphs", "cite"),
    [
        (["MEMORANDUM", "III. Argument", "A. The lease ran on"], [], "Mot. § III.A"),
        (["II. Argument", "2. Facts", "2.1 The lease"], [], "Mot. § II.2.1"),
        (["III. Argument"], ["4"], "Mot. ¶ 4"),
        (["MEMORANDUM"], [], "Mot."),
    ],
)
def test_headings_tell_the_place_where_no_page_and_no_number_does(
    headings: list[str], paragraphs: list[str], cite: str
) -> None:
    found = pin_cite(
        "motion", "Motion", "", paragraphs, (1, 1), None, None, False, headings=headings
    )
    assert found == cite
