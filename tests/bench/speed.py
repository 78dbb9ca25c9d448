"""Speed and memory: embedding, and retrieval in small and large libraries.

    python -m tests.bench.speed [--passages 1000 50000] [--only-reranking | --without-reranking]

Embedding is compared, in the same run and on the same passages, with plain
`SentenceTransformer.encode` of the same model in float32. The large libraries repeat the
bench's passages with their words shuffled and their vectors jittered (a real case of 50,000
passages is not at hand); each question is embedded, searched in both indexes and fused as in
the program. What the approximate index misses is measured against exact search. The memory is
that of another process, which opens the library and asks. Reranking is measured on statutes in
both languages: what the cross-encoder takes for the passages of a question, by their number, and
for the sentences of the best of them.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from bot.ask import Bot
from bot.question.parse import understand
from bot.reading.cross_encoder import Reranker, rerank_hits
from bot.reading.evidence import candidates
from bot.search.retrieve import retrieve
from ingest.document import Description, Line, Page, Passage, Span
from ingest.embedding.model import Embedder, Vectors, default_model
from ingest.formats.read import read
from ingest.formats.sandbox.process import peak_memory
from ingest.passages.split import split
from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.store.write import DocumentWriter, SourceFile
from ingest.sync.outdated import READ_WITH
from tests.bench.material import SEED, SHARED, Asked, piaf, statutes
from tests.bench.retrieval import Bench, bench_of, material

_DIMENSIONS = 384


class Jittered(Embedder):
    """Gives each passage the vector of a real one with noise; questions are embedded truly."""

    def __init__(self, settings: Settings, real: Vectors) -> None:
        super().__init__(settings)
        self._real = real
        self._random = np.random.default_rng(SEED)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As many vectors as texts, whatever they say."""
        chosen = self._real[self._random.integers(len(self._real), size=len(texts))]
        noise = self._random.normal(scale=0.2 / _DIMENSIONS**0.5, size=chosen.shape)
        vectors = (chosen + noise).astype(np.float32)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure speed and memory.")
    parser.add_argument("--passages", type=int, nargs="*", default=[1000, 50_000])
    parser.add_argument("--only-reranking", action="store_true")
    parser.add_argument("--without-reranking", action="store_true")
    chosen = parser.parse_args()
    settings = Settings.from_environment()
    if not chosen.without_reranking:
        _reranking(settings)
    if chosen.only_reranking:
        return
    texts, questions = _material()
    sample = random.Random(SEED).sample(texts, 512)
    real = _embedding(settings, sample)
    for number in chosen.passages:
        with tempfile.TemporaryDirectory() as work:
            _retrieval(replace(settings, library=Path(work)), real, texts, questions, number)


def _material() -> tuple[list[str], list[str]]:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        asked = statutes(SHARED / "bench/statutes", folder, ["en", "fr"])
        asked += piaf(SHARED / "bench/piaf", folder)
        texts = []
        for file in sorted(folder.iterdir()):
            reading = read(file)
            texts += [passage.text for passage in split(reading.pages, reading.format, "")]
    return texts, [question.text for question in random.Random(SEED).sample(asked, 100)]


def _embedding(settings: Settings, texts: Sequence[str]) -> Vectors:
    # In a process of its own, so that the memory measured here is Pincite's.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        plain_seconds = apart.submit(_plainly, str(default_model(settings)), list(texts)).result()
    ours = Embedder(settings)
    ours.embed(texts[:32])
    vectors, seconds = _timed(lambda: ours.embed(texts))
    print(f"embedding {len(texts)} passages of {np.mean([len(t) for t in texts]):.0f} characters")
    print(f"  Pincite: {len(texts) / seconds:.1f} a second")
    print(f"  plain SentenceTransformer.encode, float32: {len(texts) / plain_seconds:.1f} a second")
    print(f"  ratio: {plain_seconds / seconds:.2f}")
    return vectors


def _plainly(model: str, texts: list[str]) -> float:
    plain = SentenceTransformer(model, device="cpu")
    plain.encode(texts[:32])
    started = time.perf_counter()
    plain.encode([f"passage: {text}" for text in texts], normalize_embeddings=True)
    return time.perf_counter() - started


def _timed(call: Callable[[], Vectors]) -> tuple[Vectors, float]:
    started = time.perf_counter()
    result = call()
    return result, time.perf_counter() - started


