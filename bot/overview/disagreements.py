"""Where the papers of a case look like they disagree, both quotes side by side.

Three things are looked for, all in one language and between papers of different voices: a
paragraph that an answer denies by its number, a clause that says of the same what another denies,
and another amount or date in a sentence that says the same. Both speak of the same parties, and no
side is held against itself. What is found is shown to be read: it is no finding that the two
contradict each other. Few are shown rather than wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.overview.particulars import Particular, blanked, particulars
from bot.overview.parties import CaseParty, case_parties, naming
from bot.overview.sourced import SourcePlace
from bot.reading.check import all_names, names_in, shared
from bot.reading.cross_encoder import Reranker
from bot.reading.negated_words import denied_words
from bot.reading.polarity import clauses, is_denied
from bot.reading.voices import is_attributed
from bot.search.excerpt import Excerpt, quotable
from ingest.describe.kinds import voice_of
from ingest.document import Kind
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.store.facts import find_missing_facts
from ingest.text.terms import fold, stems, words
from ingest.translation import _

DisagreementKind = Literal["denied paragraph", "denial", "amount", "date"]

_ASSERTING: frozenset[Kind] = frozenset({"complaint", "amended complaint"})
_REACTING: frozenset[Kind] = frozenset({"answer", "motion", "reply", "declaration"})
_NOT_COMPARED: frozenset[Kind] = frozenset({"docket", "article", "exhibit", "other"})
"""Kinds whose sentences are no statements of a side: a docket's days are those of filings."""
_PASSAGES = 20
"""Passages of the other paper that are looked through for one sentence."""
_LEAST_SHARED = 0.3
_SHARED = 0.6
"""Of the words of each of two clauses, the other holds so many at least, and of one of them so
many."""
_ALIKE = 0.75
"""Of the words of each of two sentences that differ by a figure, figures aside."""
_FEWEST_WORDS = 2
_VERBATIM = 6
"""Words in a row that make a quotation: who quotes a sentence does not deny it by it."""
_MOST = 4000
"""Sentences that are looked at; a larger case is looked at in part, and says so."""

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


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two places that look like they disagree: ``asserted`` is what one paper says, ``against``
    what another says against it. ``figures`` are the two amounts or dates as printed, empty for a
    denial. ``read`` is what the reader makes of both, a logit."""

    kind: DisagreementKind
    asserted: SourcePlace
    against: SourcePlace
    figures: tuple[str, str] = ("", "")
    read: float = 0.0


@dataclass(frozen=True, slots=True)
class Disagreements:
    """What was found, the likeliest first; ``looked_at`` of ``sentences`` were looked at."""

    found: tuple[Disagreement, ...]
    looked_at: int
    sentences: int


@dataclass(frozen=True, slots=True)
class _PaperSentence:
    """A sentence of a paper."""

    excerpt: Excerpt
    document: Document

    @property
    def text(self) -> str:
        return self.excerpt.text

    @property
    def language(self) -> str:
        return self.excerpt.stored.passage.language

    @property
    def place(self) -> SourcePlace:
        return SourcePlace(self.excerpt.stored.id, self.excerpt.start, self.excerpt.end)


DENIED_PARAGRAPH: DisagreementKind = "denied paragraph"
Done = Callable[[int, int], None]


def in_words(disagreement: Disagreement) -> str:
    """What it looks like."""
    match disagreement.kind:
        case "denied paragraph":
            return _("Denied by its number:")
        case "denial":
            return _("Looks like a disagreement: one says what the other denies.")
        case _:
            asserted, against = disagreement.figures
            return _("Looks like a disagreement: “{asserted}” or “{against}”.").format(
                asserted=asserted, against=against
            )


def disagreements(
    catalogue: Catalogue,
    reranker: Reranker,
    case: Case,
    done: Done = lambda made, of: None,
) -> Disagreements:
    """Where papers of a case look like they disagree. ``done`` is called with the sentences looked
    at, and of how many; it may raise to stop. Raises ModelMissing for an altered reader."""
    find_missing_facts(catalogue, case)
    papers = [
        document
        for document in catalogue.documents(case)
        if document.description.kind not in _NOT_COMPARED
    ]
    parties = case_parties(catalogue, case)
    sides = _PaperSides(parties, _sides_of(catalogue, papers, parties))
    said = [sentence for document in papers for sentence in _sentences(catalogue, document)]
    looked_at = said[:_MOST]
    found: dict[tuple[SourcePlace, SourcePlace], Disagreement] = {}
    for number, sentence in enumerate(looked_at):
        if number % 20 == 0:
            done(number, len(looked_at))
        for disagreement in _against(catalogue, case, papers, sides, sentence):
            found.setdefault((disagreement.asserted, disagreement.against), disagreement)
    ranked = _ranked(catalogue, reranker, list(found.values()))
    done(len(looked_at), len(looked_at))
    return Disagreements(tuple(ranked), len(looked_at), len(said))


@dataclass(frozen=True, slots=True)
class _PaperSides:
    """The parties of the case, and by document which side filed it."""

    parties: Sequence[CaseParty]
    of: Mapping[int, str]

    def is_same(self, paper: Document, other: Document) -> bool:
        """Whether one side filed both; nobody disagrees with itself."""
        return bool(self.of.get(paper.id)) and self.of.get(paper.id) == self.of.get(other.id)


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


def _sentences(catalogue: Catalogue, document: Document) -> Iterator[_PaperSentence]:
    for stored in catalogue.passages_of(document.id):
        if stored.passage.role in ("body", "list", "table", "footnote"):
            for start, end in quotable(stored):
                yield _PaperSentence(Excerpt(stored, start, end), document)


def _against(
    catalogue: Catalogue,
    case: Case,
    papers: Sequence[Document],
    sides: _PaperSides,
    sentence: _PaperSentence,
) -> Iterator[Disagreement]:
    """What a sentence says against other papers."""
    kind = sentence.document.description.kind
    if kind == "answer":
        yield from _denied_paragraphs(catalogue, papers, sentence)
    may_deny = kind in _REACTING and not _is_anothers(sentence.text)
    figures = _figures(sentence.text, sentence.language)
    if not may_deny and not figures:
        return
    of_others = [paper for paper in papers if not sides.is_same(paper, sentence.document)]
    for other in _near(catalogue, case, of_others, sentence):
        if (
            may_deny
            and other.document.description.kind in _ASSERTING
            and _denies(sentence.text, other.text, sentence.language, sides.parties)
        ):
            yield Disagreement("denial", other.place, sentence.place)
        if figures and other.document.id < sentence.document.id:
            for ours, theirs in _other_figures(sentence, other):
                yield Disagreement(
                    "amount" if ours.kind == "amount" else "date",
                    other.place,
                    sentence.place,
                    (theirs.printed, ours.printed),
                )


# "Acme derives the following: Approval was …": what is set in behind it is quoted.
_SET_IN = re.compile(r"[“«]|:\s+[A-ZÀ-Þ]")


def _is_anothers(text: str) -> bool:
    """Whether a sentence gives another's words: who tells what the complaint says denies nothing
    by it."""
    return is_attributed(text) or bool(_SET_IN.search(text))


def _near(
    catalogue: Catalogue, case: Case, papers: Sequence[Document], sentence: _PaperSentence
) -> Iterator[_PaperSentence]:
    """Sentences of papers of other voices that have words of a sentence."""
    voice = voice_of(sentence.document.description.kind)
    others = {
        document.id: document for document in papers if voice_of(document.description.kind) != voice
    }
    if not others:
        return
    within = catalogue.passages_within(replace(case, only=frozenset(others)), sentence.language)
    wanted = stems(sentence.text, sentence.language)
    hits = catalogue.full_text().search(case.id, sentence.language, wanted, _PASSAGES, within)
    for stored in catalogue.passages([hit[0] for hit in hits]).values():
        if stored.passage.role in ("body", "list", "table", "footnote"):
            for start, end in quotable(stored):
                yield _PaperSentence(Excerpt(stored, start, end), others[stored.document_id])


def _denied_paragraphs(
    catalogue: Catalogue, papers: Sequence[Document], sentence: _PaperSentence
) -> Iterator[Disagreement]:
    """The paragraphs of the complaint that an answer denies as a whole, by their numbers. Of two
    complaints it answers the last one that was filed before it."""
    text = sentence.text
    if not _DENIES.search(text) or _IN_PART.search(text):
        return
    complaint = _answered(papers, sentence.document)
    if complaint is None:
        return
    for match in _NUMBERED.finditer(text):
        numbers = [match["first"], *re.findall(r"\d+", match["rest"])]
        if re.search(r"-|–|to|through", match["rest"]):
            first, last = int(numbers[0]), int(numbers[-1])
            numbers = [str(number) for number in range(first, min(last, first + 200) + 1)]
        for number in numbers:
            for stored in catalogue.passages_numbered(complaint.id, number)[:1]:
                place = SourcePlace(stored.id, 0, len(stored.passage.text))
                yield Disagreement("denied paragraph", place, sentence.place)


def _answered(papers: Sequence[Document], answer: Document) -> Document | None:
    complaints = [paper for paper in papers if paper.description.kind in _ASSERTING]
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


def _denies(text: str, other: str, language: str, parties: Sequence[CaseParty]) -> bool:
    """Whether a clause of one sentence denies what a clause of the other says."""
    if _quotes(text, other):
        return False
    return any(
        is_denied(ours) != is_denied(theirs)
        and min(len(_content(ours)), len(_content(theirs))) >= _FEWEST_WORDS
        and _are_alike(ours, theirs, language, _LEAST_SHARED, _SHARED)
        and _speak_of_the_same(ours, theirs, parties)
        and _deny_the_same(ours, theirs, language)
        for ours in clauses(text)
        for theirs in clauses(other)
    )


def _speak_of_the_same(text: str, other: str, parties: Sequence[CaseParty]) -> bool:
    """Whether the parties that the one names are those of the other, where both name any: that one
    party did not pay denies nothing of another's payment."""
    ours, theirs = (
        {party.name for party in parties if naming(party, [each])[0]} for each in (text, other)
    )
    return ours == theirs or not ours or not theirs


