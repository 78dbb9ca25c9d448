"""Recall and reciprocal rank of the rankings, for every pair of languages.

    python -m tests.bench.retrieval [--unseen] [--tune | --tune-reranker] [--reranker FILE]

Cases of one language, questions in both; a case in which each section stands in one language
only; contracts and dockets, each a case of its own. Beside them the tutorial stack on the same
files: recursive splitter 1000/200, all-MiniLM-L6-v2, Chroma similarity search. At the end the
reranked order against the first stage, question by question, with paired randomisation tests.

The reranker was trained on acts and articles that overlap with those without `--unseen`.
`--tune-reranker` uses contracts, dockets and half of the articles, and no statutes at all.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.question.parse import understand
from bot.reading.cross_encoder import CANDIDATES, FILE, SHA256, SHARE, Reranker, rerank_hits
from bot.search.retrieve import DEFAULT_WEIGHTS, Rankings, Weights, rank, retrieve
from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.material import SHARED, Asked, contracts, dockets, is_dev, piaf, statutes
from tests.bench.paired import Trial, report
from tests.bench.tutorial import TutorialStack

DEPTH = 20
CASES = ("en", "fr", "mixed", "piaf", "contracts", "dockets")
OWN_CASES = {"contracts": contracts, "dockets": dockets}
Searcher = Callable[[Asked], Sequence[str]]
"""A question to passage texts, best first."""

Fusion = tuple[int, float]
"""How many candidates are reranked, and the reranker's share in the order."""

