"""Answers for which a chat model read the passages: a quote that it chose, or statements with their
sources.

The default reader found the passages, and keeps a say: what a model chooses is shown only where
that reader does not hold it for most unlikely to answer. Where the model fails, or nothing it
wrote can be shown, the quotes that were chosen without it stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, Citation, DroppedStatement, ModelUsed, Statement
from bot.answering.cite import cite
from bot.answering.voice import voice
from bot.reading.chat_model import ChatModel, ModelPlace, Replies, Setup, connect
from bot.reading.compose import Composition, Heard, QuotePlace, Said, Way, compose, trouble_for
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.store.local_only import is_local_only

Likely = Callable[[Stored, int, int], float]
"""How likely a sentence is to answer, for the default reader: its probability as a share of the
floor from which it is shown without a model."""

SHARE = 0.7
"""From this share of the floor on, the default reader does not refuse what a model chose."""
NEAR = 0.1
"""Where no sentence has this share of the floor, nothing near was found, and a model is not asked.
Both were chosen on the choosing half of the natural questions; see BENCHMARKS.md."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """A chat model and the way in which it is to read; ``hear`` is told of each statement as soon
    as it may be shown, ``stopped`` asked whether to go on."""

    model: Replies
    place: ModelPlace
    way: Way
    hear: Heard = lambda said: None
    stopped: Callable[[], bool] = lambda: False

    @property
    def used(self) -> ModelUsed:
        spent = self.model.spent if isinstance(self.model, ChatModel) else None
        return ModelUsed(
            name=self.model.name,
            address=self.place.address,
            leaves=self.place.leaves,
            way=self.way,
            tokens=spent.prompt_tokens + spent.reply_tokens if spent else 0,
        )


def assistant_for(catalogue: Catalogue, case: Case, setup: Setup) -> Assistant | None:
    """The model of a setup for a case; None where none is set up. A small model on this computer
    chooses, others write, unless the setup says which.

    Raises ChatModelRefused, before anything is sent, where the case must not leave this computer
    and the model is elsewhere.
    """
    if not setup.is_on:
        return None
    if is_local_only(catalogue, case):
        setup = replace(setup, local_only=True)
    model = connect(setup)
    way: Way = "choose" if model.is_small else "write"
    if setup.mode != "auto":
        way = setup.mode
    return Assistant(model, model.place, way)


def read_with(
    assistant: Assistant,
    catalogue: Catalogue,
    answer: Answer,
    found: Sequence[Stored],
    likely: Likely,
) -> Answer:
    """``answer``, which was made without the model, as the model makes it of what was ``found``.
    The status is derived from what may be shown."""
    before = assistant.used.tokens
    made = compose(
        assistant.model,
        assistant.way,
        answer.question,
        found,
        catalogue,
        hear=assistant.hear,
        stopped=assistant.stopped,
    )
    used = assistant.used
    answer = replace(
        answer,
        mode=used.name,
        model=replace(used, tokens=used.tokens - before),
        trouble=trouble_for(answer.question, made),
        dropped=tuple(
            DroppedStatement(statement.text, statement.reason) for statement in made.dropped
        ),
        seconds=answer.seconds | made.seconds,
    )
    if made.said:
        return _written(catalogue, answer, made)
    if made.trouble or made.stopped or assistant.way == "write":
        return answer
    if (
        made.chosen is None
        or likely(made.chosen.stored, made.chosen.start, made.chosen.end) < SHARE
    ):
        return replace(answer, status="not_found", statements=(), citations=())
    return _chosen(catalogue, answer, made.chosen)


def _chosen(catalogue: Catalogue, answer: Answer, chosen: QuotePlace) -> Answer:
    citation = cite(catalogue, chosen.stored, chosen.start, chosen.end, 1)
    statement = Statement(
        text=citation.quote,
        voice=voice(citation, chosen.stored.passage),
        citations=(1,),
        marked=(chosen.marked,) if chosen.marked else (),
    )
    return replace(
        answer,
        status="answered",
        statements=(statement,),
        citations=(citation,),
        also=_renumbered(answer.also, 2, {citation.passage_id}),
    )


def _written(catalogue: Catalogue, answer: Answer, made: Composition) -> Answer:
    numbers: dict[tuple[int, int, int], int] = {}
    citations: list[Citation] = []
    statements = []
    for said in made.said:
        own = []
        for place in said.places:
            key = (place.stored.id, place.start, place.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(
                    cite(catalogue, place.stored, place.start, place.end, numbers[key])
                )
            own.append(numbers[key])
        cited = next(citation for citation in citations if citation.number == own[0])
        statements.append(_statement(said, tuple(own), cited))
    shown = {citation.passage_id for citation in citations}
    return replace(
        answer,
        status="partial" if made.dropped or made.trouble or made.stopped else "answered",
        statements=tuple(statements),
        citations=tuple(citations),
        also=_renumbered(answer.also, len(citations) + 1, shown),
    )


def _statement(said: Said, numbers: tuple[int, ...], first: Citation) -> Statement:
    return Statement(
        text=said.text,
        voice=voice(first, said.places[0].stored.passage),
        citations=numbers,
        written=True,
    )


def _renumbered(also: Sequence[Citation], first: int, shown: set[int]) -> tuple[Citation, ...]:
    others = [citation for citation in also if citation.passage_id not in shown]
    return tuple(replace(citation, number=number) for number, citation in enumerate(others, first))
