"""A question taken apart: its question word, what follows, its subject. French and English.

No grammar is known here, only little words. What cannot be told apart is left together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.question.parse import question_language, understand
from ingest.text.terms import fold

_APOSTROPHE = r"['’]"
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
)
_FRENCH_VERB = (
    r"(?:est|sont|était|étaient|sera|seront|fut|furent|a|ont|avait|avaient|aura|auront|doit"
    r"|doivent|peut|peuvent|dit|disent|fait|font|va|vont)"
)
_PREPOSITIONS = {
    "en": r"(?:in|on|at|to|from|by|for|with|against|under|of|since|until|through|before|after"
    r"|about|within|via|per|according to|as to|regarding)",
    "fr": r"(?:dans|en|à|aux?|de|du|des|par|pour|avec|contre|sous|depuis|jusqu’à|jusqu'à|avant"
    r"|après|chez|devant|selon|d['’]après|auprès de|auprès du|via|sur|grâce à|au sujet de"
    r"|concernant|quant à|envers)",
}
# A noun that goes with a question word: "how much money", « quelle somme d'argent ».
_QUESTION_WORDS = {
    "en": rf"(?:(?:how (?:much|many)|what|which|whose)(?: (?!{AUXILIARY}\b)[\w’'-]+){{0,4}}?"
    r"(?= AUX\b)|(?:how (?:much|many)|what|which|whose)(?: [\w’'-]+){0,2}$"
    r"|(?:how (?:much|many)|what|which|whose)(?: [\w’'-]+)?(?= )"
    r"|how (?:long|often|old|far|so)|how|whom?|when|where|why)".replace("AUX", AUXILIARY),
    "fr": rf"(?:qu{_APOSTROPHE}est-ce (?:que?|qui)|(?:au|aux|du|des)?quel(?:le)?s?"
    rf" (?:{_FRENCH_VERB}(?= )|[\w’'-]+(?: d(?:e |{_APOSTROPHE})(?!la\b|l['’]|une?\b)[\w-]+)?)"
    rf"|combien(?: d(?:e |{_APOSTROPHE})[\w-]+)?|quand|où|pourquoi|comment|qui|quoi|que"
    rf"|lequel|laquelle|lesquels|lesquelles|qu(?={_APOSTROPHE}))",
}
_OPENING = {
    language: re.compile(
        rf"(?P<before>(?:[^,?]{{3,80}}, )?)"
        rf"(?P<word>(?:{_PREPOSITIONS[language]} )?{_QUESTION_WORDS[language]})\b(?P<rest>.*)",
        re.IGNORECASE | re.DOTALL,
    )
    for language in ("en", "fr")
}
CLITIC = re.compile(
    r"(?<![\w-])(?:(?:[nstml]['’]|n[e] |s[e] |l[ea]s? |l(?:ui|eur) |y |en )*)"
    r"[^\W\d_]+(?:-(?:t-)?| t-)(?P<pronoun>il|elle|ils|elles)\b",
    re.IGNORECASE,
)
"""The verb of a French question with its pronoun: « s'appelait-elle », « a-t-il »."""
_OPENS_A_SENTENCE = (
    r"(?!(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Will|Est|Sont|A|Y)\b(?![’'.&]))"
)
# With the number after "ECF" and the like.
_NAME = (
    rf"{_OPENS_A_SENTENCE}[A-ZÀ-Ý][\w.&’'-]*(?: (?:[A-ZÀ-Ý]|of |de |du |& )[\w.&’'-]*)*"
    r"(?: \d+(?:-\d+)?)?"
)
_ARTICLE = {
    "en": r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Ee]ach|[Aa]ny|[Ee]ither|[Bb]oth|[Ee]very|[Nn]o) )",
    "fr": r"(?:[Ll]a |[Ll]es? |[Ll]['’]|[Uu]ne? |[Dd](?:es|u) |[Cc]e(?:tte|s|t)? "
    r"|[Cc]ertaine?s |[Pp]lusieurs |[Cc]haque |[Qq]uelques )",
}
# With what no noun goes on: a verb, a preposition, another article.
_ENDS_A_NOUN = {
    "en": rf"(?:{AUXILIARY}|{_PREPOSITIONS['en']}|[\w-]+(?:ed|ing)|that|who|which|the|an?)\b",
    "fr": rf"(?:{_FRENCH_VERB}\b|{_PREPOSITIONS['fr']}\b|qu[ie'’]|la\b|les?\b|[nsml]['’]|y\b"
    r"|une?\b|[\w’'-]+-(?:t-)?(?:ils?|elles?)\b)",
}
_NOUN_PHRASES = {
    "en": re.compile(
        rf"(?<![\w’'])(?:(?:the )?(?:first )?amended complaint"
        rf"|{_ARTICLE['en']}(?!same\b|other\b)(?:(?!{_ENDS_A_NOUN['en']})[\w’'-]+(?: |\b)){{1,4}}"
        rf"|{_NAME})"
    ),
    "fr": re.compile(
        rf"(?<!\w)(?:{_ARTICLE['fr']}(?!m[êe]mes? )"
        rf"(?:(?!{_ENDS_A_NOUN['fr']})[\w-]+(?: |\b)){{1,3}}|{_NAME})"
    ),
}
_NOUN = re.compile(
    r"(?:how (?:much|many)|what|which|combien d(?:e |['’])|quel(?:le)?s?)\s*([^\W\d_]{3,}.*)$",
    re.IGNORECASE,
)


