"""The checker: shows a sentence that a model wrote only if the sentences it cites say the same.

Each rule looks at one way in which a written sentence goes wrong, and gives a reason in its name.
They read French and English alike: amounts, dates and numbers by their value, names by their
letters, negation by its words. A rule that cannot tell lets a statement pass to the next; the
last one is a second look by somebody else than these rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.answer import Match
from bot.question.glossary import counterparts, counterparts_of_name
from bot.reading.choose import find
from bot.reading.likeness import Compare, StatementLikeness, fitted
from bot.reading.negated_words import denied_words
from bot.reading.polarity import clauses, denials, is_opposed
from bot.reading.roles import Role, bonds, roles, sides
from bot.reading.side_words import with_names
from bot.reading.values import lacks_bound, lacks_value
from bot.reading.voices import is_attributed, names_court
from ingest.document import Kind
from ingest.text.terms import fold, stem, words
from ingest.text.vocabulary import DAY_NAMES, MONTH_NAMES
from ingest.translation import N_

Reason = Literal[
    "no citation",
    "no such source",
    "quote",
    "number",
    "bound",
    "name",
    "negation",
    "parties",
    "voice",
    "unrelated",
    "second look",
    "language",
]
"""Why a statement is dropped: it cites nothing, or what was not shown; its quoted words do not
stand there; it has a number, amount or date, a bound on one ("more than"), or a name that does
not; one of the two denies what the other says; the same names stand the other way round; what a
party says is stated as a fact, or as the court's finding; it has too little in common with what
it cites; the second look disagrees; it is not in the language of the question."""

REASONS: dict[str, str] = {
    "no citation": N_("it cites nothing"),
    "no such source": N_("it cites a sentence that was not among those shown"),
    "quote": N_("words it puts in quotation marks do not stand in what it cites"),
    "number": N_("an amount, date or number in it does not stand in what it cites"),
    "bound": N_("it says “more than” or “less than” where what it cites does not"),
    "name": N_("a name in it does not stand in what it cites"),
    "negation": N_("it denies what it cites, or states what that denies"),
    "parties": N_("it exchanges who did something and to whom"),
    "voice": N_("it states as a fact, or as the court's finding, what somebody only says"),
    "unrelated": N_("it has too little in common with what it cites"),
    "second look": N_("a second look did not find it in what it cites"),
    "language": N_("it is not in the language of the question"),
}
"""By `Reason`, what is said of it to the reader."""


@dataclass(frozen=True, slots=True)
class CitableSentence:
    """A sentence that a statement may cite. ``around`` is the passage with its header: a name may
    stand there that the sentence only means."""

    text: str
    language: str
    kind: Kind
    around: str = ""
    court: bool = False
    """Whether the court speaks in it."""
    parties: tuple[str, ...] = ()
    """Those of the document's caption, plaintiffs first."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, without the numbers of its sources, which are ``cites``,
    counted from 1."""

    text: str
    cites: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker says: no ``reason`` where the statement may be shown as ``text``."""

    text: str
    reason: Reason | None
    match: Match = "exact"

    @property
    def kept(self) -> bool:
        return self.reason is None


SecondLook = Callable[[Written, Sequence[CitableSentence]], bool]
"""Whether somebody else finds the statement in what it cites."""


def agreed(_: Written, __: Sequence[CitableSentence]) -> bool:
    """A second look that always agrees: the rules alone."""
    return True


