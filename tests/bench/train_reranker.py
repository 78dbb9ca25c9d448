"""Train the reranker from a file of groups: a question, a text that answers, texts that do not.

    python -m tests.bench.train_reranker --groups GROUPS.jsonl.gz --out FOLDER [--recipe NAME]

A line of the file: {"set", "question", "positive", "negatives"}; positive null when nothing
answers. A killed run goes on where it stood when the same command is given again. The result is
FOLDER/reranker.safetensors, which `python -m tests.bench.compare_rerankers` holds against the
one that ships, on material in no group; `--compare` does so at the end.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file

from bot.reading.cross_encoder import FILE, WORDS, load
from ingest.embedding.model import default_model
from ingest.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

SEED = 20240816
_CHECKPOINT = "checkpoint.pt"
_EVERY = 50


@dataclass(frozen=True, slots=True)
class Group:
    """``positive`` is None when no text answers the question."""

    question: str
    positive: str | None
    negatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """``steps`` over the groups of ``sets``, the learning rate rising to ``rate`` and falling
    to nothing."""

    sets: tuple[str, ...]
    steps: int
    rate: float
    absolute: float = 0.0
    """Weight of the binary cross-entropy beside the softmax over the group: it makes the logit
    mean "answers" by itself, not only more so than its neighbours."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """``base`` is where training begins: a file, or None for the embedder's own layers."""

    base: Path | None
    stages: tuple[Stage, ...]
    groups: int = 8
    """Groups a step."""
    negatives: int = 3
    """Negatives a group, drawn anew in each epoch."""
    warm_up: float = 0.06

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)


RECIPES = {
    "passages": Recipe(
        None,
        (Stage(("wide passages",), 500, 8e-5), Stage(("structural passages",), 869, 6e-5)),
    ),
    "sentences": Recipe(
        FILE, (Stage(("sentences", "no answer", "structural passages"), 300, 2e-5, absolute=1.0),)
    ),
}


def read_groups(file: Path) -> dict[str, list[Group]]:
    """The groups by set."""
    sets: dict[str, list[Group]] = {}
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            group = Group(row["question"], row["positive"], tuple(row["negatives"]))
            sets.setdefault(row["set"], []).append(group)
    return sets


def batches(sets: dict[str, list[Group]], recipe: Recipe) -> Iterator[tuple[Stage, list[Group]]]:
    """The groups of every step, the same in every run. Sets of one stage take turns by size,
    none more than the smallest, so that a large one does not drown the others."""
    for number, stage in enumerate(recipe.stages):
        missing = [name for name in stage.sets if name not in sets]
        if missing:
            raise SystemExit(f"The groups have no set {missing[0]!r}, only {sorted(sets)}.")
        least = min(len(sets[name]) for name in stage.sets)
        waiting: list[Group] = []
        epoch = 0
        for _ in range(stage.steps):
            while len(waiting) < recipe.groups:
                chance = random.Random(f"{SEED} {number} {epoch}")
                chosen = [
                    _with_negatives(group, recipe.negatives, chance)
                    for name in stage.sets
                    for group in chance.sample(sets[name], least)
                ]
                chance.shuffle(chosen)
                waiting += chosen
                epoch += 1
            yield stage, waiting[: recipe.groups]
            waiting = waiting[recipe.groups :]


def _with_negatives(group: Group, count: int, chance: random.Random) -> Group:
    # A group without a positive has one text more instead: all groups are of one size.
    count += group.positive is None
    negatives = chance.sample(group.negatives, min(count, len(group.negatives)))
    return Group(group.question, group.positive, tuple(negatives))


def loss_of(model: CrossEncoder, groups: Sequence[Group], absolute: float) -> torch.Tensor:
    """Softmax over each group that has a positive; binary cross-entropy over all texts, the
    two labels weighing the same, times ``absolute``."""
    texts = [[*([one.positive] if one.positive else []), *one.negatives] for one in groups]
    pairs = [(one.question, text) for one, of in zip(groups, texts, strict=True) for text in of]
    logits = model(model.preprocess(pairs))["scores"][:, 0].float()
    labels, within = [], []
    for one, found in zip(groups, logits.split([len(of) for of in texts]), strict=True):
        labels += [float(one.positive is not None and at == 0) for at in range(len(found))]
        if one.positive is not None:
            within.append(-torch.log_softmax(found, 0)[0])
    loss = torch.stack(within).mean() if within else logits.sum() * 0
    if absolute:
        labelled = torch.tensor(labels)
        positives = max(float(labelled.sum()), 1.0)
        weight = (len(labels) - positives) / positives
        loss = loss + absolute * torch.nn.functional.binary_cross_entropy_with_logits(
            logits, labelled, pos_weight=torch.tensor(weight)
        )
    return loss