# With such an auxiliary the verb follows the subject.
_DO = re.compile(rf"\s*(?!is|are|was|were|has|have|had){AUXILIARY} the ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuestionParts:
    """``before`` is what leads up to the question ("According to Acme, "), ``word`` its question
    word with preposition and noun ("in which court"), empty where it has none; ``rest`` what
    follows, without the question mark. Joined they are the question."""

    language: str
    before: str
    word: str
    rest: str

    @property
    def noun(self) -> str:
        """The noun that the question word asks for: "claims" in "how many claims"."""
        found = _NOUN.search(self.word)
        verb = rf"(?:{AUXILIARY}|{_FRENCH_VERB})$"
        return found[1] if found and not re.match(verb, found[1], re.IGNORECASE) else ""


def parts(text: str, language: str = "") -> QuestionParts:
    """Take a question apart. Never fails: where there is no question word, all is ``rest``."""
    language = language or ("fr" if question_language(text) == "fr" else "en")
    bare = text.strip().rstrip("?!. \u00a0\u202f")
    found = _OPENING[language].match(bare)
    if not found:
        return QuestionParts(language, "", "", bare)
    return QuestionParts(language, found["before"], found["word"], found["rest"])


def noun_phrases(text: str, language: str) -> list[tuple[int, int]]:
    """[start, end) of what looks like a noun with its article, or a name."""
    return [
        (found.start(), found.start() + len(found[0].rstrip(" ,’'.")))
        for found in _NOUN_PHRASES[language].finditer(text)
    ]


def nouns_asked_about(asked: QuestionParts) -> list[tuple[int, int]]:
    """[start, end) in ``asked.rest`` of its nouns and names, without the verb that ends the first
    where an auxiliary goes before it: "did the judge decide"."""
    found = noun_phrases(asked.rest, asked.language)
    if found and _DO.match(asked.rest):
        start, end = found[0]
        phrase = asked.rest[start:end]
        verb_follows = re.match(rf"\s*{AUXILIARY}\b", asked.rest[end:], re.IGNORECASE)
        if phrase.startswith("the ") and len(phrase.split()) > 2 and not verb_follows:
            found[0] = start, start + len(phrase.rsplit(" ", 1)[0])
    return found


def subject(asked: QuestionParts) -> str:
    """The first noun or name after the question word; empty where there is none."""
    found = nouns_asked_about(asked)
    return asked.rest[slice(*found[0])] if found else ""


def has_clause(text: str, language: str) -> bool:
    """Whether it holds a question word or a verb that is known as one."""
    if CLITIC.search(text) or re.search(r"\best-ce\b", text):
        return True
    verb = AUXILIARY if language == "en" else _FRENCH_VERB
    word = (
        r"what|which|whose|whom?|when|where|why|how"
        if language == "en"
        else r"quel(?:le)?s?|combien|quand|où|pourquoi|comment|qui|que|quoi"
    )
    return bool(re.search(rf"\b(?:{verb}|{word})\b", text, re.IGNORECASE))


def preposition(text: str, language: str) -> str:
    """The preposition a text begins with, or nothing."""
    found = re.match(rf"{_PREPOSITIONS[language]}\b(?![-’'])", text, re.IGNORECASE)
    return found[0] if found else ""


def article(text: str, language: str) -> str:
    """The article a text begins with, or nothing."""
    found = re.match(_ARTICLE[language], text)
    return found[0] if found else ""


def topic(before: str, without: str) -> str:
    """What the question before is about, in parentheses, where ``without`` lacks it."""
    asked = understand(before)
    known = fold(without)
    lacking = [term for term in asked.terms if fold(term) not in known]
    if not lacking:
        return ""
    earlier = parts(before)
    about = re.sub(
        rf"^\s*(?:{AUXILIARY}|{_FRENCH_VERB})\b|-(?:t-)?(?:ils?|elles?)\b", "", earlier.rest
    ).strip()
    nouns = [earlier.rest[slice(*noun)] for noun in nouns_asked_about(earlier)]
    if any(re.match(r"(?:the|la|les?|an?|une?) |l['’]", noun, re.IGNORECASE) for noun in nouns):
        about = ", ".join(nouns)
    if earlier.noun and fold(earlier.noun) not in known:
        about = f"{earlier.noun} {about}"
    own = subject(earlier)
    if own and own in without:
        about = about.removeprefix(own).strip()
    return f" ({about})" if about else ""