def check(
    written: Written,
    sources: Sequence[CitableSentence],
    second_look: SecondLook = agreed,
    compare: Compare | None = None,
) -> Verdict:
    """Whether a statement may be shown, and in which words: those it quotes become the source's
    own where they differ in form alone. Without ``compare`` the words alone tell whether it speaks
    of what it cites."""
    if not written.cites:
        return Verdict(written.text, "no citation")
    if not all(1 <= number <= len(sources) for number in written.cites):
        return Verdict(written.text, "no such source")
    cited = [sources[number - 1] for number in written.cites]
    text, match = _with_quotes_of(written.text, cited)
    if text is None:
        return Verdict(written.text, "quote")
    written = replace(written, text=text)
    cited = [_with_names(source, written) for source in cited]
    for reason, fails in _RULES:
        if fails(written, cited):
            return Verdict(text, reason)
    if compare is None:
        if _is_unrelated(written, cited):
            return Verdict(text, "unrelated")
    else:
        likeness = likeness_of(written, cited, compare)
        if fitted().is_denied(likeness):
            return Verdict(text, "negation")
        if not _is_related_by(written, cited, likeness):
            return Verdict(text, "unrelated")
    if not second_look(written, cited):
        return Verdict(text, "second look")
    return Verdict(text, None, match)


def _with_names(source: CitableSentence, written: Written) -> CitableSentence:
    """The source, naming a party as the statement does where it names its side."""
    named = with_names(source.text, source.parties, all_names(written.text))
    return replace(source, text=named)


# Quoted words

_QUOTED = re.compile(r"“([^“”]+)”|«\s*([^«»]+?)\s*»|\"([^\"]+)\"")
_NEAR = 0.92


def _with_quotes_of(text: str, cited: Sequence[CitableSentence]) -> tuple[str | None, Match]:
    """The text with its quotations in the source's wording; None where one stands nowhere."""
    match: Match = "exact"
    for found in reversed(list(_QUOTED.finditer(text))):
        at = next(group for group in (1, 2, 3) if found[group] is not None)
        quoted = found[at].strip(" .,;")
        # A word or two may be a name or a term of the question.
        sourced = next(filter(None, (_quote_in(quoted, source.text) for source in cited)), None)
        if sourced is None:
            return None, match
        if sourced != quoted:
            match = "repaired" if _letters(sourced) != _letters(quoted) else "normalised"
            start = found.start(at) + found[at].index(quoted)
            text = text[:start] + sourced + text[start + len(quoted) :]
    return text, match


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _quote_in(quoted: str, text: str) -> str | None:
    """The words of ``text`` that are quoted: the same letters, or all but a few of them and the
    same numbers."""
    if not _letters(quoted):
        return None
    at = find(quoted, text)
    if at:
        return text[slice(*at)]
    spoken = [word.span() for word in re.finditer(r"\S+", text)]
    length = len(quoted.split())
    best, ratio = "", _NEAR
    for first in range(len(spoken) - length + 1):
        piece = text[spoken[first][0] : spoken[first + length - 1][1]].strip(' .,;“”«»"')
        alike = SequenceMatcher(None, fold(quoted), fold(piece), autojunk=False).ratio()
        if alike >= ratio and re.findall(r"\d+", quoted) == re.findall(r"\d+", piece):
            best, ratio = piece, alike
    # A word exchanged for another is no slip of the pen: "did" for "did not" is most alike.
    return best if best and _same_words_nearly(quoted, best) else None


def _same_words_nearly(quoted: str, other: str) -> bool:
    ours, theirs = ([fold(word) for word in words(text)] for text in (quoted, other))
    return len(ours) == len(theirs) and all(
        SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.7
        for a, b in zip(ours, theirs, strict=True)
    )


# Names

_CAPITAL = re.compile(r"[^\W\d_][\w'’&.-]*", re.UNICODE)
# Words of a filing that a capital makes no name, in both languages, folded.
_COMMON = frozenset(
    """the a an plaintiff plaintiffs defendant defendants court judge complaint motion order answer
    agreement contract act section article party parties claim claims count cause action exhibit
    paragraph company inc corp corporation ltd llc co sa state states united federal district
    circuit supreme law no nos i it its he she they we mr mrs ms dr m mme me
    le la les un une plaignante plaignant demandeur demanderesse defendeur defenderesse tribunal
    cour juge plainte requete ordonnance accord contrat loi partie societe etat""".split()
)
_NO_NAMES = _COMMON | MONTH_NAMES | DAY_NAMES


