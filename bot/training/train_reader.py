"""Train the reader: a cross-encoder that says whether a text answers a question.

    python -m bot.training.train_reader FOLDER --records FILE... [--groups FILE] [--minutes 95]
    python -m bot.training.train_reader FOLDER --records FILE... --library FOLDER... --start READER
    python -m bot.training.train_reader FOLDER --cool 500

It starts from the embedder's own layers (with ``--start`` from a trained reader), its word vectors
frozen, and learns from groups (`bot.training.groups`; with ``--library`` also from those of
`bot.training.written`, over the documents of these libraries) at a constant rate after a warm-up,
so that it has no fixed end: it stops after so many minutes, and the same command goes on from the
last checkpoint in FOLDER.
``--cool`` makes a reader of the checkpoint: so many more steps, the rate falling to nothing, as
Hägele et al. 2024 ("Scaling laws and compute-optimal training beyond fixed training durations")
found as good as a schedule planned from the start; the checkpoint itself stays as it was. The
result is FOLDER/reader.safetensors; what it was trained on and how far it came, FOLDER/log.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from bot.training.groups import (
    SEED,
    Group,
    Record,
    in_translation,
    make_groups,
    old_groups,
    read_records,
    read_translations,
)
from bot.training.layers import Layers
from bot.training.written import (
    FILES,
    SentenceText,
    documents_of,
    read_written,
    written_groups,
)
from ingest.embedding.model import Embedder, default_model
from ingest.settings import Settings
from ingest.store.library import Library

RATE = 1e-4
WARM_UP = 80
GROUPS = 16
"""Groups a step."""
HARDEST = 4
"""Pairs of a group that are learned from: the one that answers and the others with the highest
scores (online hard example mining, Shrivastava et al. 2016). Scoring a pair takes a third of the
time of learning from it, and the nearest texts by words or by the embedder are seldom those that
the reader mistakes for an answer."""
TOKENS = 144
"""Longer pairs are cut."""
QUESTION_TOKENS = 48
ABSOLUTE = 0.4
"""Weight of the binary cross-entropy beside the softmax over the group: it makes the logit mean
"answers" by itself, not only more so than its neighbours."""
SETTLED = 0.12
"""A group with a smaller loss is not learned from: the gradient is two thirds of a step's time, and
that of a group which is right already moves nothing (selective backpropagation, Jiang et al. 2019,
"Accelerating Deep Learning by Focusing on the Biggest Losers")."""
_BETAS = (0.9, 0.98)
_CLIP = 1.0
_KEEP_EVERY = 300.0
_MEASURE_EVERY = 600.0
_MEASURED = 320
_CHECKPOINT, _MATERIAL, _READER, _LOG = (
    "checkpoint.pt",
    "material.npz",
    "reader.safetensors",
    "log.jsonl",
)


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question with texts, as token numbers; ``labels`` tell which answer."""

    pairs: list[np.ndarray]
    labels: list[bool]
    language: str = ""


