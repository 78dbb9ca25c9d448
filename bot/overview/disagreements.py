"""Where the papers of a case look like they disagree, both quotes side by side.

Four things are looked for: a paragraph that an answer denies by its number; one that a paper cites
and says is wrong; a sentence that denies what one of another side says; and another amount, date
or length of time in a sentence of another paper that says the same, in French or English. Whether
the one speaks of what the other denies is read by the reader. What is found is shown to be read:
it is no finding that the two contradict each other. Few are shown rather than wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.overview.contested import LEANS, complaint_cited, contests, leaning
from bot.overview.contrary import (
    SaidText,
    deny_each_other,
    have_the_same_names,
    other_figure,
    says_enough,
    shares,
)
from bot.overview.parties import CaseParty, case_parties, naming
from bot.overview.sourced import SourcePlace
from bot.reading.cross_encoder import Reranker
from bot.reading.voices import is_attributed
from bot.search.disputes import disputes
from bot.search.excerpt import Excerpt, quotable
from ingest.describe.kinds import COURTS_OWN
from ingest.document import Kind
from ingest.settings import DEFAULT_MODEL
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.store.facts import find_missing_facts
from ingest.store.library import Library
from ingest.text.terms import fold, words
from ingest.translation import _

DisagreementKind = Literal["denied paragraph", "contested paragraph", "denial", "amount", "date"]

_ASSERTING: frozenset[Kind] = frozenset({"complaint", "amended complaint"})
_REACTING: frozenset[Kind] = frozenset({"answer", "motion", "opposition", "reply", "declaration"})
_NOT_COMPARED: frozenset[Kind] = frozenset({"docket", "exhibit", "other"})
"""Kinds whose sentences are no statements of anybody: a docket's days are those of filings."""
_ROLES = ("body", "list", "table", "footnote")
_NEAREST = 6
"""Passages in each language that are looked through for one passage."""
_OWN = -2.0
"""In place of the cosine of two passages of one paper, or of papers of two disputes."""
_NO_DISPUTE = -1
_AT_ONCE = 256
"""Passages whose nearest are looked for at once."""

# "Defendant denies the allegations in paragraphs 24 and 25."
_NUMBERED = re.compile(
    r"\b(?:paragraphs?|para|paras)\b\.?\s*(?P<first>\d{1,4})(?P<rest>(?:\s?(?:,|and|-|–|to|through)"
    r"+\s?\d{1,4})*)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\bden(?:y|ies|ied)\b", re.IGNORECASE)
# The signature and the head of a paper: "Attorneys for Plaintiff Acme".
_COUNSEL = re.compile(
    r"\b(?:attorneys?|counsel|solicitors?|avocate?s?) (?:for|de la|de|du|des)\s([^,;.\n]{3,80})",
    re.IGNORECASE,
)
_ENDS = 4
"""Passages at the beginning and at the end of a paper where its counsel may stand."""
# "denies knowledge", "denies the remaining allegations of": not the whole paragraph.
_IN_PART = re.compile(
    r"\b(?:except|remaining|otherwise|admits?|to the extent|lacks?|knowledge|information)\b",
    re.IGNORECASE,
)
# What is supposed, asked or set in behind a colon is no statement of the paper.
_SUPPOSES = re.compile(r"(?:if|unless|whether|assuming|even if|si|à supposer|à moins)\b", re.I)
_SET_IN = re.compile(r"“([^”]{30,})”|«\s?([^»]{30,})»|:\s+([A-ZÀ-Þ].{30,})")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two places that look like they disagree: ``asserted`` is what one paper says, ``against``
    what another says against it. ``figures`` are the two figures as printed, empty for a denial.
    ``likeness`` tells how surely both speak of the same; of paragraphs named by number 0."""

    kind: DisagreementKind
    asserted: SourcePlace
    against: SourcePlace
    figures: tuple[str, str] = ("", "")
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Disagreements:
    """What was found, the likeliest first, in so many ``sentences``."""

    found: tuple[Disagreement, ...]
    sentences: int


@dataclass(frozen=True, slots=True)
class LeastLikeness:
    """From which `likeness` on two sentences are shown, in one language and across two; a denial
    needs less than a figure, for more must fit. A denial is shown by what the reader makes of it
    (``read``) where there is one. Chosen on the choosing half by
    `python -m tests.bench.disagreements`; see BENCHMARKS.md."""

    denial: float = 4.2
    denial_across: float = 4.1
    figure: float = 4.25
    figure_across: float = 4.1
    read: float = 10.2
    read_across: float = 9.7

    def of(self, *, denies: bool, across: bool) -> float:
        if denies:
            return self.denial_across if across else self.denial
        return self.figure_across if across else self.figure


LEAST = LeastLikeness()
_NEARNESS = 2.0
"""What nearness counts beside the reader's score (a logit)."""
_MOST_READ = 1500
"""Denials, the nearest first, that the reader is asked about: it takes 0.03 s of the processor for
each."""
_MOST_KEPT = 50_000
_WORTH_READING = 3.3
"""Nearness of two sentences below which the reader is not asked."""
_COSINE = 4.0
"""What the cosine counts beside the words in common, whose shares are averaged."""
_LEAST_SHARED = 0.2
"""Of the words of two sentences, on average, that the other must hold to be looked at closer."""
_RIVALS = 6
"""Sentences of the other paper that might speak of the same more nearly."""


