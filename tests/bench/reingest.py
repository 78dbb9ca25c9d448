"""Ingesting again: unchanged files, one file more in a large library, and where the time goes.

    python -m tests.bench.reingest [--files 1000] [--passages 50000]

The large library is filled with lines that have the geometry of a PDF's and with random vectors,
which take no time; the file of ten pages is read and embedded by the real model, into it and into
an empty library, in turns.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Box, Description, Line, Page, Passage, Span
from ingest.embedding.model import Embedder, Vectors
from ingest.formats.sandbox.parent import read_isolated
from ingest.settings import ROOT, Settings
from ingest.store.backups import copy_whole
from ingest.store.library import Library
from ingest.store.vectors import Vectors as VectorStore
from ingest.store.write import DocumentWriter, SourceFile
from ingest.sync.mirror import ingest
from ingest.sync.outdated import READ_WITH

_ROUNDS = 3
_TURNS = 5
_A_FILE = 500
_ON_A_PAGE = 7
_LINES = 4
_WORDS = (ROOT / "README.md").read_text(encoding="utf-8").split()


class Scattered(Embedder):
    """Random vectors under the real model's name."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As many vectors as texts, whatever they say."""
        chosen = np.random.default_rng(len(texts)).normal(size=(len(texts), 384))
        lengths = np.linalg.norm(chosen, axis=1, keepdims=True)
        return np.divide(chosen, lengths).astype(np.float32)  # type: ignore[no-any-return]


def main() -> None:
    options = argparse.ArgumentParser(description="Measure ingesting again.")
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--passages", type=int, default=50_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="pincite-reingest-") as under:
        if chosen.files:
            _unchanged(Path(under), chosen.files)
        _mixed(Path(under))
        if chosen.passages:
            _one_more(Path(under), chosen.passages)


def _open(at: Path, embedder: type[Embedder] = Embedder) -> Library:
    settings = replace(Settings.from_environment(), library=at)
    return Library(settings, embedder(settings))


def _unchanged(under: Path, files: int) -> None:
    folder = under / "many"
    folder.mkdir()
    for number in range(files):
        text = f"The suit {number} was filed in a federal court.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest(_open(under / "many-library", Scattered), "many", [folder])
    taken = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        results = ingest(_open(under / "many-library", Scattered), "many", [folder])
        taken.append(time.perf_counter() - started)
        assert {result.outcome for result in results} == {"unchanged"}
    print(f"{files} unchanged files, library opened and ingested: {_told(taken)}")


def _mixed(under: Path) -> None:
    """The sample case, with the shares of reading, embedding and writing."""
    spent = {"embedding": 0.0, "writing": 0.0}

    def timed(owner: type, name: str, share: str) -> None:
        original: Callable[..., object] = getattr(owner, name)

        def wrapped(*given: object, **named: object) -> object:
            started = time.perf_counter()
            try:
                return original(*given, **named)
            finally:
                spent[share] += time.perf_counter() - started

        setattr(owner, name, wrapped)

    library = _open(under / "mixed")
    library.embedder.embed(["warm"])
    timed(Embedder, "embed_documents", "embedding")
    timed(VectorStore, "add", "writing")
    for name in ("add_pages", "add_passages", "switch_in"):
        timed(DocumentWriter, name, "writing")
    started = time.perf_counter()
    results = ingest(library, "sample", [ROOT / "data" / "wiwynn-v-x"])
    seconds = time.perf_counter() - started
    spent["writing"] -= spent["embedding"]
    spent["reading"] = seconds - sum(spent.values())
    shares = ", ".join(f"{name} {part / seconds:.0%}" for name, part in sorted(spent.items()))
    pages = sum(result.pages for result in results)
    print(
        f"{len(results)} documents of {pages} pages: {60 * len(results) / seconds:.0f} documents "
        f"a minute; {shares} (reading is the rest: reader, splitting, language)"
    )