def rates(recipe: Recipe) -> list[float]:
    """The learning rate of every step: up, then down, in each stage."""
    found = []
    for stage in recipe.stages:
        rise = max(1, round(recipe.warm_up * stage.steps))
        for step in range(stage.steps):
            share = min((step + 1) / rise, (stage.steps - step) / max(stage.steps - rise, 1))
            found.append(stage.rate * share)
    return found


class Training:
    """A run in ``out``: `run` goes on from the last checkpoint there, if there is one."""

    def __init__(self, recipe: Recipe, sets: dict[str, list[Group]], folder: Path, out: Path):
        """``folder`` is the embedder's. Raises SystemExit when ``out`` holds a checkpoint of
        another recipe or other groups."""
        self._recipe, self._sets, self._out = recipe, sets, out
        torch.manual_seed(SEED)
        self.model = load(folder, recipe.base, dtype="float32").eval()  # no dropout
        self._trained = {
            name: one for name, one in self.model.named_parameters() if not name.endswith(WORDS)
        }
        for name, one in self.model.named_parameters():
            one.requires_grad_(name in self._trained)
        self._optimiser = torch.optim.AdamW(self._trained.values())
        told = json.dumps([repr(recipe), {name: len(of) for name, of in sets.items()}])
        self._identity = hashlib.sha256(told.encode()).hexdigest()
        self._done = 0
        self._resume()

    def run(self, until: int | None = None) -> list[float]:
        """Train to the end, or to step ``until``; the losses of the steps done."""
        total = min(until or self._recipe.steps, self._recipe.steps)
        rate_of, losses = rates(self._recipe), []
        native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        started, first = time.monotonic(), self._done
        for step, (stage, groups) in enumerate(batches(self._sets, self._recipe)):
            if step < self._done:
                continue
            if step >= total:
                break
            for parameters in self._optimiser.param_groups:
                parameters["lr"] = rate_of[step]
            with torch.autocast("cpu", torch.bfloat16, enabled=native):
                loss = loss_of(self.model, groups, stage.absolute)
            self._optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            self._optimiser.step()
            losses.append(float(loss.detach()))
            self._done = step + 1
            if self._done % _EVERY == 0 or self._done == total:
                self._keep()
            if self._done % 10 == 0:
                left = (time.monotonic() - started) / (self._done - first) * (total - self._done)
                recent = sum(losses[-10:]) / len(losses[-10:])
                print(
                    f"step {self._done} of {total}, loss {recent:.3f}, {left / 60:.0f} min left",
                    file=sys.stderr,
                    flush=True,
                )
        return losses

    def save(self) -> Path:
        """Write the weights as the program reads them."""
        # The modules of the CrossEncoder are numbered: layers, pooling, head.
        named = {
            name.replace("0.model.", "m.").replace("2.linear.", "h."): one.detach()
            for name, one in self._trained.items()
        }
        named = {name: one.to(torch.bfloat16).contiguous() for name, one in named.items()}
        file = self._out / FILE.name
        save_file(named, file)
        return file

    def _keep(self) -> None:
        state: dict[str, Any] = {
            "identity": self._identity,
            "done": self._done,
            "weights": {name: one.detach() for name, one in self._trained.items()},
            "optimiser": self._optimiser.state_dict(),
        }
        self._out.mkdir(parents=True, exist_ok=True)
        partly = self._out / f"{_CHECKPOINT}.part"
        torch.save(state, partly)
        partly.replace(self._out / _CHECKPOINT)

    def _resume(self) -> None:
        file = self._out / _CHECKPOINT
        if not file.exists():
            return
        state = torch.load(file, weights_only=True)
        if state["identity"] != self._identity:
            raise SystemExit(f"{file} is of another recipe or other groups: choose another --out.")
        with torch.no_grad():
            for name, one in self._trained.items():
                one.copy_(state["weights"][name])
        self._optimiser.load_state_dict(state["optimiser"])
        self._done = state["done"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the reranker.")
    parser.add_argument("--groups", type=Path, nargs="+", required=True, help="JSONL, may be .gz")
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoint and result")
    parser.add_argument("--recipe", choices=RECIPES, default="passages")
    parser.add_argument("--threads", type=int, help="of the processor; by default all")
    parser.add_argument("--compare", action="store_true", help="with the file that ships")
    chosen = parser.parse_args()
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    sets: dict[str, list[Group]] = {}
    for file in chosen.groups:
        for name, groups in read_groups(file).items():
            sets.setdefault(name, []).extend(groups)
    folder = default_model(Settings.from_environment())
    training = Training(RECIPES[chosen.recipe], sets, folder, chosen.out)
    training.run()
    print(training.save())
    if chosen.compare:
        from tests.bench.compare_rerankers import compare

        compare(chosen.out / FILE.name)


if __name__ == "__main__":
    main()
