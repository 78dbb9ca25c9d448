"""Which papers of a case are of one dispute. A folder may hold papers of several: a journalist's
does, and so does a case into which another one's papers came by mistake. What one caption says is
then not said of the other.

Papers are of one dispute where their captions bear one number, or name the same parties on both
sides: an appeal has a number of its own. One side in common is not enough: it may be sued twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Kind
from ingest.store.catalogue import Document
from ingest.text.terms import fold

# They may quote or append the caption of another dispute, or have none.
_WITHOUT_CAPTION: frozenset[Kind] = frozenset({"article", "contract", "letter", "exhibit"})
_FEDERAL = re.compile(r"\d{2,4}-[a-z]{2,4}-0*\d+")
_COMPANY = re.compile(
    r"\W+(?:corp(?:oration)?|inc(?:orporated)?|company|co|l ?l ?c|l ?l ?p|ltd|limited|plc|gmbh"
    r"|s ?a|s ?a ?s|s ?a ?r ?l)\W*$"
)
_BOTH_SIDES = 2


@dataclass(frozen=True, slots=True)
class Dispute:
    """``parties`` as its first caption names them; ``number`` may be empty. ``documents`` are ids
    in the catalogue."""

    parties: tuple[str, ...]
    number: str
    documents: frozenset[int]


@dataclass(slots=True)
class _Bundle:
    """Papers that are of one dispute, as far as is known yet."""

    numbers: set[str]
    papers: list[Document]
    first: set[str] = field(default_factory=set)
    """Whom each caption names first: one side, in an appeal the other."""
    parties: set[str] = field(default_factory=set)

    def is_of_one_dispute_with(self, other: _Bundle) -> bool:
        return bool(self.numbers & other.numbers) or (
            _shared(self.parties, other.parties) >= _BOTH_SIDES
            and _shared(self.first, other.parties) > 0
            and _shared(other.first, self.parties) > 0
        )

    def may_be_of_one_dispute_with(self, other: _Bundle) -> bool:
        """Whether nothing tells them apart: the one has no number and the other no parties."""
        return not (self.numbers and other.numbers) and not (self.parties and other.parties)


def _shared(names: set[str], others: set[str]) -> int:
    return sum(any(_is_one_name(name, other) for other in others) for name in names)


def disputes(documents: Sequence[Document]) -> tuple[Dispute, ...]:
    """The disputes whose captions are among these documents, in the order of the documents; none
    for documents without a caption."""
    by_number: dict[str, _Bundle] = {}
    for document in documents:
        about = document.description
        number = _plain(about.case_number)
        if about.kind in _WITHOUT_CAPTION or not (number or len(about.parties) >= _BOTH_SIDES):
            continue
        # Without a number each stands alone at first.
        bundle = by_number.setdefault(
            number or f"#{document.id}", _Bundle({number} if number else set(), [])
        )
        bundle.papers.append(document)
        bundle.first |= set(map(_core, about.parties[:1]))
        bundle.parties |= set(map(_core, about.parties))
    joined: list[_Bundle] = []
    # Those with numbers first: a paper without one joins what it belongs to, and joins no two.
    for bundle in sorted(by_number.values(), key=lambda bundle: not bundle.numbers):
        homes = [other for other in joined if other.is_of_one_dispute_with(bundle)]
        homes += [other for other in joined if other.may_be_of_one_dispute_with(bundle)]
        home = homes[0] if homes else None
        if home is None:
            joined.append(bundle)
            continue
        home.papers += bundle.papers
        home.first |= bundle.first
        home.parties |= bundle.parties
        home.numbers |= bundle.numbers
    place = {document.id: at for at, document in enumerate(documents)}
    found = [_dispute(bundle) for bundle in joined]
    return tuple(sorted(found, key=lambda dispute: min(place[id_] for id_ in dispute.documents)))


def _is_one_name(name: str, other: str) -> bool:
    """Also where one caption says more of a party: "Acme" and "Acme, successor to Bolt"."""
    words, others = set(name.split()), set(other.split())
    return words <= others or others <= words


def _dispute(bundle: _Bundle) -> Dispute:
    papers = sorted(bundle.papers, key=lambda paper: paper.id)
    parties = next((paper.description.parties for paper in papers if paper.description.parties), ())
    numbers = [paper.description.case_number for paper in papers if paper.description.case_number]
    return Dispute(
        tuple(parties), numbers[0] if numbers else "", frozenset(paper.id for paper in papers)
    )


def _plain(number: str) -> str:
    """A number as all forms of it are: without the division before it and the judge after."""
    folded = fold(number)
    federal = _FEDERAL.search(folded)
    if federal:
        return re.sub(r"-0+(?=\d+$)", "-", federal[0])
    return re.sub(r"\W", "", folded)


def _core(name: str) -> str:
    """A party's name as another caption may print it: without what kind of company it is."""
    words = re.sub(r"[\W_]+", " ", fold(name)).strip()
    return _COMPANY.sub("", words) or words
