"""The progress of an ingest, and its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "added", "changed", "moved", "unchanged", "removed", "withdrawn", "failed", "cancelled"
]
"""``removed``: gone from the folder, and so from search. ``withdrawn``: still in the folder, but
somebody took it out of the case, and it stays out. ``cancelled``: not come to."""
OUTCOMES: tuple[Outcome, ...] = (
    "added",
    "changed",
    "moved",
    "unchanged",
    "removed",
    "withdrawn",
    "failed",
    "cancelled",
)
Stage = Literal["reading", "embedding", "done"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. ``reason`` and ``advice`` are for failures, ``warnings`` for
    what could not be read of a file that was ingested."""

    path: str
    outcome: Outcome
    reason: str = ""
    advice: str = ""
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    """The names of the files inside it, which are documents of their own."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest is: file ``number`` of ``files``; when embedding, passages ``done``
    of ``of``."""

    stage: Stage
    path: str
    number: int
    files: int
    done: int = 0
    of: int = 0


Report = Callable[[Progress], None]
