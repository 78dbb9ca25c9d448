"""Sentences that name a paragraph of the complaint and say that it is wrong.

"But the assertion that … (id. ¶ 24) is a conclusion": the citation tells which paragraph is meant,
so that nothing need be searched for. That it is contested is told by a word for what another says
and one for what is wrong with it, both outside of what is said to be alleged; or by the embedder,
to which the sentence is nearer to "this is wrong" than to "this is right", in whatever words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.reading.likeness import Embeds
from ingest.text.terms import fold

_NUMBERS = r"(?P<numbers>\d{1,4}(?:\s?(?:,|&|and|et|to|à|-|–)\s?(?:¶+\s?)?\d{1,4})*)"
_SIGN = r"(?:[¶§]+|\b(?:paragraphe?s?|paras?|points?|alinéas?)\b\.?)"
# "Compl. ¶ 24", "id. at ¶¶ 12–15", "Dkt. 1 ¶ 3", "the Complaint says (¶ 9)", « requête, point 5 ».
_CITED = re.compile(
    rf"(?:(?P<label>(?:Dkt|ECF|Doc)\.?(?:\sNos?\.?)?\s\d+|[^\W\d_][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,3}})"
    rf"\s*,?\s*(?:at\s|au\s|,\s)?)?{_SIGN}\s?{_NUMBERS}",
)
# "paragraphs 3 and 4 of the Complaint", « point 7 de la requête ».
_SPELT = re.compile(
    rf"\b(?:paragraphs?|paragraphes?|points?|alinéas?)\s{_NUMBERS}\s(?:of|de|du)\s(?:the|its|la|sa|l[’'])?"
    r"\s?(?P<label>(?:[A-Z]\w+\s)*\w+(?:\sof\s\w+)?)",
    re.IGNORECASE,
)
_SAME = re.compile(r"(?:see\s)?(?:id|ibid|idem)\.?", re.IGNORECASE)
_COMPLAINT = re.compile(
    r"\b(?:compl|complaint|[fst]ac|statement of claim|petition"
    r"|plainte|assignation|requete|demande)\b",
    re.IGNORECASE,
)
_DOCKETED = re.compile(r"(?:Dkt|ECF|Doc)\.?(?:\sNos?\.?)?\s(\d+)")
_BRACKETS = re.compile(
    rf"\([^()]*\)|(?:[A-Z][\w.]*\s)?{_SIGN}\s?{_NUMBERS.replace('?P<numbers>', '?:')}"
)
_WRONG_OR_RIGHT = (
    ("This is wrong, false, unfounded.", "C’est faux, inexact, infondé."),
    ("This is right, true, undisputed.", "C’est exact, vrai, incontesté."),
)
LEANS = 0.015
"""How much nearer to "this is wrong" a sentence is that contests what it cites. Chosen on the
choosing halves of `tests.bench.denials` and of real filings."""
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
    """The paragraphs that a sentence cites, by what they are said to be of; "id." is of ``last``,
    and a number alone of the complaint that the sentence names before it. With what was cited
    last."""
    found: list[tuple[str, list[str]]] = []
    ends = 0
    for match in sorted(
        [*_SPELT.finditer(text), *_CITED.finditer(text)], key=lambda match: match.start("numbers")
    ):
        if match.start("numbers") < ends:
            continue  # "paragraph 3 of the Complaint" has both forms
        ends = match.end("numbers")
        label = match["label"] or ""
        if label == label.lower() and not _SAME.fullmatch(label):
            before = text[: match.start("numbers")]
            named = [] if "§" in match[0] else _COMPLAINT.findall(fold(before))
            if "¶" not in match[0] and before.rfind("(") <= before.rfind(")"):
                named = []  # "under paragraph 3" is of a contract, as a rule
            if not _COMPLAINT.search(fold(label)):
                if not named and "¶" not in match[0]:
                    continue
                label = named[-1] if named else ""
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


def leaning(embedder: Embeds, texts: list[str]) -> list[float]:
    """How much nearer each sentence is to "this is wrong" than to "this is right", by its cosines;
    what is cited in it is left out."""
    if not texts:
        return []
    wrong, right = _WRONG_OR_RIGHT
    bare = [" ".join(_BRACKETS.sub(" ", text).split()) or text for text in texts]
    vectors = embedder.embed([*wrong, *right, *bare])
    axis = vectors[: len(wrong)].mean(axis=0) - vectors[len(wrong) :][: len(right)].mean(axis=0)
    return [float(lean) for lean in vectors[len(wrong) + len(right) :] @ axis]


def complaint_cited(
    sentences: Iterable[str], ecf: str = ""
) -> Iterator[tuple[int, str, list[str]]]:
    """The sentences that cite paragraphs of a complaint: place, text and the numbers."""
    last = ""
    for at, text in enumerate(sentences):
        cited, last = cited_paragraphs(text, last)
        numbers = [
            number for label, listed in cited if _is_complaint(label, ecf) for number in listed
        ]
        if numbers:
            yield at, text, numbers


def _is_complaint(label: str, ecf: str) -> bool:
    docketed = _DOCKETED.fullmatch(label)
    return docketed[1] == ecf if docketed else bool(_COMPLAINT.search(fold(label)))
