"""Numbers of paragraphs as French pleadings, judgments and statutes print them."""

from __future__ import annotations

import pytest

from ingest.document import Line, Page
from ingest.passages.headings import dates_decision
from ingest.passages.split import split


def labels(*texts: str, language: str = "fr") -> list[tuple[str, ...]]:
    lines = tuple(Line(text, begins=True) for text in texts)
    return [passage.paragraphs for passage in split([Page(1, lines)], "pdf", language)]


def test_the_styles_that_one_author_mixes() -> None:
    assert labels(
        "1. La société exploite un entrepôt.",
        "2. Un incendie l’a détruit.",
        "2 bis. L’assureur a refusé sa garantie.",
        "3- La clause n’est pas formelle.",
        "4°) Le préjudice est de 900 euros.",
        "§ 5. Elle sollicite 15 euros.",
    ) == [("1",), ("2",), ("2 bis",), ("3",), ("4",), ("5",)]


def test_numbers_before_a_stroke() -> None:
    assert labels(
        "1/ La demanderesse n’a pas qualité.",
        "2/ Son mandat a été révoqué.",
        "3°/ La créance est éteinte.",
        "3° bis/ Le chèque a été payé.",
        "4/5 de la somme sont dus.",
    ) == [("1",), ("2",), ("3",), ("3 bis",)]


def test_the_numbers_of_a_decision_of_the_union_have_no_sign() -> None:
    texts = (
        "1 La demande porte sur une directive, qui énonce :",
        "1. Les États membres veillent à ce que le texte soit publié.",
        "2. Ils en informent la Commission.",
        "2 Le vol a été annulé le 17 juillet 2031.",
        "20 passagers ont attendu.",
        "4 La juridiction de renvoi a saisi la Cour.",
    )
    assert labels("Dans l’affaire C-46/33,", *texts)[-3:] == [("1",), ("2",), ("4",)]
    assert ("4",) not in labels("Dans cette affaire,", *texts)


def test_a_number_in_brackets_after_a_semicolon() -> None:
    assert labels("[1] Attendu.", "[2] ACCUEILLE la demande ;", "[3] CONDAMNE Acme.") == [
        ("1",),
        ("2",),
        ("3",),
    ]


def test_a_statute_that_says_the_same_in_two_languages() -> None:
    assert labels(
        "12. A carrier gives notice.",
        "13. The Minister may extend it.",
        "14. A shipper may claim.",
        "12. Le transporteur avise.",
        "13. Le ministre peut proroger.",
    ) == [("12",), ("13",), ("14",), ("12",), ("13",)]


def test_a_year_numbers_nothing() -> None:
    assert labels("1999. It was a good year for the parties.", language="en") == [()]


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("Arrêt du 1er août 2024", True),
        ("Jugement rendu le 3 mai 2024", True),
        ("N° RG 20/04170", True),
        ("Pourvoi n° 22-13.456", True),
        ("Le jugement du 3 mai 2024 a été signifié à la société.", False),
        ("La société Acme demande l’annulation.", False),
    ],
)
def test_the_lines_of_a_decision_that_give_its_date(text: str, is_line: bool) -> None:
    assert dates_decision(text) is is_line