@dataclass(frozen=True, slots=True)
class _PaperSentence:
    """A sentence of a paper."""

    excerpt: Excerpt
    document: Document

    @property
    def text(self) -> str:
        return self.excerpt.text

    @property
    def said(self) -> SaidText:
        return SaidText(self.text, "fr" if self.language == "fr" else "en")

    @property
    def language(self) -> str:
        return self.excerpt.stored.passage.language

    @property
    def place(self) -> SourcePlace:
        return SourcePlace(self.excerpt.stored.id, self.excerpt.start, self.excerpt.end)


@dataclass(frozen=True, slots=True)
class _Contrary:
    """Two sentences that would be contrary if they spoke of the same."""

    ours: _PaperSentence
    theirs: _PaperSentence
    kind: DisagreementKind
    figures: tuple[str, str]


BY_NUMBER: frozenset[DisagreementKind] = frozenset({"denied paragraph"})
"""Of which an answer has hundreds."""
Done = Callable[[int, int], None]
Vectors = npt.NDArray[np.float32]


@dataclass(slots=True)
class LookedAt:
    """What earlier searches found out about sentences, for later ones of the same library: after an
    ingest only new sentences are embedded, and only new pairs read."""

    vectors: dict[str, Vectors] = field(default_factory=dict)
    """By the sentence, figures left out."""
    read: dict[tuple[str, str], float] = field(default_factory=dict)
    """What the reader makes of a second sentence, asked about the first."""

    def forget_if_many(self) -> None:
        """A vector is 1.5 kB: begin anew rather than fill the memory."""
        if len(self.vectors) > _MOST_KEPT:
            self.vectors.clear()
            self.read.clear()


def in_words(disagreement: Disagreement) -> str:
    """What it looks like."""
    match disagreement.kind:
        case "denied paragraph":
            return _("Denied by its number:")
        case "contested paragraph":
            return _("Looks like a disagreement: one contests a paragraph of the other.")
        case "denial":
            return _("Looks like a disagreement: one says what the other denies.")
        case _:
            asserted, against = disagreement.figures
            return _("Looks like a disagreement: “{asserted}” or “{against}”.").format(
                asserted=asserted, against=against
            )


def disagreements(
    library: Library,
    case: Case,
    done: Done = lambda made, of: None,
    least: LeastLikeness = LEAST,
    reader: Reranker | None = None,
    looked_at: LookedAt | None = None,
) -> Disagreements:
    """Where papers of a case look like they disagree. ``done`` is called with the passages looked
    at, and of how many; it may raise to stop. Without a ``reader`` that is usable, words and
    cosines alone tell whether two sentences speak of the same. What is ``looked_at`` already is
    not computed again. Raises what reading vectors raises."""
    looked_at = looked_at or LookedAt()
    looked_at.forget_if_many()
    catalogue = library.catalogue
    find_missing_facts(catalogue, case)
    papers = [
        document
        for document in catalogue.documents(case)
        if document.description.kind not in _NOT_COMPARED
    ]
    parties = case_parties(catalogue, case)
    sides = _PaperSides(
        parties,
        _sides_of(catalogue, papers, parties),
        {
            document: at
            for at, dispute in enumerate(disputes(catalogue.documents(case)))
            for document in dispute.documents
        },
    )
    said = {document.id: _sentences(catalogue, document) for document in papers}
    found = [
        *_of_sentences(library, case, said, sides, done, least, reader, looked_at),
        *(
            each
            for paper in papers
            for each in _contested(library, papers, sides, said, paper, looked_at)
        ),
        *(
            each
            for paper in papers
            for each in _denied_paragraphs(catalogue, papers, sides, said, paper)
        ),
    ]
    return Disagreements(tuple(found), sum(map(len, said.values())))


