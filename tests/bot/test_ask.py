"""From question to answer on the sample case, with a fake embedder and a floor by hand."""

from __future__ import annotations

import json

import pytest
from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from bot.answer import Answer, Citation
from bot.ask import Bot
from bot.cli.ask import as_dictionary, as_text
from bot.question.parse import understand
from bot.retriever import CaseRetriever
from bot.search.scope import documents_named
from ingest.errors import PinciteError
from ingest.store.library import Library
from tests.support.fakes import NoOpinion
from tests.support.sample_case import CASE


def verbatim(bot: Bot, citation: Citation) -> bool:
    """Whether the lines of the cited pages, joined, hold the quote."""
    catalogue = bot.library.catalogue
    stored = catalogue.passage(citation.passage_id)
    pages = range(citation.page, citation.last_page + 1)
    lines = [line.text for page in pages for line in catalogue.page(stored.document_id, page).lines]
    return citation.quote.replace("- ", "-") in " ".join(lines).replace("- ", "-")


@pytest.mark.parametrize(
    ("question", "pin", "begins"),
    [
        (
            "paragraph 23 of the complaint",
            "Compl. (ECF No. 1) ¶ 23, at 4:17-19",
            "23. Twitter reviewed the lists and approved them.",
        ),
        (
            "Que dit le paragraphe 23 de la plainte ?",
            "Compl. (ECF No. 1) ¶ 23, at 4:17-19",
            "23. Twitter reviewed",
        ),
        (
            "¶ 17 of the complaint",
            "Compl. (ECF No. 1) ¶ 17, at 3:28-4:1",
            "17. Wiwynn and Twitter provided for that business",
        ),
    ],
)
def test_a_named_paragraph_is_fetched(bot: Bot, question: str, pin: str, begins: str) -> None:
    answer = bot.ask(question, CASE)
    assert [citation.pin for citation in answer.citations] == [pin]
    assert answer.citations[0].quote.startswith(begins)
    assert verbatim(bot, answer.citations[0])


def test_an_ecf_number_gives_its_docket_entry_and_the_document(bot: Bot) -> None:
    answer = bot.ask("What is ECF 18?", CASE)
    assert [citation.kind for citation in answer.citations] == ["docket", "motion"]
    assert "MOTION to Dismiss" in answer.citations[0].quote


def test_a_cause_of_action_is_fetched_by_its_ordinal(bot: Bot) -> None:
    answer = bot.ask("the second cause of action of the complaint", CASE)
    assert answer.status == "answered"
    assert all(citation.document == "complaint.pdf" for citation in answer.citations)
    passages = [bot.library.catalogue.passage(citation.passage_id) for citation in answer.citations]
    assert all(
        "SECOND CAUSE OF ACTION" in " ".join(passage.passage.headings) for passage in passages
    )


@pytest.mark.parametrize("question", ["paragraph 999 of the complaint", "What is ECF 77?"])
def test_a_place_that_does_not_exist_is_not_found(bot: Bot, question: str) -> None:
    answer = bot.ask(question, CASE)
    assert answer.status == "not_found"
    assert not answer.statements
    assert not answer.citations


ANSWERED_BY = {
    "paragraph 23 of the complaint": "place",
    "paragraph 999 of the complaint": "place",
    "What was filed on October 16, 2024?": "docket",
    "When was the suit filed?": "docket",
    "Which court is named in the caption of the complaint?": "docket",
    "Who is X Corp.?": "search",
    'Who "recovered approximately $59 million"?': "search",
}


@pytest.mark.parametrize("question", ANSWERED_BY)
def test_an_answer_says_how_it_was_found(bot: Bot, question: str) -> None:
    answer = bot.ask(question, CASE)
    answered_by = ANSWERED_BY[question]
    assert answer.answered_by == answered_by
    assert (answer.confidence is None) == (answered_by != "search")
    assert (answer.outcome == "answer") == bool(answer.statements)


def test_quotes_are_verbatim_and_cite_where_they_stand(bot: Bot) -> None:
    answer = bot.ask('Who "recovered approximately $59 million"?', CASE)
    assert answer.status == "answered"
    for statement, citation in zip(answer.statements, answer.citations, strict=True):
        stored = bot.library.catalogue.passage(citation.passage_id)
        assert statement.text == citation.quote
        assert stored.passage.text[citation.start : citation.end] == citation.quote
        assert verbatim(bot, citation)
    assert any("59" in statement.text for statement in answer.statements)


