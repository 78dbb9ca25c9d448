"""The French catalogue is whole, and nothing that a person reads goes past it."""

from __future__ import annotations

import ast

import pytest
from babel.messages.catalog import Message

from scripts import translations
from scripts.translations import Wanted


def test_every_message_is_translated_and_compiled() -> None:
    """`.venv/bin/python scripts/translations.py --write` adds what is new; then translate it in
    ingest/locale/fr/LC_MESSAGES/pincite.po and run that again."""
    assert translations.faults() == []


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('_("No file.")', [Wanted("No file.")]),
        ('N_(f"It has {len(pages)} pages")', [Wanted("It has {1} pages")]),
        ('ngettext("{n} row", "{n} rows", n)', [Wanted("{n} row", "{n} rows")]),
        ('counted(n, "page")', [Wanted("{number} page", "{number} pages")]),
        (
            'FileRefused(f"No page {n} of {name}.", "Try another." if n else "Go on.")',
            [Wanted("No page {1} of {2}."), Wanted("Try another."), Wanted("Go on.")],
        ),
        ('ChatModelFailed("late", f"{name} is late.")', [Wanted("{1} is late.")]),
        ('say(f"{a} {b}")', []),
        ('other("No message.")', []),
    ],
)
def test_messages_are_found_in_the_source(source: str, wanted: list[Wanted]) -> None:
    assert list(translations.messages(ast.parse(source))) == wanted


@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("No file.", "", "not translated"),
        ("No {path}.", "Pas de {chemin}.", "other gaps"),
        ("No {path}.", "Pas de fichier.", "other gaps"),
        ("Really?", "Vraiment ?", "not French print"),
        ("No file.", "Pas d'image.", "not French print"),
    ],
)
def test_a_bad_translation_is_a_fault(english: str, french: str, fault: str) -> None:
    (found,) = translations.faults_of(Message(english, french))

    assert fault in found


def test_french_is_set_as_in_print_except_for_what_is_typed() -> None:
    typed = "Lancez `pincite ask \"c'est ?\"` : « l'autre » ?"

    assert translations.typeset(typed) == (
        'Lancez `pincite ask "c\'est ?"`\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}l’autre'
        "\N{NO-BREAK SPACE}»\N{NARROW NO-BREAK SPACE}?"
    )
