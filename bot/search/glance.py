"""A case and its papers at a glance: what the rows found at ingest say of each.

A docket says most of a case: its court and judge, its parties and their counsel, where it stands.
What it does not say, and what a case without a docket has, comes from the newest complaint, and
where there is none from the papers in the order in which they introduce a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from bot.search.disputes import Dispute, disputes
from bot.search.excerpt import Excerpt
from ingest.describe.kinds import COURTS_OWN
from ingest.document import DocketField, Kind, StatedField
from ingest.store.catalogue import Case, Catalogue, DocketRow, Document
from ingest.store.facts import Stated, stated_in

Part = Literal[
    "about",
    "court",
    "case number",
    "judge",
    "party",
    "counsel",
    "claim",
    "count",
    "relief",
    "request",
    "ruling",
    "state",
]
PARTS: tuple[Part, ...] = get_args(Part)
"""In the order in which they are shown. A "claim" is what a caption lists, a "count" the heading
under which it is pleaded."""

COMPLAINTS: tuple[Kind, ...] = ("complaint", "amended complaint")
_NOT_IN_COURT: tuple[Kind, ...] = ("article", "contract", "letter")
# A caption of a party's paper names the judge; that of an exhibit or a contract names another's.
_CAPTIONED: tuple[StatedField, ...] = ("court", "case number", "judge", "party", "counsel")
_INTRODUCES: tuple[Kind, ...] = (
    "opinion",
    "decision",
    "judgment",
    "order",
    "motion",
    "article",
    "letter",
)
_STATE: tuple[tuple[DocketField, str], ...] = (
    ("date filed", "filed"),
    ("date terminated", "terminated"),
    ("nature of suit", "nature of suit"),
    ("cause", "cause"),
    ("jury", "jury demand"),
    ("demand", "demand"),
)
STATE_LABELS = tuple(label for _, label in _STATE)
"""What stands before a line of a docket; each of its last entries has its day instead."""
_NAMED_BY_DOCKETS: tuple[tuple[Part, DocketField], ...] = (
    ("court", "court"),
    ("case number", "case number"),
    ("judge", "judge"),
    ("judge", "referral"),
)
_LAST_ENTRIES = 5
_LONGEST_COUNSEL = 220
_REPRESENTED = re.compile(r"\s*\brepresented by\b")


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """One thing that a document says. ``label`` are its words that matter (the name of a party, the
    heading of a count, the field of a docket); ``excerpt`` is where it stands, None for what the
    stamp on its pages alone says. Under the heading of a "count" the excerpt is what follows it."""

    part: Part
    label: str
    document: Document
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Glance:
    """The lines of a case, and those of each of its documents, in the order of `PARTS`. Where its
    papers are of several ``disputes``, each has lines of its own, and those of the case are these
    one after another; else there is one at most, with all lines."""

    lines: tuple[GlanceLine, ...]
    papers: tuple[tuple[Document, tuple[GlanceLine, ...]], ...]
    disputes: tuple[tuple[Dispute, tuple[GlanceLine, ...]], ...] = ()


def glance(catalogue: Catalogue, case: Case) -> Glance:
    """What is known of a case and of each of its documents. The rows of an older Pincite are not
    found anew: see `ingest.store.facts.find_missing_facts`."""
    documents = {document.id: document for document in catalogue.documents(case)}
    stated: dict[int, list[Stated]] = {document: [] for document in documents}
    for fact in stated_in(catalogue, case):
        if fact.document_id in stated:
            stated[fact.document_id].append(fact)
    papers = tuple(
        (
            document,
            tuple(
                _of_docket(catalogue, document)
                if document.description.kind == "docket"
                else _of_paper(document, stated[document.id])
            ),
        )
        for document in documents.values()
    )
    found = disputes(list(documents.values()))
    if len(found) < 2:
        lines = tuple(_of_case(papers))
        return Glance(lines, papers, tuple((dispute, lines) for dispute in found))
    parted = tuple(
        (
            dispute,
            tuple(_of_case([paper for paper in papers if paper[0].id in dispute.documents])),
        )
        for dispute in found
    )
    return Glance(tuple(line for _, lines in parted for line in lines), papers, parted)


def _of_paper(document: Document, stated: Sequence[Stated]) -> list[GlanceLine]:
    """What a document that is no docket says of itself."""
    kind = document.description.kind
    wanted: set[StatedField] = {"about"}
    if kind not in _NOT_IN_COURT:
        wanted |= set(_CAPTIONED)
    if kind in (*COMPLAINTS, "answer"):
        wanted |= {"claim", "count", "relief"}
    elif kind in COURTS_OWN:
        wanted.add("ruling")
    elif kind not in ("article", "contract", "exhibit", "transcript", "declaration"):
        wanted |= {"request", "relief"}
    number = document.description.case_number
    lines = [
        _line(document, fact)
        for fact in stated
        if fact.field in wanted and (fact.field != "case number" or _bears(fact, number))
    ]
    about = document.description
    # French decisions state these in forms of their own, which only the description knows.
    of_court = kind in COURTS_OWN
    known: tuple[tuple[StatedField, tuple[str, ...]], ...] = (
        ("court", (about.court,) if of_court else ()),
        ("case number", (number,)),
        ("party", about.parties if of_court else ()),
    )
    for part, texts in known:
        if part in wanted and all(line.part != part for line in lines):
            lines += [GlanceLine(part, text, document, None) for text in texts if text]
    return _in_order(lines)


def _bears(fact: Stated, number: str) -> bool:
    """Whether a line of a caption bears the number by which the document goes, whatever division
    or judge a stamp adds to it."""
    said = fact.stored.passage.text[fact.start : fact.end]
    return not number or number in said or fact.value in number


def _line(document: Document, fact: Stated) -> GlanceLine:
    return GlanceLine(fact.field, fact.value, document, Excerpt(fact.stored, fact.start, fact.end))


def _in_order(lines: Iterable[GlanceLine]) -> list[GlanceLine]:
    return sorted(lines, key=lambda line: PARTS.index(line.part))


def _of_docket(catalogue: Catalogue, docket: Document) -> Iterator[GlanceLine]:
    rows: dict[DocketField, list[DocketRow]] = {}

    def of(field: DocketField) -> list[DocketRow]:
        return rows.setdefault(field, catalogue.docket_rows(docket.id, field))

    for part, field in _NAMED_BY_DOCKETS:
        yield from (_row(part, row.value, docket, row) for row in of(field)[:1])
    for row in of("parties"):
        party = _REPRESENTED.split(row.stored.passage.text, maxsplit=1)[0].strip()
        excerpt = Excerpt(row.stored, 0, len(party) or len(row.stored.passage.text))
        yield GlanceLine("party", party, docket, excerpt)
    for row in of("lawyers"):
        yield GlanceLine("counsel", "", docket, _counsel(row))
    for field, label in _STATE:
        yield from (_row("state", label, docket, row) for row in of(field)[:1])
    yield from (_row("state", "trial date", docket, row) for row in of("trial date")[-1:])
    for row in _latest(of("entry")):
        yield _row("state", row.value, docket, row)


def _row(part: Part, label: str, docket: Document, row: DocketRow) -> GlanceLine:
    excerpt = Excerpt(row.stored, 0, len(row.stored.passage.text))
    return GlanceLine(part, label, docket, excerpt)


def _counsel(row: DocketRow) -> Excerpt:
    """The party and its counsel, without most of the address."""
    text = row.stored.passage.text
    if len(text) <= _LONGEST_COUNSEL:
        return Excerpt(row.stored, 0, len(text))
    return Excerpt(row.stored, 0, len(text[:_LONGEST_COUNSEL].rpartition(" ")[0]))


def _latest(entries: Sequence[DocketRow]) -> list[DocketRow]:
    """The last entries of a docket, the newest first; some dockets list them so already."""
    in_order = sorted(entries, key=lambda row: (row.value, row.stored.ordinal))
    return in_order[: -_LAST_ENTRIES - 1 : -1]


def _of_case(
    papers: Sequence[tuple[Document, tuple[GlanceLine, ...]]],
) -> Iterator[GlanceLine]:
    """Each part from the documents that say it best."""
    lines_of = {document.id: lines for document, lines in papers}
    dockets = [document for document, _ in papers if document.description.kind == "docket"]
    complaints = _newest_first(papers, COMPLAINTS)
    rest = [document for document, _ in papers if document.description.kind not in COMPLAINTS]
    first = [document for kind in _INTRODUCES for document in _newest_first(papers, (kind,))]
    others = list(dict.fromkeys([*first, *(other for other in rest if other not in dockets)]))
    in_court = [document for document in others if document.description.kind not in _NOT_IN_COURT]
    sources: Mapping[Part, Sequence[Document]] = {
        "about": [*complaints, *others],
        "claim": complaints,
        "count": complaints,
        "relief": complaints or in_court,
        "request": [] if complaints else in_court,
        "ruling": [],
        "state": dockets,
    }
    for part in PARTS:
        tellers = sources.get(part, [*dockets, *complaints, *in_court])
        if part == "counsel":
            yield from _each_counsel(lines_of, tellers)
            continue
        for document in tellers:
            lines = [line for line in lines_of[document.id] if line.part == part]
            if lines:
                yield from lines
                break


def _newest_first(
    papers: Sequence[tuple[Document, tuple[GlanceLine, ...]]], kinds: tuple[Kind, ...]
) -> list[Document]:
    """An amended complaint takes the place of the one before it."""
    chosen = [document for document, _ in papers if document.description.kind in kinds]
    return sorted(
        chosen,
        key=lambda document: (
            document.description.filed or date.min,
            kinds.index(document.description.kind),
        ),
        reverse=True,
    )


def _each_counsel(
    lines_of: Mapping[int, Sequence[GlanceLine]], tellers: Sequence[Document]
) -> Iterator[GlanceLine]:
    """A docket lists all counsel; without one each side's paper names its own."""
    known: list[str] = []
    for document in tellers:
        lines = [line for line in lines_of[document.id] if line.part == "counsel"]
        if lines and document.description.kind == "docket":
            yield from lines
            return
        for line in lines:
            whom = line.label.casefold()
            if not any(whom.startswith(other) or other.startswith(whom) for other in known):
                known.append(whom)
                yield line
