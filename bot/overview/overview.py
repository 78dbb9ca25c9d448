"""What a case and each of its documents is about, line by line, each a quote that can be opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.overview.sourced import SourcePlace
from bot.search.disputes import Dispute
from bot.search.glance import GlanceLine, Part, glance
from ingest.document import Line
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.store.facts import find_missing_facts
from ingest.text.terms import fold

IN_CAPTIONS: frozenset[Part] = frozenset({"court", "case number", "judge", "party", "counsel"})
"""What a paper's caption and signatures name: nobody's allegation."""


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One thing that a document says. ``label`` are its words that matter, ``text`` is the quote;
    of a "count" it is the heading as it is printed, and ``source`` is what stands under it.
    ``source`` is None for what the stamp on the pages alone says. ``dispute`` is the place of the
    dispute among those of the overview that it is said of."""

    part: Part
    label: str
    text: str
    document: str
    title: str
    page: int
    source: SourcePlace | None
    dispute: int = 0


@dataclass(frozen=True, slots=True)
class DocumentOverview:
    """What a document says of itself and its case."""

    document: str
    title: str
    kind: str
    ecf: str
    filed: str
    lines: tuple[OverviewLine, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is known of a case, and of each of its documents. ``disputes`` are those that the
    papers of the case are of, where they are of several; the lines are then in their order."""

    lines: tuple[OverviewLine, ...]
    documents: tuple[DocumentOverview, ...]
    disputes: tuple[Dispute, ...] = ()


def overview(
    catalogue: Catalogue, case: Case, done: Callable[[int, int], None] = lambda made, of: None
) -> Overview:
    """See `bot.overview.timeline.timeline` for ``done`` and what it raises."""
    find_missing_facts(catalogue, case, done)
    found = glance(catalogue, case)
    several = found.disputes if len(found.disputes) > 1 else ()
    lines = (
        [
            replace(line, dispute=at)
            for at, (_, of_dispute) in enumerate(several)
            for line in _lines(catalogue, of_dispute)
        ]
        if several
        else _lines(catalogue, found.lines)
    )
    return Overview(
        tuple(lines),
        tuple(
            DocumentOverview(
                document=document.path,
                title=document.description.title,
                kind=document.description.kind,
                ecf=document.description.ecf,
                filed=document.description.filed.isoformat() if document.description.filed else "",
                lines=tuple(_lines(catalogue, lines)),
            )
            for document, lines in found.papers
        ),
        tuple(dispute for dispute, _ in several),
    )


def _lines(catalogue: Catalogue, lines: Iterable[GlanceLine]) -> Iterable[OverviewLine]:
    lines = list(lines)
    counted = any(line.part == "count" for line in lines)
    for line in lines:
        if line.part == "claim" and counted:
            continue  # the headings say it, where it is pleaded
        document = line.document
        excerpt = line.excerpt
        text = excerpt.text if excerpt else line.label
        if excerpt and line.part == "count" and line.label in excerpt.stored.passage.headings:
            text = _printed_heading(catalogue, excerpt.stored, line.label)
        yield OverviewLine(
            part=line.part,
            label=line.label,
            text=text,
            document=document.path,
            title=document.description.title,
            page=excerpt.stored.passage.page if excerpt else 1,
            source=SourcePlace(excerpt.stored.id, excerpt.start, excerpt.end) if excerpt else None,
        )


def _printed_heading(catalogue: Catalogue, under: Stored, heading: str) -> str:
    """The lines of the heading above a passage as they are printed; the heading as it is kept
    where they are not found."""
    first = under.passage.spans[0]
    wanted = _letters(heading)
    above: list[Line] = []
    for number in range(first.page, max(first.page - 2, 0), -1):
        lines = catalogue.page(under.document_id, number).lines
        above = [*(lines[: first.line] if number == first.page else lines), *above]
        for start in range(len(above) - 1, -1, -1):
            for end in range(start + 1, min(start + 6, len(above)) + 1):
                printed = " ".join(line.text.strip() for line in above[start:end])
                if _letters(printed) == wanted:
                    return printed
    return heading


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))