def _deny_the_same(text: str, other: str, language: str) -> bool:
    """Whether a word that the one denies is stated by the other, where it tells which words they
    deny; "no" and "none" do not tell."""
    ours, theirs = denied_words(text, language), denied_words(other, language)
    return ours.denied == theirs.denied or ours.contradicts(theirs)


def _are_alike(text: str, other: str, language: str, least: float, most: float) -> bool:
    both = shared(text, language, other, language), shared(other, language, text, language)
    return min(both) >= least and max(both) >= most


def _content(clause: str) -> list[str]:
    names = {fold(name) for name in all_names(clause)}
    return [word for word in words(clause) if len(word) > 3 and fold(word) not in names]


def _quotes(text: str, other: str) -> bool:
    """Whether so many words in a row stand in both."""
    ours, theirs = ([fold(word) for word in words(each)] for each in (text, other))
    runs = {tuple(theirs[at : at + _VERBATIM]) for at in range(len(theirs) - _VERBATIM + 1)}
    return any(tuple(ours[at : at + _VERBATIM]) in runs for at in range(len(ours) - _VERBATIM + 1))


def _figures(text: str, language: str) -> list[Particular]:
    """The amounts and whole dates of a sentence."""
    return [
        figure
        for figure in particulars(text, language)
        if figure.kind == "amount" or (figure.kind == "date" and figure.has_year)
    ]


