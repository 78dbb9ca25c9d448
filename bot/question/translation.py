"""Question words, prepositions, and what papers and parties are called, in the other language."""

from __future__ import annotations

import re

from ingest.text.terms import fold
from ingest.text.vocabulary import KIND_NAMES

_PAIRS = (
    ("when", "quand"),
    ("since when", "depuis quand"),
    ("until when", "jusqu'à quand"),
    ("where", "où"),
    ("why", "pourquoi"),
    ("how", "comment"),
    ("how much", "combien"),
    ("who", "qui"),
    ("against whom", "contre qui"),
    ("to whom", "à qui"),
    ("by whom", "par qui"),
    ("for whom", "pour qui"),
    ("with whom", "avec qui"),
    ("from whom", "de qui"),
    ("on what date", "à quelle date"),
    ("in what year", "en quelle année"),
    ("at what price", "à quel prix"),
    ("which court", "quel tribunal"),
    ("in which court", "devant quel tribunal"),
    ("for", "pour"),
    ("to", "à"),
    ("to the", "au"),
    ("from", "de"),
    ("by", "par"),
    ("with", "avec"),
    ("without", "sans"),
    ("against", "contre"),
    ("in", "dans"),
    ("in", "en"),
    ("at", "chez"),
    ("according to", "selon"),
    ("according to", "d'après"),
    ("before", "avant"),
    ("after", "après"),
    ("since", "depuis"),
    ("the first amended complaint", "la première plainte modifiée"),
    ("the motion to dismiss", "la requête en rejet"),
    ("the answer", "la réponse"),
    ("the docket", "le registre"),
    *((name.english, name.french.replace("’", "'")) for name in KIND_NAMES.values()),
    ("the agreement", "l'accord"),
    ("the plaintiff", "la plaignante"),
    ("the plaintiff", "le plaignant"),
    ("the plaintiff", "la demanderesse"),
    ("the plaintiff", "le demandeur"),
    ("the defendant", "la défenderesse"),
    ("the defendant", "le défendeur"),
    ("the court", "le tribunal"),
    ("the judge", "le juge"),
    ("the trial", "le procès"),
    ("the hearing", "l'audience"),
)
_BY_LANGUAGE = {
    "en": {fold(en): fr for en, fr in reversed(_PAIRS)},
    "fr": {fold(fr): en for en, fr in reversed(_PAIRS)},
}


def translated(text: str, language: str, other: str) -> str | None:
    """What ``text`` is called in the language ``other``; None where that is not known."""
    if language == other:
        return text
    return _BY_LANGUAGE[language].get(fold(re.sub("’", "'", text.strip())))
