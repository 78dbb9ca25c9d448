"""Pronouns and demonstratives that nothing in their question explains: the question before does."""

from __future__ import annotations

import re

from bot.question.expressions import expressions
from bot.question.fragments import DOCUMENT, in_place_of
from bot.question.parts import (
    AUXILIARY,
    CLITIC,
    noun_phrases,
    nouns_asked_about,
    parts,
    preposition,
    topic,
)
from bot.question.translation import translated

_ENGLISH = re.compile(
    r"\b(?P<owner>its|theirs?|his|hers?(?= [a-z]))\b|\b(?P<thing>it|they|them|he|him|she|her)\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    # English: "is it true that", "what does it cost to", "how long did it take to".
    r"\b(?:is|was|isn['’]t|wasn['’]t) it\b.*\b(?:that|to|who|if|whether)\b"
    r"|\bit (?:costs?|takes?|means?)\b(?=.* to\b)|\bas it (?:is|was|were|stands)\b"
    # French: « y a-t-il », « s'agit-il ».
    r"|\by (?:a|avait|aura|eut)[- ](?:t[-' ’])?il\b"
    r"|\b(?:s['’]agit|faut|fallait|faudra|vaut|suffit|reste|existe|convient|semble|importe"
    r"|arrive|manque)-(?:t-)?il\b"
    r"|\bs['’]est-(?:t-)?il pass[eé]\b|\best-il arriv[eé]\b|\bse passe-t-il\b"
    r"|\b(?:est|était|sera)-il (?:interdit|permis|possible|autoris[eé]|oblig|pr[eé]vu"
    r"|n[eé]cessaire|question|\w+ qu[e'’])"
    r"|\bil (?:y a|faut|s['’]agit|est \w+ qu)",
    re.IGNORECASE,
)
_OPEN_THAT = re.compile(
    r"\b(?:of|about|by|for|after|before|from|to|than|is|was|does|did) (?:that|this|those|these)"
    rf"(?=\s*(?:$|[,.?])| (?:{AUXILIARY}|it|they|he|she|[A-Z])\b)",
    re.IGNORECASE,
)
_SAID_OF = (
    r"(?:amounts?|sums?|figures?|numbers?|money|dates?|years?|compan(?:y|ies)|firms?|persons?"
    r"|people|payments?|reasons?|rules?|prices?|ones?)"
)
_SAID_OF_FRENCH = (
    r"(?:montants?|sommes?|chiffres?|nombres?|argent|dates?|ann[eé]es?|soci[eé]t[eé]s?"
    r"|entreprises?|personnes?|paiements?|raisons?|r[eè]gles?|prix)"
)
_POINTING = re.compile(
    rf"\b(?:that|this|those|these|such) {_SAID_OF}\b|\bthe (?:same|other) (?:{_SAID_OF}|thing)\b"
    rf"|\bce(?:t|tte|s)? {_SAID_OF_FRENCH}\b|\bl[ea]s? m[êe]mes? {_SAID_OF_FRENCH}\b"
    r"|\bce(?:lui|lle|ux|lles)-(?:ci|là)\b|\b(?:cela|ceci|ça)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\bthe same\b|\bl[ea]s? m[êe]mes?\b", re.IGNORECASE)
_FRENCH = re.compile(
    r"(?P<that>\b(?:qu|lorsqu|puisqu|s))['’](?P<after>ils?|elles?)\b"
    r"|(?:^|(?<=, )|(?<=\bquand )|(?<=\bpourquoi )|(?<=\bcomment )|(?<=\boù ))"
    r"(?P<subject>ils?|elles?)\b(?! est l)",
    re.IGNORECASE,
)
_FRENCH_OBJECT = re.compile(
    r"\b[ldns]['’](?:a|ont|avait|avaient)\b(?!-(?:t-)?(?:il|elle))|\bcombien en\b"
    r"|\b(?:de|à) (?:le|les) [^\W\d_]+er\b|\b(?:de|à|pour|sans) la (?!mer\b)[^\W\d_]+er\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    # Those of a lawsuit who are never "it"; a plaintiff or a client may be a company.
    r"\b(?:judge|magistrate|clerk|attorney|lawyer|witness|juror|expert|arbitrator|mediator"
    r"|bailiff|notary|president|chairman|chairwoman|chairperson|director|officer|employee|doctor"
    r"|man|woman|person|father|mother|husband|wife|son|daughter)$",
    re.IGNORECASE,
)
_FRENCH_OWNER = re.compile(r"\b(?:son|sa|ses|leurs?) [^\W\d_]", re.IGNORECASE)


