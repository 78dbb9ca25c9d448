"""Sentences of a reply: parted, voiced, checked, counted."""

from __future__ import annotations

import pytest

from bot.reading.check import CitableSentence, agreed
from bot.reading.frame import ShownPassage
from bot.reading.write import second_look_of, sentences_of, write
from ingest.errors import ChatModelFailed
from tests.support.scripted_model import ScriptedModel

TEXTS = ["Acme sold Smith 250 pumps.", "Smith never paid Acme for them.", "The pumps were red."]
SOURCES = [CitableSentence(text, "en", "complaint", text) for text in TEXTS]
SHOWN = [ShownPassage(text, "complaint") for text in TEXTS]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Acme sold pumps [1].", [("Acme sold pumps.", (1,))]),
        ("Acme sold pumps. [1][3]", [("Acme sold pumps.", (1, 3))]),
        ("- Acme sold [1, 3]\n- Smith paid [2]", [("Acme sold.", (1, 3)), ("Smith paid.", (2,))]),
        ("One thing [1]. Another thing [2].", [("One thing.", (1,)), ("Another thing.", (2,))]),
        ("No source here\nAcme sold [1]", [("No source here.", ()), ("Acme sold.", (1,))]),
        ("Sold. [1] And nothing more", [("Sold.", (1,)), ("And nothing more.", ())]),
        ("NONE", []),
        ("None.", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_reply_is_parted_into_sentences(reply: str, expected: list[object]) -> None:
    assert list(sentences_of([reply])) == expected
    assert list(sentences_of(list(reply))) == expected  # one character at a time


def test_a_sentence_is_handed_on_before_the_next_is_written() -> None:
    given: list[str] = []

    def pieces() -> object:
        for piece in ("First thing [1].", " Second", " thing [2]", "\n"):
            given.append(piece)
            yield piece

    parted = sentences_of(pieces())  # type: ignore[arg-type]
    assert next(parted) == ("First thing.", (1,))
    assert given == ["First thing [1].", " Second"]


def test_what_rests_on_one_sides_paper_gets_its_voice() -> None:
    [checked] = write(
        ScriptedModel(["Acme sold Smith 250 pumps [1]."]), "What?", SOURCES, SHOWN, agreed
    )
    assert checked.verdict.kept
    assert checked.verdict.text == "The complaint alleges: Acme sold Smith 250 pumps."


def test_what_fails_is_dropped_with_its_reason_and_the_rest_stays() -> None:
    reply = (
        "The complaint alleges that Acme sold Smith 250 pumps [1].\n"
        "The complaint alleges that Acme sold Smith 300 pumps [1].\n"
        "The court found that Smith never paid Acme [2].\n"
        "The complaint alleges that it was cold [9]."
    )
    found = list(write(ScriptedModel([reply]), "What?", SOURCES, SHOWN, agreed))
    assert [checked.verdict.reason for checked in found] == [
        None,
        "number",
        "voice",
        "no such source",
    ]


def test_an_answer_in_another_language_is_dropped() -> None:
    reply = "La plainte affirme qu’Acme a vendu à Smith 250 pompes [1]."
    [checked] = write(ScriptedModel([reply]), "What was sold?", SOURCES, SHOWN, agreed)
    assert checked.verdict.reason == "language"


def test_a_cut_stream_keeps_what_was_whole() -> None:
    reply = "The complaint alleges that Acme sold Smith 250 pumps [1].\nThe compl<cut>"
    found = write(ScriptedModel([reply]), "What?", SOURCES, SHOWN, agreed)
    assert next(found).verdict.kept
    with pytest.raises(ChatModelFailed):
        next(found)


def test_a_model_that_repeats_itself_is_stopped() -> None:
    reply = "The complaint alleges that Acme sold Smith 250 pumps [1].\n" * 30
    assert len(list(write(ScriptedModel([reply]), "What?", SOURCES, SHOWN, agreed))) == 1


def test_an_answer_has_a_last_sentence() -> None:
    lines = [
        f"The complaint alleges that Acme sold Smith {number} pumps [1]." for number in range(30)
    ]
    reply = "\n".join(lines)
    assert len(list(write(ScriptedModel([reply]), "What?", SOURCES, SHOWN, agreed))) == 6


@pytest.mark.parametrize(
    ("reply", "agrees"), [("Yes.", True), ("no", False), ("", False), ("Perhaps", False)]
)
def test_a_second_look_must_be_a_clear_yes(reply: str, agrees: bool) -> None:
    model = ScriptedModel(["The complaint alleges that Acme sold Smith 250 pumps [1].", reply])
    [checked] = write(model, "What?", SOURCES, SHOWN, second_look_of(model))
    assert checked.verdict.kept == agrees
    assert "250 pumps" in model.prompts[1]
