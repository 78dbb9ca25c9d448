"""Words of litigation and trade that stand for one another, within and across languages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.text.terms import fold, stem, words

_FILE = Path(__file__).with_name("glossary.tsv")


@dataclass(frozen=True, slots=True)
class _Glossary:
    concepts: dict[tuple[str, str], set[int]]
    """(language, stem) to the lines it stands on."""
    members: dict[tuple[str, int], set[str]]
    """(language, line) to its stems."""
    written: dict[tuple[str, str], set[str]]
    """(language, stem) to its words as the glossary has them, folded."""


@lru_cache
def _glossary() -> _Glossary:
    concepts: dict[tuple[str, str], set[int]] = defaultdict(set)
    members: dict[tuple[str, int], set[str]] = defaultdict(set)
    written: dict[tuple[str, str], set[str]] = defaultdict(set)
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines()):
        if line.startswith("#"):
            continue
        for language, listed in zip(("en", "fr"), line.split("\t"), strict=True):
            for word in words(listed):
                concepts[language, stem(word, language)].add(number)
                members[language, number].add(stem(word, language))
                written[language, stem(word, language)].add(fold(word))
    return _Glossary(dict(concepts), dict(members), dict(written))


@lru_cache(maxsize=10_000)
def counterparts(stem_: str, language: str, other: str) -> frozenset[str]:
    """Stems of the language ``other`` that may say what a stem of ``language`` says; empty
    for what is not in the glossary."""
    glossary = _glossary()
    meant = glossary.concepts.get((language, stem_), set())
    return frozenset(member for line in meant for member in glossary.members.get((other, line), ()))


def counterparts_of_name(name: str, language: str, other: str) -> frozenset[str]:
    """The counterparts of a capitalised word that is itself in the glossary, but for its ending:
    "Juges" is « juge », while a name may only have the stem of a word (« délai » has "del")."""
    folded = fold(name)
    known = _glossary().written.get((language, stem(name, language)), set())
    if not any(word.startswith(folded) or folded.startswith(word) for word in known):
        return frozenset()
    return counterparts(stem(name, language), language, other)
