from __future__ import annotations

import re
from typing import get_args

import pytest

from ingest.document import Kind
from ingest.text.vocabulary import (
    ASKED_KINDS,
    KIND_NAMES,
    MONTH,
    MONTH_NAMES,
    ORDINAL,
    ordinal,
    ordinal_names,
)


def test_a_month_is_known_in_both_languages_with_and_without_accents() -> None:
    for name in ("August", "août", "aout", "FÉVRIER", "Sept.", "déc."):
        assert re.fullmatch(MONTH, name, re.IGNORECASE), name
    assert len(MONTH_NAMES) == 24
    assert not re.fullmatch(MONTH, "Sept")


@pytest.mark.parametrize(
    ("name", "number"), [("second", 2), ("2nd", 2), ("Deuxième", 2), ("seconde", 2), ("12th", 12)]
)
def test_ordinals_are_numbers(name: str, number: int) -> None:
    assert ordinal(name) == number
    assert any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern in ORDINAL.values())


def test_what_is_no_ordinal() -> None:
    assert ordinal("dozen") is None


def test_the_names_of_a_number() -> None:
    assert ordinal_names(1) == ("first", "1st", "premier", "premiere")


def test_every_kind_has_a_name_and_is_asked_for_by_a_kind_that_is_one() -> None:
    assert set(KIND_NAMES) == set(get_args(Kind))
    assert {kind for _, kind in ASKED_KINDS} <= set(KIND_NAMES)
