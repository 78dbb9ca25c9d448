"""Recall and reciprocal rank of the rankings, for every pair of languages.

    python -m tests.bench.retrieval [--unseen] [--tune]

Cases of one language, questions in both; then a case in which each section stands in one
language only. Beside them the tutorial stack on the same files: recursive splitter 1000/200,
all-MiniLM-L6-v2, Chroma similarity search.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.question import understand
from bot.retrieve import DEFAULT_WEIGHTS, Rankings, Weights, rank
from ingest.catalogue import Case
from ingest.library import Library
from ingest.mirror import ingest
from ingest.settings import Settings
from tests.bench.material import SHARED, Asked, piaf, statutes
from tests.bench.tutorial import TutorialStack

DEPTH = 20
Searcher = Callable[[Asked], Sequence[str]]
"""A question to passage texts, best first."""

WAYS = {
    "dense": Weights(dense=1, lexical=0, names=0, phrase=0),
    "lexical": Weights(dense=0, lexical=1, names=1, phrase=0),
    "default": DEFAULT_WEIGHTS,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Over ``n`` questions: share answered at rank 1 and within 5, mean reciprocal rank."""

    n: int
    recall_1: float
    recall_5: float
    mrr: float


def measure(asked: Iterable[Asked], search: Searcher) -> dict[tuple[str, str], Figures]:
    """Figures by (question's language, answer's language)."""
    ranks: dict[tuple[str, str], list[int]] = {}
    for one in asked:
        found = search(one)
        rank = next((r for r, text in enumerate(found[:DEPTH], 1) if one.relevant(text)), 0)
        ranks.setdefault((one.language, one.answer_language), []).append(rank)
    return {pair: _figures(found) for pair, found in sorted(ranks.items())}


def _figures(ranks: Sequence[int]) -> Figures:
    n = len(ranks)
    return Figures(
        n=n,
        recall_1=sum(rank == 1 for rank in ranks) / n,
        recall_5=sum(0 < rank <= 5 for rank in ranks) / n,
        mrr=sum(1 / rank for rank in ranks if rank) / n,
    )


@contextmanager
def material(name: str, unseen: str) -> Iterator[tuple[Path, list[Asked]]]:
    """The files and questions of one case: "en", "fr", "mixed" or "piaf"."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        if name == "piaf":
            yield folder, piaf(SHARED / f"bench/piaf{unseen}", folder)
        else:
            languages = ("en", "fr") if name == "mixed" else (name,)
            yield folder, statutes(SHARED / f"bench/statutes{unseen}", folder, languages)


class Ranked:
    """A case's questions with their rankings made once, to be fused in different ways."""

    def __init__(self, library: Library, case: Case, asked: Sequence[Asked]) -> None:
        self._texts: dict[int, str] = {}
        self._rankings: dict[str, Rankings] = {}
        for one in asked:
            question = understand(one.text)
            vector = library.embedder.embed_query(question.text)
            rankings = rank(library, case, question, vector)
            self._rankings[one.text] = rankings
            ids = {id_ for id_, _ in rankings.fused(Weights(1, 1, 1, 1, 60))} - set(self._texts)
            found = library.catalogue.passages(ids)
            self._texts |= {id_: stored.passage.text for id_, stored in found.items()}

    def search(self, weights: Weights) -> Searcher:
        """Passages as the program ranks them with these weights."""
        return lambda one: [
            self._texts[id_] for id_, _ in self._rankings[one.text].fused(weights)[:DEPTH]
        ]


def library_of(name: str, unseen: str, folder: Path, home: Path) -> tuple[Library, Case]:
    """The case, ingested into a library kept under ``home`` for the next run."""
    settings = replace(Settings.from_environment(), library=home / f"{name}{unseen}")
    library = Library(settings)
    results = ingest(library, "bench", [folder])
    failed = [one for one in results if one.outcome == "failed"]
    if failed:
        raise SystemExit(f"not all of the material was ingested: {failed}")
    return library, library.catalogue.case("bench")


def grid() -> Iterator[Weights]:
    for k in (5, 10, 20, 60):
        for lexical in (0.05, 0.1, 0.2, 0.3, 0.5):
            for names in (0.0, 0.1, 0.3):
                for phrase in (0.0, 0.3, 1.0):
                    yield Weights(1.0, lexical, names, phrase, k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--unseen", action="store_true", help="the acts and articles kept apart")
    parser.add_argument("--tune", action="store_true", help="try weights instead of the default")
    parser.add_argument("--cases", nargs="*", default=["en", "fr", "mixed", "piaf"])
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    chosen = parser.parse_args()
    unseen = "-unseen" if chosen.unseen else ""
    with tempfile.TemporaryDirectory() as work:
        for name in chosen.cases:
            with material(name, unseen) as (folder, asked):
                library, case = library_of(name, unseen, folder, chosen.keep or Path(work))
                ranked = Ranked(library, case, asked)
                if chosen.tune:
                    for weights in grid():
                        _print(name, _short(weights), measure(asked, ranked.search(weights)))
                    continue
                for way, weights in WAYS.items():
                    _print(name, way, measure(asked, ranked.search(weights)))
                tutorial = TutorialStack(sorted(folder.iterdir()))
                _print(name, "tutorial stack", measure(asked, tutorial.as_searcher(DEPTH)))


def _short(weights: Weights) -> str:
    return f"{weights.lexical} {weights.names} {weights.phrase} {weights.k}"


def _print(name: str, way: str, found: dict[tuple[str, str], Figures]) -> None:
    for pair, figures in found.items():
        print(
            f"| {name} | {pair[0]} to {pair[1]} | {way} | {figures.n} | {figures.recall_1:.3f} "
            f"| {figures.recall_5:.3f} | {figures.mrr:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
