"""The reader's twelve layers as they are trained: BERT (Devlin et al. 2019) over frozen word
vectors, in bfloat16 where the processor has it, with one float32 copy that the optimiser moves.

The same computation as the program's cross-encoder (which reads the exported file), written for
training on a processor: one matrix product for query, key and value, no dropout, all weights and
all gradients in one flat tensor each, and the last layer only for the first token, since nothing
else of it is read.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

WORDS = "embeddings.word_embeddings.weight"
_EMBEDDING = (
    "embeddings.position_embeddings.weight",
    "embeddings.token_type_embeddings.weight",
    "embeddings.LayerNorm.weight",
    "embeddings.LayerNorm.bias",
)
_PARTS = (
    "attention.self.query.weight",
    "attention.self.key.weight",
    "attention.self.value.weight",
    "attention.self.query.bias",
    "attention.self.key.bias",
    "attention.self.value.bias",
    "attention.output.dense.weight",
    "attention.output.dense.bias",
    "attention.output.LayerNorm.weight",
    "attention.output.LayerNorm.bias",
    "intermediate.dense.weight",
    "intermediate.dense.bias",
    "output.dense.weight",
    "output.dense.bias",
    "output.LayerNorm.weight",
    "output.LayerNorm.bias",
)
LAYERS, HEADS, WIDTH = 12, 12, 384
FROZEN = 4
"""The lowest layers stay as the embedder has them: what was learned from one language then serves
the others better (Wu and Dredze 2019, "Beto, Bentz, Becas"), and a step takes a fifth less time."""
_EPSILON = 1e-12
_SCALE = (WIDTH / HEADS) ** -0.5
_TOKENS = 4096
"""The most of one batch: each adds to all gradients, which takes as long as a few pairs."""
_UNLIKE = 1.4
_MULTIPLE = 8
"""Lengths are padded to a multiple of this."""
_NATIVE = {"avx512_bf16", "amx_bf16"}


@cache
def computing_type() -> torch.dtype:
    """bfloat16 where the processor has instructions for it, which is known on Linux only, else
    float32: a processor that imitates bfloat16 takes ten times as long (4.1 pairs a second, or
    0.4)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
    except OSError:
        return torch.float32
    native = any(not _NATIVE.isdisjoint(line.split()) for line in flags.splitlines()[:40])
    return torch.bfloat16 if native else torch.float32


