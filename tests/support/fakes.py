"""Fakes whose results can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.reading.cross_encoder import Reranker, Scores
from ingest.embedding.model import Embedder, Vectors
from ingest.settings import Settings
from ingest.text.terms import fold, words

# English and French words that mean the same lie on one axis.
AXES = (
    ("claims", "seeks", "reclame"),
    ("million", "millions", "dollars"),
    ("filed", "depose", "deposee"),
    ("court", "tribunal"),
    ("agreement", "accord"),
    ("servers", "serveurs"),
    ("stopped", "cesse"),
    ("wiwynn",),
)


class WordEmbedder(Embedder):
    """A vector counts the words of each axis, plus a tenth on an axis of its own, so that a
    text without such words has a direction too."""

    def __init__(self, identity: str = "words") -> None:
        super().__init__(Settings())
        self._identity = identity
        self.texts = 0
        """How many passages were embedded so far."""

    @property
    def identity(self) -> str:
        return self._identity

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        return np.array([_vector(text) for text in texts], dtype=np.float32)

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in _vector(text)]


def _vector(text: str) -> Vectors:
    said = [fold(word) for word in words(text)]
    counts = [sum(said.count(word) for word in axis) for axis in AXES]
    vector = np.array([*counts, 0.1], dtype=np.float32)
    return vector / np.float32(np.linalg.norm(vector))


class NoOpinion(Reranker):
    """Scores every text alike."""

    def __init__(self) -> None:
        super().__init__(Settings())

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        return np.zeros(len(texts), dtype=np.float32)
