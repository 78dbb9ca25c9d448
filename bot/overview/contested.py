"""Sentences that name a paragraph of the complaint and say that it is wrong.

"But the assertion that … (id. ¶ 24) is a conclusion": the citation tells which paragraph is meant,
so that nothing need be compared. That it is contested is told by a word for what another says and
one for what is wrong with it, both outside of what is said to be alleged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.text.terms import fold

_NUMBERS = r"(?P<numbers>\d{1,4}(?:\s?(?:,|&|and|et|to|à|-|–)\s?(?:¶+\s?)?\d{1,4})*)"
# "Compl. ¶ 24", "id. at ¶¶ 12–15", "paragraphs 3 and 4 of the Complaint".
_CITED = re.compile(
    rf"(?:(?P<label>[^\W\d_][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,3}})\s*,?\s*(?:at\s|au\s|,\s)?)?¶+\s?{_NUMBERS}"
)
_SPELT = re.compile(
    rf"\b(?:paragraphs?|paragraphes?|points?|alinéas?)\s{_NUMBERS}\s(?:of|de|du)\s(?:the|its|la|sa|l[’'])?"
    r"\s?(?P<label>(?:[A-Z]\w+\s)*\w+)",
    re.IGNORECASE,
)
_SAME = re.compile(r"(?:see\s)?(?:id|ibid|idem)\.?", re.IGNORECASE)
_COMPLAINT = re.compile(
    r"\b(?:compl|complaint|[fst]ac|plainte|assignation|requete introductive)\b", re.IGNORECASE
)
# What another says, by whoever does not believe it.
_WHAT_ANOTHER_SAYS = re.compile(
    r"\b(?:allegations?|assertions?|averments?|contentions?|characteri[sz]ations?|accusations?"
    r"|suggestions?|insinuations?|narrative|account|theory|story|speculations?"
    r"|affirmations?|pretentions?|theses?|recit|presentation|griefs?)\b"
)
_WRONG = re.compile(
    r"\b(?:conclusions?|conclusory|incorrect|inaccura\w+|wrong|false|untrue|mistaken|erroneous"
    r"|mischaracteri\w+|misstat\w+|misread\w*|distort\w*|unsupported|baseless|unfounded|meritless"
    r"|implausib\w+|speculative|contradict\w+|refut\w+|rebut\w*|belie[ds]?|disput(?:e|es|ed)"
    r"|den(?:y|ies|ied)|reject(?:s|ed)?|disagree\w*|contest(?:s|ed)?|no (?:basis|support|evidence)"
    r"|inexacte?s?|errone\w*|faux|fausses?|mensonger\w*|infonde\w*|sans fondement|denatur\w+"
    r"|contredi\w+|dement\w*|conteste\w*|nie|nient|rejette\w*|conclusions? de droit)\b"
)
# "Plaintiff alleges that the statements were false": what is wrong there is alleged.
_ALLEGES = re.compile(
    r"\b(?:alleg(?:es?|ed|ing)|claims?|assert(?:s|ed)|contend(?:s|ed)|states?|says?|maintains?"
    r"|allegue\w*|affirme\w*|soutien\w*|pretend\w*|dit)\b"
)


def cited_paragraphs(text: str, last: str = "") -> tuple[list[tuple[str, list[str]]], str]:
    """The paragraphs that a sentence cites, by what they are said to be of; "id." is of ``last``.
    With what was cited last."""
    found: list[tuple[str, list[str]]] = []
    for match in sorted(
        [*_CITED.finditer(text), *_SPELT.finditer(text)], key=lambda match: match.start()
    ):
        label = match["label"] or ""
        if label and not _SAME.fullmatch(label):
            last = label
        found.append((last, _listed(match["numbers"])))
    return found, last


def _listed(numbers: str) -> list[str]:
    """ "12–15, 20": each of them."""
    listed: list[str] = []
    for piece in re.split(r",|&|\band\b|\bet\b", numbers.replace("¶", "")):
        ends = [int(each) for each in re.findall(r"\d+", piece)]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 200:
            listed += map(str, range(ends[0], ends[1] + 1))
        else:
            listed += map(str, ends)
    return listed


def contests(text: str) -> bool:
    """Whether a sentence says of what another says that it is wrong."""
    folded = fold(text)
    said = _WHAT_ANOTHER_SAYS.search(folded)
    if said is None:
        return False
    alleged = _ALLEGES.search(folded)
    before = folded if alleged is None else folded[: alleged.start()]
    return bool(_WRONG.search(before)) if alleged else bool(_WRONG.search(folded))


def contested_paragraphs(sentences: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Of the sentences of a paper, in their order, those that contest paragraphs of a complaint:
    the sentence's place among them, and the paragraphs' numbers."""
    last = ""
    for at, text in enumerate(sentences):
        cited, last = cited_paragraphs(text, last)
        numbers = [
            number for label, listed in cited if _COMPLAINT.search(fold(label)) for number in listed
        ]
        if numbers and contests(text):
            yield at, numbers