@dataclass(frozen=True, slots=True)
class _PaperSides:
    """The parties of the case, and by document which side filed it, and of which of several
    disputes it is; an article or a contract is of none."""

    parties: Sequence[CaseParty]
    of: Mapping[int, str]
    dispute_of: Mapping[int, int]

    def are_apart(self, paper: Document, other: Document) -> bool:
        """Whether they are of two disputes: neither is about what the other is about."""
        disputes = {self.dispute_of.get(each.id) for each in (paper, other)} - {None}
        return len(disputes) > 1

    def is_same(self, paper: Document, other: Document) -> bool:
        """Whether one side filed both; nobody disagrees with itself."""
        return bool(self.of.get(paper.id)) and self.of.get(paper.id) == self.of.get(other.id)

    def may_deny(self, paper: Document, other: Document) -> bool:
        """Whether what one denies and the other says is a disagreement: a court may overrule
        another, and contracts have terms of their own."""
        kinds = {paper.description.kind, other.description.kind}
        return not (self.is_same(paper, other) or kinds <= COURTS_OWN or kinds == {"contract"})


def _sides_of(
    catalogue: Catalogue, papers: Sequence[Document], parties: Sequence[CaseParty]
) -> dict[int, str]:
    """Which side filed each paper, as far as its kind or the counsel who signed it tells."""
    found: dict[int, str] = {}
    for paper in papers:
        if paper.description.kind in _ASSERTING:
            found[paper.id] = "suing"
        elif paper.description.kind == "answer":
            found[paper.id] = "sued"
        elif paper.description.kind in _REACTING:
            passages = catalogue.passages_of(paper.id)
            counsel = " ".join(
                whom[1]
                for stored in [*passages[:_ENDS], *passages[-_ENDS:]]
                for whom in _COUNSEL.finditer(stored.passage.text)
            )
            signed = {party.part for party in parties if party.part and naming(party, [counsel])[0]}
            found[paper.id] = signed.pop() if len(signed) == 1 else ""
    return found


def _sentences(catalogue: Catalogue, document: Document) -> list[_PaperSentence]:
    return [
        _PaperSentence(Excerpt(stored, start, end), document)
        for stored in catalogue.passages_of(document.id)
        if stored.passage.role in _ROLES
        for start, end in quotable(stored)
    ]


# Sentences beside sentences


def _of_sentences(
    library: Library,
    case: Case,
    said: Mapping[int, Sequence[_PaperSentence]],
    sides: _PaperSides,
    done: Done,
    least: LeastLikeness,
    reader: Reranker | None,
    looked_at: LookedAt,
) -> list[Disagreement]:
    """Sentences of two papers that are contrary, where nothing in either paper speaks of the same
    more nearly: what agrees there tells that the contrary one is about something else."""
    by_passage: dict[int, list[_PaperSentence]] = {}
    for sentences in said.values():
        for sentence in sentences:
            if _states(sentence.text):
                by_passage.setdefault(sentence.excerpt.stored.id, []).append(sentence)
    contrary: list[_Contrary] = []
    alike: dict[tuple[_PaperSentence, int], list[tuple[float, _PaperSentence]]] = {}
    for first, second in _near_passages(library, case, by_passage, sides, done):
        for ours, theirs in product(by_passage[first], by_passage[second]):
            share = sum(shares(ours.said, theirs.said)) / 2
            if share >= _LEAST_SHARED:
                alike.setdefault((ours, theirs.document.id), []).append((share, theirs))
                alike.setdefault((theirs, ours.document.id), []).append((share, ours))
                contrary += _contrary(ours, theirs, sides)
    near = _Nearness(library, looked_at)
    rivals = (
        {
            key: [sentence for _, sentence in sorted(found, key=lambda each: -each[0])[:_RIVALS]]
            for key, found in alike.items()
            if any(key in _keys(each) for each in contrary)
        }
        if contrary
        else {}
    )
    near.embed([s for each in contrary for s in (each.ours, each.theirs)])
    reads = _PairScores(reader, near, looked_at) if reader and reader.unusable is None else None
    if reads is None:
        kept = [each for each in contrary if near.of(each.ours, each.theirs) >= _least(each, least)]
    else:
        kept = [
            *(
                each
                for each in contrary
                if each.kind != "denial" and near.of(each.ours, each.theirs) >= _least(each, least)
            ),
            *_read(reads, near, [each for each in contrary if each.kind == "denial"], least),
        ]
    wanted = {key for each in kept for key in _keys(each)}
    near.embed([s for key in wanted for s in (key[0], *rivals[key])])
    found: dict[tuple[SourcePlace, SourcePlace], Disagreement] = {}
    for each in kept:
        likeness = near.of(each.ours, each.theirs)
        if any(near.of(key[0], rival) > likeness for key in _keys(each) for rival in rivals[key]):
            continue
        shown = _in_order(each, likeness)
        found.setdefault((shown.asserted, shown.against), shown)
    return sorted(found.values(), key=lambda each: -each.likeness)


