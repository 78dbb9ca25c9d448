"""Which entry of a docket or a caption a question is about."""

from __future__ import annotations

import pytest

from bot.question.docket_fields import field_asked
from bot.question.parse import understand


@pytest.mark.parametrize(
    "question",
    [
        "What is the case number?",
        "Quel est le numéro de l'affaire ?",
        "Quel est le numéro de pourvoi ?",
        "Quel est le numéro du pourvoi ?",
        "Quel est le numéro RG ?",
        "Donne-moi le numéro de répertoire général.",
    ],
)
def test_the_number_of_a_case_by_its_french_names(question: str) -> None:
    field = field_asked(understand(question))
    assert field is not None
    assert field.name == "case number"


def test_the_number_of_something_else_is_no_case_number() -> None:
    assert field_asked(understand("Quel est le numéro de la facture ?")) is None
