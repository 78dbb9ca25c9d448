"""Fragments ("in the motion", « pour Smith ») put into the question that came before: in the
place of what they stand for, or else at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.question.expressions import expressions
from bot.question.parse import understand
from bot.question.parts import CLITIC, article, nouns_asked_about, parts, preposition
from bot.question.translation import translated
from ingest.text.terms import fold, stem, words
from ingest.text.vocabulary import ORDINAL
from ingest.translation import speaking, word

_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:¶+|\bpara(?:graph|graphe|\.)?s?)\s*(?:no\.?|n°)?\s*\d+(?:\s*(?:-|–|to|à)\s*\d+)?",
        r"\bp(?:ages?|\.)\s*\d+",
        r"\b(?:ecf|dkt\.?|docket)(?: entry)?\s*(?:no\.?|n[o°]\.?|#)?\s*\d+(?:-\d+)?",
        rf"\b{ORDINAL['en']} (?:cause of action|claim for relief|count|claim)"
        rf"|\b{ORDINAL['fr']} (?:cause d['’]action|chef|grief|demande|fondement)",
    )
)
_OF = r"(?: (?:(?:filed )?by|of|de|du|d['’]) ?[\w’'-]+(?: [A-Z][\w.]*)*)?"
DOCUMENT = {
    "en": re.compile(
        r"\b(?:the |this |that )?(?:(?:first |second |original |initial )?(?:amended )?complaint"
        r"|motion to dismiss|motion|opposition|reply|order|judgment|declaration|answer|(?:demand )?"
        r"letter|(?:press |news(?:paper)? )?article|docket(?: report)?|contract)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:\b(?:la |le |cette |ce )|\b[l]['’])?\b(?:(?:premi[eè]re |nouvelle )?plainte"
        r"(?: modifi[eé]e| amend[eé]e| initiale)?|requ[eê]te(?: en rejet| en irrecevabilit[eé])?"
        r"|opposition|r[eé]plique|ordonnance|jugement|d[eé]claration|r[eé]ponse"
        r"|lettre|article(?: de presse)?|registre(?: du tribunal)?|contrat)\b",
        re.IGNORECASE,
    ),
}
_TO = {"to", "a", "au", "aux", "envers"}
_SAME_SENSE = (
    {"by", "through", "via", "with", "par", "avec", "grace a"},
    {"for", "as to", "regarding", "about", "concerning", "pour", "sur", "concernant", "quant a"},
    _TO,
    {"against", "contre"},
    {"from", "de", "chez", "aupres de"},
    {"in", "at", "on", "dans", "en", "devant"},
    {"according to", "selon", "d'apres", "d’apres"},
    {"before", "avant"},
    {"after", "since", "apres", "depuis"},
)
_COMPLEMENT = 4
_ARTICLES = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}


def in_place_of(fragment: str, language: str, before: str) -> str:
    """The question ``before`` with the fragment in the place of what is of its kind."""
    asked = before.rstrip("?!. \u00a0\u202f")
    into = parts(before).language
    lead = preposition(fragment, language)
    noun = fragment[len(lead) :].strip()
    if into != language:
        new_lead, new_noun = translated(lead, language, into), _noun_in(noun, language, into)
        if (lead and new_lead is None) or new_noun is None:
            return f"{fragment} ({asked})"
        lead, noun = new_lead or "", new_noun
    if numbered := _numbered_place(noun, asked, into):
        return numbered
    for place in _places(noun, lead, asked, into):
        return _exchanged(asked, place, lead, noun, into)
    if lead:
        return f"{asked} {lead} {noun}"
    if DOCUMENT[into].fullmatch(noun):
        with speaking(into):
            return f"{asked} {word('according to')} {noun}"
    return f"{noun} ({asked})"


def _numbered_place(noun: str, asked: str, language: str) -> str | None:
    """A question on another paragraph, page or number, of the same document unless it names one."""
    for form in _PLACES:
        new, old = form.search(noun), form.search(asked)
        if new and old:
            after = asked[old.end() :]
            if DOCUMENT[language].search(noun):
                own = re.match(rf" (?:of|in|de|du|dans) {DOCUMENT[language].pattern}", after, re.I)
                return (
                    f"{asked[: old.start()]}{noun[new.start() :]}{after[own.end() if own else 0 :]}"
                )
            return f"{asked[: old.start()]}{new[0]}{after}"
    return None


def _noun_in(noun: str, language: str, into: str) -> str | None:
    known = translated(noun, language, into)
    if known is not None:
        return known
    # Names, numbers and dates are the same.
    return noun if re.match(r"[A-ZÀ-Ý\d¶]", noun) else None


def _places(noun: str, lead: str, asked: str, language: str) -> Iterator[tuple[int, int]]:
    """[start, end) of what the fragment stands for, the likeliest first."""
    document = DOCUMENT[language]
    is_document = re.fullmatch(f"{document.pattern}{_OF}", noun, re.IGNORECASE)
    if is_document:
        yield from (found.span() for found in document.finditer(asked))
    if any((0, len(noun)) == expression for expression in expressions(noun, "date")):
        yield from expressions(asked, "date")
    opening = parts(asked, language)
    offset = len(opening.before) + len(opening.word)
    phrases = [(offset + start, offset + end) for start, end in nouns_asked_about(opening)]
    sense = _sense(lead)
    same = [
        phrase for phrase in phrases if lead and _sense(_before(asked, phrase, language)) == sense
    ]
    if re.match(r"[A-ZÀ-Ý]", noun):
        names = [
            phrase for phrase in phrases if re.match(r"[A-ZÀ-Ý]", asked[phrase[0] : phrase[1]])
        ]
        yield from (phrase for phrase in same if phrase in names)
        if not lead:
            yield from names[:1]
        elif fold(lead) in _TO and len(names) > 1:
            yield names[-1]
        return
    meant = {stem(term, language) for term in understand(noun).terms}
    yield from (
        _to_verb(asked, run)
        for run in _runs(asked, phrases, language)
        if meant & {stem(word, language) for word in words(asked[run[0] : run[1]])}
    )
    if lead and not is_document:
        yield from _phrases_of_sense(asked, lead, language)
    elif not lead and article(noun, language):
        # "And the defendant?" is of the kind of "the plaintiff"; "renewal" may be of any.
        yield from phrases[:1]


def _to_verb(asked: str, place: tuple[int, int]) -> tuple[int, int]:
    """A French subject reaches to its verb: « les composants sur mesure étaient-ils »."""
    verb = CLITIC.search(asked, place[1])
    between = asked[place[1] : verb.start()] if verb else ""
    if verb and len(between.split()) <= _COMPLEMENT and "," not in between:
        return place[0], place[1] + len(between.rstrip())
    return place


def _runs(asked: str, phrases: list[tuple[int, int]], language: str) -> Iterator[tuple[int, int]]:
    """Noun phrases, also those without an article ("custom components")."""
    yield from phrases
    if language == "en":
        bare = r"(?<=\b(?:were|have|many) )(?:[\w-]+ ){0,2}[\w-]+s(?= [\w-]+ed\b)"
        for form in (bare.replace("(?:were|have|many)", verb) for verb in ("were", "have", "many")):
            yield from (found.span() for found in re.finditer(form, asked))


def _phrases_of_sense(asked: str, lead: str, language: str) -> Iterator[tuple[int, int]]:
    """What follows a preposition of the same sense, to the end: "by cancelling orders"."""
    if _sense(lead) is None:
        return
    for found in re.finditer(r"(?<= )\S", asked):
        own = preposition(asked[found.start() :], language)
        if own and _sense(own) == _sense(lead):
            start = found.start() + len(own) + 1
            if start < len(asked):
                yield start, len(asked)


def _sense(lead: str) -> int | None:
    folded = fold(lead)
    return next((at for at, sense in enumerate(_SAME_SENSE) if folded in sense), None)


def _before(asked: str, place: tuple[int, int], language: str) -> str:
    """The preposition before a place in a question."""
    leading = asked[: place[0]].rstrip()
    for count in (3, 2, 1):
        tail = " ".join(leading.split()[-count:])
        if tail and preposition(tail, language) == tail:
            return tail
    return ""


def _exchanged(asked: str, place: tuple[int, int], lead: str, noun: str, language: str) -> str:
    start, end = place
    if start and re.match(r"(?:The|La|Les?|L['’])\b", noun):
        noun = noun[0].lower() + noun[1:]
    own = _before(asked, place, language)
    if own and lead:
        start = len(asked[:start].rstrip()) - len(own)
        noun = f"{lead} {noun}"
    elif own and language == "fr":
        expanded = {"du": "de", "des": "de", "au": "à", "aux": "à"}.get(own.lower(), own)
        article, _, others = noun.partition(" ")
        contracted = _ARTICLES.get((expanded.lower(), article.lower()))
        start = len(asked[:start].rstrip()) - len(own)
        noun = f"{contracted} {others}" if contracted else f"{expanded} {noun}"
    made = f"{asked[:start]}{noun}{asked[end:]}"
    return re.sub(r"^(quel)(?= est la )", r"\1le", made, flags=re.IGNORECASE)
