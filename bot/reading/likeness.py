"""How near a statement is to what it cites, by the embedder: a second kind of evidence for the
checker, beside its rules.

The cosine tells another sentence from the one that is cited, also across languages. It hardly tells
a statement from its denial; but the denial of a true statement is farther from the source than the
statement, and the denial of a false one, which says what the source says, is nearer. So a statement
is held against its own contraries.

Weights and bounds are fitted on the choosing half of the checker's pairs
(`python -m tests.bench.checker --fit`), for the default embedder only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.reading.contrary import contraries
from ingest.settings import DEFAULT_MODEL
from ingest.store.library import Library

FILE = Path(__file__).with_name("likeness.json")


@dataclass(frozen=True, slots=True)
class StatementLikeness:
    """``near``: the cosine of a statement and what it cites. ``ahead``: by how much the nearest of
    its contraries is farther from that; below 0 it is nearer, and 0 where it has none."""

    near: float
    ahead: float


Compare = Callable[[str, str, Sequence[str]], StatementLikeness]
"""Of a statement, its language, and the sentences it cites."""


class Embeds(Protocol):
    """The part of an embedder that is needed."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...


def compared_by(embedder: Embeds) -> Compare:
    """Comparisons by an embedder's cosines. Of several cited sentences, alone or all together, the
    nearest counts."""

    def compare(statement: str, language: str, cited: Sequence[str]) -> StatementLikeness:
        texts = list(cited) if len(cited) == 1 else [*cited, " ".join(cited)]
        others = contraries(statement, language)
        vectors = embedder.embed([statement, *others, *texts])
        cosines = vectors[: 1 + len(others)] @ vectors[1 + len(others) :].T
        at = int(cosines[0].argmax())
        near = float(cosines[0, at])
        return StatementLikeness(near, near - float(cosines[1:, at].max()) if others else 0.0)

    return compare


def compare_for(library: Library) -> Compare | None:
    """Comparisons by the library's embedder; None where it is another than the default one, which
    the weights were fitted for."""
    if not library.embedder.identity.startswith(DEFAULT_MODEL):
        return None
    return compared_by(library.embedder)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is decided by likeness. ``related``: by whether the languages are the same ("own",
    "other") the weights of the share of words in the sentence and in its passage, of the cosine,
    and of 1. ``least``: the probability from which a statement is related to what it cites.
    ``behind``: how much nearer a contrary may be."""

    related: Mapping[str, tuple[float, float, float, float]]
    least: float
    behind: float

    def is_related(self, inside: float, around: float, near: float, *, foreign: bool) -> bool:
        """Whether a statement speaks of what it cites."""
        weights = self.related["other" if foreign else "own"]
        log_odds = sum(
            weight * sign for weight, sign in zip(weights, (inside, around, near, 1), strict=True)
        )
        return 1 / (1 + math.exp(-log_odds)) >= self.least

    def is_denied(self, likeness: StatementLikeness) -> bool:
        """Whether what is cited is rather the contrary of the statement."""
        return likeness.ahead < -self.behind


@lru_cache
def fitted() -> Bounds:
    """Those of likeness.json."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    related = {kind: tuple(weights) for kind, weights in read["related"].items()}
    return Bounds(related, read["least"], read["behind"])