def _names_fail(written: Written, cited: Sequence[CitableSentence]) -> bool:
    return any(
        not any(holds_name(name, written.language, source) for source in cited)
        for name in names_in(written.text)
    )


def names_in(text: str) -> list[str]:
    """The capitalised words of a sentence that are names: not the first, unless it is written so
    that no sentence makes it (iPhone, NASA, Wi-Fi), nor words of every filing."""
    found = []
    starts = True
    for capital in _CAPITAL.finditer(text):
        word = re.sub(r"['’]s?$|[.-]+$", "", capital[0])
        elided = re.fullmatch(r"[dlnsjmcDLNSJMC]['’](.+)|[Qq]u['’](.+)", word)
        if elided:
            word = elided[1] or elided[2]
        first, starts = (
            starts,
            bool(re.match(r"[.!?:]\s", text[capital.end() - 1 : capital.end() + 1])),
        )
        folded = fold(word)
        if not word or not any(map(str.isupper, word)) or folded in _NO_NAMES:
            continue
        if first and not elided and not word.isupper() and not _is_known_name(text, capital.end()):
            continue
        found.append(word)
    return found


# As decisions hide names: "[Localité 1]", "[W]".
_HIDDEN = re.compile(r"\[[^\[\]]{1,24}\]")


def all_names(text: str) -> list[str]:
    """The names that ``names_in`` finds, and the first word of a sentence too."""
    first = _CAPITAL.search(text)
    own = list(dict.fromkeys([*_HIDDEN.findall(text), *names_in(text)]))
    if first and first[0][0].isupper() and fold(first[0]) not in _NO_NAMES:
        word = re.sub(r"['’]s?$|[.-]+$", "", first[0])
        return own if word in own else [word, *own]
    return own


def _is_known_name(text: str, end: int) -> bool:
    """Whether the first word of a sentence is part of a longer name: another capital follows."""
    return bool(re.match(r"\s[A-Z]", text[end:]))


def holds_name(name: str, language: str, source: CitableSentence) -> bool:
    """Whether a name of a sentence in ``language`` stands in a source or around it, in its form
    of the source's language."""
    held = _folded_words(f"{source.text} {source.around}")
    folded = fold(name)
    parts = [part for part in re.findall(r"[^\W_]+", folded) if len(part) > 1] or [folded]
    if all(part in held for part in parts):
        return True
    if language == source.language:
        return all(part in held or f"{part}s" in held or part.rstrip("s") in held for part in parts)
    if _french_or_english(folded, language) & held:
        return True
    others = counterparts_of_name(name, language, source.language)
    stems = {stem(word, source.language) for word in held}
    return bool(others & stems) or any(_is_cognate(folded, word) for word in held)


_ALIKE = 0.75


def _is_cognate(name: str, word: str) -> bool:
    """Whether a word may be a name in another language: "Californie" and "California", « Taïwan »
    and "Taiwan", "Governor" and « gouverneur »."""
    if min(len(name), len(word)) < 5 or name[0] != word[0]:
        return False
    return SequenceMatcher(None, name, word, autojunk=False).ratio() >= _ALIKE


_CAPITALS = Path(__file__).with_name("capitals.tsv")


@lru_cache
def _french_or_english(word: str, language: str) -> frozenset[str]:
    """The words of the other language for an office, a body, a part of an act or a nation."""
    found: set[str] = set()
    for line in _CAPITALS.read_text(encoding="utf-8").splitlines():
        english, *french = line.split("\t")
        if language == "en" and word == english:
            found.update(french)
        if language == "fr" and word in french:
            found.add(english)
    return frozenset(found)


@lru_cache(maxsize=2000)
def _folded_words(text: str) -> frozenset[str]:
    return frozenset(part for word in words(text) for part in re.findall(r"[^\W_]+", fold(word)))


# Negation