class Material:
    """The groups as token numbers, in the order of training, and the questions to measure on.
    Kept in one file, for making them takes minutes."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            self._tokens, self._ends = held["tokens"], held["ends"]
            self._groups, self._sizes = held["groups"], held["sizes"]
            self._answers = held["answers"]
            self._measured, self._languages = int(held["measured"]), held["languages"]
            self._labels = held["labels"]
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)])

    def __len__(self) -> int:
        """Groups to train on."""
        return len(self._sizes) - self._measured

    def __getitem__(self, at: int) -> TrainingQuestion:
        since, upto = self._starts[at], self._starts[at + 1]
        question, texts = self._groups[since], self._groups[since + 1 : upto]
        pairs = [_pair(self._text(question), self._text(text)) for text in texts]
        if at < len(self):
            labels = [bool(self._answers[at]), *[False] * (len(pairs) - 1)]
            return TrainingQuestion(pairs, labels)
        labels = [bool(label) for label in self._labels[since + 1 : upto]]
        return TrainingQuestion(pairs, labels, str(self._languages[at - len(self)]))

    def measured(self) -> Iterator[TrainingQuestion]:
        """Held-out questions with all sentences of their paragraph."""
        for at in range(len(self), len(self._sizes)):
            yield self[at]

    def _text(self, number: int) -> np.ndarray:
        since = self._ends[number - 1] if number else 0
        tokens: np.ndarray = self._tokens[since : self._ends[number]]
        return tokens

    @staticmethod
    def make(
        records: Sequence[Path],
        groups: Path | None,
        tokenizer: Tokenizer,
        file: Path,
        written: Sequence[Group] = (),
        most: int | None = None,
        seed: int = SEED,
    ) -> None:
        """Write the file from the questions in ``records`` (``most`` of their groups, taken by
        chance, and all of those in translation), the ``groups`` of another training and those that
        were made already."""
        read = read_records(records)
        trained_on = [record for record in read if not record.held_out()]
        translated = in_translation(trained_on, read_translations())
        asked = {record.asked for record in translated}
        groups_made = make_groups([*trained_on, *translated], seed)
        as_written = [group for group in groups_made if group.question not in asked]
        in_french = [group for group in groups_made if group.question in asked]
        made = [*as_written[:most], *in_french, *written]
        if groups is not None:
            made += old_groups(groups, seed)
        random.Random(seed).shuffle(made)
        numbers: dict[str, int] = {}
        listed: list[int] = []
        sizes, labels = [], []
        rows = [
            (group.question, group.texts, [group.answers, *[False] * len(group.texts)])
            for group in made
        ]
        measured = _to_measure([record for record in read if record.held_out()])
        for record in measured:
            texts = tuple(record.paragraph[since:upto] for since, upto in record.sentences)
            marks = [at in record.answering for at in range(len(texts))]
            rows.append((record.question, texts, marks))
        for question, texts, marks in rows:
            own = [numbers.setdefault(text, len(numbers)) for text in (question, *texts)]
            listed += own
            labels += [False, *marks[: len(texts)]]
            sizes.append(len(own))
        encoded = [
            np.array(encoding.ids, dtype=np.int32)
            for encoding in tokenizer.encode_batch_fast(list(numbers), add_special_tokens=False)
        ]
        file.parent.mkdir(parents=True, exist_ok=True)
        partly = file.with_suffix(".part.npz")
        np.savez(
            partly,
            tokens=np.concatenate(encoded),
            ends=np.cumsum([len(numbers) for numbers in encoded]),
            groups=np.array(listed),
            sizes=np.array(sizes),
            answers=np.array([group.answers for group in made]),
            measured=len(measured),
            languages=np.array([record.language for record in measured]),
            labels=np.array(labels),
        )
        partly.replace(file)


def _to_measure(held_out: Sequence[Record]) -> list[Record]:
    fit = [
        record
        for record in held_out
        if len(record.answering) == 1 and 3 <= len(record.sentences) <= 12 and record.set != "qamr"
    ]
    chance = random.Random(SEED)
    chance.shuffle(fit)
    french = [record for record in fit if record.language == "fr"][: _MEASURED // 2]
    return french + [record for record in fit if record.language == "en"][: _MEASURED - len(french)]


def _pair(question: np.ndarray, text: np.ndarray) -> np.ndarray:
    """<s> question </s> </s> text </s>."""
    question = question[:QUESTION_TOKENS]
    text = text[: TOKENS - len(question) - 4]
    return np.concatenate([[0], question, [2, 2], text, [2]])


def _learn(layers: Layers, groups: Sequence[TrainingQuestion]) -> tuple[float, int]:
    """Add the gradients of the hardest pairs of the groups that are not settled to those of the
    layers; the mean loss of all, and how many were learned from."""
    with torch.no_grad():
        scores = layers.logits([pair for group in groups for pair in group.pairs])
    total = 0.0
    chosen = []
    for group, logits in zip(
        groups, torch.split(scores, [len(group.pairs) for group in groups]), strict=True
    ):
        hardest = _hardest(group, logits)
        labels = [group.labels[at] for at in hardest]
        loss = float(loss_of(logits[hardest], [labels]))
        total += loss
        if loss >= SETTLED:
            chosen.append(TrainingQuestion([group.pairs[at] for at in hardest], labels))
    if chosen:
        logits = layers.logits([pair for group in chosen for pair in group.pairs])
        mean = loss_of(logits, [group.labels for group in chosen])
        (mean * len(chosen) / len(groups)).backward()  # type: ignore[no-untyped-call]
    return total / max(1, len(groups)), len(chosen)


def _hardest(group: TrainingQuestion, logits: torch.Tensor) -> list[int]:
    right = [at for at, label in enumerate(group.labels) if label]
    wrong = [at for at, label in enumerate(group.labels) if not label]
    wrong.sort(key=lambda at: -float(logits[at]))
    return [*right, *wrong[: HARDEST - len(right)]]


def loss_of(logits: torch.Tensor, labels: Sequence[Sequence[bool]]) -> torch.Tensor:
    """Softmax over each group that holds an answer, and binary cross-entropy over all pairs, the
    two labels weighing the same, times ABSOLUTE. ``logits`` are those of all groups in a row."""
    within = [
        -torch.log_softmax(own, 0)[marks.index(True)]
        for own, marks in zip(
            torch.split(logits, [len(marks) for marks in labels]), labels, strict=True
        )
        if True in marks and len(marks) > 1
    ]
    flat = torch.tensor([float(mark) for marks in labels for mark in marks])
    positives = max(float(flat.sum()), 1.0)
    absolute = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, flat, pos_weight=torch.tensor((len(flat) - positives) / positives)
    )
    relative = torch.stack(within).mean() if within else logits.new_zeros(())
    return relative + ABSOLUTE * absolute


@dataclass(slots=True)
class TrainingProgress:
    """How far a training came."""

    step: int = 0
    pairs: int = 0
    seconds: float = 0.0


class Training:
    """A run in ``out``, which goes on from the checkpoint there, if there is one."""

    def __init__(
        self,
        material: Material,
        embedder: Path,
        out: Path,
        threads: int = 2,
        start: Path | None = None,
        rate: float = RATE,
    ) -> None:
        self._material, self._out, self._rate = material, out, rate
        self._layers = Layers(embedder, start, seed=SEED)
        self._twins = [self._layers.twin() for _ in range(threads - 1)]
        self._threads = ThreadPoolExecutor(threads)
        self._optimiser = torch.optim.AdamW(
            [self._layers.master], lr=rate, betas=_BETAS, weight_decay=0.0, fused=True
        )
        self.progress = TrainingProgress()
        self._resume()

    def run(self, minutes: float) -> None:
        """Train at a constant rate for so long, or until the groups are used up; the last state
        is kept."""
        until = time.monotonic() + 60 * minutes
        kept = measured = time.monotonic()
        while time.monotonic() < until and self._left():
            self._step(self._rate * min(1.0, (self.progress.step + 1) / WARM_UP))
            now = time.monotonic()
            if now - kept > _KEEP_EVERY:
                self._keep()
                kept = now
            if now - measured > _MEASURE_EVERY:
                self.measure()
                measured = time.monotonic()
        self._keep()
        self.measure()

    def cool(self, steps: int) -> Path:
        """Let the rate fall to nothing over so many steps; the reader's file. The checkpoint
        stays as it was."""
        for step in range(steps):
            # 1 - sqrt: the form that Hägele et al. found best.
            self._step(self._rate * (1 - ((step + 1) / steps) ** 0.5))
        file = self._out / _READER
        self._layers.export(file)
        self.measure(cooled=steps)
        return file

    def measure(self, **context: int) -> None:
        """Log how often the right sentence of a held-out paragraph comes first, and how well the
        best score tells paragraphs with their answer from the same without it (AUC)."""
        first: dict[str, list[bool]] = {}
        scores: dict[str, list[tuple[float, float]]] = {}
        with torch.no_grad():
            for question in self._material.measured():
                logits = self._layers.logits(question.pairs).tolist()
                right = max(
                    value for value, label in zip(logits, question.labels, strict=True) if label
                )
                wrong = max(
                    value for value, label in zip(logits, question.labels, strict=True) if not label
                )
                first.setdefault(question.language, []).append(right > wrong)
                scores.setdefault(question.language, []).append((max(right, wrong), wrong))
        figures: dict[str, Any] = {}
        for language, pairs in sorted(scores.items()):
            values = [value for pair in pairs for value in pair]
            figures[f"first {language}"] = round(float(np.mean(first[language])), 3)
            figures[f"auc {language}"] = round(
                float(roc_auc_score([True, False] * len(pairs), values)), 3
            )
        self._log(figures | context)

    def _left(self) -> bool:
        return (self.progress.step + 1) * GROUPS <= len(self._material)

    def _step(self, rate: float) -> None:
        started = time.monotonic()
        start = self.progress.step * GROUPS
        groups = [self._material[(start + at) % len(self._material)] for at in range(GROUPS)]
        # Each thread takes its part through all layers by itself: threads that share every
        # operation wait for one another all the time where others use the processor too.
        workers = [self._layers, *self._twins]
        parts = [groups[at :: len(workers)] for at in range(len(workers))]
        parted = list(self._threads.map(_learn, workers, parts))
        gradient = sum((worker.gradient.float() for worker in workers), start=torch.zeros(()))
        self._layers.master.grad = gradient / len(workers)
        torch.nn.utils.clip_grad_norm_([self._layers.master], _CLIP)
        self._optimiser.param_groups[0]["lr"] = rate
        self._optimiser.step()
        self._layers.refresh()
        for worker in workers:
            worker.clear()
        self.progress.step += 1
        self.progress.pairs += sum(len(question.pairs) for question in groups)
        self.progress.seconds += time.monotonic() - started
        if self.progress.step % 20 == 0:
            loss = sum(mean for mean, _ in parted) / len(parted)
            learned = sum(count for _, count in parted)
            self._log({"loss": round(loss, 4), "learned": learned, "rate": round(rate, 7)})

    def _log(self, figures: dict[str, Any]) -> None:
        line = json.dumps({**asdict(self.progress), **figures, "time": time.strftime("%H:%M:%S")})
        print(line, file=sys.stderr, flush=True)
        with (self._out / _LOG).open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def _keep(self) -> None:
        state = {
            "progress": asdict(self.progress),
            "weights": self._layers.master,
            "optimiser": self._optimiser.state_dict(),
        }
        partly = self._out / f"{_CHECKPOINT}.part"
        torch.save(state, partly)
        partly.replace(self._out / _CHECKPOINT)

    def _resume(self) -> None:
        file = self._out / _CHECKPOINT
        if not file.exists():
            return
        state = torch.load(file, weights_only=True)
        self._layers.master.copy_(state["weights"])
        self._layers.refresh()
        self._optimiser.load_state_dict(state["optimiser"])
        self.progress = TrainingProgress(**state["progress"])


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("out", type=Path, help="folder of checkpoint, log and result")
    parser.add_argument("--records", type=Path, nargs="+", help="questions, JSONL, .gz")
    parser.add_argument("--groups", type=Path, help="groups of the reranker's training, .gz")
    parser.add_argument(
        "--library", type=Path, nargs="+", default=[], help="ask the written questions of these"
    )
    parser.add_argument("--most", type=int, help="groups of the --records; all unless given")
    parser.add_argument("--start", type=Path, metavar="READER", help="go on from a trained reader")
    parser.add_argument("--minutes", type=float, default=95)
    parser.add_argument("--rate", type=float, default=RATE, help="learning rate")
    parser.add_argument("--cool", type=int, metavar="STEPS", help="make a reader of the checkpoint")
    parser.add_argument("--seed", type=int, default=SEED, help="another one draws other groups")
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    chosen = parser.parse_args()
    torch.set_num_threads(1)  # each of our own threads computes by itself
    settings = Settings.from_environment()
    embedder = default_model(settings)
    file = chosen.out / _MATERIAL
    if not file.exists():
        if not chosen.records:
            parser.error(f"{file} does not exist yet: name the --records to make it from")
        tokenizer = Tokenizer.from_file(str(embedder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        Material.make(
            chosen.records,
            chosen.groups,
            tokenizer,
            file,
            _written(settings, chosen.library, chosen.seed),
            chosen.most,
            chosen.seed,
        )
    training = Training(
        Material(file), embedder, chosen.out, chosen.threads, chosen.start, chosen.rate
    )
    if chosen.cool:
        print(training.cool(chosen.cool))
    else:
        training.run(chosen.minutes)


def _written(settings: Settings, folders: Sequence[Path], seed: int) -> list[Group]:
    documents: dict[str, list[SentenceText]] = {}
    for folder in folders:
        documents |= documents_of(Library(replace(settings, library=folder)))
    questions = read_written(sorted(FILES.glob("*.jsonl")))
    if not documents:
        return []
    return written_groups(questions, documents, Embedder(settings), seed)


if __name__ == "__main__":
    main()
