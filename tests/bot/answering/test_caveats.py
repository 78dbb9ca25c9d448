"""What is said above an answer that is rather wrong than right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.caveats import unsure
from tests.support.fake_bot import answered


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (0.27, "about 3 in 10"),
        (0.02, "about 1 in 10"),
        (0.5, ""),
        (0.9, ""),
        (None, ""),
    ],
)
def test_an_answer_rather_wrong_than_right_is_called_unsure(
    confidence: float | None, said: str
) -> None:
    answer = replace(answered("How much?", "acme"), confidence=confidence)
    assert said in unsure(answer, "en")
    assert bool(unsure(answer, "fr")) == bool(said)


def test_nothing_is_said_where_nothing_is_answered() -> None:
    answer = replace(answered("How much?", "acme"), statements=(), confidence=0.1)
    assert unsure(answer, "en") == ""