def negation_fails(written: Written, cited: Sequence[CitableSentence]) -> bool:
    """Whether the statement denies a word that its sources state, or states one that they deny; or
    one of its clauses denies what the nearest clauses of its sources say."""
    own = [source for source in cited if source.language == written.language]
    if own:
        theirs = denied_words(" ; ".join(source.text for source in own), written.language)
        ours = denied_words(_without_frame(written.text), written.language)
        if ours.contradicts(theirs):
            return True
        if len(own) == len(cited) and ours.denies_only_what(theirs):
            return False
    if len(cited) == 1 and not own and _are_as_long(written.text, cited[0].text):
        return _translates_to_the_contrary(written, cited[0])
    compared = False
    for place, clause in enumerate(clauses(written.text)):
        if place == 0 and _is_frame(clause):
            continue
        nearest = [near for source in cited for near in _nearest(clause, written.language, source)]
        compared = compared or bool(nearest)
        if nearest and all(is_opposed(near, clause) for near in nearest):
            return True
    if compared:
        return False
    # Nothing in common that these rules know: at least the whole must not be the contrary.
    return all(is_opposed(near, written.text) for source in cited for near in clauses(source.text))


def _without_frame(text: str) -> str:
    """The statement without "The opinion states that", whose verb the source may deny."""
    first = next(iter(clauses(text)), "")
    is_frame = _is_frame(first) and text.startswith(first)
    return text[len(first) :] if is_frame else text


def _translates_to_the_contrary(written: Written, source: CitableSentence) -> bool:
    """Whether a statement as long as its source denies what that says, or the other way round.
    Clauses that the statement leaves out may deny what they like."""
    ours = denials(written.text, source.text)
    theirs = denials(source.text, written.text)
    names = set(names_in(source.text))
    left_out = [
        clause
        for clause in clauses(source.text)
        if not shared(
            " ".join(word for word in clause.split() if word.strip(".,;:") not in names),
            source.language,
            written.text,
            written.language,
        )
    ]
    return all(
        ours % 2 != others % 2 or bool(ours) != bool(others)
        for others in (theirs, theirs - sum(map(denials, left_out)))
    )


def _are_as_long(text: str, other: str) -> bool:
    """Whether two sentences have about as many words, as a translation has."""
    return 0.7 < len(words(text)) / max(1, len(words(other))) < 1.6


def _is_frame(clause: str) -> bool:
    """Whether a clause only says where something stands: "Under the Act, …"."""
    return len([word for word in words(clause) if fold(word) not in _LITTLE]) < 3


def _nearest(text: str, language: str, source: CitableSentence) -> list[str]:
    """The clauses of a source that have most in common with a clause of a statement; none where
    none has anything."""
    listed = clauses(source.text)
    shares = [shared(text, language, clause, source.language) for clause in listed]
    best = max(shares, default=0.0)
    return [
        clause
        for clause, share in zip(listed, shares, strict=True)
        if share and share >= 0.6 * best
    ]


# What two sentences have in common

_LITTLE = frozenset(
    """a an and are as at be been but by for from had has have he her his in into is it its of on or
    she that the their them they this those to was were which who will with would than there not
    au aux avec ce ces cette dans de des du elle en est et eu il ils la le les leur leurs mais ne
    on ou par pas pour qu que qui sa se ses son sont sur un une d l n s y a ont ete avait etait
    according selon alleges allegue argues soutient says dit states claims affirme reports rapporte
    explains explique notes note records indique precise mentions mentionne concludes conclut
    plainte complaint amended modifiee motion requete answer reponse letter lettre article docket
    registre judgment jugement arret decision order ordonnance opinion""".split()
)


def shared(text: str, language: str, other: str, its_language: str, weight: int = 1) -> float:
    """The share of the words of ``text``, little ones aside, that ``other`` holds, in these words
    or across languages in others known for them. A figure counts as ``weight`` words."""
    wanted = [*_content(text)]
    wanted += (weight - 1) * [word for word in wanted if word[0].isdigit()]
    if not wanted:
        return 0.0
    held = _stems(other, its_language)
    found = sum(
        not _forms(word, language, its_language).isdisjoint(held)
        or fold(word) in held
        or (language != its_language and _has_cognate(fold(word), held))
        for word in wanted
    )
    return found / len(wanted)


