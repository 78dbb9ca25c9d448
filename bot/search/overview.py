"""What the whole case is about, as the answer to a question: what its newest complaint opens with
and asks for, whom it is between, and what was filed last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from bot.question.overview_asked import asks_for_overview
from bot.question.parse import Question
from bot.search.excerpt import Excerpt
from bot.search.glance import GlanceLine, Part, glance
from ingest.errors import LibraryUnwritable
from ingest.store.catalogue import Case, Catalogue
from ingest.store.facts import find_missing_facts
from ingest.text.sentences import sentences

_MOST: tuple[tuple[Part, int], ...] = (
    ("about", 2),
    ("party", 4),
    ("claim", 1),
    ("relief", 2),
    ("request", 1),
    ("state", 1),
)
_LONGEST = 450
_ENTRY_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_LEAD_IN = re.compile(r"[:;]$")


def look_up_overview(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The lines that say it, in the order in which one would tell it; None where the question asks
    for anything else, or no document says what it is about."""
    if not asks_for_overview(question.text):
        return None
    try:
        find_missing_facts(catalogue, case)
    except LibraryUnwritable:
        return None
    seen = glance(catalogue, case)
    each = [lines for _, lines in seen.disputes] if len(seen.disputes) > 1 else [seen.lines]
    # In turns: an answer shows the first of them, and the other dispute is not to be missing.
    in_turns = zip_longest(*map(_told, each))
    return tuple(excerpt for turn in in_turns for excerpt in turn if excerpt is not None) or None


def _told(lines: Sequence[GlanceLine]) -> list[Excerpt]:
    """Of one dispute; empty where no document says what it is about."""
    opened = any(line.part == "about" for line in lines)
    found = [] if opened else [line.excerpt for line in lines if _is_nature(line) and line.excerpt]
    if not opened and not found:
        return []
    for part, most in _MOST:
        chosen = [
            excerpt
            for line in lines
            if line.part == part and (excerpt := _words_of(line)) is not None
        ]
        found += _joined(chosen)[:1] if part == "claim" else chosen[:most]
    return found


def _is_nature(line: GlanceLine) -> bool:
    """Whether a docket says what kind of suit it is."""
    return line.part == "state" and line.label in ("nature of suit", "cause")


def _words_of(line: GlanceLine) -> Excerpt | None:
    """The words of a line; None for what is no answer: the words that
    open a list, a label of a docket."""
    if line.excerpt is None:
        return None
    excerpt = line.excerpt
    match line.part:
        case "about":
            return _short(excerpt)
        case "relief":
            return None if _LEAD_IN.search(excerpt.text) and len(excerpt.text) < 120 else excerpt
        case "state":
            return excerpt if _ENTRY_DAY.match(line.label) else None
        case _:
            return excerpt


def _short(excerpt: Excerpt) -> Excerpt:
    """Its first sentences, no more than are read at a glance."""
    end = excerpt.start
    passage = excerpt.stored.passage
    for _, stops in sentences(passage.text, passage.language, passage.parted):
        if stops <= excerpt.start or stops > excerpt.end:
            continue
        if end > excerpt.start and stops - excerpt.start > _LONGEST:
            break
        end = stops
    return Excerpt(excerpt.stored, excerpt.start, end) if end > excerpt.start else excerpt


def _joined(chosen: Iterable[Excerpt]) -> list[Excerpt]:
    """The claims that a caption lists one below the other, as one quote."""
    joined: list[Excerpt] = []
    for excerpt in chosen:
        if joined and joined[-1].stored.id == excerpt.stored.id:
            joined[-1] = Excerpt(excerpt.stored, joined[-1].start, excerpt.end)
        else:
            joined.append(excerpt)
    return joined
