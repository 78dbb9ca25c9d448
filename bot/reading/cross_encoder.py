"""The reranker: a cross-encoder that reads question and text together.

Twelve layers trained from the default embedder's own (docs/reader.md); the word vectors were
frozen in training, so they are taken from the embedder's folder. With another
embedder, or without the file, nothing is reranked and `Reranker.unusable` says why.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.embedding.encoder import Encoder, tensors
from ingest.embedding.model import default_model
from ingest.errors import ModelMissing
from ingest.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from bot.search.retrieve import Hit

FILE = Path(__file__).with_name("weights") / "reader.safetensors"
SHA256 = "6c413ba1ff4deb6395e33510d55afbbdd3f9317a058f1812524e8009ea776d1d"

# Longer pairs are cut; in training it was at 144.
TOKENS = 224
# Questions whose scores are kept: a conversation comes back to its last ones.
_REMEMBERED = 16

Scores = npt.NDArray[np.float32]

CANDIDATES = 20
"""Hits that are reranked."""
SHARE = 0.5
"""What the reranker counts beside the first stage, between 0 and 1."""
_RANKINGS = 0.5
"""What the place in the fused rankings counts in the first stage; the rest is the cosine. On the
choosing half of the natural questions and the held-out papers this share is better than 0.3 for
each pair of languages, or as good, since words are ranked across languages too."""


class Reranker:
    """Scores of (question, text) pairs: logits, larger for texts that answer."""

    def __init__(
        self,
        settings: Settings,
        file: Path = FILE,
        sha256: str | None = SHA256,
    ) -> None:
        """``file`` holds the trained layers; ``sha256`` None admits any (in training)."""
        self._settings = settings
        self._file = file
        self._sha256 = sha256
        self._known: OrderedDict[str, dict[str, float]] = OrderedDict()
        self._lock = Lock()

    @property
    def unusable(self) -> str | None:
        """Why there are no scores, as a sentence for the user; None when there are."""
        if self._settings.model != DEFAULT_MODEL:
            return f"The reranker works with {DEFAULT_MODEL} only, not with {self._settings.model}."
        if not self._file.exists():
            return (
                f"The reranker's file {self._file.name} is missing (restore it: "
                "git checkout bot/reading/weights)."
            )
        return None

    @property
    def reorders(self) -> bool:
        """Whether hits are put in order by it: not when it is unusable or switched off."""
        return self._settings.rerank and self.unusable is None

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """One score a text, in their order; zeros when it is unusable. The first call loads
        the weights, later ones for the same question and text remember. Raises ModelMissing
        for an altered file."""
        if self.unusable is not None:
            return np.zeros(len(texts), dtype=np.float32)
        # The pages of several visitors share one reranker, and its tokenizer bears one thread.
        with self._lock:
            known = self._known.setdefault(question, {})
            self._known.move_to_end(question)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            new = list(dict.fromkeys(text for text in texts if text not in known))
            if new:
                known.update(zip(new, self._predict(question, new), strict=True))
            return np.array([known[text] for text in texts], dtype=np.float32)

    def _predict(self, question: str, texts: Sequence[str]) -> list[float]:
        return self._layers.scores([(question, text) for text in texts])

    def _check_file(self) -> None:
        if self._sha256 is not None:
            with self._file.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != self._sha256:
                    raise ModelMissing(
                        f"The reranker {self._file.name} is not the file it should be.",
                        "Restore it (git checkout bot/reading/weights) or remove it.",
                    )

    @cached_property
    def _layers(self) -> _TrainedLayers:
        self._check_file()
        return _TrainedLayers(default_model(self._settings), self._file)


class _TrainedLayers:
    """The trained layers and their head, run by onnxruntime. The file's names: ``m.…`` for the
    layers, ``h.weight`` and ``h.bias`` for the linear head on the first token; there is no
    pooler."""

    def __init__(self, folder: Path, file: Path) -> None:
        trained = tensors(file)
        layers = {name[2:]: values for name, values in trained.items() if name.startswith("m.")}
        self._encoder = Encoder(folder, layers, TOKENS, eight_bits=True)
        self._head = trained["h.weight"][0].copy()
        self._bias = float(trained["h.bias"][0])

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        found = [0.0] * len(pairs)
        for place, states in self._encoder.states(pairs):
            found[place] = float(states[0] @ self._head) + self._bias
        return found


def rerank_hits(
    reranker: Reranker,
    question: str,
    hits: Sequence[Hit],
    candidates: int = CANDIDATES,
    share: float = SHARE,
) -> list[Hit]:
    """The hits in the order that both stages make; ranks are counted anew. The first
    ``candidates`` are weighed, the others follow as they were. Unchanged where the reranker
    does not reorder."""
    if not reranker.reorders or not hits:
        return list(hits)
    weighed = hits[:candidates]
    texts = [f"{hit.stored.header}\n{hit.stored.passage.text}".strip() for hit in weighed]
    logits = reranker.scores(question, texts)
    order = fused_order(_first_stage(weighed), logits, share)
    ordered = [replace(weighed[at], reranked=float(logits[at])) for at in order]
    return [replace(hit, rank=rank) for rank, hit in enumerate([*ordered, *hits[candidates:]], 1)]


def _first_stage(hits: Sequence[Hit]) -> list[float]:
    """What the search makes of each hit, in standard deviations: mostly its cosine, where only
    the words matched the least of all."""
    least = min((hit.cosine for hit in hits if hit.cosine is not None), default=0.0)
    cosines = _standard([least if hit.cosine is None else hit.cosine for hit in hits])
    rankings = _standard([hit.score for hit in hits])
    return [float(score) for score in (1 - _RANKINGS) * cosines + _RANKINGS * rankings]


def fused_order(
    first: Sequence[float], second: Sequence[float] | Scores, share: float
) -> list[int]:
    """Places of the best to the worst by a weighted sum of both scores in standard
    deviations; ``share`` is the second's. Ties keep their order."""
    total = (1 - share) * _standard(first) + share * _standard(second)
    return [int(at) for at in np.argsort(-total, kind="stable")]


def _standard(scores: Sequence[float] | Scores) -> npt.NDArray[np.float64]:
    values = np.asarray(scores, dtype=np.float64)
    # Equal scores, or none at all, speak for nobody.
    if values.size == 0 or values.min() == values.max():
        return np.zeros(len(values))
    standard: npt.NDArray[np.float64] = (values - values.mean()) / values.std()
    return standard
