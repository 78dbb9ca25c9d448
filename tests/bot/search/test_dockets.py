"""What dockets and captions state outright, asked in both languages."""

# ruff: noqa: E501 - the docket is laid out as pages are
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.ask import Bot
from bot.question.parse import understand
from bot.search.lookup import look_up
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import CASE, HALF_OF_THE_WORDS, SAMPLE


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("When was the suit filed?", "Date Filed: 08/16/2024"),
        ("Quand la plainte a-t-elle été déposée ?", "Date Filed: 08/16/2024"),
        ("What is the nature of suit?", "Nature of Suit: 190 Contract: Other"),
        ("Quelle est la nature du litige ?", "Nature of Suit: 190 Contract: Other"),
        ("Who demanded a jury?", "Jury Demand: Plaintiff"),
        ("Qui a demandé un jury ?", "Jury Demand: Plaintiff"),
        ("Who is the defendant?", "Defendant X Corp. formerly known as Twitter, Inc."),
        ("Qui est la demanderesse ?", "Plaintiff Wiwynn Corporation"),
    ],
)
def test_a_line_of_the_docket_answers(bot: Bot, question: str, quote: str) -> None:
    answer = bot.ask(question, CASE)
    assert answer.citations[0].quote == quote
    assert answer.citations[0].kind == "docket"
    assert answer.also == ()


@pytest.mark.parametrize(
    "question",
    [
        "In which court was the suit filed?",
        "Devant quel tribunal la plainte a-t-elle été déposée ?",
    ],
)
def test_the_court_stands_in_the_heading(bot: Bot, question: str) -> None:
    (citation,) = bot.ask(question, CASE).citations
    assert citation.quote == "U.S. District Court California Northern District"


@pytest.mark.parametrize(
    "question", ["What is the docket number?", "Quel est le numéro de dossier ?"]
)
def test_the_docket_number_is_the_docket_s_own_line(bot: Bot, question: str) -> None:
    (citation,) = bot.ask(question, CASE).citations
    assert citation.quote == "CIVIL DOCKET FOR CASE #: 3:24-cv-05322"


def test_each_paper_has_the_date_of_its_own_entry(bot: Bot) -> None:
    motion = bot.ask("When was the motion filed?", CASE)
    assert [citation.quote[:24] for citation in motion.citations] == ["10/01/2024 18 MOTION to "]
    amended = bot.ask("Quand la plainte modifiée a-t-elle été déposée ?", CASE)
    assert [citation.quote[:28] for citation in amended.citations] == [
        "10/16/2024 24 FIRST AMENDED "
    ]


@pytest.mark.parametrize(
    "question",
    ["When was Smith v. Jones filed?", "Quand l'affaire Smith v. Jones a-t-elle été introduite ?"],
)
def test_a_docket_says_nothing_of_another_case(bot: Bot, question: str) -> None:
    assert bot.ask(question, CASE).status == "not_found"


@pytest.mark.parametrize(
    "question", ["When was the case terminated?", "Which judge is the case assigned to?"]
)
def test_what_a_docket_leaves_open_is_not_taken_from_its_entries(bot: Bot, question: str) -> None:
    answer = bot.ask(question, CASE)
    assert all(citation.kind != "docket" for citation in (*answer.citations, *answer.also))


def test_without_a_docket_the_caption_answers(tmp_path: Path) -> None:
    library = Library(replace(Settings(), library=tmp_path), WordEmbedder())
    ingest(library, CASE, [SAMPLE / "complaint.pdf"])
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    (citation,) = bot.ask("In which court was the complaint filed?", CASE).citations
    assert citation.quote.startswith("UNITED STATES DISTRICT COURT NORTHERN DISTRICT OF CALIFORNIA")
    assert citation.page == 1
    assert bot.ask("Which court is Smith v. Jones before?", CASE).status == "not_found"


@pytest.mark.parametrize(
    "question",
    ["How did the judge rule on the motion?", "Quelle décision le tribunal a-t-il rendue ?"],
)
def test_a_ruling_is_not_a_field(library: Library, question: str) -> None:
    case = library.catalogue.case(CASE)
    assert look_up(library.catalogue, case, understand(question)) is None


def test_another_motion_is_not_taken_for_the_one_asked_about(bot: Bot) -> None:
    answer = bot.ask("When was the motion to compel discovery filed?", CASE)
    assert all(citation.kind != "docket" for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["What was filed on October 16, 2024?", "Qu'a-t-on déposé le 16 octobre 2024 ?"],
)
def test_what_was_filed_on_a_day(bot: Bot, question: str) -> None:
    (citation,) = bot.ask(question, CASE).citations
    assert citation.quote.startswith("10/16/2024 24 FIRST AMENDED COMPLAINT")
    assert citation.paragraphs == ("24",)


def test_a_question_that_names_its_source_is_not_answered_from_the_docket(bot: Bot) -> None:
    answer = bot.ask("According to the article, when was the complaint filed?", CASE)
    assert {citation.kind for citation in answer.citations} <= {"article"}


