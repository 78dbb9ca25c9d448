"""Two processes ingest one case at once while a third one asks throughout.

    python -m tests.bench.together [--rounds 20]

In each round every document of the folder gets a new version and both processes mirror it at
the same instant. Each of the two must finish, having said nothing but "waiting for …", and
what one has brought in the other must leave alone. The one that asks must find every document
at each question, all of its passages, of one version, and never an older one than it found
before; at the end it must see the last. After each round `verify` is clean.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

from bot.question.parse import understand
from bot.search.retrieve import retrieve
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.store.verify import verify
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

DOCUMENTS = 4
PARAGRAPHS = 3
# More than the passages there are, old, new and half arrived ones together.
_LIMIT = 100
_SECONDS = 60.0
# So that a paragraph is a passage by itself.
_FILLING = "Nothing else was said about the equipment at the site on that day. " * 12
_VERSION = re.compile(r"Paper (\d+) in version (\d+)\.")
# What a process that writes may say to the person who waits for it.
_ALLOWED = "waiting for "


@dataclass(frozen=True, slots=True)
class WriterReport:
    """What a process that ingested has to tell: the outcome of each file, what it said, and
    its error if it had one."""

    outcomes: dict[str, str]
    said: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions were asked, the version of each paper found last, after the process
    was told to stop, and what was wrong with the answers."""

    questions: int
    last: dict[int, int]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``waited`` is how often one process had to wait for the other."""

    questions: int
    waited: int
    faults: tuple[str, ...]


def open_library(at: Path) -> Library:
    """With an embedder that takes no time."""
    return Library(replace(Settings(), library=at, lock_seconds=_SECONDS), WordEmbedder())


def write_version(folder: Path, version: int) -> None:
    """Every paper anew; each version is longer than the one before, as its size is looked at."""
    folder.mkdir(exist_ok=True)
    for number in range(DOCUMENTS):
        paragraphs = [
            f"Paper {number} in version {version}. Its paragraph {place} says that the servers "
            f"stopped{' again' * version}. {_FILLING}"
            for place in range(PARAGRAPHS)
        ]
        text = "\n\n".join(paragraphs) + "\n"
        (folder / f"paper-{number}.txt").write_text(text, encoding="utf-8")


def write(at: Path, folder: Path, start: Barrier, tell: Callable[[WriterReport], Any]) -> None:
    """A process that ingests, at the same instant as the other one."""
    said: list[str] = []
    outcomes: dict[str, str] = {}
    error = ""
    try:
        library = open_library(at)
        start.wait(_SECONDS)
        results = ingest(library, "case", [folder], say=said.append)
        outcomes = {result.path: result.outcome for result in results}
    except Exception:  # noqa: BLE001  # whatever it is, it is a finding
        error = traceback.format_exc(limit=-3)
    tell(WriterReport(outcomes, tuple(said), error))


def ask(at: Path, asking: Event, stop: Event, tell: Callable[[Asked], Any]) -> None:
    """The process that asks, until it is stopped."""
    faults: list[str] = []
    newest = dict.fromkeys(range(DOCUMENTS), 0)
    questions = 0
    try:
        library = open_library(at)
        while not stop.is_set():
            faults += faults_of(versions_found(library), newest)
            questions += 1
            asking.set()
        faults += faults_of(versions_found(library), newest)
    except Exception:  # noqa: BLE001  # as above
        faults.append(traceback.format_exc(limit=-3))
        asking.set()
    tell(Asked(questions, newest, tuple(faults)))


def versions_found(library: Library) -> Counter[tuple[int, int]]:
    """How many passages a search found of each paper in each version."""
    case = library.catalogue.case("case")
    hits = retrieve(library, case, understand("Which paper says that servers stopped?"), _LIMIT)
    places = (_VERSION.search(hit.stored.passage.text) for hit in hits)
    return Counter((int(place[1]), int(place[2])) for place in places if place)


def faults_of(found: Counter[tuple[int, int]], newest: dict[int, int]) -> list[str]:
    """What is wrong with an answer; ``newest`` are the versions found so far, and is brought
    up to date."""
    faults = []
    for paper in newest:
        versions = {version: count for (of, version), count in found.items() if of == paper}
        if list(versions.values()) != [PARAGRAPHS]:
            faults.append(f"paper {paper}: passages by version {versions} after {newest[paper]}")
            continue
        (version,) = versions
        if version < newest[paper]:
            faults.append(f"paper {paper}: version {version} after version {newest[paper]}")
        newest[paper] = version
    return faults


def faults_of_writers(writers: list[WriterReport], expected: str) -> list[str]:
    """Each file is brought in by one of the two and left alone by the other."""
    faults = [writer.error for writer in writers if writer.error]
    faults += [line for writer in writers for line in writer.said if not line.startswith(_ALLOWED)]
    if not faults:
        for number in range(DOCUMENTS):
            both = sorted(writer.outcomes.get(f"paper-{number}.txt", "") for writer in writers)
            if both != sorted([expected, "unchanged"]):
                faults.append(f"paper-{number}.txt: {both}")
    return faults


def rounds(number: int, under: Path) -> Outcome:
    """So many versions of the folder, each mirrored by two processes at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    at, folder = under / "library", under / "case"
    write_version(folder, 0)
    ingest(open_library(at), "case", [folder])
    asking, stop = context.Event(), context.Event()
    answers: Any = context.Queue()
    asker = context.Process(target=ask, args=(at, asking, stop, answers.put), daemon=True)
    asker.start()
    if not asking.wait(_SECONDS):
        raise AssertionError("the process that asks did not begin")
    waited, faults = 0, []
    for version in range(1, number + 1):
        write_version(folder, version)
        writers = _both(context, at, folder)
        waited += sum(len(writer.said) for writer in writers)
        faults += [f"round {version}: {fault}" for fault in faults_of_writers(writers, "changed")]
        faults += [
            f"round {version}, verify: {difference.what}" for difference in verify(open_library(at))
        ]
    stop.set()
    asked: Asked = answers.get(timeout=_SECONDS)
    asker.join(_SECONDS)
    faults += asked.faults
    # The process was open all the time, and must have come to see what the others wrote.
    if set(asked.last.values()) != {number}:
        faults.append(f"the versions seen at the end are {asked.last}, not {number}")
    return Outcome(asked.questions, waited, tuple(faults))


def _both(context: ForkServerContext, at: Path, folder: Path) -> list[WriterReport]:
    start = context.Barrier(2)
    results: Any = context.Queue()
    both = [
        context.Process(target=write, args=(at, folder, start, results.put), daemon=True)
        for _ in range(2)
    ]
    for process in both:
        process.start()
    results_of_both = [results.get(timeout=2 * _SECONDS) for _ in both]
    for process in both:
        process.join(_SECONDS)
    return results_of_both


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="pincite-together-") as under:
        outcome = rounds(chosen.rounds, Path(under))
    print(
        f"{chosen.rounds} rounds, {outcome.questions} questions asked meanwhile, "
        f"{outcome.waited} times one waited for the other"
    )
    for fault, times in Counter(outcome.faults).most_common(20):
        print(f"{times} x {fault}")
    print(f"{len(outcome.faults)} faults")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