@lru_cache(maxsize=20_000)
def _content(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if fold(word) not in _LITTLE)


@lru_cache(maxsize=20_000)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in words(text))


@lru_cache(maxsize=20_000)
def _has_cognate(word: str, held: frozenset[str]) -> bool:
    return any(_is_cognate(word, other) for other in held)


@lru_cache(maxsize=20_000)
def _forms(word: str, language: str, other: str) -> frozenset[str]:
    own = stem(word, language)
    known = counterparts(own, language, other)
    if language == other:
        return known | {own}
    named = (stem(name, other) for name in _french_or_english(fold(word), language))
    return known | {stem(word, other), *named, *_NUMERALS.get(fold(word), ())}


_NUMERALS = {
    word: others
    for english, french in zip(
        "two three four five seven eight nine ten twelve twenty thirty forty fifty sixty".split(),
        "deux trois quatre cinq sept huit neuf dix douze vingt trente quarante cinquante"
        " soixante".split(),
        strict=True,
    )
    for word, others in ((english, (french,)), (french, (english,)))
}


_LEAST = {"own": 0.5, "other": 0.25}
# Figures tell sentences apart better than words do.
_FIGURE = 3
# Where a pronoun stands for what the passage named before, the passage counts, the sentence less.
_LEAST_AROUND = {"own": 0.65, "other": 0.4}


def _is_unrelated(written: Written, cited: Sequence[CitableSentence]) -> bool:
    return not any(_is_related(written, [source]) for source in cited) and not (
        len({source.language for source in cited}) == 1 and _is_related(written, cited)
    )


def _is_related(written: Written, cited: Sequence[CitableSentence]) -> bool:
    language = cited[0].language
    kind = "own" if language == written.language else "other"
    text = " ".join(source.text for source in cited)
    inside = shared(written.text, written.language, text, language, _FIGURE)
    if inside >= _LEAST[kind]:
        return True
    passage = " ".join(f"{source.text} {source.around}" for source in cited)
    around = shared(written.text, written.language, passage, language, _FIGURE)
    return inside >= _LEAST[kind] / 2 and around >= _LEAST_AROUND[kind]


def likeness_of(
    written: Written, cited: Sequence[CitableSentence], compare: Compare
) -> StatementLikeness:
    """How near a statement is to what it cites, without whose word it is."""
    content = _without_frame(written.text).strip(" ,") or written.text
    return compare(content, written.language, [source.text for source in cited])


def words_in_common(
    written: Written, cited: Sequence[CitableSentence]
) -> tuple[float, float, bool]:
    """The share of a statement's words that the cited sentences hold, the share that their passages
    hold, and whether all are in another language."""
    inside, around = (
        " ".join(text)
        for text in (
            [source.text for source in cited],
            [f"{source.text} {source.around}" for source in cited],
        )
    )
    foreign = all(source.language != written.language for source in cited)
    language = cited[0].language if foreign else written.language
    return (
        shared(written.text, written.language, inside, language, _FIGURE),
        shared(written.text, written.language, around, language, _FIGURE),
        foreign,
    )


def _is_related_by(
    written: Written, cited: Sequence[CitableSentence], likeness: StatementLikeness
) -> bool:
    inside, around, foreign = words_in_common(written, cited)
    return fitted().is_related(inside, around, likeness.near, foreign=foreign)


# Who did what to whom


