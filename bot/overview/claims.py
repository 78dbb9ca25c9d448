"""Claims against filings: what a news article says, sentence by sentence, beside what the filings
say.

No chat model takes part. A sentence is compared with the sentences of the filings that speak of
the same, which is judged with all figures blanked: what a figure is changed to does not change
what it is compared with. Then the figures, dates and names themselves are compared by value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.overview.article import ClaimSentence
from bot.overview.particulars import Particular, blanked, nearest, particulars
from bot.overview.sourced import SourcePlace
from bot.question.parse import understand
from bot.reading.check import CitableSentence, all_names, holds_name, names_in
from bot.reading.cross_encoder import Reranker
from bot.search.excerpt import Excerpt, quotable
from bot.search.retrieve import retrieve
from ingest.document import Kind
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Stored
from ingest.store.facts import find_missing_facts, named_amounts, named_dates
from ingest.store.library import Library
from ingest.text.sentences import ELIDED, OPENERS
from ingest.text.terms import fold, words

ClaimVerdict = Literal["stands", "differs", "not found", "nothing to check"]
DifferenceKind = Literal["amount", "date", "number", "docket number", "bound", "name"]

_PASSAGES = 12
"""Passages that are looked through for one sentence."""
_QUOTED = 3
"""Sentences of the filings that are shown beside one of the article."""
READ = 4
"""Sentences that the reader is asked about, where a sentence has no figures."""
_LONGEST_MONTH = 31
_FEWEST_WORDS = 3
"""Words that a sentence has at least, figures aside, to contradict another."""
_SAME_VALUE = 8
"""Sentences with the very amount or date that are compared besides those that a search finds."""
_NAMES_TRIED = 3
"""Names of the filings that are tried in the place of one that they do not have."""
_REPORTED: frozenset[Kind] = frozenset({"article"})
"""Kinds of documents that are no filings."""


@dataclass(frozen=True, slots=True)
class ClaimDifference:
    """What a sentence says and the filings say otherwise: both verbatim. ``filed`` is empty for a
    name that the filings do not have. For a bound ("more than", "about") the figures are one."""

    kind: DifferenceKind
    claimed: str
    filed: str


@dataclass(frozen=True, slots=True)
class FiledSentence:
    """A sentence of a filing. ``likeness`` is the cosine with the claim, figures blanked; ``read``
    is what the reader makes of both, a logit, 0 where it was not asked. ``is_entry`` of a docket
    that was found by its figures alone."""

    excerpt: Excerpt
    likeness: float
    kind: Kind = "other"
    read: float = 0.0
    is_entry: bool = False

    @property
    def text(self) -> str:
        return self.excerpt.text

    @property
    def language(self) -> str:
        return self.excerpt.stored.passage.language

    @property
    def particulars(self) -> tuple[Particular, ...]:
        return particulars(self.text, self.language)

    @property
    def place(self) -> SourcePlace:
        return SourcePlace(self.excerpt.stored.id, self.excerpt.start, self.excerpt.end)


@dataclass(frozen=True, slots=True)
class MissingName:
    """A name of a claim that the filings do not have where they speak of the same; ``filed`` is
    the name that they have in its place, if one fits."""

    claimed: str
    filed: str = ""


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """A sentence with what was found of it: the ``differences`` of one that differs, and the
    sentences of filings that it was compared with, the nearest first. Beside a sentence that is
    not found they are what comes nearest."""

    claim: ClaimSentence
    verdict: ClaimVerdict
    differences: tuple[ClaimDifference, ...] = ()
    filed: tuple[FiledSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """From which cosine on two sentences speak of the same thing. Chosen on the choosing half by
    `python -m tests.bench.claims --choose`; see BENCHMARKS.md."""

    stands: float = 0.78
    """For a sentence to bear a figure out that it has too."""
    differs: float = 0.80
    """For a sentence to contradict a figure."""
    plain: float = 0.86
    """For a sentence without figures to be compared. The reader's score is not added: each training
    of the reader moves it, by more than this threshold can bear (BENCHMARKS.md)."""
    alone: float = 0.92
    """For a sentence without figures to stand, with the reader's score added."""
    reader: float = 0.01
    """What a point of the reader's score (a logit) counts there."""
    joint: float = 0.06
    """How much less like the claim than the most alike a sentence with all its figures may be."""
    least: float = 0.76
    """For such a sentence to bear a claim out."""
    margin: float = 0.005
    """How much less like the claim than the most alike a sentence with such a figure may be."""