WAYS = {
    "dense": Weights(dense=1, lexical=0, translated=0, phrase=0),
    "lexical": Weights(dense=0, lexical=1, translated=1, phrase=0),
    "first stage": DEFAULT_WEIGHTS,
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
    for question in asked:
        place = rank_of(question, search(question))
        ranks.setdefault((question.language, question.answer_language), []).append(place)
    return {pair: _figures(found) for pair, found in sorted(ranks.items())}


def rank_of(question: Asked, texts: Sequence[str]) -> int:
    """Rank of the first text that answers, 0 when there is none."""
    return next((r for r, text in enumerate(texts[:DEPTH], 1) if question.relevant(text)), 0)


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
    """The files of one of CASES, and its questions that have an answer."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        if name in OWN_CASES:
            asked = OWN_CASES[name](SHARED / "bench" / name, folder)
            yield folder, [question for question in asked if question.answers]
        elif name == "piaf":
            yield folder, piaf(SHARED / f"bench/piaf{unseen}", folder)
        else:
            languages = ("en", "fr") if name == "mixed" else (name,)
            yield folder, statutes(SHARED / f"bench/statutes{unseen}", folder, languages)


@dataclass(frozen=True, slots=True)
class Bench:
    """A library with the case or cases of one material."""

    library: Library
    own_cases: bool

    def case_of(self, question: Asked) -> Case:
        name = Path(question.document).stem if self.own_cases else "bench"
        return self.library.catalogue.case(name)


def bench_of(name: str, unseen: str, folder: Path, home: Path) -> Bench:
    """The material, ingested into a library kept under ``home`` for the next run."""
    settings = replace(Settings.from_environment(), library=home / f"{name}{unseen}")
    library = Library(settings)
    own_cases = name in OWN_CASES
    cases = [(file.stem, file) for file in sorted(folder.iterdir())]
    results = [
        result
        for case, path in (cases if own_cases else [("bench", folder)])
        for result in ingest(library, case, [path])
    ]
    failed = [result for result in results if result.outcome == "failed"]
    if failed:
        raise SystemExit(f"not all of the material was ingested: {failed}")
    return Bench(library, own_cases)


class Ranked:
    """Questions with their rankings made once, to be fused in different ways."""

    def __init__(self, bench: Bench, asked: Sequence[Asked]) -> None:
        self._texts: dict[int, str] = {}
        self._rankings: dict[str, Rankings] = {}
        library = bench.library
        for entry in asked:
            question = understand(entry.text)
            vector = library.embedder.embed_query(question.text)
            rankings = rank(library, bench.case_of(entry), question, vector)
            self._rankings[entry.id] = rankings
            ids = {id_ for id_, _ in rankings.fused(Weights(1, 1, 1, 1, 60))} - set(self._texts)
            found = library.catalogue.passages(ids)
            self._texts |= {id_: stored.passage.text for id_, stored in found.items()}

    def search(self, weights: Weights) -> Searcher:
        """Passages as the first stage ranks them with these weights."""
        return lambda question: [
            self._texts[id_] for id_, _ in self._rankings[question.id].fused(weights)[:DEPTH]
        ]


class Reranked:
    """Questions with the hits of the first stage, and the orders that both stages make."""

    def __init__(self, bench: Bench, asked: Sequence[Asked], reranker: Reranker) -> None:
        self._reranker = reranker
        self._hits = {
            question.id: retrieve(
                bench.library, bench.case_of(question), understand(question.text), DEPTH
            )
            for question in asked
        }

    def searchers(self, asked: Sequence[Asked], grid: Sequence[Fusion]) -> list[Searcher]:
        """One for each way of fusing. A question's passages are scored once for all of them."""
        found: list[dict[str, list[str]]] = [{} for _ in grid]
        for question in asked:
            for texts, (candidates, share) in zip(found, grid, strict=True):
                hits = rerank_hits(
                    self._reranker, question.text, self._hits[question.id], candidates, share
                )
                texts[question.id] = [hit.stored.passage.text for hit in hits]
        return [lambda question, texts=texts: texts[question.id] for texts in found]  # type: ignore[misc]


def reranker_grid() -> list[Fusion]:
    shares = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
    return [(candidates, share) for candidates in (20, 15, 10, 5) for share in shares]


def grid() -> Iterator[Weights]:
    for k in (5, 10, 20, 60):
        for lexical in (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2):
            for translated in (0.0, 0.3, 0.7, 1.0):
                for phrase in (0.0, 0.3, 1.0):
                    yield Weights(1.0, lexical, translated, phrase, k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--unseen", action="store_true", help="the acts and articles kept apart")
    parser.add_argument("--tune", action="store_true", help="try weights of the first stage")
    parser.add_argument("--tune-reranker", action="store_true", help="try shares of the reranker")
    parser.add_argument("--reranker", type=Path, help="another file than the one that ships")
    parser.add_argument("--cases", nargs="*", choices=CASES, default=CASES, metavar="CASE")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    chosen = parser.parse_args()
    unseen = "-unseen" if chosen.unseen or chosen.tune_reranker else ""
    sha256 = None if chosen.reranker else SHA256
    reranker = Reranker(Settings.from_environment(), chosen.reranker or FILE, sha256)
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory() as work:
        for name in chosen.cases:
            with material(name, unseen) as (folder, asked):
                bench = bench_of(name, unseen, folder, chosen.keep or Path(work))
                if chosen.tune_reranker:
                    _tune_reranker(name, bench, asked, reranker)
                    continue
                ranked = Ranked(bench, asked)
                if chosen.tune:
                    for weights in grid():
                        _print(name, _short(weights), measure(asked, ranked.search(weights)))
                    continue
                for way, weights in WAYS.items():
                    _print(name, way, measure(asked, ranked.search(weights)))
                both = Reranked(bench, asked, reranker).searchers(asked, [(CANDIDATES, SHARE)])[0]
                _print(name, "reranked", measure(asked, both))
                first = ranked.search(DEFAULT_WEIGHTS)
                trials += [
                    Trial(
                        (name, f"{question.language} to {question.answer_language}"),
                        rank_of(question, first(question)),
                        rank_of(question, both(question)),
                    )
                    for question in asked
                ]
                if not bench.own_cases:
                    tutorial = TutorialStack(sorted(folder.iterdir()))
                    _print(name, "tutorial stack", measure(asked, tutorial.as_searcher(DEPTH)))
    if trials:
        report(trials, "first stage", "reranked")


def _tune_reranker(name: str, bench: Bench, asked: Sequence[Asked], reranker: Reranker) -> None:
    """Print every combination on the dev half; statutes are left for the test."""
    if name not in ("piaf", *OWN_CASES):
        return
    dev = [question for question in asked if is_dev(question)]
    reranked = Reranked(bench, dev, reranker)
    fusions = reranker_grid()
    for fusion, searcher in zip(fusions, reranked.searchers(dev, fusions), strict=True):
        _print(name, "{} {}".format(*fusion), measure(dev, searcher))


def _short(weights: Weights) -> str:
    return f"{weights.lexical} {weights.translated} {weights.phrase} {weights.k}"


def _print(name: str, way: str, found: dict[tuple[str, str], Figures]) -> None:
    for pair, figures in found.items():
        print(
            f"| {name} | {pair[0]} to {pair[1]} | {way} | {figures.n} | {figures.recall_1:.3f} "
            f"| {figures.recall_5:.3f} | {figures.mrr:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
