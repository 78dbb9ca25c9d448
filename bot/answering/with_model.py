"""Answers for which a chat model read the passages: a quote that it chose, or statements with their
sources.

Where the model failed, or nothing that it wrote can be shown, the quotes that were chosen without
it stand. The status is derived from what may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Citation, DroppedStatement, Statement
from bot.answering.cite import cite
from bot.answering.voice import voice
from bot.reading.compose import Composition, QuotePlace, Said, trouble_for
from bot.reading.reader import Proposal
from ingest.store.catalogue import Catalogue


def with_model(catalogue: Catalogue, answer: Answer, reading: Proposal) -> Answer:
    """``answer``, which cites what is to be shown of a reading word for word, with what a chat
    model made of it; unchanged where none was asked."""
    made, used = reading.composed, reading.model
    if made is None or used is None:
        return answer
    answer = replace(
        answer,
        mode=used.name,
        model=used,
        trouble=trouble_for(answer.question, made),
        dropped=tuple(
            DroppedStatement(statement.text, statement.reason) for statement in made.dropped
        ),
    )
    if made.said:
        return _written(catalogue, answer, made)
    return _chosen(catalogue, answer, made.chosen) if made.chosen else answer


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
