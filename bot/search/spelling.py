"""Misspelt names: a word that no document has, but that is nearly a name of the case, is read as
that name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from bot.question.parse import QUOTED
from ingest.store.catalogue import Case, Catalogue
from ingest.text.terms import STEMMED, fold, stem

_WORD = re.compile(r"[^\W\d_]{5,}")
# Of so many letters a name may have two wrong; a shorter one has one.
_LONG = 6


def respelt(catalogue: Catalogue, case: Case, text: str) -> str:
    """The question with its misspelt names as the documents have them: "Smiht" is "Smith", where
    the title and the parties of the case know one name that near, and no document of the library
    has the word as it is written. What stands in quotation marks is looked for as it is."""
    names = {fold(name): name for name in _names(catalogue, case)}

    quoted = [found.span() for found in QUOTED.finditer(text)]

    def mended(found: re.Match[str]) -> str:
        word = found[0]
        if any(start <= found.start() < end for start, end in quoted):
            return word
        near = [name for folded, name in names.items() if _near(word, folded)]
        if len(near) != 1 or _stands_somewhere(catalogue, word):
            return word
        return near[0]

    return _WORD.sub(mended, text)


def _names(catalogue: Catalogue, case: Case) -> Iterator[str]:
    described = [document.description for document in catalogue.documents(case)]
    for text in (case.title, *(party for each in described for party in each.parties)):
        yield from (word for word in _WORD.findall(text) if word[0].isupper())


def _near(word: str, name: str) -> bool:
    """Whether a word is a name with a letter wrong, or two letters in a long one; what begins
    with a small letter rather is another word, unless it has the same letters in another order."""
    folded = fold(word)
    if folded == name or abs(len(folded) - len(name)) > 1:
        return False
    wrong = OSA.distance(folded, name)
    if len(name) < _LONG or word[0].islower():
        return wrong == 1 or (sorted(folded) == sorted(name) and wrong == 2 and len(name) >= _LONG)
    return wrong <= 2


def _stands_somewhere(catalogue: Catalogue, word: str) -> bool:
    index = catalogue.full_text()
    for language in (*STEMMED, ""):
        counts, _ = index.frequencies(language, [stem(word, language)])
        if counts:
            return True
    return False