class Layers:
    """The weights and the forward pass. `master` (float32) is what an optimiser moves; after
    each move `refresh` copies it into the weights that compute (`computing_type`). Gradients
    gather in `gradient` until `clear`."""

    def __init__(self, embedder: Path, trained: Path | None = None, *, seed: int = 0) -> None:
        """``embedder`` is the folder of the embedder, whose own layers training starts from;
        ``trained`` is a file written by `export`, to go on from it instead."""
        base = load_file(embedder / "model.safetensors")
        base = {name.removeprefix("bert."): tensor for name, tensor in base.items()}
        self._type = computing_type()
        self._words = base[WORDS].to(self._type)
        chance = torch.Generator().manual_seed(seed)
        head = {
            "h.weight": torch.randn(1, WIDTH, generator=chance) * 0.02,
            "h.bias": torch.zeros(1),
        }
        if trained is not None:
            stored = load_file(trained)
            base = {name[2:]: tensor for name, tensor in stored.items() if name.startswith("m.")}
            head = {name: stored[name] for name in head}
        self._frozen = {name: base[name].float() for name in _EMBEDDING}
        self._names = [
            f"encoder.layer.{layer}.{part}" for layer in range(LAYERS) for part in _PARTS
        ]
        values = [base[name].float() for name in self._names] + list(head.values())
        self._names += list(head)
        self._shapes = [tensor.shape for tensor in values]
        self.master = torch.cat([tensor.reshape(-1).float() for tensor in values])
        self._work = self.master.to(self._type, copy=True)
        self._compute()

    def _compute(self) -> None:
        self.gradient = torch.zeros_like(self._work)
        self._weights: dict[str, torch.Tensor] = {}
        at = 0
        for name, shape in self._fused():
            end = at + shape.numel()
            weight = self._work[at:end].view(shape).requires_grad_()
            weight.grad = self.gradient[at:end].view(shape)
            self._weights[name] = weight
            at = end

    def twin(self) -> Layers:
        """The same weights with gradients of its own, for another thread."""
        twin = copy.copy(self)
        twin._compute()
        return twin

    def _fused(self) -> list[tuple[str, torch.Size]]:
        """The weights as they compute: query, key and value lie side by side, so one view takes
        all three."""
        found = []
        for name, shape in zip(self._names, self._shapes, strict=True):
            if ".self.key." in name or ".self.value." in name:
                continue
            if ".self.query." in name:
                shape = torch.Size((3 * shape[0], *shape[1:]))
            found.append((name, shape))
        return found

    def refresh(self) -> None:
        """Take the master's weights over."""
        with torch.no_grad():
            self._work.copy_(self.master)

    def clear(self) -> None:
        """Forget the gradients."""
        self.gradient.zero_()

    def logits(self, pairs: Sequence[np.ndarray]) -> torch.Tensor:
        """One logit a pair of token numbers, float32, in their order. Pairs are computed in
        batches of like length, so that little is padded."""
        order = sorted(range(len(pairs)), key=lambda at: len(pairs[at]))
        found: list[torch.Tensor] = []
        start = 0
        while start < len(order):
            shortest, end = len(pairs[order[start]]), start + 1
            while end < len(order):
                long = len(pairs[order[end]])
                if long > _UNLIKE * shortest or _padded(long) * (end + 1 - start) > _TOKENS:
                    break
                end += 1
            found.append(self._forward([pairs[at] for at in order[start:end]]))
            start = end
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(found)[back]

    def _forward(self, pairs: Sequence[np.ndarray]) -> torch.Tensor:
        long = _padded(max(map(len, pairs)))
        numbers = np.ones((len(pairs), long), dtype=np.int64)
        filled = np.zeros((len(pairs), long), dtype=bool)
        for row, pair in enumerate(pairs):
            numbers[row, : len(pair)] = pair
            filled[row, : len(pair)] = True
        with torch.no_grad():
            positions, types, weight, bias = (self._frozen[name] for name in _EMBEDDING)
            summed = self._words[torch.from_numpy(numbers)].float() + positions[:long] + types[0]
            hidden = functional.layer_norm(summed, (WIDTH,), weight, bias, _EPSILON)
            hidden = hidden.to(self._type)
            # Nothing attends to padding.
            mask = torch.zeros(len(pairs), 1, 1, long, dtype=self._type)
            mask[:, 0, 0].masked_fill_(torch.from_numpy(~filled), -10_000.0)
            for layer in range(FROZEN):
                hidden = self._layer(layer, hidden, mask, first_only=False)
        for layer in range(FROZEN, LAYERS):
            hidden = self._layer(layer, hidden, mask, first_only=layer == LAYERS - 1)
        logits = functional.linear(hidden[:, 0], self._weights["h.weight"], self._weights["h.bias"])
        return logits[:, 0].float()

    def _layer(
        self, number: int, hidden: torch.Tensor, mask: torch.Tensor, *, first_only: bool
    ) -> torch.Tensor:
        def weights(part: str) -> tuple[torch.Tensor, torch.Tensor]:
            name = f"encoder.layer.{number}.{part}"
            return self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]

        rows, long, _ = hidden.shape
        mixed = functional.linear(hidden, *weights("attention.self.query"))
        query, key, value = mixed.view(rows, long, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        if first_only:
            query, hidden = query[:, :, :1], hidden[:, :1]
        # Written out: torch's fused attention takes half of the time, at these lengths.
        alike = torch.matmul(query * _SCALE, key.transpose(-1, -2)) + mask
        seen = torch.matmul(torch.softmax(alike, -1), value)
        seen = seen.transpose(1, 2).reshape(rows, -1, WIDTH)
        seen = functional.linear(seen, *weights("attention.output.dense"))
        hidden = functional.layer_norm(
            hidden + seen, (WIDTH,), *weights("attention.output.LayerNorm"), _EPSILON
        )
        inner = functional.gelu(functional.linear(hidden, *weights("intermediate.dense")))
        inner = functional.linear(inner, *weights("output.dense"))
        return functional.layer_norm(
            hidden + inner, (WIDTH,), *weights("output.LayerNorm"), _EPSILON
        )

    def export(self, file: Path) -> None:
        """Write the weights as the program reads them: bfloat16, ``m.…`` for the layers,
        ``h.…`` for the head, without the word vectors."""
        named = {f"m.{name}": tensor for name, tensor in self._frozen.items()}
        at = 0
        for name, shape in zip(self._names, self._shapes, strict=True):
            end = at + shape.numel()
            prefix = "" if name.startswith("h.") else "m."
            named[prefix + name] = self.master[at:end].view(shape)
            at = end
        named = {name: tensor.to(torch.bfloat16).clone() for name, tensor in named.items()}
        partly = file.with_suffix(".part")
        save_file(named, partly)
        partly.replace(file)


def _padded(length: int) -> int:
    return -(-length // _MULTIPLE) * _MULTIPLE
