"""Where sentences begin and end in legal English and French.

The sentencex library proposes the boundaries; what it does not know of legal
writing is corrected here: citations ("Fed. R. Civ. P. 54"), parties ("Acme Corp."),
titles ("M. Dupont"), enumerators ("23.", "(a)") and closing quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sentencex

from ingest.text.vocabulary import MONTH_ABBREVIATIONS

CLOSERS = ")]}”’\"'»"

# These never end a sentence, whatever follows. Compared with their case, because
# "M." is a title and "m." a unit, "Ex." an exhibit and "ex." a word.
NEVER_LAST = frozenset(
    "v vs Mr Mrs Ms Dr Hon Prof Messrs M MM Mme Mmes Mlle Mlles Me Mgr cf Cf viz e.g E.g i.e I.e"
    " Ex Exs Exh Exhs Nos Dkt Opp Br Resp Compl Decl Opp'n Opp’n Fed Cal Civ Crim Proc Evid"
    " Supp Cir Ann Cass Trib p.ex c".split()
)
# These may end one; they do when a word that opens sentences follows.
SELDOM_LAST = frozenset(
    "Inc Corp Ltd Co Cos Bros LLC L.L.C LLP L.L.P L.P P.C N.A S.A S.A.S S.A.R.L B.V Jr Sr Esq"
    " U.S U.K U.N E.U D.C N.D S.D E.D W.D C.D Cal Ct Dist Div Dept App R P Stat Code Reg Mem"
    " a.m p.m A.M P.M et al etc Id id Ibid ibid Gen Gov Sen Rep St Ste Ave Blvd Rd com soc civ"
    " crim req bull obs éd coll Tr Mot Op Ord Stip Ltr L.Ed S.Ct F.Supp".split()
).union(MONTH_ABBREVIATIONS)
# These are followed by a number when they are abbreviations: "No. 5", but "He said no. Then".
BEFORE_NUMBER = frozenset(
    "no nos No n p pp P Pp art arts Art Arts al vol Vol ch Ch chap Chap sec Sec para paras Para"
    " ¶ ¶¶ § §§ Id id ex exh cl Cl fig Fig pt Pt ed L R D ECF".split()
)
OPENERS = frozenset(
    "The This That These Those It Its In On At He She They We I A An As By For From If When While"
    " Although Though Because Since However Moreover Further Furthermore Accordingly Thus Therefore"
    " Nevertheless Nonetheless Instead Indeed Rather Plaintiff Plaintiffs Defendant Defendants But"
    " And Or Nor So Yet There Here His Her Their Our My Under After Before Upon To Not Each All Any"
    " Such Where Who What Which Both Neither Either Many Most Some Then Until Unless With Without"
    " Le La Les Un Une Des Ce Cet Cette Ces Il Elle Ils Elles On En Au Aux À Dans Pour Par Sur"
    " Selon Mais Or Donc Car Si Cependant Toutefois Néanmoins Ainsi Après Avant Depuis Lors Lorsque"
    " Puis Son Sa Ses Leur Leurs Nous Vous Je Qui Que Quant Cela Cet Ceci Malgré Pourtant".split()
)
ELIDED = re.compile(r"(?:[LDCSNJ]|Qu|Jusqu|Lorsqu)['’]\w")

LAST_WORD = re.compile(r"(?:^|[\s(\[“\"«'‘’\xa0\u202f])([^\s(\[“\"«\xa0\u202f]+)\.$")
FIRST_WORD = re.compile(r"[“\"«‘(\[\s\xa0\u202f]*([^\W\d_]+)")
INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.-?)*[A-ZÀ-Þ]")
NUMBER = re.compile(r"[\d§¶*#°]|[A-Z]{1,3}[.-]?\s?\d|[IVXLC]{2,}\b|[(“\"][\dA-Z]{1,3}[)”\"]")
ENUMERATOR = re.compile(r"(?:¶+\s*)?\d{1,4}(?:\.\d{1,3})*[.)]|\(?(?:[A-Za-z]|[ivxIVX]{1,5})[.)]")
CONTINUES = re.compile(r"[a-zà-öø-ÿ,;:§%…]|\.(?!\d)|\?|!|–\s")
COMPANY = re.compile(r"(?:Co|Inc|Corp|Ltd|L\.?L\.?C|L\.?L\.?P)\b[.,]")
# A sentence that stands wholly in brackets, after another one: "(Dkt. Nos. 626, 627.) After".
BRACKETED = re.compile(r"[.!?][”\"’]?\s+\([A-ZÀ-Þ“][^()]*[.!?][”\"]?\)\s+(?=[A-ZÀ-Þ“\"(])")


def sentences(text: str, language: str, parted: Sequence[int] = ()) -> list[tuple[int, int]]:
    """The [start, end) offsets of the sentences of ``text``, in order. One begins at each offset
    of ``parted``, whatever stands before it.

    They do not overlap, begin and end with characters that are not white space,
    and together hold all such characters. ``language`` is a two-letter code;
    for one that sentencex does not know, its fallback language is used.
    """
    found = []
    start = 0
    sure = {*parted, len(text)}
    for cut in sorted({*_cuts(text, language), *sure}):
        piece = text[start:cut]
        if piece.strip() and (cut in sure or _ends(piece.strip(), text[cut : cut + 60])):
            found.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
            start = cut
    return found


def _cuts(text: str, language: str) -> list[int]:
    """The places where a sentence may begin, behind the quotation marks that close the last one."""
    proposed = {
        boundary["start_index"]
        for boundary in sentencex.get_sentence_boundaries(language or "en", text)
    }
    proposed.update(match.end() for match in BRACKETED.finditer(text))
    cuts = set()
    for cut in proposed:
        after = cut
        while after < len(text) and text[after] in CLOSERS and text[after] not in "\"'":
            after += 1
        if 0 < after < len(text):
            cuts.add(after)
    return sorted(cuts)


def _ends(sentence: str, rest: str) -> bool:
    """Whether ``sentence`` is whole, given what comes after it."""
    rest = rest.lstrip()
    if not rest:
        return True
    if ENUMERATOR.fullmatch(sentence) or CONTINUES.match(rest) or rest[0] in ")]}”’»":
        return False
    if breaks_off(sentence, rest):
        return False
    word = _abbreviation(sentence)
    if word in SELDOM_LAST or INITIAL.fullmatch(word):
        return _opens(rest)
    return True


def breaks_off(text: str, rest: str) -> bool:
    """Whether ``text`` cannot be the end of a sentence before ``rest``: "(Id." and
    "¶ 5.)", "Acme" and "Co., 814 F.3d"."""
    word = _abbreviation(text)
    return (
        word in NEVER_LAST
        or bool(word in BEFORE_NUMBER and NUMBER.match(rest))
        or bool(COMPANY.match(rest))
    )


def _abbreviation(text: str) -> str:
    """The word before a final period, without an elided article: l'art., d'al."""
    last = LAST_WORD.search(text)
    word = last[1] if last else ""
    return word[2:] if len(word) > 2 and word[1] in "'’" else word


def _opens(rest: str) -> bool:
    first = FIRST_WORD.match(rest)
    return bool(first and first[1] in OPENERS) or bool(ELIDED.match(rest))