def test_what_no_document_says_is_not_found(bot: Bot) -> None:
    answer = bot.ask("Did the arbitrator award punitive treble compensation?", CASE)
    assert answer.status == "not_found"
    assert not answer.statements
    assert not answer.citations
    assert answer.searched.documents == 6
    assert answer.searched.languages == ("en", "fr")


def test_the_answer_as_json_has_the_documented_fields(bot: Bot) -> None:
    dictionary = json.loads(
        json.dumps(as_dictionary(bot.ask("paragraph 23 of the complaint", CASE)))
    )
    assert dictionary["status"] == "answered"
    assert set(dictionary) >= {"question", "case", "mode", "statements", "citations", "searched"}
    assert (
        dictionary["citations"][0]
        | {
            "number": 1,
            "document": "complaint.pdf",
            "kind": "complaint",
            "ecf": "1",
            "page": 4,
            "page_label": "3",
            "paragraphs": ["23"],
            "lines": [17, 19],
            "language": "en",
            "match": "exact",
        }
        == dictionary["citations"][0]
    )


def test_the_answer_as_text_names_voice_and_pin(bot: Bot) -> None:
    text = as_text(bot.ask("paragraph 23 of the complaint", CASE))
    assert text.startswith("alleges: “23. Twitter reviewed")
    assert "[1] Compl. (ECF No. 1) ¶ 23, at 4:17-19 (complaint.pdf)" in text


def test_a_citation_opens_on_its_page_and_between_its_neighbours(bot: Bot) -> None:
    answer: Answer = bot.ask("¶ 17 of the complaint", CASE)
    pictures = bot.pictures(answer.citations[0])
    assert [page for page, _ in pictures] == [3, 4]
    assert all(png.startswith(b"\x89PNG") for _, png in pictures)
    around = [passage.passage.paragraphs for passage in bot.neighbours(answer.citations[0])]
    assert around == [("16",), ("17",), ("18",)]


def test_the_retriever_works_in_a_plain_langchain_chain(library: Library) -> None:
    retriever = CaseRetriever(library=library, case=CASE, k=3, reranker=NoOpinion())

    def as_context(found: list[Document]) -> str:
        return "\n".join(
            f"{document.metadata['document']}: {document.page_content}" for document in found
        )

    prompt = ChatPromptTemplate.from_template("{context}\n\nQuestion: {question}")
    chain = {"context": retriever | as_context, "question": RunnablePassthrough()} | prompt
    printed = RunnableLambda(lambda value: value.to_string())
    said = (chain | printed).invoke('"approximately $59 million"')
    assert said.endswith('Question: "approximately $59 million"')
    assert "approximately $59 million" in said.split("Question:")[0]
    assert {"document", "page", "paragraphs", "ecf", "passage_id"} <= set(
        retriever.invoke('"approximately $59 million"')[0].metadata
    )


def test_a_question_that_names_its_document_is_answered_from_it(bot: Bot) -> None:
    for kind in ("complaint", "motion", "article"):
        answer = bot.ask(f"What does the {kind} say about the Agreement?", CASE)
        assert {citation.kind for citation in (*answer.citations, *answer.also)} <= {kind}
    catalogue = bot.library.catalogue
    question = understand("How much is claimed, by the First Amended Complaint?")
    named = documents_named(catalogue, catalogue.case(CASE), question)
    assert named is not None
    assert {catalogue.document(document_id).path for document_id in named} == {
        "amended-complaint.pdf"
    }
    by_name = understand("What does X argue in Wiwynn Corporation v. X Corp.?")
    assert documents_named(catalogue, catalogue.case(CASE), by_name) is None


@pytest.mark.parametrize("text", ["?", " … ", "¿?!", "Hello!", "Merci beaucoup"])
def test_signs_and_greetings_ask_nothing_also_after_a_question(bot: Bot, text: str) -> None:
    answer = bot.ask(text, CASE, earlier=["paragraph 23 of the complaint"])
    assert (answer.outcome, answer.understood) == ("unsupported", "")


def test_a_question_of_ten_thousand_characters_is_refused_with_a_way_on(bot: Bot) -> None:
    with pytest.raises(PinciteError, match="10,000 characters") as refused:
        bot.ask("why " * 2_500, CASE)
    assert "a sentence or two" in refused.value.advice
