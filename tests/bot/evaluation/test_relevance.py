"""When two quotes are of one stretch of text; what pair of languages a question is of."""

from __future__ import annotations

import pytest

from bot.evaluation.relevance import Expected, is_place_of, same_stretch


@pytest.mark.parametrize(
    ("first", "other", "same"),
    [
        ("at least $61 million", "The loss is at least  $61 million.", True),
        ("“Custom” parts", '"custom" parts', True),
        ("The rain fell on Acme. Acme paid", "Acme paid", True),
        ("paid five million in May", "In June Acme paid five million", True),
        ("paid five million in May", "In June it was five", False),
        # Words in common are not one place.
        (
            "All others are “non-custom components.”",
            "Non-custom components could often be put to another use.",
            False,
        ),
        ("", "anything", False),
    ],
)
def test_same_stretch(first: str, other: str, same: bool) -> None:
    assert same_stretch(first, other) is same
    assert same_stretch(other, first) is same


@pytest.mark.parametrize(
    ("of_the_case", "pair"), [({"en"}, "fr to en"), ({"fr"}, "fr to fr"), ({"en", "fr"}, "")]
)
def test_a_question_without_sources_is_of_the_language_that_the_whole_case_is_in(
    of_the_case: set[str], pair: str
) -> None:
    assert Expected((), frozenset(of_the_case)).pair("fr") == pair


def test_a_name_in_a_caption_is_no_place_of_a_sentence_that_holds_it() -> None:
    sentence = "Plaintiff Acme Corporation is a corporation of Taiwan."
    assert not is_place_of(sentence, "ACME CORPORATION")
    assert is_place_of("Acme Corporation", sentence)
    assert is_place_of(sentence, "Acme Corporation is a corporation of Taiwan.")