def _keys(each: _Contrary) -> tuple[tuple[_PaperSentence, int], tuple[_PaperSentence, int]]:
    return (each.ours, each.theirs.document.id), (each.theirs, each.ours.document.id)


def _least(each: _Contrary, least: LeastLikeness) -> float:
    across = each.ours.said.language != each.theirs.said.language
    return least.of(denies=each.kind == "denial", across=across)


class _PairScores:
    """How surely two sentences speak of the same: their nearness, and what the reader makes of
    each where it is asked about the other."""

    def __init__(self, reader: Reranker, near: _Nearness, looked_at: LookedAt) -> None:
        self._reader = reader
        self._near = near
        self._read = looked_at.read

    def of(self, ours: _PaperSentence, theirs: _PaperSentence) -> float:
        read = self._asked(ours.text, theirs.text) + self._asked(theirs.text, ours.text)
        return _NEARNESS * self._near.of(ours, theirs) + read / 2

    def _asked(self, text: str, other: str) -> float:
        if (text, other) not in self._read:
            self._read[text, other] = float(self._reader.scores(text, [other])[0])
        return self._read[text, other]


def _read(
    reads: _PairScores, near: _Nearness, denials: Sequence[_Contrary], least: LeastLikeness
) -> Iterator[_Contrary]:
    """The denials of which the reader, asked about each by the other, says that they speak of the
    same. It tells that by what they say, in other words and across languages too; that one denies
    the other it does not tell."""
    worth = [each for each in denials if near.of(each.ours, each.theirs) >= _WORTH_READING]
    worth.sort(key=lambda each: -near.of(each.ours, each.theirs))
    for each in worth[:_MOST_READ]:
        is_across = each.ours.said.language != each.theirs.said.language
        wanted = least.read_across if is_across else least.read
        if reads.of(each.ours, each.theirs) >= wanted:
            yield each


def _in_order(each: _Contrary, likeness: float) -> Disagreement:
    """The complaint before what is said against it, or else the older paper first."""
    first, second, figures = each.ours, each.theirs, each.figures
    if _rank(second.document) < _rank(first.document):
        first, second, figures = second, first, figures[::-1]
    return Disagreement(each.kind, first.place, second.place, (figures[0], figures[1]), likeness)


def _rank(document: Document) -> tuple[bool, str, int]:
    about = document.description
    return about.kind not in _ASSERTING, str(about.filed or "9"), document.id