def explained(rest: str, language: str, lead: bool, before: str) -> str | None:
    """The question with its pronoun replaced by what it stands for; None where no pronoun needs
    it."""
    del lead
    if _IMPERSONAL.search(rest):
        return None
    pointing = _first_open(_POINTING, rest, language)
    named = list(DOCUMENT[language].finditer(rest))
    if len(named) == 1 and _SAME.search(rest) and _POINTING.search(rest):
        # "Does the article give the same figure?" asks of the article what was asked before.
        return in_place_of(named[0][0], language, before)
    made = (_english if language == "en" else _french)(rest, before)
    open_that = language == "en" and _OPEN_THAT.search(made or rest)
    if open_that or (pointing and made is None):
        return (made or rest) + topic(before, made or rest)
    return made


def _english(rest: str, before: str) -> str | None:
    found = _first_open(_ENGLISH, rest, "en")
    if found is None:
        return None
    meant = _meant(found[0].lower(), "en", before)
    if meant is None:
        return rest + topic(before, rest)
    if found["owner"]:
        meant += "’" if meant.endswith("s") else "’s"
    return f"{rest[: found.start()]}{meant}{rest[found.end() :]}"


def _french(rest: str, before: str) -> str | None:
    clitic = _first_open(CLITIC, rest, "fr")
    if clitic is not None:
        meant = _meant(clitic["pronoun"].lower(), "fr", before)
        if meant is None:
            return rest + topic(before, rest)
        verb = rest[clitic.start() :]
        verb = verb if clitic.start() else verb[0].lower() + verb[1:]
        opening = re.sub(r"(?<=qu)['’]$", "e ", rest[: clitic.start()], flags=re.IGNORECASE)
        return f"{opening}{meant} {verb}"
    if CLITIC.search(rest) is None and (subject := _first_open(_FRENCH, rest, "fr")) is not None:
        pronoun = subject["after"] or subject["subject"]
        meant = _meant(pronoun.lower(), "fr", before)
        if meant is None:
            return rest + topic(before, rest)
        that = {"qu": "que ", "s": "si "}.get((subject["that"] or "").lower(), "")
        return f"{rest[: subject.start()]}{that}{meant}{rest[subject.end() :]}"
    if _FRENCH_OBJECT.search(rest) or _first_open(_FRENCH_OWNER, rest, "fr"):
        return rest + topic(before, rest)
    return None


def _first_open(form: re.Pattern[str], rest: str, language: str) -> re.Match[str] | None:
    """The first match that no noun or name before it explains."""
    asked = parts(rest, language)
    found = form.search(rest, len(asked.before))
    if found is None:
        return None
    start = len(asked.before) + len(asked.word)
    between = rest[start : found.start()] if found.start() > start else ""
    if asked.before and not preposition(asked.before, language):
        between = f"{asked.before} {between}"  # « Les paiements, quand ont-ils cessé ? »
    return None if noun_phrases(between, language) else found


def _meant(pronoun: str, language: str, before: str) -> str | None:
    """What a pronoun stands for: the first noun or name of the question before that fits it; None
    where none does, or where several nouns do, for a wrong guess asks something else."""
    earlier = parts(before)
    dates = expressions(earlier.rest, "date")
    phrases = [
        earlier.rest[start:end]
        for start, end in nouns_asked_about(earlier)
        if not any(start < over and since < end for since, over in dates)
    ]
    plural = pronoun in ("they", "them", "their", "theirs", "ils", "elles")
    if plural and earlier.noun.endswith("s"):
        phrases.insert(0, f"{'the' if earlier.language == 'en' else 'les'} {earlier.noun}")
    fitting = [phrase for phrase in phrases if _fits(phrase, pronoun, earlier.language)]
    if len({*map(str.lower, fitting)}) > 1 and not all(map(_is_name, fitting)):
        return None
    # A company is "they" too.
    for phrase in fitting or [phrase for phrase in phrases if _is_name(phrase)]:
        phrase = re.sub(r"['’]s?$", "", phrase)
        if _is_name(phrase):
            return phrase
        phrase = phrase[0].lower() + phrase[1:]
        return translated(phrase, earlier.language, language) or phrase
    return None


def _is_name(phrase: str) -> bool:
    return bool(re.match(r"(?!(?:The|La|Les?|L['’])\b)[A-ZÀ-Ý]", phrase))


def _fits(phrase: str, pronoun: str, language: str) -> bool:
    named = _is_name(phrase)
    plural = bool(re.search(r"[^s]s$", phrase)) and not named
    if pronoun in ("they", "them", "their", "theirs", "ils", "elles"):
        return plural
    if pronoun in ("it", "its") and _PERSON.search(phrase):
        return False
    if pronoun in ("he", "him", "his", "she", "her", "hers"):
        return named or bool(_PERSON.search(phrase))
    if language == "fr" and pronoun == "elle":
        return named or bool(re.match(r"(?:la|l['’]|une|cette)", phrase, re.IGNORECASE))
    if language == "fr" and pronoun == "il":
        return bool(re.match(r"(?:le|l['’]|un|cet?)\b", phrase, re.IGNORECASE))
    return not plural
