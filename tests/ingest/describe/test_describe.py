"""Descriptions from captions, stamps and names; and case.yaml."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from ingest.describe.describe import describe, load_case_yaml, spoken_title, voice_of
from ingest.describe.kinds import kind_of
from ingest.document import Description, Kind, Line, Page, Stamp
from ingest.errors import PinciteError
from ingest.settings import ROOT

STAMP = Stamp("3:24-cv-00001", "7", date(2024, 8, 16), 1, 9)


def page(*texts: str, stamp: Stamp | None = None) -> Page:
    """Lines of a caption; a text beginning with "+" goes on with the line before."""
    lines = [
        Line(text.removeprefix("+"), begins=not text.startswith("+"), role="caption")
        for text in texts
    ]
    return Page(1, tuple(lines), stamp=stamp)


COMPLAINT = page(
    "UNITED STATES DISTRICT COURT",
    "NORTHERN DISTRICT OF CALIFORNIA",
    "ACME WIDGETS, INC., a Delaware",
    "+corporation,",
    "Plaintiff,",
    "v.",
    "BOLT LLC, formerly known as",
    "+NUT, INC.,",
    "Defendant.",
    "Case No. 3:24-cv-00001",
    "COMPLAINT FOR:",
    "(1) BREACH OF CONTRACT;",
    "DEMAND FOR JURY TRIAL",
    stamp=STAMP,
)


def test_a_complaint_is_described_from_its_caption_and_stamp() -> None:
    assert describe(Description(), [COMPLAINT], "scan0001.pdf", {}) == Description(
        title="Complaint",
        kind="complaint",
        court="United States District Court, Northern District of California",
        case_number="3:24-cv-00001",
        ecf="7",
        filed=date(2024, 8, 16),
        parties=("Acme Widgets, Inc.", "Bolt LLC"),
    )


def test_overrides_win() -> None:
    said = {"title": "The Complaint", "ecf": "1", "filed": date(2024, 8, 17)}
    found = describe(Description(), [COMPLAINT], "scan0001.pdf", said)
    assert (found.title, found.ecf, found.filed) == ("The Complaint", "1", date(2024, 8, 17))
    assert found.kind == "complaint"


@pytest.mark.parametrize(
    ("printed", "title", "kind"),
    [
        (["FIRST AMENDED COMPLAINT FOR:", "(1) FRAUD"], "First Amended Complaint",
         "amended complaint"),
        (["COMPLAINT FOR BREACH OF CONTRACT"], "Complaint", "complaint"),
        (["DEFENDANT BOLT LLC’S NOTICE OF", "MOTION AND MOTION TO DISMISS",
          "COMPLAINT; MEMORANDUM OF", "POINTS AND AUTHORITIES"], "Motion to Dismiss Complaint",
         "motion"),
        (["PLAINTIFF’S", "OPPOSITION TO MOTION TO DISMISS"], "Opposition to Motion to Dismiss",
         "opposition"),
        (["DEFENDANT BOLT INC.’S REPLY IN", "SUPPORT OF ITS MOTION TO DISMISS"],
         "Reply in Support of Motion to Dismiss", "reply"),
        (["ORDER RE: ATTORNEY-CLIENT", "PRIVILEGE DISPUTE", "Re: Dkt. Nos. 6, 7"],
         "Order re Attorney-Client Privilege Dispute", "order"),
        (["ORDER GRANTING MOTION TO", "DISMISS"], "Order Granting Motion to Dismiss", "order"),
        (["ORDER DENYING PLAINTIFF’S", "MOTION TO COMPEL"],
         "Order Denying Plaintiff’s Motion to Compel", "order"),
        (["[PROPOSED] ORDER GRANTING MOTION"], "[Proposed] Order Granting Motion", "other"),
        (["DECLARATION OF JANE DOE IN SUPPORT", "OF MOTION TO DISMISS"],
         "Declaration of Jane Doe in Support of Motion to Dismiss", "declaration"),
        (["MEMORANDUM OF POINTS AND AUTHORITIES", "I. INTRODUCTION"],
         "Memorandum of Points and Authorities", "motion"),
        (["STIPULATION AND ORDER"], "Stipulation and Order", "stipulation"),
        (["ANSWER TO COMPLAINT"], "Answer to Complaint", "answer"),
        (["FINAL JUDGMENT"], "Final Judgment", "judgment"),
    ],
)  # fmt: skip
def test_titles_as_people_say_them(printed: list[str], title: str, kind: Kind) -> None:
    found = describe(Description(), [page("Case No. 24-cv-1", *printed)], "x.pdf", {})
    assert (found.title, found.kind) == (title, kind)


def described(*lines: str, name: str = "x.txt", given: Description | None = None) -> Description:
    made = tuple(Line(line, begins=True) for line in lines)
    return describe(given or Description(), [Page(1, made)], name, {})


def test_a_contract_is_called_by_its_heading() -> None:
    found = described("Exhibit 10.22", "Reseller Agreement", "This Agreement is made by A and B.")
    assert (found.title, found.kind, found.case_number) == ("Reseller Agreement", "contract", "")
    run_in = "SUPPLY AGREEMENT This Agreement is made on May 1, 2020, under No. 12345. " * 3
    assert described(run_in).title == "Supply Agreement"


def test_an_article_is_called_by_its_headline() -> None:
    given = Description(title="Serveurs impayés", kind="article", language="fr")
    found = described("Wiwynn a déposé une plainte.", name="page.html", given=given)
    assert (found.title, found.kind, found.court) == ("Serveurs impayés", "article", "")


def test_a_letter_is_known_by_its_salutation() -> None:
    assert described("Acme, Inc.", "Dear Sir or Madam:", "Please pay.").kind == "letter"


def test_an_opinion_is_called_by_its_case() -> None:
    found = described(
        "UNITED STATES COURT OF APPEALS", "FOR THE SECOND CIRCUIT", "Doe v. Roe",
        "(Argued: January 25, 2010 Decided: February 4, 2010)", "Docket No. 08-0001-cv",
    )  # fmt: skip
    assert (found.title, found.kind) == ("Doe v. Roe", "opinion")
    assert found.court == "United States Court of Appeals for the Second Circuit"
    assert (found.case_number, found.filed) == ("08-0001-cv", date(2010, 2, 4))


@pytest.mark.parametrize("bar", ["OSB No. 000001", "State Bar No. 123456", "Attorney ID No. 54321"])
def test_the_number_of_a_lawyer_is_not_that_of_the_case(bar: str) -> None:
    found = described(
        f"Jane Doe, {bar}", "UNITED STATES DISTRICT COURT", "DISTRICT OF OREGON",
        "MOTION TO DISMISS", "Case No. 3:24-cv-00001",
    )  # fmt: skip
    assert found.case_number == "3:24-cv-00001"


def test_the_name_of_the_file_is_the_last_resort() -> None:
    found = described("Nothing to go by.", name="motion-to-dismiss.txt")
    assert (found.title, found.kind) == ("Motion to dismiss", "motion")
    archived = described("Nothing.", name="gov.uscourts.cand.12345.18.2.pdf")
    assert (archived.title, archived.ecf) == ("ECF No. 18-2", "18-2")
    assert described(name="").title == ""


KINDS: dict[str, Kind] = {
    "Plainte modifiée": "amended complaint",
    "Assignation devant le tribunal": "complaint",
    "Ordonnance de référé": "order",
    "Jugement du 3 mai": "judgment",
    "Contrat de licence": "contract",
    "Exhibit A": "exhibit",
    "Deposition of Jane Doe": "transcript",
    "Courrier du 3 mai": "letter",
    "Grocery list": "other",
}


@pytest.mark.parametrize("title", KINDS)
def test_kinds(title: str) -> None:
    assert kind_of(title) == KINDS[title]


def test_every_kind_has_a_voice() -> None:
    assert {voice_of(kind) for kind in get_args(Kind)} >= {"alleges", "denies", "finds", "swears"}
    assert voice_of("order") == "finds"


def test_case_yaml(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "title: Acme v. Bolt\n"
        "case_number: 3:24-cv-00001\n"
        "questions:\n  - Who owes what?\n"
        "documents:\n"
        "  filings/complaint.pdf: {title: Complaint, kind: complaint, ecf: 012,"
        " filed: 2024-08-16, parties: [Acme, Bolt]}\n",
        encoding="utf-8",
    )
    case_file = load_case_yaml(tmp_path)
    assert (case_file.title, case_file.questions) == ("Acme v. Bolt", ("Who owes what?",))
    assert case_file.overrides("filings/complaint.pdf") == {
        "title": "Complaint",
        "kind": "complaint",
        "ecf": "012",
        "filed": date(2024, 8, 16),
        "parties": ("Acme", "Bolt"),
    }
    assert case_file.overrides("other.pdf") == {}


def test_documents_are_found_by_their_names_alone(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("documents: {a.pdf: {ecf: 3}}", encoding="utf-8")
    assert load_case_yaml(tmp_path).overrides("deep/a.pdf") == {"ecf": "3"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "documents:\n", "questions:\ntitle:\n"])
def test_an_empty_case_yaml_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert load_case_yaml(tmp_path) == load_case_yaml(tmp_path / "absent")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: " + "[" * 20_000, "nested too deep"),
        ("title: A\ntitel: B\n", 'line 2: unknown key "titel"'),
        ("title: [\n", "line 2: "),
        ("- a\n", "line 1: expected"),
        ("title: A\nquestions: Who?\n", "line 2: questions must be a list"),
        ("documents:\n  a.pdf: {kind: complain}\n", 'line 2: no kind "complain"'),
        ("documents:\n  a.pdf:\n    filed: yesterday\n", "line 3: filed must be a date"),
        ("documents:\n  a.pdf:\n    color: red\n", 'line 3: unknown key "color"'),
        ("documents: [a.pdf]\n", "line 1: expected"),
        ("title: A\ncourt: B\ntitle: C\n", "line 1: a key is given twice"),
        ("title: yes\n", "line 1: title must be a text"),
        ("title: !!python/object:os.system x\n", "line 1: "),
        ("a: 1\n---\nb: 2\n", "line 2: "),
    ],
)
def test_a_wrong_case_yaml_is_refused_with_its_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PinciteError) as refused:
        load_case_yaml(tmp_path)
    assert problem in refused.value.reason
    assert "case.yaml" in refused.value.advice


def test_a_case_yaml_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(b"title: \xff\xfe\n")
    with pytest.raises(PinciteError):
        load_case_yaml(tmp_path)


def test_the_example_in_the_readme_is_taken(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "case.yaml").write_text(example, encoding="utf-8")
    case_file = load_case_yaml(tmp_path)
    assert case_file.questions == ("When was the suit filed?",)
    assert case_file.overrides("scan-0031.pdf")["kind"] == "order"


@pytest.mark.parametrize(("said", "kept"), [("true", True), ("false", False)])
def test_a_case_may_be_kept_on_this_computer(tmp_path: Path, said: str, kept: bool) -> None:
    (tmp_path / "case.yaml").write_text(f"local_only: {said}\n", encoding="utf-8")
    assert load_case_yaml(tmp_path).local_only is kept


def test_whether_a_case_stays_here_is_yes_or_no(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("title: x\nlocal_only: maybe\n", encoding="utf-8")
    with pytest.raises(PinciteError, match="line 2: local_only must be true or false"):
        load_case_yaml(tmp_path)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("ARRÊT DU 14 MARS 2024", "Arrêt du 14 mars 2024"),
        ("ORDONNANCE DU 1ER AOUT 2024", "Ordonnance du 1er aout 2024"),
        ("ORDER OF MARCH 14, 2024", "Order of March 14, 2024"),
        ("MOTION OF MARS 2024 LLC", "Motion of Mars 2024 LLC"),
    ],
)
def test_french_months_are_written_small(printed: str, title: str) -> None:
    assert spoken_title(printed) == title
