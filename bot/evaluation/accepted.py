"""Whether a text holds an accepted answer: amounts, dates and numbers by their value, words without
regard to case and accents, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.evaluation.question_set import Accepted, All
from ingest.text.dates import Date
from ingest.text.measures import Number, Token, accepts, tokens


def holds(text: str, language: str, accepted: Accepted) -> bool:
    """Whether ``text``, in ``language``, holds an accepted answer."""
    if isinstance(accepted, All):
        return all(holds(text, language, part) for part in accepted.all)
    given = tokens(text, language)
    return any(_contains(given, wanted) for wanted in _wanted(accepted))


def _wanted(accepted: str | int | float) -> Iterator[list[Token]]:
    """The accepted answer read in either language: it does not say which it is in."""
    if not isinstance(accepted, str):
        yield [Number(Decimal(str(accepted)))]
        return
    partial = re.fullmatch(r"(\d{4})-(\d\d)", accepted.strip())
    if partial:
        yield [Date(int(partial[1]), int(partial[2]), None)]
        return
    for language in ("en", "fr"):
        found = tokens(accepted, language)
        if found:
            yield found


def _contains(given: Sequence[Token], wanted: Sequence[Token]) -> bool:
    return any(
        all(accepts(token, other) for token, other in zip(wanted, given[at:], strict=False))
        for at in range(len(given) - len(wanted) + 1)
    )
