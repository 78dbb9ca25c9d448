"""Follow-ups: what "And in the motion?" or « Quand ? » asks, after the questions before it.

No model is asked: a follow-up is known by its form (no verb, "and …", a pronoun that nothing in
it explains), and the question it stands for is made of the earlier one by exchanging a part of
it. Where it is in doubt which part, both are asked, the earlier one in parentheses: a question
composed wrongly finds something else. Whatever stands by itself is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce

from bot.question.fragments import in_place_of
from bot.question.parse import question_language, understand
from bot.question.parts import (
    AUXILIARY,
    CLITIC,
    QuestionParts,
    has_clause,
    parts,
    preposition,
    subject,
    topic,
)
from bot.question.pronouns import explained
from bot.question.translation import translated

_LEAD = re.compile(
    r"(?P<lead>(?:(?:and|but|or|so|then|also|ok(?:ay)?|et|mais|alors|puis|donc)[,:]? )*"
    r"(?P<about>(?:what|how) about |same (?:question )?for |qu['’]en est-il "
    r"|quid |même (?:question|chose) pour )?)",
    re.IGNORECASE,
)
_FRENCH_LEAD = re.compile(r"et|mais|alors|puis|donc|qu|même", re.IGNORECASE)
_CONTRACTED = {"du": "le", "des": "les", "aux": "les", "au": "le"}
_WHICH = re.compile(
    rf"(?:which(?: ones?| of (?:them|those|these))?(?= {AUXILIARY}\b)|which ones?$"
    r"|(?P<french>lequel|laquelle|lesquels|lesquelles))\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:who|what|which\b.*|qui|qu['’]est-ce qui)$", re.IGNORECASE)
# "How many were delivered": of what, the question before said.
_OF_WHAT = re.compile(rf"how many {AUXILIARY}\b", re.IGNORECASE)
_ADVERBS = re.compile(
    r",? (?:exactly|precisely|then|else|exactement|précisément|alors|donc|au juste)$", re.IGNORECASE
)
# So few words are a fragment or a question word with its noun.
_SHORT = 8
_TURNS = 10


def resolve(question: str, earlier: Sequence[str]) -> str:
    """The full question that ``question`` stands for after the earlier ones, oldest first; itself
    where it is complete."""
    asked = reduce(
        lambda before, text: _resolve(text, before) or _alone(text), earlier[-_TURNS:], ""
    )
    return _resolve(question, asked) or question


def _resolve(question: str, before: str) -> str | None:
    if not before or not question.strip():
        return None
    language = _language(question)
    lead, rest = _without_lead(question, language)
    ways: tuple[Callable[[str, str, bool, str], str | None], ...] = (
        _which_ones,
        _other_question_word,
        _fragment,
        explained,
        _sparse,
    )
    for way in ways:
        made = way(rest, language, lead, before)
        if made is not None:
            return _asked(made)
    return None


def _alone(question: str) -> str:
    """Without the "and" that it begins with."""
    return _without_lead(question, _language(question))[1]


def _language(question: str) -> str:
    """That of its first word, where that is one by which a question goes on."""
    found = _LEAD.match(question.strip())
    if found and found["lead"]:
        return "fr" if _FRENCH_LEAD.match(found["lead"]) else "en"
    french = CLITIC.search(question) or question_language(question) == "fr"
    return "fr" if french else "en"


def _without_lead(question: str, language: str) -> tuple[bool, str]:
    """Whether it begins like the continuation of another, and what comes after that."""
    bare = _bare(question)
    found = _LEAD.match(bare)
    if not found or not found["lead"]:
        return False, bare
    rest = bare[found.end() :]
    if language == "fr" and found["about"] and (contracted := re.match(r"(\w+) ", rest)):
        # « Qu'en est-il du contrat » is about « le contrat ».
        article = _CONTRACTED.get(contracted[1].lower())
        rest = f"{article} {rest[contracted.end() :]}" if article else rest
        rest = re.sub(r"^(?:de |d['’])", "", rest)
    return True, rest or bare


def _asked(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,")
    mark = " ?" if question_language(text) == "fr" else "?"
    return f"{text[0].upper()}{text[1:]}{mark}"


def both(question: str, before: str) -> str:
    """A question with the one before it in parentheses."""
    return f"{question} ({_bare(before)})"


def _bare(question: str) -> str:
    return question.strip().rstrip("?!. \u00a0\u202f")


def _which_ones(rest: str, language: str, _: bool, before: str) -> str | None:
    """In "Which ones are new?" the noun is that of the question before."""
    found = _WHICH.match(rest)
    noun = parts(before).noun
    if not found or not noun or question_language(before) != language:
        return None
    word = re.sub(r"(?<=l)e?(?=quel)|^(?:le|la|les)(?=quel)", "", found[0], flags=re.IGNORECASE)
    after = rest[found.end() :]
    if not after.strip():
        earlier = parts(before)
        return f"{earlier.before}{word if found['french'] else 'which'} {noun}{earlier.rest}"
    about = topic(before, f"{rest} {noun}")
    return f"{word if found['french'] else 'which'} {noun}{after}{about}"


def _other_question_word(rest: str, language: str, _: bool, before: str) -> str | None:
    """For "When?" and "At what price?", the question before with that question word."""
    short = _ADVERBS.sub("", rest)
    asked = parts(short, language)
    if not asked.word or asked.rest or asked.before or len(short.split()) > _SHORT:
        return None
    if re.search(r"\w(?:ed|ened)$", short) and len(short.split()) > 1:
        return None  # "What happened?"
    word, earlier = asked.word, parts(before)
    if (
        len(asked.noun.split()) > 1
        or _WHICH.fullmatch(word)
        or (earlier.noun and not subject(earlier))
    ):
        # "Which rules apply?" may have its own verb; what was "Which goods were bought?" is lost
        # with its question word.
        return both(short, before)
    if earlier.language != language:
        known = translated(word, language, earlier.language)
        if known is None:
            return both(word, before)
        word = known
    return earlier.before + _joined(word, earlier)


def _joined(word: str, earlier: QuestionParts) -> str:
    """Another question word before the rest of a question."""
    rest = earlier.rest.strip()
    asks_who = _WHO.match(earlier.word)
    if not earlier.word:
        # What can be answered by yes or no, else no question at all.
        if has_clause(rest, earlier.language):
            opening = rest.split(" ")[0]
            named = opening in understand(f"– {rest}").names
            return f"{word} {rest if named else rest[:1].lower() + rest[1:]}"
        return f"{word} ({rest})"
    if earlier.word.lower() == "what" and re.search(r" do$", rest):
        return f"{word} {rest} it"
    if asks_who and earlier.language == "en":
        if did := re.match(r"([\w-]+ed) (.+)", rest):
            return f"{word} was {did[2]} {did[1]}"
        if not re.match(AUXILIARY, rest):
            return f"{word} ({rest})"
    if asks_who and (did := re.match(r"(?:a|ont) ((?!été\b)\w+(?:é|it|is|u)e?s?\b.*)", rest)):
        return f"{word} a-t-on {did[1]}"
    return f"{word} {rest}"


def _fragment(rest: str, language: str, lead: bool, before: str) -> str | None:
    """For "And in the motion?", « Et pour Smith ? », the question before with that part."""
    if len(rest.split()) > _SHORT or has_clause(rest, language):
        return None
    if not understand(rest).terms or not (lead or preposition(rest, language)):
        return None
    # « celle d'Acme »: of what was asked of another.
    rest = re.sub(r"^(?:that|those|cel(?:le|ui|les)|ceux) (?=of |d[eu]s? |d['’])", "", rest)
    return in_place_of(rest, language, before)


def _sparse(rest: str, language: str, lead: bool, before: str) -> str | None:
    """What "And who signed?" is about: it says too little by itself."""
    asked = understand(rest)
    if not has_clause(rest, language):
        return None
    of_what = _OF_WHAT.match(rest) and len(asked.terms) < 2 and not asked.names
    if not asked.terms or of_what:
        return both(rest, before)
    if not lead:
        return None
    if len(asked.terms) > 1 or asked.names or asked.lookup.kind:
        return None
    return rest + topic(before, rest)
