"""Whether a question asks for the date of a document itself, or for the court that gave it: "When
was the order issued?", « De quand date l'arrêt ? », "Which court handed down the judgment?".

Three things have to fit: the question is a form of words that asks for this and for nothing else;
what it asks about is a document of a kind that has one, and not a thing beside it ("the date of the
hearing on the order"); and its verb, if it has one, makes such a document ("issued", "signed"), and
does not say what became of it ("appealed", "received").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from ingest.describe.kinds import COURTS_OWN
from ingest.document import Kind
from ingest.text.dates import printed_dates
from ingest.text.terms import fold, words


@dataclass(frozen=True, slots=True)
class AskedOfDocument:
    """What is asked of a document, and the document as the question names it."""

    field: Literal["date", "court"]
    noun: str
    """The folded word for it: "order", "arret"."""
    kinds: frozenset[Kind]
    """What it may be."""
    said: tuple[str, ...]
    """Folded words that the question says of it besides: its court, its parties, what it is on."""
    days: tuple[date, ...]
    """The days that the question gives: "the order of April 9, 2024"."""
    filing: bool
    """Whether it asks when the document was filed, which is not always when it was written."""


_PLEADINGS: tuple[Kind, ...] = ("motion", "opposition", "reply")
_RULINGS: tuple[Kind, ...] = ("order", "judgment", "opinion", "decision")
_NOUNS: dict[str, tuple[Kind, ...]] = {
    "amended complaint": ("amended complaint",),
    "complaint": ("complaint",),
    "petition": ("complaint", "motion"),
    "motion": ("motion",),
    "opposition": ("opposition",),
    "reply": ("reply",),
    "reply brief": ("reply",),
    "brief": _PLEADINGS,
    "memorandum": _PLEADINGS,
    "answer": ("answer",),
    "order": ("order",),
    "decree": ("order", "judgment"),
    "judgment": ("judgment",),
    "judgement": ("judgment",),
    "verdict": ("judgment",),
    "ruling": _RULINGS,
    "decision": _RULINGS,
    "opinion": ("opinion",),
    "declaration": ("declaration",),
    "affidavit": ("declaration",),
    "letter": ("letter",),
    "contract": ("contract",),
    "agreement": ("contract",),
    "lease": ("contract",),
    "amendment": ("contract",),
    "notice": ("notice",),
    "stipulation": ("stipulation",),
    "article": ("article",),
    "plainte modifiee": ("amended complaint",),
    "plainte": ("complaint",),
    "assignation": ("complaint",),
    "requete": ("motion", "complaint"),
    "replique": ("reply",),
    "memoire": _PLEADINGS,
    "ordonnance": ("order",),
    "arret": ("decision", "opinion"),
    "jugement": ("judgment",),
    "lettre": ("letter",),
    "courrier": ("letter",),
    "contrat": ("contract",),
    "convention": ("contract", "stipulation"),
    "accord": ("contract", "stipulation"),
    "bail": ("contract",),
    "avenant": ("contract",),
    "attestation": ("declaration",),
    "notification": ("notice",),
    "protocole": ("stipulation", "contract"),
}
_NOUN = "|".join(sorted(map(re.escape, _NOUNS), key=lambda noun: (-len(noun), noun)))

# What makes a document of each kind, and so gives it its date.
_BY_COURT = (
    r"issued|entered|handed down|rendered|delivered|pronounced|given|made|dated|signed|decided"
    r"|released|published|filed",
    r"rendue?|prononcee?|prise?|datee?|signee?|publiee?|delivree?|emise?",
)
_OF_CONTRACT = (
    r"signed|concluded|executed|made|dated|entered into|drawn up|drafted|written",
    r"signee?|conclue?|passee?|datee?|etablie?|redigee?",
)
_OF_LETTER = (
    r"sent|written|dated|signed|drafted|issued",
    r"envoyee?|ecrite?|datee?|signee?|redigee?|adressee?|expediee?",
)
_OF_ARTICLE = (
    r"published|dated|written|released|posted",
    r"publiee?|paru[e]?|datee?|ecrite?|mise? en ligne",
)
_SWORN = (
    r"signed|sworn|executed|made|dated|given|filed",
    r"signee?|faite?|datee?|etablie?|redigee?|deposee?",
)
_OF_PAPER = (r"filed|lodged|dated|submitted|signed", r"deposee?|datee?|signee?|introduite?|formee?")
_MADE: dict[Kind, tuple[str, str]] = {
    **dict.fromkeys(COURTS_OWN, _BY_COURT),
    "contract": _OF_CONTRACT,
    "letter": _OF_LETTER,
    "article": _OF_ARTICLE,
    "declaration": _SWORN,
}
_FILED = re.compile(r"filed|filing|lodged|submitted|depos\w+|depot|introduit\w*")

_D = r"(?P<document>.+?)"
_ANY_VERB = r"(?P<verb>[a-z]+(?: (?:down|into|up|en ligne))?)"
_OF_MAKING = (
    r"(?: of (?P<making>issue|issuance|publication|signature|signing|execution|filing|entry"
    r"|pronouncement|delivery))?"
)
_FAISANT = (
    r"(?: d(?:e|u|') ?(?:la |l')?(?P<making>signature|prononce|publication|parution|conclusion"
    r"|depot|redaction|envoi|emission|delivrance))?"
)
_WHEN = r"(?:when|(?:on )?(?:what|which) (?:date|day))"
_QUAND = r"(?:quand|(?:a|en) quelle date|(?:a )?quel jour)"
_SHOW = (
    r"(?:(?:and |so |please )*"
    r"(?:(?:what|which)(?: is|'s| was)|(?:can you )?(?:give|tell|show) me)? ?)"
)
_DONNE = (
    r"(?:(?:et |alors )*(?:quelle (?:est|etait|serait)|quelle|donne(?:z|r)?[- ]?(?:moi)?"
    r"|peux-tu me donner|pouvez-vous me donner|je cherche)? ?)"
)
_RENDU = r"(?P<active>rendu|prononce|pris|publie|delivre)"
_A_ETE = r"(?:a(?:-t)?-?(?:il|elle) ete|a ete|fut|est|etait|fut-(?:il|elle)|est-(?:il|elle))"
_PAR = r"(?: (?:by|par) (?P<agent>[^,;]+?))?"
_DE_QUAND = r"(?:et )?de (?:quand|quelle date|quel jour)"
_DATES = tuple(
    re.compile(form)
    for form in (
        rf"{_SHOW}(?:the )?(?:exact )?(?:date|day){_OF_MAKING} (?:of|on) {_D}",
        rf"{_SHOW}(?:the )?(?P<making>filing|publication|signing|issue|entry) date of {_D}",
        rf"{_SHOW}{_D}(?:'s|') (?:(?P<making>filing|publication|signing) )?date",
        rf"(?:what|which) date (?:does|did) {_D} (?:bear|carry|have|show)",
        rf"(?:what|which) date (?:is|stands|appears) (?:on|at the (?:top|head|end) of) {_D}",
        rf"(?:how|when|what) (?:is|was) {_D} (?P<verb>dated)",
        rf"{_WHEN} (?:is|was) {_D} {_ANY_VERB}{_PAR}",
        rf"{_WHEN} did (?P<agent>.+?) (?P<active>issue|enter|hand down|render|deliver|pronounce"
        rf"|give|release|publish|make) {_D}",
        rf"{_DONNE}(?:la )?date(?: exacte)?{_FAISANT} d(?:e|u|') ?{_D}",
        rf"{_DE_QUAND} (?:date|est(?: datee?)?) {_D}",
        rf"{_DE_QUAND} {_D} (?:date(?:-t-(?:il|elle))?|est-(?:il|elle))",
        rf"{_D} (?:date|est (?:date|datee)) de (?:quand|quel jour)",
        rf"quelle date (?:porte|figure sur|est (?:portee|inscrite|indiquee) sur) {_D}",
        rf"{_D} porte quelle date",
        rf"{_QUAND} (?:est-ce que )?{_D} {_A_ETE} {_ANY_VERB}{_PAR}",
        rf"{_QUAND} (?:a ete|fut|est) {_ANY_VERB} {_D}",
        rf"{_D} {_A_ETE} {_ANY_VERB}{_PAR} (?:quand|a quelle date)",
        rf"{_QUAND} (?:est-ce que )?(?P<agent>.+?) a(?:-t-(?:il|elle))? {_RENDU} {_D}",
    )
)
_WHICH_COURT = r"(?:which|what) (?:court|tribunal|chamber)"
_QUELLE_COUR = r"quel(?:le)? (?:tribunal|cour|juridiction|chambre|conseil)"
_COURTS = tuple(
    re.compile(form)
    for form in (
        rf"{_WHICH_COURT} (?P<active>issued|entered|handed down|rendered|delivered|pronounced|gave"
        rf"|made|released|published|wrote) {_D}",
        rf"by {_WHICH_COURT} (?:is|was) {_D} {_ANY_VERB}",
        rf"from {_WHICH_COURT} (?:is|was|comes) {_D}",
        rf"(?:which|what) (?:court|tribunal) is {_D} from",
        rf"{_SHOW}the (?:name of the )?court (?:of|behind|that (?:issued|gave|rendered)) {_D}",
        rf"{_QUELLE_COUR} a {_RENDU} {_D}",
        rf"par {_QUELLE_COUR} {_D} {_A_ETE} {_ANY_VERB}",
        rf"par {_QUELLE_COUR} (?:a ete|fut|est) {_ANY_VERB} {_D}",
        rf"de {_QUELLE_COUR} (?:emane|vient|provient|est) {_D}",
        rf"de {_QUELLE_COUR} {_D} (?:emane|vient|provient)(?:-t)?-(?:il|elle)",
    )
)
_OF_COURT = re.compile(r"\b(?:courts?|judges?|justices?|tribunal|cour|juges?|conseil|chambre)\b")

_DEFINITE = re.compile(
    r"(?:the|this|that|its|their|his|her|our|le|la|les|l'|ce|cet|cette|son|sa|leur|notre) ?"
)
_POSSESSED = re.compile(r"(?P<owner>.+?)(?:'s|s') (?P<rest>.+)")
_HEAD = re.compile(rf"(?P<before>(?:[\w.&-]+ ){{0,4}}?)(?P<noun>{_NOUN})\b(?!')(?P<after>.*)$")
# After an English noun follows what the document is of, to or on; another noun would be the thing
# that is meant: "the contract price".
_GOES_ON = re.compile(
    r" (?:of|from|to|by|on|in|for|between|against|with|regarding|concerning|about|re|under|that"
    r"|which|dated|no|number|\w+ing|d'|de|du|des|en|par|pour|contre|entre|que|qui|a|au|aux|sur"
    r"|dans|portant|rendue?|signee?|date)\b"
)
_LITTLE = frozenset(
    """the this that its their his her our of from to by on in for between against with which a an
    and or re no number regarding concerning about case matter suit lawsuit action same mentioned
    le la les l ce cet cette son sa leur notre d de du des en par pour contre entre que qui a au aux
    sur dans un une et cas affaire dossier instance procedure meme""".split()
)


@lru_cache(maxsize=64)
def asked_of_document(question: str, language: str) -> AskedOfDocument | None:
    """What a question asks of a document; None for any other question."""
    days = [found for found in printed_dates(question, language) if found.begins == found.ends]
    without = question
    for found in reversed(days):
        without = f"{without[: found.start]} {without[found.end :]}"
    asked = " ".join(fold(without).replace("’", "'").replace("?", " ").split()).rstrip(" .!")
    fields: tuple[tuple[Literal["date", "court"], tuple[re.Pattern[str], ...]], ...] = (
        ("date", _DATES),
        ("court", _COURTS),
    )
    for field, forms in fields:
        for form in forms:
            found_form = form.fullmatch(asked)
            named = _named(found_form.groupdict()) if found_form else None
            if named is not None and (field == "date" or named.kinds & COURTS_OWN):
                return replace(named, field=field, days=tuple(day.begins for day in days))
    return None


def _named(parts: dict[str, str | None]) -> AskedOfDocument | None:
    """The document that the parts of a question name, taken for a question on its date."""
    agent = parts.get("agent") or ""
    phrase = _read_phrase(parts["document"] or "", bare=bool(parts.get("active")))
    if phrase is None:
        return None
    noun, said = phrase
    kinds = frozenset(_NOUNS[noun])
    verb = parts.get("verb")
    if verb is not None and not any(_makes(verb, kind) for kind in kinds):
        return None
    if agent:
        # Whoever signs or sends does it on a day of their own; a court dates what it hands down.
        if not kinds & COURTS_OWN or not _OF_COURT.search(agent):
            return None
        said = (*said, *_content(agent))
    filing = _FILED.fullmatch(verb or parts.get("making") or "") is not None
    return AskedOfDocument("date", noun, kinds, tuple(dict.fromkeys(said)), (), filing)


def _makes(verb: str, kind: Kind) -> bool:
    return any(re.fullmatch(forms, verb) for forms in _MADE.get(kind, _OF_PAPER))


def _read_phrase(phrase: str, *, bare: bool) -> tuple[str, tuple[str, ...]] | None:
    """The noun of a definite phrase and what else it says; None where it means no document.
    ``bare``: "enter judgment" needs no article."""
    owned = _POSSESSED.fullmatch(phrase)
    if owned is not None and not _HEAD.match(phrase[: owned.end("owner")]):
        head = _HEAD.fullmatch(owned["rest"])
        said = tuple(_content(owned["owner"]))
    else:
        definite = _DEFINITE.match(phrase)
        if definite is None and not bare and not _starts_with_noun(phrase):
            return None
        head = _HEAD.fullmatch(phrase[definite.end() :] if definite else phrase)
        said = ()
    if head is None or (head["after"] and not _goes_on(head["after"])):
        return None
    return head["noun"], (*said, *_content(head["before"]), *_content(head["after"]))


def _starts_with_noun(phrase: str) -> bool:
    """« la date du jugement » has its article in « du »."""
    return re.match(rf"(?:{_NOUN})\b", phrase) is not None


def _goes_on(after: str) -> bool:
    if _GOES_ON.match(after):
        return True
    # A French adjective: « la lettre recommandée du 3 mai »; an English noun stands there too, so
    # that only the endings of participles and adjectives are let through.
    return re.match(r" \w+(?:ee?s?|if|ive|ique|aire)(?: |$)", after) is not None


def _content(text: str) -> Iterator[str]:
    return (word for word in words(text) if word not in _LITTLE)
