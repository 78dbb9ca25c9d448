"""Hold a trained reranker against the one that ships, on material in no training group.

    python -m tests.bench.compare_rerankers FILE [--most N] [--keep FOLDER]

Three things count: the order of the passages; whether the sentence with the highest score, of
the passages that then lead, holds the answer; and how well that score tells questions with an
answer from those without one (area under the curve). Unanswerable are real questions for
contracts and dockets; else the passages that answer are left out. The new file is better when
the mean of none of the three is lower and their sum is higher.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.question.parse import understand
from bot.reading.cross_encoder import Reranker, rerank_hits
from bot.reading.evidence import SENTENCES
from bot.search.excerpt import quotable
from bot.search.retrieve import Hit, retrieve
from ingest.settings import Settings
from tests.bench.material import SEED, SHARED, Asked
from tests.bench.paired import p_value
from tests.bench.retrieval import DEPTH, OWN_CASES, bench_of, material, rank_of

CASES = ("en", "fr", "piaf", "contracts", "dockets")
_MOST = 40
_PASSAGES = 14


@dataclass(frozen=True, slots=True)
class Judged:
    """What one reranker made of one question. ``score`` is the best sentence's logit;
    ``right`` and ``reciprocal`` (of the first passage's rank that answers) are 0 where nothing
    answers."""

    group: tuple[str, str]
    answerable: bool
    score: float
    right: float
    reciprocal: float


def sentences_of(hit: Hit) -> list[str]:
    """What can be quoted of a passage."""
    return [hit.stored.passage.text[start:end] for start, end in quotable(hit.stored)]


def headed(hit: Hit, text: str) -> str:
    """A sentence as it is weighed, under its passage's header."""
    return f"{hit.stored.header}\n{text}"


def answers(question: Asked, text: str) -> bool:
    """Whether a text holds the answer."""
    return question.relevant(text) or any(
        answer in text for answer in question.answers if len(answer) > 3
    )


def judge(reranker: Reranker, name: str, question: Asked, hits: Sequence[Hit], yes: bool) -> Judged:
    """Rerank, then weigh the sentences of the first passages, as the program does."""
    found = rerank_hits(reranker, question.text, hits)
    sentences = [(hit, text) for hit in found[:_PASSAGES] for text in sentences_of(hit)][:SENTENCES]
    scores = reranker.scores(question.text, [headed(hit, text) for hit, text in sentences])
    best = int(scores.argmax()) if sentences else 0
    rank = rank_of(question, [hit.stored.passage.text for hit in found])
    return Judged(
        group=(name, f"{question.language} to {question.answer_language}"),
        answerable=yes,
        score=float(scores[best]) if sentences else -10.0,
        right=float(yes and bool(sentences) and answers(question, sentences[best][1])),
        reciprocal=1 / rank if yes and rank else 0.0,
    )


def judged(name: str, rerankers: Sequence[Reranker], most: int, home: Path) -> list[list[Judged]]:
    """For each question of a material, what each reranker made of it; at most ``most``
    questions of a pair of languages and kind."""
    with tempfile.TemporaryDirectory() as work, material(name, "-unseen") as (folder, asked):
        bench = bench_of(name, "-unseen", folder, home)
        without = []
        if name in OWN_CASES:
            every = OWN_CASES[name](SHARED / "bench" / name, Path(work))
            without = [question for question in every if not question.answers]
    posed = []
    chosen = [question for part in (asked, without) for question in _sample(part, most)]
    for question in chosen:
        hits = retrieve(
            bench.library, bench.case_of(question), understand(question.text), 2 * DEPTH
        )
        posed.append((question, hits[:DEPTH], bool(question.answers)))
        if name not in OWN_CASES:
            misses = [hit for hit in hits if not answers(question, hit.stored.passage.text)]
            posed.append((question, misses[:DEPTH], False))
    return [
        [judge(reranker, name, question, hits, yes) for reranker in rerankers]
        for question, hits, yes in posed
    ]


def _sample(asked: Sequence[Asked], most: int) -> list[Asked]:
    pairs: dict[tuple[str, str], list[Asked]] = {}
    for question in asked:
        pairs.setdefault((question.language, question.answer_language), []).append(question)
    chance = random.Random(SEED)
    return [
        question
        for found in pairs.values()
        for question in chance.sample(found, min(most, len(found)))
    ]


def compare(file: Path, most: int = _MOST, home: Path | None = None) -> bool:
    """Print the figures of both; whether the new file is better."""
    settings = Settings.from_environment()
    rerankers = [Reranker(settings), Reranker(settings, file, None)]
    columns = "material|pair|n|sentence right|new|p|passages MRR|new|p|n without|AUC|new"
    print(f"| {columns.replace('|', ' | ')} |\n{'|---' * 12}|")
    means: list[list[float]] = []
    with tempfile.TemporaryDirectory() as work:
        for name in CASES:
            groups: dict[tuple[str, str], list[list[Judged]]] = {}
            for row in judged(name, rerankers, most, home or Path(work)):
                groups.setdefault(row[0].group, []).append(row)
            means += [_line(group, rows) for group, rows in groups.items()]
    figures = np.array(means).mean(axis=0)
    print("\nmeans: " + ", ".join(f"{figure:.3f}" for figure in figures))
    old, new = figures[0::2], figures[1::2]
    better = bool((new >= old).all() and new.sum() > old.sum())
    print(f"the new file is {'better' if better else 'not better'}")
    return better


def _line(group: tuple[str, str], rows: Sequence[Sequence[Judged]]) -> list[float]:
    """Print a group's figures: sentence, passages and AUC, each of the old and of the new."""
    yes = [row for row in rows if row[0].answerable]
    right = [np.array([row[at].right for row in yes]) for at in (0, 1)]
    reciprocal = [np.array([row[at].reciprocal for row in yes]) for at in (0, 1)]
    labels = [row[0].answerable for row in rows]
    area = [float(roc_auc_score(labels, [row[at].score for row in rows])) for at in (0, 1)]
    cells = [
        *group,
        str(len(yes)),
        *(f"{share.mean():.3f}" for share in right),
        f"{p_value(*right):.3f}",
        *(f"{rank.mean():.3f}" for rank in reciprocal),
        f"{p_value(*reciprocal):.3f}",
        str(len(rows) - len(yes)),
        *(f"{share:.3f}" for share in area),
    ]
    print(f"| {' | '.join(cells)} |", flush=True)
    return [
        float(mean) for mean in (*(x.mean() for x in right), *(x.mean() for x in reciprocal))
    ] + area


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold a reranker against the one that ships.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=_MOST, help="questions of a pair and kind")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    chosen = parser.parse_args()
    compare(chosen.file, chosen.most, chosen.keep)


if __name__ == "__main__":
    main()
