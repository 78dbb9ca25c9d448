"""What is found and marked in a sentence, as tables."""

from __future__ import annotations

import pytest

from bot.question.expressions import answering, asked_for, expressions
from bot.question.parse import Wanted


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Lost: $61 million, 610,000 dollars.", "amount", ["$61 million", "610,000 dollars"]),
        ("61 millions de dollars et 600\u00a0000 €.", "amount",
         ["61 millions de dollars", "600\u00a0000 €"]),
        ("A fee of sixty-one million dollars.", "amount", ["sixty-one million dollars"]),
        ("Filed August 16, 2024 and 10/01/2024.", "date", ["August 16, 2024", "10/01/2024"]),
        ("Le 16 août 2024, puis en novembre 2022.", "date", ["16 août 2024", "novembre 2022"]),
        ("It buys from Dell and Supermicro now.", "person", ["Dell and Supermicro"]),
        ("Nothing of the kind.", "amount", []),
        ("Within thirty (30) days, or two business days.", "duration",
         ["thirty (30) days", "two business days"]),
        ("Une période de huit ans, puis 18 mois.", "duration", ["huit ans", "18 mois"]),
        ("In 2014 they agreed on 30 servers.", "duration", []),
    ],
)  # fmt: skip
def test_expressions(text: str, wanted: Wanted, found: list[str]) -> None:
    assert [text[start:end] for start, end in expressions(text, wanted)] == found


@pytest.mark.parametrize(
    ("subject", "marked"),
    [
        ("recovered", ["$59 million"]),
        ("reselling", ["$19 million"]),
        ("unheard", ["$40 million", "$19 million", "$59 million"]),
    ],
)
def test_of_several_amounts_the_one_asked_for_is_marked(subject: str, marked: list[str]) -> None:
    text = "Cancelling $40 million, reselling for $19 million, it recovered about $59 million."
    found = asked_for(text, "amount", frozenset(), lambda word: word == subject)
    assert [text[start:end] for start, end in found] == marked


def test_what_the_question_gives_is_no_answer() -> None:
    text = "The September 2003 memo was asked for on December 23, 2020."
    found = answering(text, "date", frozenset({"september", "2003", "memo"}))
    assert [text[start:end] for start, end in found] == ["December 23, 2020"]