def _near_passages(
    library: Library,
    case: Case,
    wanted: Mapping[int, Sequence[_PaperSentence]],
    sides: _PaperSides,
    done: Done,
) -> Iterator[tuple[int, int]]:
    """Pairs of passages of two papers that the embedder finds near each other: for each passage
    the nearest in each language, of other papers of the same dispute."""
    ids: list[int] = []
    parts: list[Vectors] = []
    for language in sorted(library.catalogue.counts(case)[1]):
        its, vectors = library.vectors.of(case.id, language)
        rows = [at for at, id_ in enumerate(its) if id_ in wanted]
        if rows:
            ids += [its[at] for at in rows]
            parts.append(vectors[rows])
    if not parts:
        return
    matrix = np.concatenate(parts)
    owners = np.array([wanted[id_][0].document.id for id_ in ids])
    dispute = np.array([sides.dispute_of.get(owner, _NO_DISPUTE) for owner in owners])
    in_dispute = dispute != _NO_DISPUTE
    french = np.array([wanted[id_][0].said.language == "fr" for id_ in ids])
    seen: set[tuple[int, int]] = set()
    for begin in range(0, len(ids), _AT_ONCE):
        done(begin, len(ids))
        cosines = matrix[begin : begin + _AT_ONCE] @ matrix.T
        own = slice(begin, begin + _AT_ONCE)
        cosines[owners[own, None] == owners[None, :]] = _OWN
        are_apart = (dispute[own, None] != dispute[None, :]) & in_dispute[own, None] & in_dispute
        cosines[are_apart] = _OWN
        for in_language in (french, ~french):
            among = np.flatnonzero(in_language)
            if not len(among):
                continue
            some = min(_NEAREST, len(among))
            nearest = np.argpartition(-cosines[:, among], some - 1, axis=1)[:, :some]
            for row, columns in enumerate(among[nearest]):
                for column in columns:
                    pair = tuple(sorted((begin + row, int(column))))
                    if cosines[row, column] > _OWN and pair not in seen:
                        seen.add((pair[0], pair[1]))
                        yield ids[pair[0]], ids[pair[1]]
    done(len(ids), len(ids))


def _states(text: str) -> bool:
    """Whether a sentence states something: no question, and nothing that is only supposed."""
    return not (text.rstrip(" »”\"')").endswith("?") or _SUPPOSES.match(text.lstrip('(“"« ')))


def _contrary(
    ours: _PaperSentence, theirs: _PaperSentence, sides: _PaperSides
) -> Iterator[_Contrary]:
    if not (says_enough(ours.said) and says_enough(theirs.said)):
        return
    figures = other_figure(ours.said, theirs.said)
    denies = (
        sides.may_deny(ours.document, theirs.document)
        and not (_gives_anothers(ours, theirs) or _gives_anothers(theirs, ours))
        and deny_each_other(ours.said, theirs.said)
    )
    # What differs in both says something else.
    if bool(figures) == denies or not _speak_of_the_same(ours, theirs, sides.parties):
        return
    if figures is None:
        yield _Contrary(ours, theirs, "denial", ("", ""))
    elif have_the_same_names(ours.said, theirs.said, _around(ours), _around(theirs)):
        mine, its = figures
        kind: DisagreementKind = "date" if mine.kind == "date" else "amount"
        yield _Contrary(ours, theirs, kind, (mine.printed, its.printed))


def _around(sentence: _PaperSentence) -> str:
    stored = sentence.excerpt.stored
    return f"{stored.header} {stored.passage.text}"


def _gives_anothers(sentence: _PaperSentence, other: _PaperSentence) -> bool:
    """Whether a sentence gives another's words: who tells what the complaint says, or quotes it,
    denies nothing by it. An article reports what the sides say."""
    if sentence.document.description.kind == "article":
        return False
    if is_attributed(sentence.text):
        return True
    theirs = _plain(other.text)
    return any(
        _plain(set_in) in theirs or theirs in _plain(set_in)
        for match in _SET_IN.finditer(sentence.text)
        for set_in in match.groups()
        if set_in
    )


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in words(text))


def _speak_of_the_same(
    sentence: _PaperSentence, other: _PaperSentence, parties: Sequence[CaseParty]
) -> bool:
    """Whether the parties that the one names are those of the other, where both name any: that one
    party did not pay denies nothing of another's payment."""
    ours, theirs = (
        {party.name for party in parties if naming(party, [each.text])[0]}
        for each in (sentence, other)
    )
    return ours <= theirs or theirs <= ours


