"""A French and English dictionary for search: a question in one language finds words in the other.

It is general, from the commonest words of both languages on; what lawyers mean by a word besides
is in the glossary. Words are translated one by one, without regard to each other (dictionary-based
retrieval across languages; Pirkola 1998, Ballesteros and Croft 1998).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from bot.question.glossary import counterparts
from ingest.text.terms import stem

_FILE = Path(__file__).with_name("dictionary.tsv")
_LANGUAGES = frozenset({"en", "fr"})
_MOST = 2
"""Translations of a word that are searched for: chosen among 1, 2, 3 and 6 by `python -m
tests.bench.translated`."""


def _rows() -> Iterator[tuple[str, list[str]]]:
    """A French word and its English ones, the most usual first."""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            french, _, listed = line.partition("\t")
            yield french, listed.split()


@lru_cache
def _dictionary() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(language, stem) to stems of the other language, the most usual first."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for french, listed in _rows():
        of_french = stem(french, "fr")
        for place, english in enumerate(listed):
            of_english = stem(english, "en")
            for key, other in ((("fr", of_french), of_english), (("en", of_english), of_french)):
                found[key][other] = min(place, found[key].get(other, place))
    return {key: tuple(sorted(places, key=places.__getitem__)) for key, places in found.items()}


@lru_cache(maxsize=10_000)
def translations(stem_: str, language: str, other: str) -> tuple[str, ...]:
    """Stems of the language ``other`` to search for in place of a stem of ``language``: its most
    usual translations, then what the glossary has; empty for what neither knows, and for other
    languages than English and French."""
    if {language, other} != _LANGUAGES:
        return ()
    usual = _dictionary().get((language, stem_), ())[:_MOST]
    return tuple(dict.fromkeys((*usual, *sorted(counterparts(stem_, language, other)))))
