"""Words that multiply a number, in both languages: "million", "milliard", "bn"."""

from __future__ import annotations

from decimal import Decimal

from ingest.text.terms import fold

_POWERS = {
    "hundred": 2,
    "thousand": 3,
    "mille": 3,
    "millier": 3,
    "million": 6,
    "milliard": 9,
    "billion": 9,
    "trillion": 12,
    "k": 3,
    "m": 6,
    "mm": 6,
    "mn": 6,
    "b": 9,
    "bn": 9,
    "md": 9,
    "mrd": 9,
}
# In French a "billion" is a million millions, as in older English a "trillion" was more.
_FRENCH_POWERS = {"billion": 12, "trillion": 18}


def scale(word: str, language: str) -> Decimal:
    """What a number before ``word`` is multiplied by. Raises KeyError for any other word."""
    folded = fold(word)
    singular = folded if folded in _POWERS else folded.removesuffix("s")
    power = _FRENCH_POWERS.get(singular) if language == "fr" else None
    return Decimal(10) ** (power or _POWERS[singular])