def _other_figures(
    sentence: _PaperSentence, other: _PaperSentence
) -> Iterator[tuple[Particular, Particular]]:
    """The amounts, or the dates, of two sentences that say the same of another figure: one of the
    kind in each, so that it is clear which stands for which."""
    for kind in ("amount", "date"):
        ours = [each for each in _figures(sentence.text, sentence.language) if each.kind == kind]
        theirs = [each for each in _figures(other.text, other.language) if each.kind == kind]
        if len(ours) != 1 or len(theirs) != 1:
            continue
        mine, its = ours[0], theirs[0]
        if mine.agrees(its) or its.agrees(mine) or mine.unit != its.unit:
            continue
        if not _are_about_one(sentence, other, kind):
            continue
        texts = blanked(sentence.text, sentence.language), blanked(other.text, other.language)
        if is_denied(texts[0]) == is_denied(texts[1]) and _are_alike(
            *texts, sentence.language, _ALIKE, _ALIKE
        ):
            yield mine, its


def _are_about_one(sentence: _PaperSentence, other: _PaperSentence, kind: str) -> bool:
    """Whether two sentences that differ by a figure of a kind have the same names and other
    figures. Another amount on another day is another payment, and another town another delivery."""
    texts = blanked(sentence.text, sentence.language), blanked(other.text, other.language)
    held = [{fold(word) for word in words(text)} for text in texts]
    for text, its in zip(texts, reversed(held), strict=True):
        if any(fold(part) not in its for name in names_in(text) for part in words(name)):
            return False
    ours, theirs = (
        [each for each in particulars(of.text, of.language) if each.kind != kind]
        for of in (sentence, other)
    )
    return all(any(each.agrees(its) for its in theirs) for each in ours) and all(
        any(each.agrees(its) for its in ours) for each in theirs
    )


def _ranked(
    catalogue: Catalogue, reranker: Reranker, found: Sequence[Disagreement]
) -> list[Disagreement]:
    """Paragraphs denied by number last: an answer has hundreds. The others by the reader."""
    read = []
    for disagreement in found:
        if disagreement.kind != "denied paragraph":
            texts = [_text(catalogue, disagreement.asserted)]
            score = reranker.scores(_text(catalogue, disagreement.against), texts)[0]
            disagreement = replace(disagreement, read=float(score))
        read.append(disagreement)
    return sorted(read, key=lambda each: (each.kind == "denied paragraph", -each.read))


def _text(catalogue: Catalogue, place: SourcePlace) -> str:
    return catalogue.passage(place.passage_id).passage.text[place.start : place.end]