def _one_more(under: Path, passages: int) -> None:
    large = _open(under / "large", Scattered)
    _fill(large, passages)
    size = (large.folder / "catalogue.sqlite").stat().st_size / 1e6
    print(f"the large library has {_size(large)} passages, its catalogue {size:.0f} MB")
    read_isolated(_ten_pages(under / "warm.pdf", "warm"))
    taken: dict[str, list[float]] = {"empty": [], "large": []}
    for turn in range(_TURNS):
        for kind, at in (("empty", under / f"empty-{turn}"), ("large", under / "large")):
            file = _ten_pages(under / f"{kind}-{turn}.pdf", f"{kind} {turn}")
            library = _open(at)
            library.embedder.embed(["warm"])
            started = time.perf_counter()
            (result,) = ingest(library, "case", [file])
            taken[kind].append(time.perf_counter() - started)
            assert result.outcome == "added"
    ratio = statistics.median(taken["large"]) / statistics.median(taken["empty"])
    print(f"a file of ten pages, empty library: {_told(taken['empty'])}")
    print(f"the same, large library: {_told(taken['large'])}; ratio of medians {ratio:.2f}")
    started = time.perf_counter()
    copy_whole(under / "large")
    seconds = time.perf_counter() - started
    print(f"a whole copy of the large catalogue, made and checked: {seconds:.2f} s")


def _fill(library: Library, passages: int) -> None:
    """Documents of 500 passages with the geometry of a PDF: 7 passages of 4 lines on a page."""
    chance = random.Random(1)
    case = library.catalogue.put_case("case")
    with library.writing(), library.unfinished():
        for at in range(0, passages, _A_FILE):
            source = SourceFile(f"{at}.pdf", f"{at}", 0, 0, "")
            arrival = DocumentWriter(library.catalogue, case, source, "pdf", READ_WITH)
            pages, cut = _pages_of(chance, min(_A_FILE, passages - at))
            arrival.add_pages(pages)
            stored = arrival.add_passages(cut, Description(title=f"{at}"), len(pages))
            library.vectors.add(case.id, stored, lambda made: None)
            library.vectors.delete(arrival.switch_in(stored))
    copy_whole(library.folder)


def _pages_of(chance: random.Random, passages: int) -> tuple[list[Page], list[Passage]]:
    pages: list[Page] = []
    cut: list[Passage] = []
    for number in range(1, 1 + -(-passages // _ON_A_PAGE)):
        lines: list[Line] = []
        for _ in range(min(_ON_A_PAGE, passages - len(cut))):
            texts = [" ".join(chance.choices(_WORDS, k=11))[:75] for _ in range(_LINES)]
            spans, begins = [], 0
            for text in texts:
                top = 60.0 + 24 * len(lines)
                edges = tuple(72.0 + 6 * place for place in range(len(text) + 1))
                spans.append(Span(begins, begins + len(text), number, len(lines), 0))
                lines.append(Line(text, Box(72.0, top, edges[-1], top + 12), edges))
                begins += len(text) + 1
            cut.append(Passage(" ".join(texts), tuple(spans), (str(len(cut) + 1),), language="en"))
        pages.append(Page(number, tuple(lines), 612.0, 792.0))
    return pages, cut


def _size(library: Library) -> int:
    return sum(
        sum(library.catalogue.counts(case)[1].values()) for case in library.catalogue.cases()
    )


def _ten_pages(to: Path, mark: str) -> Path:
    chance = np.random.default_rng(7)
    canvas = Canvas(str(to))
    for page in range(10):
        for line in range(28):
            words = " ".join(chance.choice(_WORDS, 9))[:90]
            numbered = f"{page * 7 + line // 4 + 1}. " if line % 4 == 0 else ""
            canvas.drawString(72, 740 - 24 * line, f"{numbered}{words} {mark if not line else ''}")
        canvas.showPage()
    canvas.save()
    return to


def _told(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):.2f} s (median of {len(seconds)}, {max(seconds):.2f} most)"


if __name__ == "__main__":
    main()
