"""Which words are denied, and which statements so deny what they cite."""

from __future__ import annotations

import pytest

from bot.reading.negated_words import denied_words

CONTRARY = [
    ("en", "Acme did not deliver the pumps.", "Acme did deliver the pumps."),
    ("en", "The seller must not, each year, report.", "The seller must, each year, report."),
    ("en", "Acme has never paid.", "Acme has always paid."),
    ("fr", "Les livraisons n'ont pas cessé.", "Les livraisons cessent."),
    ("fr", "Le vendeur ne conteste pas la dette.", "Le vendeur conteste la dette."),
]
ALIKE = [
    ("en", "Acme failed to pay.", "Acme did not pay."),
    ("en", "Acme is not personally liable.", "Acme is not liable."),
    ("en", "Acme paid not only Smith.", "Acme paid Smith."),
    ("en", "No pump was delivered.", "A pump was delivered."),  # what "no" denies stays open
    ("fr", "Le vendeur a refusé de payer.", "Le vendeur n'a pas payé."),
    ("fr", "Les livraisons ont cessé en mars.", "Les livraisons cessent en mars."),
]


@pytest.mark.parametrize(("language", "said", "held"), CONTRARY)
def test_a_word_that_only_the_one_denies_is_a_contradiction(
    language: str, said: str, held: str
) -> None:
    ours, theirs = denied_words(said, language), denied_words(held, language)
    assert ours.contradicts(theirs)
    assert theirs.contradicts(ours)


@pytest.mark.parametrize(("language", "said", "held"), ALIKE)
def test_other_words_are_none(language: str, said: str, held: str) -> None:
    assert not denied_words(said, language).contradicts(denied_words(held, language))
