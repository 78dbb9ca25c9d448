"""Which blocks are headings by their form. How headings nest is `ingest.passages.outline`'s."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import ATTACHMENT
from ingest.text.vocabulary import ORDINAL

LONGEST = 160
"""Characters of a heading, at most. Argument headings of briefs are whole sentences,
but readers mark those by their type; by form alone only short ones are believed."""

COUNT = re.compile(
    rf"(?:(?:{ORDINAL['en']}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:(?:amended|affirmative|alternative)\s+)?"
    r"(?:causes? of action|claims?(?: for relief)?|counts?|defenses?|counterclaims?|crossclaims?)\b"
    r"|(?:count|claim|cause of action)\s+(?:[ivx]+|\d{1,2}|one|two|three|four|five|six)\b"
    rf"|{ORDINAL['fr']}\s+(?:moyen|cause|chef)\b)",
    re.IGNORECASE,
)
DIVISION = re.compile(
    r"(?:article|section|part|title|chapter|schedule|appendix|annex|titre|chapitre|partie|annexe)"
    r"\s+(?:[ivxlc]+|\d{1,3}|[a-z]|one|two|three|four|five|premier|première)\b"
    # "Section 12.1 of the Agreement" divides another paper.
    r"(?!(?:\.\d{1,3})*\s(?-i:of|in|under|du|des|de l[ae'’])\b)",
    re.IGNORECASE,
)
EXHIBIT = re.compile(
    r"(?:exhibit|attachment|pièce(?: n[°o])?|annexe)\s+"
    r"[“\"]?(?P<label>[A-Z]{1,2}|\d{1,3}(?:[-.][A-Z\d]{1,3})?)[”\"]?(?:\s+(?:to|à)\b.{0,80})?",
    re.IGNORECASE,
)
"""The cover of an exhibit bound into a filing, or the line above its first page."""
INDEX = re.compile(
    r"tables? of (?:contents|authorities|cases)|index(?: of authorities)?|table des matières"
    r"|(?:(?:federal|state|other|statutory|constitutional) )*(?:cases|statutes|rules|regulations"
    r"|authorities|provisions|constitutions?)(?: and (?:rules|regulations|statutes))?"
    r"|(?:page|pages|page\(s\))",
    re.IGNORECASE,
)
"""The headings of a table of contents or of authorities: no text stands under them."""
ENUMERATOR = re.compile(
    r"(?P<roman>[IVXLC]{1,6})(?:[.)]\s|$)|(?P<letter>[A-Z])(?:[.)]\s|$)|(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?\s"
    r"|(?P<small_roman>[ivx]{1,5})[.)]\s|(?P<small>[a-z])[.)]\s|\((?P<bracket>\w{1,4})\)\s"
)
COURT = re.compile(
    r"(?:IN THE )?(?:UNITED STATES|U\.S\.|SUPERIOR|SUPREME|CIRCUIT|DISTRICT|STATE OF .*)\b.*"
    r"\bCOURT\b"
    r"|(?:FOR THE )?(?:[A-Z]+ERN |CENTRAL |MIDDLE )?DISTRICT OF \w+|[A-Z ]+ DIVISION$"
    r"|FOR THE [A-Z]+ CIRCUIT$|TRIBUNAL [A-Z' ]+ DE |COUR D['’E]"
)
PUBLICATION = re.compile(
    r"\W{0,2}(?:(?:do not|not for|for|to be|recommended for|not recommended for) )?"
    r"(?:full-text )?(?:un)?publi(?:sh|shed|cation)\W{0,2}"
    r"|\W{0,2}(?:not |non-?)?precedential\W{0,2}",
    re.IGNORECASE,
)
FINAL = re.compile(r"[.,;:?!][”\"’»)\]]*$")
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of on or the to under upon v vs with without"
    " à au aux de des du et en la le les l un une ou par pour sur d dans".split()
)


# What texts saved from the web or from filings with the S.E.C. print on every page.
FURNITURE = re.compile(r"(?:Source|Page|https?|www)\b")


# « Sur l'exécution provisoire »: under such lines French judgments reason.
ON_SUBJECT = re.compile(
    r"(?:(?:[IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d{1,2})*|[a-z])\s?[-–—./)°]+\s?)*"
    r"Sur (?:l['’]|(?:la|le|les|ce|cette|ces|son|sa|ses|leurs?) ).{3,}"
)
_SUBJECT_GOES_ON = re.compile(r"\s(?:de|du|des|d['’]|la|le|les|l['’]|et|ou|à|au|aux|un|une|par)$")


ADDRESS = re.compile(
    r"\b[A-Z]{2},? \d{5}(?:-\d{4})?$"
    r"|^\d+\s(?=.*\b(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Suite|Ste|Floor|Square|Plaza"
    r"|Drive|Lane|Broadway|Parkway)\b)"
)
CUT_OFF = re.compile(r"(?:\w['’]s|\s(?:of|the|and|or|for|by|to|a|an|with|at|from))$")
"""What no heading ends with, but a line may."""


_CLAUSES = 3
"""With so many commas a line is a sentence, not the subject that a heading names."""


def looks_like_heading(text: str) -> bool:
    """Whether a block of body text is a heading by its form: a count, a division, upper
    case, or a number and a title, without an end."""
    enumerator = ENUMERATOR.match(text)
    rest = text[enumerator.end() :] if enumerator else text
    if len(text) > LONGEST or not re.search(r"[^\W\d_]{2}", text) or FURNITURE.match(text):
        return False
    if ADDRESS.search(text) or CUT_OFF.search(text):
        return False
    if FINAL.search(text):
        # "1. GRANT OF LICENSE." is one all the same; "IT IS SO ORDERED." is a sentence.
        return bool(enumerator) and text.endswith(".") and is_upper(rest)
    if ON_SUBJECT.fullmatch(text):
        return not _SUBJECT_GOES_ON.search(text) and text.count(",") < _CLAUSES
    if COUNT.match(text) or re.match(r"prayer for relief$", text, re.IGNORECASE):
        return True
    if is_upper(rest) or (DIVISION.match(text) and _is_title(text)):
        return True
    return bool(enumerator) and len(rest) < 100 and _is_title(rest)


def exhibit_under(headings: Sequence[str]) -> str:
    """ "Ex. A" for what stands in exhibit A of a filing, "Attach. list.pdf" for what stands
    in an attachment of an e-mail, else ""."""
    if headings and headings[0].startswith(ATTACHMENT):
        return f"Attach. {headings[0].removeprefix(ATTACHMENT)}"
    found = EXHIBIT.fullmatch(headings[0]) if headings else None
    return f"Ex. {found['label'].upper()}" if found else ""


def names_court(text: str) -> bool:
    """Whether a block is the name of the court in a caption, or says whether its opinion is to
    be published: a heading by its form, but nothing stands under it."""
    if len(text) >= LONGEST:
        return False
    return bool(PUBLICATION.fullmatch(text) or (COURT.match(text) and is_upper(text)))


DECISION = re.compile(
    r"(?:(?:arrêt|jugement|ordonnance|décision|sentence|audience)(?:[ \w°'’/.-]{0,40})?\s"
    r"(?:du|le|prononcée?|rendue?)\s.{0,20}?\d{4}"
    r"|(?:pourvoi|n°\s?(?:rg|de pourvoi|portalis)|rg|répertoire général|ecli)\b.{0,60}\d)"
    r"[ \w°'’/.()-]{0,40}",
    re.IGNORECASE,
)
"""The lines in the head of a French decision that give its date or its numbers."""


def dates_decision(text: str) -> bool:
    """Whether a block is the line of a French decision's head that gives its date or number:
    « Arrêt du 1er août 2024 », « N° RG 20/04170 »."""
    return len(text) < _LONGEST_DECISION_LINE and bool(DECISION.fullmatch(text.strip()))


_LONGEST_DECISION_LINE = 110

_CANADIAN = re.compile(
    r"date\s?:\s?(?:le\s)?(?:\d{1,2}\s?(?:er)?\s\w{3,9}\s\d{4}|(?:19|20)\d{6})"
    r"|(?:n[°os]+|dossiers?)\s?:?\s?(?:\d{3}-\d\d-\d{6}-\d{2,3}|[a-z]-\d{1,5}-\d\d)"
    r"|(?:sous la présidence d|(?:en présence de|coram|présente?s?)\s?:).{3,90}"
    r"|(?:canada|province de québec|(?:district|localité) de .{3,40})|_{5,}",
    re.IGNORECASE,
)


def opens_decision(text: str) -> bool:
    """Whether a block at the head of a paper is a line of a Canadian judgment's head, a rule of
    underscores between these included: « DATE : 14 juin 2021 ». Elsewhere such a line is signed."""
    return len(text) < _LONGEST_DECISION_LINE and bool(_CANADIAN.fullmatch(text.strip()))


def is_subtitle(text: str) -> bool:
    """Whether a block below "FIRST CAUSE OF ACTION" says what it is for."""
    return len(text) < LONGEST and (
        bool(re.fullmatch(r"\(.*\)", text)) or (not FINAL.search(text) and _is_title(text))
    )


def stands_alone(text: str) -> bool:
    """Whether a line of plain text, which has no type to go by, may be a heading: short,
    beginning with a capital, without an end."""
    return (
        len(text) < 80
        and not FINAL.search(text)
        and not re.search(r"[.;:] |/\d+$|, \d{4}$|\d\.\d+$", text)
        and bool(re.match(r"[«“\"]?\s?[A-ZÀ-Þ]", text))
    )


def is_upper(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 4 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _is_title(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    large = [word for word in words if word.lower() not in SMALL_WORDS]
    return bool(large) and sum(word[0].isupper() for word in large) >= 0.8 * len(large)
