"""The evaluation page, with runs whose outcomes are known."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bot.answering.stored_answer import to_json
from bot.evaluation.opinions import COLUMNS, answers, as_csv
from bot.evaluation.question_set import Source, TestQuestion, load, save
from ingest.store.user_data.conversations import Opinion
from tests.support.chat_page import ask, press, seen, text, well
from tests.support.chat_page import at as chat_at
from tests.support.fake_bot import NASTY, FakeBot, desk
from ui.desk import Desk

SOON = 30.0
HERE = (Source(document="complaint.pdf", paragraph="23"),)


def question(id_: str, words: str, *tags: str, answerable: bool = True) -> TestQuestion:
    return TestQuestion(
        id=id_,
        question=words,
        language="en",
        answerable=answerable,
        answers=("$5 <b>million</b>",) if answerable else (),
        sources=HERE if answerable else (),
        tags=tags,
    )


QUESTIONS = [
    question("1", "How much is unpaid?", "amounts"),
    question("2", "A passage that is not retrieved?", "amounts"),
    question("3", "A sentence that is refused?", "dates"),
    question("4", "Is it answered without an answer?", "dates", answerable=False),
    question("5", "What of <b>$5</b>?", "dates"),
]


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import evaluation as evaluation_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    assert case is not None
    evaluation_page.draw(desk, case)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    save(tmp_path / "acme-v-bolt.questions.jsonl", QUESTIONS)
    return desk(tmp_path, FakeBot())


def page(room: Desk) -> AppTest:
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["desk"] = room
    return well(at.run())


def run(room: Desk) -> AppTest:
    """The page after one run of the shipped set."""
    at = page(room)
    well(at.button(key="evaluate-run").click().run())
    room.evaluating.wait(SOON)
    return well(at.run())


def folds(at: AppTest) -> list[str]:
    return [seen(fold.label) for fold in at.expander if " · " in fold.label]


def test_a_run_is_kept_and_its_figures_are_shown(room: Desk) -> None:
    at = run(room)
    (kept,) = room.runs.of_case("acme-v-bolt")
    assert kept.questions == "acme-v-bolt.questions.jsonl"
    rows = {row["Figure"]: row for row in at.dataframe[0].value.to_dict("records")}
    assert (rows["Handled rightly"]["Value"], rows["Handled rightly"]["Questions"]) == ("0.20", 5)
    assert rows["First statement correct"]["Value"] == "0.25"
    assert " to " in rows["Handled rightly"]["95% interval"]
    said = "Of 4 questions that the documents answer, 1 got a correct first statement, 1 another"
    assert said in text(at)
    assert "one, and 2 none. Of 1 that they do not answer, 0 were rightly refused." in text(at)
    # By tag: of the two questions about amounts, one is right.
    at = well(at.selectbox(key="figures-group").set_value("amounts").run())
    rows = {row["Figure"]: row for row in at.dataframe[0].value.to_dict("records")}
    assert (rows["Handled rightly"]["Value"], rows["Handled rightly"]["Questions"]) == ("0.50", 2)


def test_every_question_that_went_wrong_opens_with_expected_and_given(room: Desk) -> None:
    at = run(room)
    assert folds(at) == [
        "2 · A passage that is not retrieved? — not retrieved",
        "3 · A sentence that is refused? — refused",
        "4 · Is it answered without an answer? — answered without an answer",
        "5 · What of <b>$5</b>? — wrong sentence",
    ]
    said = text(at)
    assert "$5 <b>million</b>" in said
    assert "Nothing: the documents do not answer this." in said
    assert NASTY in said
    at = well(at.selectbox(key="lost-stage").set_value("refused").run())
    assert [fold[0] for fold in folds(at)] == ["3"]
    assert "The right sentence was the likeliest, but not sure enough" in text(at)
    at = well(at.selectbox(key="lost-stage").set_value("").run())
    at = well(at.selectbox(key="lost-group").set_value("dates").run())
    assert [fold[0] for fold in folds(at)] == ["3", "4", "5"]


def test_two_runs_are_compared_question_by_question(room: Desk) -> None:
    at = run(room)
    assert "There is no other run yet to compare it with." in text(at)
    (newer,) = room.runs.of_case("acme-v-bolt")
    right, *others = newer.outcomes
    refused = replace(right, refused=True, shown=(), stage="refused")
    room.runs.keep(replace(newer, outcomes=(refused, *others), at="2020-01-01"), "older")
    at = well(at.run())
    assert "Nothing is significantly worse." in text(at)
    assert "Won: 1" in text(at)
    assert "1 · How much is unpaid?" in folds(at)


def test_a_run_with_a_chat_model_is_compared_with_one_without(
    room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CHAT_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PINCITE_CHAT_MODEL", "small")
    at = run(room)
    (alone,) = room.runs.of_case("acme-v-bolt")
    room.runs.keep(replace(alone, at="2020-01-01"), "earlier")
    at = well(at.selectbox(key="evaluate-model-acme-v-bolt").set_value("small (set up)").run())
    well(at.button(key="evaluate-run").click().run())
    room.evaluating.wait(SOON)
    at = well(at.run())
    assert "read by small" in at.selectbox(key="run").format_func(0)
    assert "quotes alone" in at.selectbox(key="against").format_func(0)
    (models,) = [
        frame.value
        for frame in at.dataframe
        if "statements dropped by the checker" in str(frame.value)
    ]
    row = models.set_index("").loc["statements dropped by the checker"]
    assert (row["Before"], row["After"]) == ("—", "10")


def test_an_uploaded_set_that_is_none_says_which_line_is_wrong(room: Desk) -> None:
    at = page(room)
    at = well(at.selectbox(key="set-acme-v-bolt").set_value("Another file…").run())
    assert at.button(key="evaluate-run").disabled
    bad = ("q.jsonl", b'{"id": "1"}\n', "application/jsonl")
    at = well(at.file_uploader(key="set-file").set_value([bad]).run())
    at = well(at.button(key="evaluate-run").click().run())
    assert "line 1: question: Field required" in text(at)
    good = (
        "q.jsonl",
        b'{"id":"1","question":"Is it unpaid?","language":"en","answerable":false}',
        "",
    )
    at = well(at.file_uploader(key="set-file").set_value([good]).run())
    well(at.button(key="evaluate-run").click().run())
    room.evaluating.wait(SOON)
    assert [report.questions for report in room.runs.of_case("acme-v-bolt")] == ["q.jsonl"]


def test_a_question_of_the_chat_becomes_a_test_question(room: Desk, tmp_path: Path) -> None:
    at = press(ask(chat_at(room), "How much is unpaid?"), "Save as test question")
    # What stands out in the answer is there already.
    assert at.text_area(key="test-accepted").value == "$1,250,000\n3 mars 2023"
    at.text_area(key="test-accepted").set_value("$1,250,000\n\n1.25 million")
    well(at.button(key="test-save").click().run())
    press(ask(at, "What is the rent?"), "New conversation")
    at = press(ask(chat_at(room), "What is the rent?"), "New conversation")
    at = press(ask(at, "Who is the judge?"), "Save as test question")
    well(at.button(key="test-save").click().run())
    saved, *_ = room.question_sets.of_case(room.catalogue.case("acme-v-bolt"))
    first, two = load(saved)
    assert first.answers == ("$1,250,000", "1.25 million")
    assert [group[0].document for group in first.expected] == [
        "complaint.pdf",
        "press/article.html",
    ]
    assert (two.question, two.answerable) == ("Who is the judge?", False)
    assert page(room).selectbox(key="set-acme-v-bolt").options[0] == "saved-from-chat.jsonl"


def test_what_was_thought_of_answers_is_shown_filtered_and_made_a_test(room: Desk) -> None:
    assert "Nothing yet." in text(page(room))
    case = room.bot.cases()[0]
    for words, opinion in (
        ("How much is unpaid?", Opinion(True, "")),
        ("What is near?", Opinion(False, "<b>beside</b> the point")),
    ):
        answer = room.bot.ask(words, case.name)
        number = room.conversations.add(case, None, words, to_json(answer))
        room.conversations.judge(number, 1, opinion)
    at = page(room)
    assert "2 answers judged: 1 helpful, 1 not." in text(at)
    assert "<b>beside</b> the point" in text(at)
    well(at.segmented_control(key="opinions").set_value("Not helpful").run())
    assert "How much is unpaid?" not in text(at)
    press(at, "Save as test question")
    well(at.button(key="test-save").click().run())
    saved = room.question_sets.of_case(case)[0]
    (kept,) = load(saved)
    assert kept.question == "What is near?"
    opinions = answers(room.conversations.judged(case))
    head, *rows = csv.reader(as_csv(opinions).splitlines())
    assert head == list(COLUMNS)
    assert [row[4:6] for row in rows] == [["no", "<b>beside</b> the point"], ["yes", ""]]
