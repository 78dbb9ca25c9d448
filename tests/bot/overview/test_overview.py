"""A case and its documents at a glance: what is shown stands in them, and opens there."""

from __future__ import annotations

import json
from functools import partial

import pytest

from bot.__main__ import main
from bot.ask import Bot
from bot.overview.overview import Overview, OverviewLine, overview
from bot.overview.sourced import said
from bot.search.glance import Part
from tests.support.sample_case import CASE


@pytest.fixture(scope="module")
def found(bot: Bot) -> Overview:
    catalogue = bot.library.catalogue
    return overview(catalogue, catalogue.case(CASE))


def lines_of(lines: tuple[OverviewLine, ...], part: Part) -> list[str]:
    return [line.text for line in lines if line.part == part]


def test_a_case_is_told_from_its_docket_and_its_newest_complaint(found: Overview) -> None:
    assert lines_of(found.lines, "case number") == ["CIVIL DOCKET FOR CASE #: 3:24-cv-05322"]
    assert lines_of(found.lines, "party")[0] == "Plaintiff Wiwynn Corporation"
    assert (
        lines_of(found.lines, "count")[4] == "FIFTH CAUSE OF ACTION (Negligent Misrepresentation)"
    )
    assert "not less than $61 million" in lines_of(found.lines, "relief")[1]
    assert "FIRST AMENDED COMPLAINT" in lines_of(found.lines, "state")[4]
    assert {line.document for line in found.lines if line.part in ("about", "count", "relief")} == {
        "amended-complaint.pdf"
    }
    assert lines_of(found.lines, "judge") == []  # no document names one


def test_a_document_has_an_overview_of_its_own(found: Overview) -> None:
    motion = next(paper for paper in found.documents if paper.document == "motion-to-dismiss.pdf")
    assert (motion.kind, motion.ecf, motion.filed) == ("motion", "18", "2024-10-01")
    assert lines_of(motion.lines, "request")[-1] == (
        "X respectfully requests that the Court dismiss the Complaint in its entirety."
    )
    assert lines_of(motion.lines, "count") == []
    article = next(paper for paper in found.documents if paper.document == "article.html")
    assert {line.part for line in article.lines} == {"about"}


def test_every_line_is_a_quote_of_its_document(bot: Bot, found: Overview) -> None:
    cites = partial(said, bot.library.catalogue)
    for paper in found.documents:
        for line in paper.lines:
            assert line.source is not None
            citation = cites(line.source).citation
            assert citation.document == line.document
            if line.part == "count":
                printed = " ".join(
                    piece.text
                    for number in range(citation.page, max(citation.page - 2, 0), -1)
                    for piece in bot.library.catalogue.page(
                        bot.library.catalogue.passage(citation.passage_id).document_id, number
                    ).lines
                )
                assert line.text in printed
            else:
                assert citation.quote == line.text


@pytest.mark.parametrize(
    "question", ["What is this case about?", "De quoi parle cette affaire ?", "Résume l'affaire"]
)
def test_the_question_what_it_is_about_is_answered_from_it(bot: Bot, question: str) -> None:
    answer = bot.ask(question, CASE)
    assert (answer.answered_by, answer.outcome) == ("overview", "answer")
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert all(
        words in quotes
        for words in ("Master Purchase Agreement", "PROMISSORY ESTOPPEL", "$61 million")
    )
    for citation in answer.citations:
        passage = bot.library.catalogue.passage(citation.passage_id).passage
        assert passage.text[citation.start : citation.end] == citation.quote


def test_the_command_prints_each_form(bot: Bot, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["overview", CASE, "--library", str(bot.library.catalogue.path.parent)]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "Counts\n\n  FIRST CAUSE OF ACTION (Breach of Contract)\n    above Am. Compl." in shown
    assert main([*words, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["lines"][0]["citation"]["document"] == "amended-complaint.pdf"
    assert len(printed["documents"]) == 6
    assert main([*words, "--document", "letter.docx", "--json"]) == 0
    letter = json.loads(capsys.readouterr().out)
    assert [line["part"] for line in letter["lines"]] == ["about", "request"]
    assert main([*words, "--document", "nothing.pdf"]) == 1
    assert "pincite list" in capsys.readouterr().err