def test_who_wrote_an_order_is_told_by_its_signature(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    papers.joinpath("order.txt").write_text(
        "The motion to compel is granted.\n\nThe parties shall confer.\n\n"
        "NAME WITHHELD, United States District Judge\n"
    )
    papers.joinpath("case.yaml").write_text("documents:\n  order.txt:\n    kind: order\n")
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, CASE, [papers])
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    for question in ("Who issued this order?", "Quel juge a rendu cette ordonnance ?"):
        (citation,) = bot.ask(question, CASE).citations
        assert citation.quote == "NAME WITHHELD, United States District Judge"
    assert bot.ask("Which judge hears Smith v. Jones?", CASE).status == "not_found"


@pytest.mark.parametrize(
    "question", ["When did X Corp. sue Wiwynn?", "Quand X a-t-elle porté plainte contre Wiwynn ?"]
)
def test_the_defendant_did_not_sue(bot: Bot, question: str) -> None:
    assert bot.ask(question, CASE).status == "not_found"


@pytest.mark.parametrize("question", ["When was X sued?", "When did Wiwynn sue X Corp.?"])
def test_the_plaintiff_did(bot: Bot, question: str) -> None:
    assert bot.ask(question, CASE).citations[0].quote == "Date Filed: 08/16/2024"


@pytest.mark.parametrize(
    "question", ["Which MDL is the case part of?", "À quel MDL l’affaire est-elle rattachée ?"]
)
def test_only_a_sentence_on_an_mdl_tells_which_it_is(bot: Bot, question: str) -> None:
    assert bot.ask(question, CASE).status == "not_found"


def test_an_entry_without_a_number_has_its_day(tmp_path: Path) -> None:
    folder = tmp_path / "appeal"
    folder.mkdir()
    (folder / "docket.html").write_text(
        "<html><body><table><tr><td><b>General Docket<br>United States Court of Appeals for the"
        " Fourth Circuit</b></td></tr></table><table><tr><td><b>Court of Appeals Docket #: </b>"
        "31-2044</td></tr></table><table><tr><td>02/03/2031</td><td></td><td>MOTION for leave to"
        " intervene</td></tr><tr><td>02/20/2031</td><td></td><td>MOTION for extension of time"
        " to file a brief</td></tr></table></body></html>",
        encoding="utf-8",
    )
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "appeal", [folder])
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    answer = bot.ask("When was the motion for extension of time filed?", "appeal")
    assert [citation.quote[:24] for citation in answer.citations] == ["02/20/2031 MOTION for ex"]


def test_a_row_is_quoted_from_its_own_line(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "docket.txt").write_text(
        "03/04/2031 12 ORDER granting the motion to continue in part.\n"
        "The jury trial is set for June 3, 2031.\n"
        "The parties shall confer before May 1, 2031.\n"
    )
    (folder / "case.yaml").write_text("documents:\n  docket.txt: {kind: docket}\n")
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "smith", [folder])
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    (citation,) = bot.ask("When is the trial?", "smith").citations
    assert citation.quote == "The jury trial is set for June 3, 2031."
    assert citation.lines == (2, 2)


_APPEAL = (
    "<html><body><table><tr><td><b>General Docket<br>United States Court of Appeals for the Tenth"
    " Circuit</b></td></tr></table><table border=1><tr><td><b>Court of Appeals Docket #: </b>"
    "33-1554</td><td><b>Docketed:</b> 04/11/2033</td></tr><tr><td>Alder v. Birch</td></tr>"
    "</table><table><tr><td><b>Originating Court Information:</b></td></tr><tr><td><b>District: "
    "</b>0971-3 : 3:31-cv-00777-ABC</td></tr><tr><td><b>Date Filed: </b>05/06/2031</td></tr>"
    "</table><table><tr><td>ALDER<br>Plaintiff - Appellant</td></tr><tr><td>BIRCH<br>Defendant - Appellee</td>"
    "</tr></table><form><table border=1><tr><td>07/17/2033</td><td>12</td><td>MOTION to dismiss the"
    " appeal filed by Appellee.</td></tr></table></form></body></html>"
)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("When was the appeal docketed?", "Docketed: 04/11/2033"),
        ("What is the docket number?", "Court of Appeals Docket #: 33-1554"),
        (
            "What is the docket number in the district court?",
            "District: 0971-3 : 3:31-cv-00777-ABC",
        ),
        (
            "When was the motion to dismiss filed in Alder v. Birch?",
            "07/17/2033 12 MOTION to dismiss the appeal filed by Appellee.",
        ),
    ],
)
def test_the_docket_of_an_appeal_answers(tmp_path: Path, question: str, quote: str) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "docket.html").write_text(_APPEAL, encoding="utf-8")
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "appeal", [tmp_path / "case"])
    found = look_up(library.catalogue, library.catalogue.case("appeal"), understand(question))
    assert found is not None
    assert found.excerpts[0].text == quote