LIKENESS = Likeness()

_CREDIT = re.compile(
    r"^(?:par|by|publi[ée]e?s?|published|posted|updated|mis à jour|photo|image|source|cr[ée]dits?"
    r"|lecture|reading time|share|partager|laisser un commentaire|leave a comment)\b"
    r"(?![^.!?]{90})",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 12
# Words of time, order and manner that begin sentences, besides those that `sentences` knows.
_OPENERS = frozenset(
    fold(word)
    for word in (
        *OPENERS,
        *"""again already also anyway around approximately beginning besides currently during
        earlier early eventually finally first how last late later meanwhile more much next no
        nothing now often once only other others otherwise second similarly since still third
        today together too total two whether while why yesterday yes you your
        actuellement afin ailleurs alors apparemment assez aucun aucune aujourd’hui auparavant aussi
        autant autre autrement autres avec beaucoup bien bientôt celle celles celle-ci celles-ci
        celui celui-ci ceux ceux-ci certains certaines chaque chez combien comme comment contre
        courant d’abord davantage debout déjà demain depuis derrière dès désormais deuxième devant
        différents du début durant encore enfin ensuite entre environ est et eux faute fin grâce
        hier hormis ici jamais jusque là loin longtemps lui maintenant même mieux moins ni non
        notamment notre nos nul outre parallèlement parce parfois parmi partout pas pendant personne
        peu plus plusieurs plutôt pourquoi premier première près presque puisque quand quel quelle
        quelles quelque quelques quels quiconque quoi reste restent rien sans sauf seul seule
        seulement soit sous souvent suite surtout tandis tant tantôt tard tel telle tôt toujours
        tous tout toute toutes très trop vers via voici voilà vraiment""".split(),
    )
)


def states_nothing(text: str) -> bool:
    """Whether a sentence is a question, a credit or too short to state anything."""
    letters = sum(map(str.isalpha, text))
    return (
        text.rstrip(" »”\"')").endswith("?")
        or letters < _FEWEST_LETTERS
        or bool(_CREDIT.match(text.strip()))
    )


def judge(
    claim: ClaimSentence,
    filed: Sequence[FiledSentence],
    missing: Sequence[MissingName] = (),
    likeness: Likeness = LIKENESS,
) -> ComparedClaim:
    """The verdict on a sentence, given the sentences of filings that might say it, and those of
    its names that are ``missing`` there.

    It stands where every figure of it stands in a sentence that speaks of the same, and every name
    does there or around it. A figure differs where the sentences most alike have another one of
    its kind, or where one sentence has all others.
    """
    if states_nothing(claim.text):
        return ComparedClaim(claim, "nothing to check")
    ranked = sorted(filed, key=lambda sentence: -sentence.likeness)
    figures = particulars(claim.text, claim.language)
    if not figures:
        return _without_figures(claim, ranked, missing, likeness)
    differences: list[ClaimDifference] = []
    whole = _with_every(figures, ranked, likeness)
    supports: list[FiledSentence] = [whole] if whole else []
    lacking: list[Particular] = []
    # Those that tell which sentence is meant first.
    for figure in sorted(figures, key=_is_common):
        near = _near(figure, ranked, likeness)
        if whole is not None:
            near = [whole]
        elif _is_common(figure) and any(_has_kind(sentence, figure) for sentence in supports):
            near = [sentence for sentence in supports if _has_kind(sentence, figure)]
        found = _supporting(figure, near)
        if found is not None:
            supports.append(found[0])
            if figure.bound_differs(found[1]):
                differences.append(_bounds(claim.text, figure, found))
        elif near and (near[0] in supports or _may_differ(near[0], likeness)):
            other = nearest(figure, near[0].particulars)
            assert other is not None  # it has one of that kind
            supports.append(near[0])
            differences.append(ClaimDifference(figure.kind, figure.printed, other.printed))
        else:
            lacking.append(figure)
    if lacking and (contrary := _with_all_but_one(figures, ranked, likeness)) is not None:
        sentence, difference = contrary
        return ComparedClaim(claim, "differs", (difference,), (sentence,))
    if lacking:
        trifling = not supports and not missing and all(map(_is_trifling, figures))
        verdict: ClaimVerdict = "nothing to check" if trifling else "not found"
        return ComparedClaim(claim, verdict, (), tuple(ranked[:_QUOTED]))
    differences += [ClaimDifference("name", name.claimed, name.filed) for name in missing]
    if not differences:
        differences = [ClaimDifference("name", name, "") for name in _elsewhere(claim, supports)]
    shown = tuple(dict.fromkeys(supports))[:_QUOTED]
    return ComparedClaim(claim, "differs" if differences else "stands", tuple(differences), shown)


def _elsewhere(claim: ClaimSentence, supports: Sequence[FiledSentence]) -> list[str]:
    """The names of a claim that stand in no passage of those that have its figures: another party's
    payment of that day is not borne out by it."""
    stored = [(sentence.excerpt.stored, sentence.kind) for sentence in supports]
    return missing_names(claim, names_in(claim.text), stored)


def _with_every(
    figures: Sequence[Particular], ranked: Sequence[FiledSentence], likeness: Likeness
) -> FiledSentence | None:
    """The most alike sentence that has every figure, of two at least: that two meet by chance is
    so rare that it may say less of the rest than others do."""
    if len(figures) < 2 or not ranked:
        return None
    least = max(ranked[0].likeness - likeness.joint, likeness.least)
    return next(
        (
            sentence
            for sentence in ranked
            if sentence.likeness >= least
            and all(any(map(figure.agrees, sentence.particulars)) for figure in figures)
        ),
        None,
    )


def _with_all_but_one(
    figures: Sequence[Particular], ranked: Sequence[FiledSentence], likeness: Likeness
) -> tuple[FiledSentence, ClaimDifference] | None:
    """The most alike sentence that has every figure but one, and another in its place."""
    if len(figures) < 2 or not ranked:
        return None
    least = max(ranked[0].likeness - likeness.joint, likeness.least)
    for sentence in ranked:
        others = [figure for figure in figures if not any(map(figure.agrees, sentence.particulars))]
        if sentence.likeness < least or len(others) != 1 or all(map(_is_trifling, figures)):
            continue
        if (printed := nearest(others[0], sentence.particulars)) is not None:
            difference = ClaimDifference(others[0].kind, others[0].printed, printed.printed)
            return sentence, difference
    return None


def _may_differ(sentence: FiledSentence, likeness: Likeness) -> bool:
    """Whether a sentence says enough to contradict another: a label with its value does not."""
    figures = sum(len(words(each.printed)) for each in sentence.particulars)
    said = len(words(sentence.text)) - figures
    return sentence.likeness >= likeness.differs and said >= _FEWEST_WORDS


def _near(
    figure: Particular, ranked: Sequence[FiledSentence], likeness: Likeness
) -> list[FiledSentence]:
    """The sentences most like the claim of those that have a figure of this kind. A docket entry
    bears out one figure only with all others: every docket has an entry in most months."""
    alike = [
        sentence for sentence in ranked if _has_kind(sentence, figure) and not sentence.is_entry
    ]
    least = likeness.plain if _is_common(figure) else likeness.stands
    return [
        sentence
        for sentence in alike
        if sentence.likeness >= max(alike[0].likeness - likeness.margin, least)
    ]


def _is_common(figure: Particular) -> bool:
    """Whether many sentences have such a figure, so that it says little which of them is meant: a
    year alone, a small bare number."""
    if figure.days is not None:
        return (figure.days[1] - figure.days[0]).days > _LONGEST_MONTH
    return _is_trifling(figure)


def _is_trifling(figure: Particular) -> bool:
    """Whether it is a small bare number, as in "the two parties"."""
    return figure.kind == "number" and not figure.unit and figure.value <= 10


def _has_kind(sentence: FiledSentence, figure: Particular) -> bool:
    return any(figure.same_kind(other) for other in sentence.particulars)


def _supporting(
    figure: Particular, near: Sequence[FiledSentence]
) -> tuple[FiledSentence, Particular] | None:
    """The first sentence that has the figure, one with its very bound before others."""
    found = [
        (sentence, other)
        for sentence in near
        for other in sentence.particulars
        if figure.agrees(other)
    ]
    return next((pair for pair in found if not figure.bound_differs(pair[1])), None) or next(
        iter(found), None
    )


def _bounds(
    text: str, figure: Particular, found: tuple[FiledSentence, Particular]
) -> ClaimDifference:
    """The figures with the words before them, which say the bound."""
    sentence, other = found
    return ClaimDifference("bound", _with_bound(text, figure), _with_bound(sentence.text, other))


def _with_bound(text: str, figure: Particular) -> str:
    before = re.search(r"(?:\S+\s+){0,2}\S*\s*$", text[: figure.start])
    words = before[0].lstrip() if before and figure.bound else ""
    return f"{words}{figure.printed}"


def _without_figures(
    claim: ClaimSentence,
    ranked: Sequence[FiledSentence],
    missing: Sequence[MissingName],
    likeness: Likeness,
) -> ComparedClaim:
    def worth(sentence: FiledSentence) -> float:
        return sentence.likeness + likeness.reader * sentence.read

    is_about_the_same = bool(ranked) and ranked[0].likeness >= likeness.plain
    ranked = sorted(ranked[:READ], key=worth, reverse=True)
    alike = tuple(ranked[:1])
    if is_about_the_same:
        differences = tuple(ClaimDifference("name", name.claimed, name.filed) for name in missing)
        if differences:
            return ComparedClaim(claim, "differs", differences, alike)
        # Likeness bears out only what is nearly the same words: read by hand, of 14 sentences
        # over the lower threshold the quote beside 8 said them (BENCHMARKS.md).
        stands = worth(alike[0]) >= likeness.alone
        return ComparedClaim(claim, "stands" if stands else "nothing to check", (), alike)
    verdict: ClaimVerdict = "not found" if missing else "nothing to check"
    return ComparedClaim(claim, verdict, (), alike)


def names_of(claim: ClaimSentence, ordinary: frozenset[str] = frozenset()) -> list[str]:
    """The names in a sentence. Its first word is one unless it opens sentences, or the article has
    it in small letters: those, folded, are ``ordinary``."""
    found = names_in(claim.text)
    return [
        name
        for name in all_names(claim.text)
        if name in found
        or not (
            fold(name) in ordinary
            or fold(name) in _OPENERS
            or particulars(name, claim.language)
            or ELIDED.match(name)
        )
    ]


def ordinary_words(claims: Sequence[ClaimSentence]) -> frozenset[str]:
    """The words that an article writes in small letters, folded."""
    return frozenset(
        fold(word) for claim in claims for word in words(claim.text) if word[:1].islower()
    )


def missing_names(
    claim: ClaimSentence, names: Sequence[str], passages: Sequence[tuple[Stored, Kind]]
) -> list[str]:
    """The names in a sentence that stand in none of the passages, nor in their headers."""
    sources = [
        CitableSentence(stored.passage.text, stored.passage.language, kind, stored.header)
        for stored, kind in passages
    ]
    return [
        name
        for name in names
        if not any(holds_name(name, claim.language, source) for source in sources)
    ]


@dataclass(frozen=True, slots=True)
class FoundFor:
    """What the filings have for a claim: sentences, and the claim's names that are missing in
    them."""

    sentences: tuple[FiledSentence, ...] = ()
    missing: tuple[MissingName, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleComparison:
    """An article with what the filings say of each of its sentences. ``case`` is a name;
    ``filings`` are the titles of the documents it was compared with."""

    article: str
    case: str
    case_title: str
    compared: tuple[ComparedClaim, ...]
    filings: tuple[str, ...]


Vectors = npt.NDArray[np.float32]
Done = Callable[[int, int], None]
"""Called with the sentences compared, and of how many."""


class FiledSentences:
    """Finds the sentences of a case's filings that speak of what a claim speaks of."""

    def __init__(self, library: Library, reranker: Reranker, case: Case, article: str = "") -> None:
        """``article`` is the SHA-256 of the document that is compared, or empty.

        Raises PinciteError where the case has no filings.
        """
        self._library = library
        self._reranker = reranker
        self.filings = [
            document
            for document in library.catalogue.documents(case)
            if document.sha256 != article and document.description.kind not in _REPORTED
        ]
        if not self.filings:
            raise PinciteError(
                f"The case {case.name} has no filings to compare with: only articles.",
                "Add the complaint, the docket or other papers of the case.",
            )
        self._case = replace(case, only=frozenset(document.id for document in self.filings))
        self._kinds = {document.id: document.description.kind for document in self.filings}
        self._amounts = [
            fact
            for fact in named_amounts(library.catalogue, case)
            if fact.at.document_id in self._kinds
        ]
        self._dates = [
            fact
            for fact in named_dates(library.catalogue, case)
            if fact.at.document_id in self._kinds
        ]
        self._vectors: dict[str, Vectors] = {}

    @cached_property
    def _entries(self) -> list[Excerpt]:
        """What the dockets record: entries are found by their day, for they say little in words."""
        return [
            Excerpt(stored, 0, len(stored.passage.text))
            for document in self.filings
            if document.description.kind == "docket"
            for stored in self._library.catalogue.passages_of(document.id)
            if stored.passage.role == "entry"
        ]

    def _recorded(self, claim: ClaimSentence) -> list[Excerpt]:
        """The docket entries that have most of a claim's figures, where they have half of them."""
        figures = particulars(claim.text, claim.language)
        held = {
            entry: sum(
                any(map(figure.agrees, particulars(entry.text, entry.stored.passage.language)))
                for figure in figures
            )
            for entry in self._entries
        }
        found = [entry for entry in held if figures and 2 * held[entry] >= len(figures)]
        return sorted(found, key=lambda entry: -held[entry])[:_SAME_VALUE]

    def about(self, claim: ClaimSentence, ordinary: frozenset[str] = frozenset()) -> FoundFor:
        """The sentences of the passages nearest to a claim, and those with its very amounts and
        dates; ``ordinary`` as for `names_of`."""
        hits = retrieve(self._library, self._case, understand(claim.text), _PASSAGES)
        stored = [hit.stored for hit in hits]
        recorded = self._recorded(claim)
        excerpts = dict.fromkeys(
            [
                *(
                    Excerpt(found, start, end)
                    for found in stored
                    if found.passage.role not in ("heading", "signature")
                    for start, end in quotable(found)
                ),
                *self._of_same_value(claim),
                *recorded,
            ]
        )
        passages = [(found, self._kinds[found.document_id]) for found in stored]
        missing = missing_names(claim, names_of(claim, ordinary), passages)
        if not excerpts:
            return FoundFor((), tuple(map(MissingName, missing)))
        texts = {each: blanked(each.text, each.stored.passage.language) for each in excerpts}
        named = [self._named(claim, missing, name) for name in self._names(excerpts, missing)]
        own = [blanked(self._without(claim, missing), claim.language), *(text for text, _ in named)]
        self._embed([*own, *texts.values()])
        best = max(own, key=lambda text: max(self._like(text, other) for other in texts.values()))
        fitting = dict(named).get(best, "")
        found_sentences = sorted(
            (
                FiledSentence(
                    each,
                    self._like(best, text),
                    self._kinds[each.stored.document_id],
                    is_entry=each in recorded,
                )
                for each, text in texts.items()
            ),
            key=lambda sentence: -sentence.likeness,
        )
        if not particulars(claim.text, claim.language):
            found_sentences = self._read(claim, found_sentences)
        return FoundFor(tuple(found_sentences), tuple(MissingName(n, fitting) for n in missing))

    def _like(self, text: str, other: str) -> float:
        return float(self._vectors[text] @ self._vectors[other])

    def _read(self, claim: ClaimSentence, ranked: Sequence[FiledSentence]) -> list[FiledSentence]:
        """The most alike sentences with what the reader makes of them."""
        first = ranked[:READ]
        texts = [f"{each.excerpt.stored.header}\n{each.text}".strip() for each in first]
        scores = self._reranker.scores(claim.text, texts)
        read = [replace(each, read=float(score)) for each, score in zip(first, scores, strict=True)]
        return [*read, *ranked[READ:]]

    def _of_same_value(self, claim: ClaimSentence) -> list[Excerpt]:
        """The sentences of the filings that name an amount or a date of a claim."""
        figures = particulars(claim.text, claim.language)
        values = {figure.value for figure in figures if figure.value >= 1000}
        days = {figure.days for figure in figures if figure.days and figure.has_year}
        named = [fact.at for fact in self._amounts if fact.value in values][:_SAME_VALUE]
        named += [fact.at for fact in self._dates if (fact.begins, fact.ends) in days][:_SAME_VALUE]
        stored = self._library.catalogue.passages([fact.passage_id for fact in named])
        return [
            Excerpt(stored[fact.passage_id], fact.sentence_start, fact.sentence_end)
            for fact in named
            if fact.passage_id in stored
        ]

    def _names(self, excerpts: Iterable[Excerpt], missing: Sequence[str]) -> list[str]:
        """The names that the sentences have most often, to be tried in the place of one that they
        do not have."""
        if len(missing) != 1:
            return []
        counts = Counter(name for excerpt in excerpts for name in names_in(excerpt.text))
        return [name for name, _ in counts.most_common(_NAMES_TRIED)]

    def _named(self, claim: ClaimSentence, missing: Sequence[str], name: str) -> tuple[str, str]:
        text = re.sub(rf"(?<!\w){re.escape(missing[0])}(?!\w)", name, claim.text)
        return blanked(text, claim.language), name

    def _without(self, claim: ClaimSentence, names: Sequence[str]) -> str:
        """A name that the filings do not have says nothing of what the sentence is about."""
        text = claim.text
        somebody = _SOMEBODY["fr" if claim.language == "fr" else "en"]
        for name in names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", somebody, text)
        return text

    def _embed(self, texts: Sequence[str]) -> None:
        new = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if new:
            self._vectors.update(zip(new, self._library.embedder.embed(new), strict=True))


_SOMEBODY = {"en": "a company", "fr": "une société"}


def compare(
    library: Library,
    reranker: Reranker,
    case: Case,
    title: str,
    claims: Sequence[ClaimSentence],
    article: str = "",
    done: Done = lambda made, of: None,
) -> ArticleComparison:
    """Each sentence of an article beside the filings of a case; ``article`` is its SHA-256 where
    it is one of the case's documents, ``done`` may raise to stop.

    Raises PinciteError where the case has no filings, and what a search raises.
    """
    find_missing_facts(library.catalogue, case)
    finder = FiledSentences(library, reranker, case, article)
    ordinary = ordinary_words(claims)
    compared: list[ComparedClaim] = []
    for number, claim in enumerate(claims):
        done(number, len(claims))
        found = FoundFor() if states_nothing(claim.text) else finder.about(claim, ordinary)
        compared.append(judge(claim, found.sentences, found.missing))
    done(len(claims), len(claims))
    titles = tuple(document.description.title or document.path for document in finder.filings)
    return ArticleComparison(title, case.name, case.title, tuple(compared), titles)