class _Nearness:
    """How surely two sentences speak of the same: the words they share, and the cosine of their
    vectors, figures left out of both."""

    def __init__(self, library: Library, looked_at: LookedAt) -> None:
        self._library = library
        self._vectors = looked_at.vectors

    def embed(self, sentences: Sequence[_PaperSentence]) -> None:
        texts = {sentence.said.blanked for sentence in sentences}
        # Short ones together: a batch is as long as its longest.
        new = sorted(texts - self._vectors.keys(), key=lambda text: (len(text), text))
        for begin in range(0, len(new), _AT_ONCE):
            some = new[begin : begin + _AT_ONCE]
            self._vectors.update(zip(some, self._library.embedder.embed(some), strict=True))

    def of(self, ours: _PaperSentence, theirs: _PaperSentence) -> float:
        cosine = self._vectors[ours.said.blanked] @ self._vectors[theirs.said.blanked]
        return _COSINE * float(cosine) + sum(shares(ours.said, theirs.said)) / 2


# Paragraphs named by their numbers


def _contested(
    library: Library,
    papers: Sequence[Document],
    sides: _PaperSides,
    said: Mapping[int, Sequence[_PaperSentence]],
    paper: Document,
    looked_at: LookedAt,
) -> Iterator[Disagreement]:
    """The paragraphs of the complaint that a paper of another side cites and says are wrong: in
    words that say so, or else as the embedder understands it. A sentence that says no more than
    the paragraph repeats it."""
    if paper.description.kind not in _REACTING:
        return
    complaint = _answered(papers, paper, sides)
    if complaint is None or sides.is_same(paper, complaint):
        return
    sentences = said[paper.id]
    cited = list(
        complaint_cited([sentence.text for sentence in sentences], complaint.description.ecf)
    )
    leans = [0.0] * len(cited)
    if library.embedder.identity.startswith(DEFAULT_MODEL):
        leans = leaning(library.embedder, [text for _at, text, _numbers in cited])
    near = _Nearness(library, looked_at)
    for (at, text, numbers), lean in zip(cited, leans, strict=True):
        by_words = contests(text)
        if not (by_words or lean >= LEANS):
            continue
        for number in numbers:
            for stored in library.catalogue.passages_numbered(complaint.id, number)[:1]:
                if by_words or not _repeats(near, sentences[at], _in_whole(stored, complaint)):
                    yield Disagreement("contested paragraph", _whole(stored), sentences[at].place)


def _in_whole(stored: Stored, document: Document) -> _PaperSentence:
    return _PaperSentence(Excerpt(stored, 0, len(stored.passage.text)), document)


def _repeats(near: _Nearness, sentence: _PaperSentence, paragraph: _PaperSentence) -> bool:
    near.embed([sentence, paragraph])
    return near.of(sentence, paragraph) >= LEAST.denial and not deny_each_other(
        sentence.said, paragraph.said
    )


def _whole(stored: Stored) -> SourcePlace:
    return SourcePlace(stored.id, 0, len(stored.passage.text))


def _denied_paragraphs(
    catalogue: Catalogue,
    papers: Sequence[Document],
    sides: _PaperSides,
    said: Mapping[int, Sequence[_PaperSentence]],
    answer: Document,
) -> Iterator[Disagreement]:
    """The paragraphs of the complaint that an answer denies as a whole, by their numbers. Of two
    complaints it answers the last one that was filed before it."""
    complaint = _answered(papers, answer, sides) if answer.description.kind == "answer" else None
    if complaint is None:
        return
    for sentence in said[answer.id]:
        text = sentence.text
        if not _DENIES.search(text) or _IN_PART.search(text):
            continue
        for match in _NUMBERED.finditer(text):
            numbers = [match["first"], *re.findall(r"\d+", match["rest"])]
            if re.search(r"-|–|to|through", match["rest"]):
                first, last = int(numbers[0]), int(numbers[-1])
                numbers = [str(number) for number in range(first, min(last, first + 200) + 1)]
            for number in numbers:
                for stored in catalogue.passages_numbered(complaint.id, number)[:1]:
                    yield Disagreement("denied paragraph", _whole(stored), sentence.place)


def _answered(papers: Sequence[Document], answer: Document, sides: _PaperSides) -> Document | None:
    complaints = [
        paper
        for paper in papers
        if paper.description.kind in _ASSERTING and not sides.are_apart(paper, answer)
    ]
    if len(complaints) < 2:
        return complaints[0] if complaints else None
    filed = answer.description.filed
    before = [
        paper
        for paper in complaints
        if filed and paper.description.filed and paper.description.filed <= filed
    ]
    # Without days it is not known which complaint is answered.
    return max(before, key=lambda paper: str(paper.description.filed), default=None)