def _parties_fail(written: Written, cited: Sequence[CitableSentence]) -> bool:
    """Whether a name that acts in the statement only undergoes in what it cites, or the other way
    round. Where fewer than two names stand in both, nothing can be exchanged."""
    said = roles(written.text, whole_names(written.text))
    names = list(dict.fromkeys(name for source in cited for name in all_names(source.text)))
    held: dict[str, set[Role]] = {}
    for source in cited:
        forms = _forms_in(source.text, list(said))
        found = roles(source.text, list(dict.fromkeys([*forms, *names])))
        for form, name in forms.items():
            held.setdefault(name, set()).update(found[form])
    if len(said) > 1 and _bonds_fail(written, cited, list(said)):
        return True
    common = [name for name in said if name in held]
    if len(common) < 2:
        return False
    sided = [sides(source.text, names) for source in cited]
    for name, side in sides(written.text, list(said)).items():
        theirs = {of_source[name] for of_source in sided if name in of_source}
        if theirs and side not in theirs:
            return True
    return any(
        not said[name] & held[name] for name in common if "either" not in said[name] | held[name]
    )


def whole_names(text: str) -> list[str]:
    """The names of a sentence, each with all its words: "Reliance Standard"."""
    found: list[str] = []
    ends = -1
    for word in re.finditer(r"\[[^\[\]]{1,24}\]|[^\W\d_][\w'’&.-]*", text):
        name = word[0] if word[0][0] == "[" else re.sub(r"['’]s?$|[.-]+$", "", word[0])
        elided = re.fullmatch(r"(?:[dlnsjmcDLNSJMC]|[Qq]u)['’](.+)", name)
        name = elided[1] if elided else name
        if name not in all_names(text):
            continue
        if found and text[ends : word.start()] == " " and not elided and name[0] != "[":
            found[-1] = f"{found[-1]} {name}"
        else:
            found.append(name)
        ends = word.end()
    return list(dict.fromkeys(found))


def _forms_in(text: str, names: Sequence[str]) -> dict[str, str]:
    """The forms in which whole names, folded, stand in another sentence, each with the name: all
    of it, or the first of its words that stands there."""
    held = fold(text)
    found: dict[str, str] = {}
    for name in names:
        parts = [name] if name[0] == "[" else [name, *name.split()]
        for part in parts:
            if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", held):
                found.setdefault(part, name)
                break
    return found


def _bonds_fail(written: Written, cited: Sequence[CitableSentence], names: Sequence[str]) -> bool:
    """Whether one of the names of the statement does, undergoes or has what only another of them
    does, undergoes or has in the sources."""
    forms = [_forms_in(source.text, names) for source in cited]
    theirs = [
        (replace(bond, name=own[bond.name]), source.language)
        for source, own in zip(cited, forms, strict=True)
        for bond in bonds(source.text, list(own), source.language)
    ]
    for ours in bonds(written.text, names, written.language):
        holders = {
            bond.name
            for bond, language in theirs
            if bond.kind == ours.kind
            and _is_same_word(ours.stem, written.language, bond.stem, language)
        }
        if holders and ours.name not in holders:
            return True
    return False


def _is_same_word(own: str, language: str, other: str, its_language: str) -> bool:
    """Whether two stems say the same, in one language or across both."""
    if language == its_language:
        return own == other
    return other in counterparts(own, language, its_language) or _is_cognate(own, other)


# Voice


def _voice_fails(written: Written, cited: Sequence[CitableSentence]) -> bool:
    if any(source.court for source in cited):
        return False
    if names_court(written.text):
        return not any(names_court(source.text) for source in cited)
    return all(source.kind in PARTISAN for source in cited) and not is_attributed(written.text)


PARTISAN: frozenset[Kind] = frozenset(
    ("complaint", "amended complaint", "answer", "motion", "opposition", "reply", "declaration")
)
"""Documents in which somebody speaks for a side: what they say is theirs."""

_RULES: tuple[tuple[Reason, Callable[[Written, Sequence[CitableSentence]], bool]], ...] = (
    ("number", lambda written, cited: lacks_value(written.text, written.language, cited)),
    ("bound", lambda written, cited: lacks_bound(written.text, cited)),
    ("name", _names_fail),
    ("negation", negation_fails),
    ("parties", _parties_fail),
    ("voice", _voice_fails),
)
