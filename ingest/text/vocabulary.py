"""Words that both languages have a fixed set of: months, days, ordinals, kinds of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ingest.document import Kind
from ingest.text.terms import fold

Language = Literal["en", "fr"]

_MONTHS = {
    "en": "January Jan|February Feb|March Mar|April Apr|May|June Jun|July Jul|August Aug|"
    "September Sept Sep|October Oct|November Nov|December Dec",
    "fr": "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|"
    "septembre sept|octobre oct|novembre nov|décembre déc",
}
MONTHS: dict[Language, tuple[tuple[str, ...], ...]] = {
    "en": tuple(tuple(names.split()) for names in _MONTHS["en"].split("|")),
    "fr": tuple(tuple(names.split()) for names in _MONTHS["fr"].split("|")),
}
"""The months from January: the name of each, then its abbreviations, without a full stop."""
_ALL_MONTHS = [names for months in MONTHS.values() for names in months]
MONTH_ABBREVIATIONS = frozenset(name for names in _ALL_MONTHS for name in names[1:])
"""As they stand before a full stop."""
MONTH_NAMES = frozenset(fold(names[0]) for names in _ALL_MONTHS)
"""The names in full, in both languages, folded."""
MONTH_NUMBERS = {
    fold(names[0]): number for months in MONTHS.values() for number, names in enumerate(months, 1)
}
"""The number of each, from 1."""
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
DAY_NAMES = frozenset(name for names in WEEKDAYS.values() for name in names)
"""Days of the week, folded."""


def _either(names: Iterable[str]) -> str:
    """A pattern of any of the names, with and without their accents, the longest first."""
    both = {form for name in names for form in (name, fold(name) if not name.isascii() else name)}
    return "(?:" + "|".join(sorted(map(re.escape, both), key=lambda form: (-len(form), form))) + ")"


MONTH = _either(
    [*(names[0] for names in _ALL_MONTHS), *(f"{short}." for short in MONTH_ABBREVIATIONS)]
)
"""A pattern of a month's name or abbreviation; for use without regard to case."""

ORDINALS: dict[Language, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("fourth", "4th"),
        ("fifth", "5th"),
        ("sixth", "6th"),
        ("seventh", "7th"),
        ("eighth", "8th"),
        ("ninth", "9th"),
        ("tenth", "10th"),
        ("eleventh", "11th"),
        ("twelfth", "12th"),
    ),
    "fr": (
        ("premier", "première"),
        ("deuxième", "seconde", "second"),
        ("troisième",),
        ("quatrième",),
        ("cinquième",),
        ("sixième",),
        ("septième",),
        ("huitième",),
        ("neuvième",),
        ("dixième",),
        ("onzième",),
        ("douzième",),
    ),
}
"""The names of the numbers from 1, the feminine form too."""
ORDINAL: dict[Language, str] = {
    language: _either(name for names in numbers for name in names)
    for language, numbers in ORDINALS.items()
}
"""A pattern of any of them."""


def ordinal(name: str) -> int | None:
    """2 for "second", "2nd" and « deuxième »; None for what is no ordinal up to twelve."""
    folded = fold(name)
    for numbers in ORDINALS.values():
        for number, names in enumerate(numbers, 1):
            if folded in map(fold, names):
                return number
    return None


def ordinal_names(number: int) -> tuple[str, ...]:
    """The names of a number up to twelve in both languages, folded."""
    return tuple(fold(name) for numbers in ORDINALS.values() for name in numbers[number - 1])


class KindName(NamedTuple):
    """How a kind of document is called in a sentence, with its article."""

    english: str
    french: str


KIND_NAMES: dict[Kind, KindName] = {
    "complaint": KindName("the complaint", "la plainte"),
    "amended complaint": KindName("the amended complaint", "la plainte modifiée"),
    "answer": KindName("the answer", "la réponse à la plainte"),
    "motion": KindName("the motion", "la requête"),
    "opposition": KindName("the opposition", "l’opposition"),
    "reply": KindName("the reply", "la réplique"),
    "order": KindName("the order", "l’ordonnance"),
    "judgment": KindName("the judgment", "le jugement"),
    "declaration": KindName("the declaration", "la déclaration"),
    "exhibit": KindName("the exhibit", "la pièce jointe"),
    "transcript": KindName("the transcript", "la transcription"),
    "opinion": KindName("the opinion", "l’avis"),
    "decision": KindName("the decision", "la décision"),
    "notice": KindName("the notice", "la notification"),
    "stipulation": KindName("the stipulation", "la convention des parties"),
    "letter": KindName("the letter", "la lettre"),
    "contract": KindName("the contract", "le contrat"),
    "docket": KindName("the docket", "le registre du tribunal"),
    "article": KindName("the article", "l’article"),
    "other": KindName("the document", "le document"),
}


def kind_name(kind: Kind, language: str) -> str:
    """A kind of document with its article, in a language: "the complaint"."""
    name = KIND_NAMES[kind]
    return name.french if language == "fr" else name.english


ASKED_KINDS: tuple[tuple[str, Kind], ...] = (
    ("amended complaint", "amended complaint"),
    ("plainte modifiee", "amended complaint"),
    ("plainte amendee", "amended complaint"),
    ("complaint", "complaint"),
    ("plainte", "complaint"),
    ("motion to dismiss", "motion"),
    ("motion", "motion"),
    ("requete", "motion"),
    ("opposition", "opposition"),
    ("reply", "reply"),
    ("replique", "reply"),
    ("order", "order"),
    ("ordonnance", "order"),
    ("arret", "decision"),
    ("judgment", "judgment"),
    ("jugement", "judgment"),
    ("declaration", "declaration"),
    ("answer", "answer"),
    ("letter", "letter"),
    ("lettre", "letter"),
    ("article", "article"),
    ("docket", "docket"),
    ("contract", "contract"),
    ("contrat", "contract"),
)
"""Words by which a question names a kind of document, folded; the longer names first."""
