"""Which words of a sentence are denied, word by word: in "X has not paid the sum", paid is.

Compared with the sentence it rests on, a statement that denies another word, or no longer denies
one, says something else. Only words right behind a negation are looked at: what "no", "none",
« aucun » or « sans » deny in their clause stays open, and so do words that are not in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.terms import fold, stem

_WORD = re.compile(r"[^\W_]+(?:[’'](?=t\b)t)?")
_ADVERB = re.compile(r"\w+(?:ly|ment)$")
# Words between a negation and the word that it denies.
_PASSED = frozenset(
    """be been being to have has had do does did is are was were will would shall should can could
    may might must ever yet even also then already either it its the a an any that this his her
    their them they he she we us of in as so believe think find consider
    a ont avait avaient est sont etait etaient ete etre avoir peut peuvent doit doivent encore deja
    sera seront serait seraient aura auront aurait auraient pourra pourront pourrait pourraient
    devra devront devrait devraient fut furent soit soient ait aient pouvait pouvaient devait
    devaient meme aussi le la les l un une de du des d en y se s lui leur que qu ce cela fait ete
    plus
    """.split()
)
_BEFORE = frozenset("not never cannot dont didnt doesnt isnt wasnt hasnt havent".split())
_OPEN = frozenset(
    "no none nothing nobody neither nor without aucun aucune rien personne sans ni non only"
    " seulement nul nulle".split()
)
# Words that deny what follows them: "failed to pay", « refuse de payer ».
_DENYING = re.compile(
    r"(?:fail(?:s|ed|ing|ure)?|refus\w+|declin(?:es?|ed|ing)|unable|ceas(?:es?|ed|ing)"
    r"|stop(?:s|ped|ping)?|omit(?:s|ted)?|omett?\w*|cess(?:e|ent|ait|aient|er|es)|incapables?)$"
)
_ENDS = re.compile(r"[,;:—–()]|\b(?:but|because|and|or|mais|car|et|ou)\b")


@dataclass(frozen=True, slots=True)
class DeniedWords:
    """Stems of a sentence: those that a negation denies, and those that none does."""

    denied: frozenset[str]
    plain: frozenset[str]
    is_open: bool = False
    """Whether "no", "none", « aucun » or « sans » denies something besides."""

    def denies_only_what(self, other: DeniedWords) -> bool:
        """Whether every word that it denies, and there are some, is denied by the other too; no
        other negation is in it."""
        return (
            bool(self.denied)
            and not (self.is_open or other.is_open)
            and self.denied <= other.denied
        )

    def contradicts(self, other: DeniedWords) -> bool:
        """Whether a word that the one denies is stated by the other, and nowhere denied."""
        return bool(
            self.denied & other.plain - other.denied - self.plain
            or self.plain & other.denied - other.plain - self.denied
        )


def denied_words(text: str, language: str) -> DeniedWords:
    """The words of a sentence by whether they are denied."""
    denied: set[str] = set()
    plain: set[str] = set()
    waiting = 0
    for clause in _ENDS.split(text):
        if clause:
            # "Must not, each year, report": what is denied may follow.
            waiting = _of_clause(clause, language, waiting, denied, plain)
    is_open = any(word in _OPEN - {"non"} for word in _words(text))
    return DeniedWords(frozenset(denied), frozenset(plain), is_open)


def _of_clause(clause: str, language: str, waiting: int, denied: set[str], plain: set[str]) -> int:
    """The negations that still wait for their word at the end."""
    spoken = _words(clause)
    is_open = any(word in _OPEN for word in spoken)
    for at, word in enumerate(spoken):
        if word in _BEFORE or _is_french_negation(spoken, at):
            waiting += 1
            continue
        if word in _PASSED or _ADVERB.match(word) or word in ("pas", "jamais", "ne", "n"):
            continue
        own = _root(word, language)
        if spoken[max(0, at - 2) : at] in (["pas", "de"], ["pas", "d"]) and {"n", "ne"} & set(
            spoken[:at]
        ):
            # « Ne voit pas de risque » denies the risk as well.
            denied.add(own)
            waiting = 0
            continue
        if waiting % 2:
            denied.add(own)
        elif not is_open or waiting:
            plain.add(own)
        waiting = int(bool(_DENYING.match(word)) and _governs(spoken[at + 1 : at + 3]))
    return waiting


def _root(word: str, language: str) -> str:
    """The stem of a word, without the endings of French verbs that stemming leaves."""
    own = stem(word, language)
    return (
        re.sub(r"(?<=\w{3})(?:aient|ait|ent|ant|ees?|er|es|e)$", "", own)
        if language == "fr"
        else own
    )


def _governs(following: list[str]) -> bool:
    """Whether a verb follows that is denied: "to pay", "paying", « de payer »."""
    if not following:
        return False
    if following[0] in ("de", "d", "a"):
        return bool(re.search(r"(?:er|ir|re)$", following[-1]))
    return following[0] == "to" or following[0].endswith("ing")


def _is_french_negation(spoken: list[str], at: int) -> bool:
    """Whether a word is the « ne » of « ne … pas » or « ne … jamais »."""
    if spoken[at] not in ("ne", "n"):
        return False
    return any(word in ("pas", "jamais", "point") for word in spoken[at + 1 : at + 8])


def _words(clause: str) -> list[str]:
    folded = fold(clause).replace("’", "'")
    folded = re.sub(r"n't\b", " not", folded).replace("cannot", "can not")
    # "Not only" denies nothing, and « ne pas » before its verb is one negation.
    folded = re.sub(r"\bnot (?:only|merely|limited to)\b", " ", folded)
    return _WORD.findall(folded)
