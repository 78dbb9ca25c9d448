"""Figures and dates of French and English sentences meet by their value."""

from __future__ import annotations

import pytest

from bot.overview.particulars import Particular, blanked, particulars


def only(text: str, language: str) -> Particular:
    (found,) = particulars(text, language)
    return found


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("une perte de 12 millions de dollars", "a loss of $12,000,000"),
        ("une perte de 12 millions", "a loss of $12 million"),
        ("le 3 mars 2021", "on 03/03/2021"),
        ("le 3 mars", "on March 3, 2021"),
        ("dès le mois de novembre", "on November 4, 2020"),
        ("dans la semaine du 14 au 18 juin 2021", "on June 16, 2021"),
        ("en 2021", "in June 2021"),
        ("pendant sept ans", "for seven years"),
        ("trois griefs", "three claims"),
        ("5 % du prix", "5 percent of the price"),
        ("le dossier 21-cv-00042", "No. 3:21-cv-00042"),
    ],
)
def test_forms_of_one_value_agree(french: str, english: str) -> None:
    assert only(french, "fr").agrees(only(english, "en"))


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("une perte de 12 millions de dollars", "a loss of $12,500,000"),
        ("une perte de 12 millions d’euros", "a loss of $12 million"),
        ("le 3 mars 2021", "on March 4, 2021"),
        ("le 3 mars 2021", "in March 2021"),
        ("le 3 mars 2021", "on March 3"),
        ("le 3 mars", "on March 4, 2021"),
        ("pendant sept ans", "for seven months"),
        ("le dossier 21-cv-00042", "No. 3:21-cv-00043"),
    ],
)
def test_other_values_do_not(french: str, english: str) -> None:
    assert not only(french, "fr").agrees(only(english, "en"))


def test_a_bound_differs_where_one_side_puts_another() -> None:
    exact = only("a loss of $12 million", "en")
    least = only("a loss of at least $12 million", "en")
    about = only("une perte d’environ 12 millions de dollars", "fr")
    more = only("une perte de plus de 12 millions de dollars", "fr")
    assert about.bound_differs(least)
    assert more.bound_differs(exact)
    assert not more.bound_differs(least)
    assert not about.bound_differs(exact)
    assert not exact.bound_differs(least)


def test_numbers_of_paragraphs_are_no_numbers() -> None:
    assert particulars("(Compl. ¶¶ 42–43 and 50.)", "en") == ()
    assert particulars("2. The parties met.", "en") == ()
    assert [found.printed for found in particulars("The years 2, 3. Acme paid 7.", "en")][-1] == "7"


def test_places_are_no_numbers() -> None:
    assert particulars("as paragraph 23 and Rule 12 and § 7 say", "en") == ()


def test_what_a_figure_is_changed_to_leaves_the_blanked_sentence_as_it_is() -> None:
    texts = ("Le 3 mars 2021, elle a payé 12 millions.", "Le 4 mai 2022, elle a payé 13 millions.")
    assert len({blanked(text, "fr") for text in texts}) == 1
