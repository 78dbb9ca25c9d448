"""Dates and amounts that the passages of a document name, each with its sentence and page.

Found once, when a document is ingested. The date of a decision or of a regulation that is cited
is left out: it dates nothing of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.document import AmountFact, DateFact, DateKind, Passage
from ingest.text.amounts import PrintedAmount, printed_amounts
from ingest.text.dates import PrintedDate, may_hold_dates, printed_dates
from ingest.text.sentences import sentences

FINDER = "facts 10"
"""Grows when other facts would be found in the same passages: they are then found again."""

# "(N.D. Cal. Aug. 16, 2024)": before the date stand, in its parentheses, a court or a reporter.
_COURT = re.compile(
    r"\([^()]*\b(?:Cir|App|Ct|Sup|Dist|Div|Ch|Cl|Bankr|B\.?A\.?P|Super|[NSEWCM]\.D|D|Cass|CA|TJ|TGI"
    r"|Civ|Crim|Soc|Com|CE|CJUE)\b\.?[^()]*$"
)
# "(Tex. Apr. 5, 2019)": nothing but abbreviations stands before it.
_ABBREVIATIONS = re.compile(r"\((?:[A-Z][\w.’']*\.\s?|\d{1,2}(?:d|st|nd|rd|th)\s)+$")
_RECORD = re.compile(r"\((?:Dkt|Doc|Ex|Compl|Decl|Tr|Dep|No)s?\.")
# "84 Fed. Reg. 1234 (Jan. 5, 2019)", "2019 WL 1234 (Jan. 5, 2019)", "Pub. L. No. 1 (May 1, 1998)"
_REPORTED = re.compile(
    r"\b(?:Reg\.|Stat\.|L\. No\.|WL|LEXIS|F\.\dd|F\. ?Supp\.(?: \dd)?|U\.S\.|S\. ?Ct\.|F\.4th)"
    r"[\s\d,*.–-]*(?:at [*\d, –-]+)?\($"
)
# « Cass. soc., 3 mars 2021, n° 19-12.345 », « arrêt du 3 mars 2021 » is a fact of its case.
_FRENCH_COURT = re.compile(
    r"\b(?:Cass|CE|CA|TGI|TJ|CJUE|CJCE|CEDH|Cons\. const)\b[^;()]{0,40}[,.]\s(?:\d{1,2}\s)?$"
)
_DATED = re.compile(r"\bdated?\s?:?\s*$|\bfait à [^,;.]{2,40},? le\s+$", re.IGNORECASE)
# A paper's own day, where nothing but its signature gives it.
_SIGNED = re.compile(
    r"(?:^|[.;]\s)\W*dated?\s?:?\s*(?:this\s)?$|\bfait à [^,;.]{2,40},? le\s+$", re.IGNORECASE
)
_DUE = re.compile(
    r"\b(?:no later than|on or before|due (?:on|by)?|deadline|must be (?:filed|served)|"
    r"shall (?:file|serve|respond)|au plus tard|échéance|échoit|échéant|date limite)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
# "by" and "until" tell of a day that is due only right before it, and where somebody is to do
# something: "conferred by telephone on", "was shut until".
_UNTIL = re.compile(
    r"\b(?:by|until|before|avant|jusqu['’]au|jusqu['’]à)\s"
    r"(?:(?:(?:the )?(?:close|end) of (?:business|the day)|noon|midnight|midi|minuit"
    r"|\d{1,2}(?::\d\d| ?h(?: ?\d\d)?)?(?: ?[ap]\.?m\.?)?)\s(?:on |le |du )?)?"
    r"(?:and including |at the latest |le |\w+day,? |\w+di )*$",
    re.IGNORECASE,
)
_IS_TO = re.compile(
    r"\b(?:shall|must|will|may|can|should|is to|are to|has to|have to|(?:has|have|had) until"
    r"|ordered|orders?|required?|requires|agree[sd]?|extend(?:ed|s)?|request(?:ed|s)?|asks?|direct(?:ed|s)"
    r"|due|payable|deadline|time|expires?|to (?:be|pay|file|serve|respond|answer|submit|deliver)"
    r"|doi(?:t|vent)|devra|devront|ser(?:a|ont)|peu(?:t|vent)|pourr(?:a|ont)|tenue?s? de|ordonne"
    r"|condamn\w+|engage\w*|imparti\w*|délai|expire\w*|invit\w+|à (?:payer|remettre|déposer)"
    r"|autoris\w+|accord\w+|pou(?:vons|vez)|dev(?:ons|ez)"
    r"|(?:ai|as?|avons|avez|ont|avai(?:t|ent))(?: \w+)? jusqu)\b",
    re.IGNORECASE,
)
# What was done before a day is done: "By August 2024 it had sold the crane".
_WAS_DONE = re.compile(
    r"\bhad (?!until\b|to\b)"
    r"|\b(?:avai(?:t|ent)|étai(?:t|ent)) (?!jusqu|à\b)\w+(?:é|i|u|is|it)e?s?\b",
    re.IGNORECASE,
)
# A day from which time runs, or that names a thing: "within 30 days of March 1", "the March 1
# invoice".
_FROM = re.compile(
    r"\b(?:of|after|from|since|following|dated|depuis|après|à compter|à partir|en date)"
    r"(?: the| its| their| his| her| le| du)?\s$",
    re.IGNORECASE,
)
_NAMES_THING = re.compile(r"(?:\b(?:the|its|their|his|her|this|that|an?)|['’]s)\s$", re.IGNORECASE)

# What an amount is for, behind it or before it. The words end where another clause begins.
_NOUNS = r"(?:[\w’'-]+\s){0,6}?[\w’'-]+"
_ENDS = r"\s?(?:[,.;:()\[\]“”\"—–]|$)"
# Each language ends a phrase by its own words: English "a" begins one, French "a" is a verb.
_STOPS = {
    "en": (
        rf"(?={_ENDS}|\s(?:that|which|who|for|in|with|from|by|on|under|and|or|but|when|because"
        r"|after|before|as|to|is|are|was|were|has|had|have|at|against|through|during|since)\b)"
    ),
    "fr": (
        rf"(?={_ENDS}|\s(?:qui|que|dont|par|et|ou|mais|après|avant|est|sont|était|a|ont|à|dans"
        r"|sur|pour|avec|contre|chez|depuis)\b)"
    ),
}
_FOR = {
    "en": re.compile(
        r"^\s(?:in|for|of|worth of|toward|as)\s"
        rf"(?P<what>(?!\d|which\b|what\b|it\b|its\b|the\b\s?$){_NOUNS}){_STOPS['en']}",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"^\s(?:(?:en|pour|de|au titre de|à titre de)\s|(?:d|au titre d)[’'])"
        rf"(?P<what>(?!\d|plus\b){_NOUNS}){_STOPS['fr']}",
        re.IGNORECASE,
    ),
}
# What such a phrase does not hold: an article in its middle begins another phrase, and a verb or
# a pronoun another clause. Then it is not sure where the phrase ends, and nothing is said.
_UNSURE = re.compile(
    r"\s(?:an?|the|this|these|its|their|his|her|not|it|he|she|they|we|did|does|do|will|would|shall"
    r"|should|may|must|can|could|be|been|un|une|le|la|les|ce|cette|son|sa|ses|leurs?|ne|il|elle"
    r"|ils|elles|sera\w*|doi\w+|aur\w+|av(?:ai|oi)\w+|ét[ée]\w*|étai\w+|fu[rt]\w*)\s|\d|\b(?:month|year|week|day|mois|ans?|jours?)$",
    re.IGNORECASE,
)
_LONGEST_PURPOSE = 5
"""Words of what an amount is for, at most: a longer phrase has swallowed something else."""
_OF_AMOUNT = re.compile(
    r"(?P<what>(?:[\w’'-]+\s){0,3}[\w’'-]+)\s(?:of|totaling|totalling|amounting to|in the amount of"
    r"|in the sum of|d[’']un montant de|de|à hauteur de|s[’']élevant à)\s"
    r"(?:about |approximately |at least |more than |over |up to |nearly |environ |plus de |près de "
    r"|au moins )?$",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?:(?:the|a|an|its|his|her|their|of|in|for|to|and|or|la|le|les|un|une|des|du|de|sa|son|ses)\s)+",
    re.IGNORECASE,
)
# "It paid a fee": the words behind the last article or preposition.
_LAST_NOUNS = re.compile(
    r"^.*\b(?:the|a|an|its|his|her|their|of|in|for|to|la|le|les|un|une|des|du|de|sa|son|ses)\s"
    r"(?P<noun>.+)$",
    re.IGNORECASE,
)
# A measure of the amount, not what it is for.
_MEASURE = (
    r"(?:amount|sum|total|excess|addition|montant|somme|excès|U\.?S\.?|full|part|dollar|euro|balance"
    r"|figure|number|value|portion|share|solde|chiffre|nombre|valeur|range|minimum|maximum"
    r"|aggregate|limit|combined|single|maximal|plafond)s?"
)
_NO_PURPOSE = re.compile(
    rf"{_MEASURE}(?:\s(?:(?:or|and|of|ou|et|de)\s)?{_MEASURE})*", re.IGNORECASE
)


def date_facts(passages: Sequence[Passage], filed: date | None) -> list[DateFact]:
    """The dates that the passages of a document name. ``filed`` is the document's own date: one
    that the document bears as its own date then is none of them."""
    own = filed or _signed_day(passages)
    return [
        fact
        for index, passage in enumerate(passages)
        if may_hold_dates(passage.text)
        for fact in _dates_of(index, passage, filed, own)
    ]


def _signed_day(passages: Sequence[Passage]) -> date | None:
    """The day of the first signature."""
    for passage in passages:
        if not may_hold_dates(passage.text):
            continue
        for found in printed_dates(passage.text, passage.language):
            before = passage.text[: found.start].rsplit("\n", 1)[-1]
            if found.begins == found.ends and _SIGNED.search(before):
                return found.begins
    return None


def _dates_of(
    index: int, passage: Passage, filed: date | None, own: date | None
) -> Iterator[DateFact]:
    text = passage.text
    for begins, ends in sentences(text, passage.language, passage.parted):
        sentence = text[begins:ends]
        for found in printed_dates(sentence, passage.language):
            before = sentence[: found.start]
            if _is_cited(before):
                continue
            signed = bool(_DATED.search(before))
            if signed and found.begins == filed:
                continue  # the document's filing tells it
            kind = "filing" if signed and not filed else _kind(sentence, found, own)
            yield DateFact(
                index,
                begins + found.start,
                begins + found.end,
                (begins, ends),
                _page(passage, begins + found.start),
                found.begins,
                found.ends,
                kind,
                found.is_ambiguous,
            )


def _is_cited(before: str) -> bool:
    near = before[-120:]
    if _COURT.search(near) or _REPORTED.search(near) or _FRENCH_COURT.search(near):
        return True
    return bool(_ABBREVIATIONS.search(near)) and not _RECORD.search(near)


def _kind(sentence: str, found: PrintedDate, own: date | None) -> DateKind:
    """Only a date after its document's own, or one in a document without date, can be a deadline
    or to come."""
    later = own is None or found.begins > own
    if later and _is_due(sentence, found):
        return "deadline"
    return "to come" if own is not None and later else "fact"


def _is_due(sentence: str, found: PrintedDate) -> bool:
    """Whether something is to be done by a date of a sentence."""
    before = sentence[: found.start]
    clause = re.split(r"[;:]\s", before)[-1] + re.split(r"[;:]\s", sentence[found.end :])[0]
    names_thing = sentence[found.start].isalpha() and _NAMES_THING.search(before)
    if _WAS_DONE.search(clause) or _FROM.search(before) or names_thing:
        return False
    return bool(_DUE.search(before) or (_UNTIL.search(before) and _IS_TO.search(clause)))


def amount_facts(passages: Sequence[Passage]) -> list[AmountFact]:
    """The amounts of money that the passages of a document name."""
    return [
        fact
        for index, passage in enumerate(passages)
        if (found := printed_amounts(passage.text, passage.language))
        for fact in _amounts_of(index, passage, found)
    ]


def _amounts_of(
    index: int, passage: Passage, found: Sequence[PrintedAmount]
) -> Iterator[AmountFact]:
    bounds = sentences(passage.text, passage.language, passage.parted)
    for amount in found:
        around = next(
            (around for around in bounds if around[0] <= amount.start < around[1]),
            (amount.start, amount.end),
        )
        around = (around[0], max(around[1], amount.end))
        yield AmountFact(
            index,
            amount.start,
            amount.end,
            around,
            _page(passage, amount.start),
            amount.value,
            amount.currency,
            _purpose(passage.text, passage.language, amount, around),
        )


def _purpose(
    text: str, language: str, amount: PrintedAmount, around: tuple[int, int]
) -> tuple[int, int] | None:
    """The place of the words that say what an amount is for: "in unpaid invoices" behind it, "a fee
    of" before it."""
    after = text[amount.end : around[1]]
    if found := _FOR["fr" if language == "fr" else "en"].match(after):
        return _trimmed(text, amount.end + found.start("what"), amount.end + found.end("what"))
    if found := _OF_AMOUNT.search(text[around[0] : amount.start]):
        words = _LAST_NOUNS.search(found["what"])
        behind = words.start("noun") if words else 0
        start = around[0] + found.start("what")
        return _trimmed(text, start + behind, around[0] + found.end("what"))
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without articles and prepositions at its beginning; None where only a measure remains, or
    where it is not sure that the phrase is what the amount is for."""
    if small := _SMALL.match(text[start:end]):
        start += small.end()
    what = text[start:end]
    unsure = _UNSURE.search(what) or len(what.split()) > _LONGEST_PURPOSE
    return None if not what or unsure or _NO_PURPOSE.fullmatch(what) else (start, end)


def _page(passage: Passage, at: int) -> int:
    """The page on which a character of a passage stands."""
    before = [span for span in passage.spans if span.start <= at]
    return (before[-1] if before else passage.spans[0]).page
