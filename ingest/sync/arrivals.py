"""Documents that are read and wait to be made current: the vectors of many small ones are made
and written at once.

Each of Chroma's writes waits for the disk several times, and the embedder keeps one processor
busy with a text or two while the others rest: a letter alone costs as much as a dozen.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from ingest.store.catalogue import PassageIds
from ingest.store.write import passage_ids
from ingest.sync.run import Arrival, Run, Stopped
from ingest.tracing import span

_ENOUGH = 64
"""Passages: as many as Chroma is given in one call."""
_LONGEST = 1.0
"""Seconds that a document waits at most while others are read: OCR takes longer for a page."""


def add(run: Run, arrival: Arrival) -> None:
    """Have it wait. A long document comes alone after those before it."""
    if len(arrival.stored) >= _ENOUGH:
        switch_in_all(run, stoppable=False)
    run.arrivals.append(arrival)


def waits(run: Run, sha256: str) -> bool:
    """Whether a document of these bytes waits."""
    return any(arrival.source.sha256 == sha256 for arrival in run.arrivals)


def are_due(run: Run) -> bool:
    if not run.arrivals:
        return False
    passages = sum(len(arrival.stored) for arrival in run.arrivals)
    return passages >= _ENOUGH or time.monotonic() - run.arrivals[0].read_at >= _LONGEST


def switch_in_all(run: Run, *, stoppable: bool = True) -> None:
    """Make current what waits. Raises Stopped with the old state in place of all of it, unless
    it is not ``stoppable``; what was stopped waits no more."""
    arrivals = [*run.arrivals]
    run.arrivals.clear()
    if arrivals:
        switch_in(run, arrivals, stoppable=stoppable)


def switch_in(run: Run, arrivals: Sequence[Arrival], *, stoppable: bool = True) -> None:
    """Embed, write the vectors; then one transaction for each document switches it in. Raises as
    `switch_in_all`."""
    library, last = run.library, arrivals[-1].progress
    passages = [stored for arrival in arrivals for stored in arrival.stored]
    embedded = 0

    def count(number: int) -> None:
        nonlocal embedded
        embedded += number
        run.report(replace(last, stage="embedding", done=embedded, of=len(passages)))
        if stoppable:
            run.go_on()

    try:
        with span("embed") as keep:
            keep("passages", len(passages))
            library.vectors.add(run.case.id, passages, count)
    except Stopped:
        for arrival in arrivals:
            arrival.writer.abandon()
            run.abandoned.add(arrival.source.path)
        library.vectors.delete(passage_ids(run.case, passages))
        raise
    withdrawn: PassageIds = {}
    with span("switch") as keep:
        keep("documents", len(arrivals))
        for arrival in arrivals:
            for key, ids in arrival.writer.switch_in(arrival.stored).items():
                withdrawn.setdefault(key, set()).update(ids)
            document = library.catalogue.document(arrival.writer.document_id)
            run.come[arrival.source.sha256, arrival.source.overrides] = document
        library.vectors.delete(withdrawn)
    run.report(replace(last, stage="done"))