def _retrieval(
    settings: Settings, real: Vectors, texts: Sequence[str], questions: Sequence[str], number: int
) -> None:
    library = Library(settings, Jittered(settings, real))
    started = time.perf_counter()
    fill(library, library.catalogue.put_case("bench"), texts, number)
    filled = time.perf_counter() - started
    case = library.catalogue.case("bench")
    retrieve(library, case, understand(questions[0]))
    seconds = []
    for text in questions:
        asked = time.perf_counter()
        retrieve(library, case, understand(text))
        seconds.append(time.perf_counter() - asked)
    milliseconds = 1000 * np.percentile(seconds, [50, 95])
    print(f"{number} passages, written in {filled:.0f} s (without embedding)")
    print(f"  a question: p50 {milliseconds[0]:.0f} ms, p95 {milliseconds[1]:.0f} ms")
    print(f"  recall@20 of the index against exact search: {_recall(library, questions):.3f}")
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        peak = apart.submit(_asked, settings, questions[:20]).result()
    print(f"  peak memory of a program that asks it 20 questions: {peak:.0f} MB")


def _asked(settings: Settings, questions: Sequence[str]) -> float:
    """Ask, both models and all; the process's memory at its highest, in MB."""
    bot = Bot(Library(settings))
    for text in questions:
        bot.ask(text, "bench")
    return peak_memory() / 1024


def _reranking(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as work, material("mixed", "") as (folder, asked):
        _rerank(bench_of("mixed", "", folder, Path(work)), asked, settings)


def _rerank(bench: Bench, asked: Sequence[Asked], settings: Settings) -> None:
    reranker = Reranker(settings)
    reranker.scores("loads the weights", ["text"])
    seconds: dict[str, list[float]] = {}
    processor = 0.0
    for entry in random.Random(SEED).sample(asked, 40):
        question = understand(entry.text)
        hits = retrieve(bench.library, bench.case_of(entry), question, 20)
        busy = time.process_time()
        started = time.perf_counter()
        for at in range(0, 20, 5):
            rerank_hits(reranker, entry.text, hits[at : at + 5])
            now = time.perf_counter()
            seconds.setdefault(f"{at + 5} passages", []).append(now - started)
        ordered = rerank_hits(reranker, entry.text, hits)
        started = time.perf_counter()
        candidates(bench.library, reranker, question, ordered)
        seconds.setdefault("sentences", []).append(time.perf_counter() - started)
        processor += time.process_time() - busy
    both = np.add(seconds["20 passages"], seconds["sentences"])
    print("reranking, a question")
    for what, taken in {**seconds, "20 passages and the sentences": list(both)}.items():
        milliseconds = 1000 * np.percentile(taken, [50, 95])
        print(f"  {what}: p50 {milliseconds[0]:.0f} ms, p95 {milliseconds[1]:.0f} ms")
    print(f"  processor time of all of it: mean {1000 * processor / 40:.0f} ms")


def fill(library: Library, case: Case, texts: Sequence[str], number: int) -> None:
    """Add documents of 1,000 passages, half English and half French, words shuffled."""
    chosen = random.Random(SEED)
    with library.writing(), library.unfinished():
        for at in range(0, number, 1000):
            source = SourceFile(f"{at}.txt", f"{at}", 0, 0, "")
            arrival = DocumentWriter(library.catalogue, case, source, "text", READ_WITH)
            lines = []
            for _ in range(min(1000, number - at)):
                said = chosen.choice(texts).split()
                chosen.shuffle(said)
                lines.append(Line(" ".join(said)))
            arrival.add_pages([Page(1, tuple(lines))])
            passages = [
                Passage(
                    line.text,
                    (Span(0, len(line.text), 1, index, 0),),
                    language="en" if index % 2 else "fr",
                )
                for index, line in enumerate(lines)
            ]
            stored = arrival.add_passages(passages, Description(title=f"{at}"), 1)
            library.vectors.add(case.id, stored, lambda made: None)
            arrival.switch_in(stored)


def _recall(library: Library, questions: Sequence[str]) -> float:
    case = library.catalogue.case("bench")
    shares = []
    stored = library.vectors._store(case.id, "en").get(include=["embeddings"])
    everything = np.asarray(stored["embeddings"], dtype=np.float32)
    for text in questions:
        vector = library.embedder.embed_query(text)
        scores = everything @ np.asarray(vector, dtype=np.float32)
        exact = {int(stored["ids"][at]) for at in np.argsort(-scores)[:20]}
        found = {id_ for id_, _ in library.vectors.search(case.id, "en", vector, 20)}
        shares.append(len(exact & found) / len(exact))
    return float(np.mean(shares))


if __name__ == "__main__":
    main()
