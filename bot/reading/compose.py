"""The result of a chat model's reading: a chosen sentence or written statements, each with the
places it stands on; or nothing, and a sentence that says why.

Passages first, model second: where nothing was found there is nothing to read, and the model is
not asked. Whatever fails, what can be said without it is still said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.answer import Match
from bot.question.parse import question_language
from bot.reading.chat_model import Replies
from bot.reading.check import CitableSentence, Reason, SecondLook
from bot.reading.choose import choose
from bot.reading.frame import ShownPassage
from bot.reading.instructions import for_a_model, states_nothing
from bot.reading.likeness import Compare
from bot.reading.write import second_look_of, write
from bot.search.excerpt import quotable
from ingest.describe.kinds import COURTS_OWN
from ingest.document import Kind
from ingest.errors import ChatModelFailed
from ingest.passages.headings import exhibit_under
from ingest.store.catalogue import Catalogue, Stored
from ingest.translation import _, retold, speaking

Way = Literal["choose", "write"]
# Sentences that a model may write from; the best passages' come first.
_PASSAGES = 12
_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """stored.passage.text[start:end], with the part of it that was asked for."""

    stored: Stored
    start: int
    end: int
    marked: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Citable:
    """A sentence that a model may cite: its place, as the checker sees it, and as it is shown."""

    place: QuotePlace
    source: CitableSentence
    shown: ShownPassage


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that passed the checker, with the sentences it rests on."""

    text: str
    places: tuple[QuotePlace, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that did not."""

    text: str
    reason: Reason


@dataclass(slots=True)
class Composition:
    """``chosen`` in choose mode, ``said`` in write mode. ``trouble`` is one sentence for the user
    where something failed; ``what`` its sort. ``refused``: the model found no answer."""

    chosen: QuotePlace | None = None
    said: list[Said] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    refused: bool = False
    stopped: bool = False
    trouble: str = ""
    what: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


class Heard(Protocol):
    """Told of each statement as soon as it may be shown."""

    def __call__(self, said: Said, /) -> None: ...


def compose(
    model: Replies,
    way: Way,
    question: str,
    found: Sequence[Stored],
    catalogue: Catalogue,
    *,
    second_look: SecondLook | None = None,
    compare: Compare | None = None,
    hear: Heard = lambda said: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Composition:
    """What the model makes of ``found``, best first. Never raises for what a model does."""
    made = Composition()
    if not found:
        made.refused = True
        return made
    started = time.perf_counter()
    try:
        if way == "choose":
            _choose(made, model, question, found, catalogue, stopped)
        else:
            look = second_look or second_look_of(model, stopped)
            _write(made, model, question, found, catalogue, look, compare, hear, stopped, started)
    except ChatModelFailed as failure:
        made.trouble, made.what = failure.reason, failure.what
    made.stopped = stopped()
    made.seconds["model"] = round(time.perf_counter() - started, 3)
    return made


def _choose(
    made: Composition,
    model: Replies,
    question: str,
    found: Sequence[Stored],
    catalogue: Catalogue,
    stopped: Callable[[], bool],
) -> None:
    shown = [_shown(catalogue, passage, for_a_model(passage)) for passage in found]
    choice = choose(model, question, shown, stopped)
    if choice is None:
        made.refused = not stopped()
        return
    made.chosen = sentence_around(found[choice.index], choice.start, choice.end)


def sentence_around(stored: Stored, start: int, end: int) -> QuotePlace:
    """The sentences that hold text[start:end], from the first to the last."""
    around = [
        (begins, ends) for begins, ends in quotable(stored) if begins < end and start < ends
    ] or [(start, end)]
    first, last = min(around[0][0], start), max(around[-1][1], end)
    return QuotePlace(stored, first, last, (start - first, end - first))


def citable(found: Sequence[Stored], catalogue: Catalogue) -> list[Citable]:
    """The sentences of ``found`` that a model may write from, those of the best passages first."""
    places = [
        QuotePlace(passage, start, end)
        for passage in found[:_PASSAGES]
        for start, end in quotable(passage)
        if not states_nothing(passage.passage.text[start:end])
    ]
    return [_citable(catalogue, place) for place in places[:_SENTENCES]]


def _citable(catalogue: Catalogue, place: QuotePlace) -> Citable:
    stored = place.stored
    text = stored.passage.text[place.start : place.end]
    shown = _shown(catalogue, stored, text)
    source = CitableSentence(
        text=text,
        language=stored.passage.language,
        kind=shown.kind,
        around=f"{stored.header} {stored.passage.text}",
        court=shown.kind in COURTS_OWN and stored.passage.role != "quote",
        parties=catalogue.document(stored.document_id).description.parties,
    )
    return Citable(place, source, shown)


def _write(
    made: Composition,
    model: Replies,
    question: str,
    found: Sequence[Stored],
    catalogue: Catalogue,
    second_look: SecondLook,
    compare: Compare | None,
    hear: Heard,
    stopped: Callable[[], bool],
    started: float,
) -> None:
    offered = citable(found, catalogue)
    sources = [sentence.source for sentence in offered]
    shown = [sentence.shown for sentence in offered]
    for checked in write(model, question, sources, shown, second_look, stopped, compare):
        if checked.verdict.reason is not None:
            made.dropped.append(Dropped(checked.verdict.text, checked.verdict.reason))
            continue
        said = Said(
            checked.verdict.text,
            tuple(offered[number - 1].place for number in checked.written.cites),
            checked.verdict.match,
        )
        made.seconds.setdefault("first statement", round(time.perf_counter() - started, 3))
        made.said.append(said)
        hear(said)
    made.refused = not made.said and not made.dropped


def _shown(catalogue: Catalogue, stored: Stored, text: str) -> ShownPassage:
    described = catalogue.document(stored.document_id).description
    kind: Kind = "exhibit" if exhibit_under(stored.passage.headings) else described.kind
    return ShownPassage(text, kind, described.title)


def trouble_for(question: str, made: Composition) -> str:
    """What happened, in the language of the question; empty where nothing did."""
    if not made.trouble:
        return ""
    with speaking(question_language(question)):
        shown = (
            _("What is shown it had written before.")
            if made.said
            else _("What is shown was found without it.")
        )
        return f"{retold(made.trouble)} {shown}"
