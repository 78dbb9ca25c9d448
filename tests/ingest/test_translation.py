"""What a person reads, in the language of that person."""

from __future__ import annotations

from threading import Thread

import pytest

from ingest import translation
from ingest.translation import (
    N_,
    counted,
    in_same_language,
    known,
    language,
    of_environment,
    quoted_as,
    retold,
    speaking,
    word,
)


def test_english_is_said_where_nobody_chose() -> None:
    assert language() == "en"
    assert retold("It is empty.") == "It is empty."


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("fr", "fr"), ("fr-CA", "fr"), ("fr_FR.UTF-8", "fr"), ("FR", "fr"), ("de", "en"), ("C", "en")],
)
def test_a_locale_names_a_language(name: str, spoken: str) -> None:
    assert known(name) == spoken


@pytest.mark.parametrize(
    ("settings", "spoken"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LC_ALL": "en_US", "PINCITE_LANGUAGE": "fr"}, "fr"),
        ({}, "en"),
    ],
)
def test_a_command_follows_the_environment(settings: dict[str, str], spoken: str) -> None:
    assert of_environment(settings) == spoken


def test_what_was_said_in_english_is_retold_with_what_stood_in_its_gaps() -> None:
    with speaking("fr"):
        assert retold("It is empty.") == "Il est vide."
        assert retold("Run `pincite ingest FOLDER --case smith` first.") == (
            "Lancez d’abord `pincite ingest FOLDER --case smith`."
        )


def test_a_message_within_a_message_is_retold_too() -> None:
    with speaking("fr"):
        assert retold("The conversation could not be saved. It is empty.") == (
            "La conversation\N{NO-BREAK SPACE}: l’enregistrement a échoué. Il est vide."
        )
        assert retold("no text layer; read by OCR") == (
            "aucune couche de texte\N{NARROW NO-BREAK SPACE}; lu par OCR"
        )


def test_words_of_documents_stay_as_they_are() -> None:
    with speaking("fr"):
        assert retold("The defendants deny it.") == "The defendants deny it."
        assert "« They “owe” it »".replace(" They", "\N{NO-BREAK SPACE}They").replace(
            " »", "\N{NO-BREAK SPACE}»"
        ) in quoted_as("alleges", "They “owe” it")


def test_numbers_and_their_nouns() -> None:
    assert counted(1, "page") == "1 page"
    assert counted(1412, "passage") == "1,412 passages"
    with speaking("fr"):
        assert counted(0, "page") == "0 page"
        assert counted(1412, "passage") == "1\N{NARROW NO-BREAK SPACE}412 passages"


def test_values_of_enumerations_have_words() -> None:
    assert word("amended complaint") == "amended complaint"
    with speaking("fr"):
        assert word("amended complaint") == "plainte modifiée"
        assert word("") == ""


def test_a_thread_says_what_it_is_given_in_the_language_of_who_gave_it() -> None:
    said: list[str] = []

    def say() -> None:
        said.append(word("order"))

    with speaking("fr"):
        actions = [in_same_language(say), say]
        for action in actions:
            thread = Thread(target=action)
            thread.start()
            thread.join()

    assert said == ["ordonnance", "order"]


def test_readers_of_two_pages_at_once_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = {"language": "fr"}
    monkeypatch.setattr(translation._Reader, "source", staticmethod(lambda: reader["language"]))

    assert word("order") == "ordonnance"
    reader["language"] = "en"
    assert word("order") == "order"


def test_a_message_that_is_kept_stays_english() -> None:
    with speaking("fr"):
        assert N_("It is empty.") == "It is empty."
