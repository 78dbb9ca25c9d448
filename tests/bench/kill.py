"""Ingests killed with SIGKILL, each followed by a restart that must find everything sound.

    python -m tests.bench.kill [--kills 200] [--seed 1]

A killed process is one of its own, forked from a clean server: it ingests with the embedder of
`tests.support.fakes`, and in it the functions that write are wrapped so that it kills itself
before or after one of them. Half of the kills come from outside instead, at a random instant.
After each: a question finds every document whole, as it was or as it is to be, before anything is
swept and after it; `verify` finds no difference; and the next ingest finishes the work. At last the
catalogue is made unreadable: going back to its newest copy, and ingesting, must come to the same.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from bot.question.parse import understand
from bot.search.retrieve import retrieve
from ingest.settings import Settings
from ingest.store import backups, library
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.store.served import is_served
from ingest.store.vectors import Vectors
from ingest.store.verify import verify
from ingest.store.write import DocumentWriter
from ingest.sync import mirror, one_file
from tests.support.engines import with_schema
from tests.support.fakes import WordEmbedder

# Where a step ends: (owner, name of the function).
STEPS: tuple[tuple[Any, str], ...] = (
    (one_file, "keep_copy"),
    (DocumentWriter, "__init__"),
    (DocumentWriter, "add_pages"),
    (DocumentWriter, "add_passages"),
    (Vectors, "add"),
    (DocumentWriter, "switch_in"),
    (Vectors, "delete"),
    (mirror, "remove_places"),
    (one_file, "put_place"),
    (mirror, "back_up"),
    (backups, "write_increment"),
    (backups, "copy_whole"),
    (Catalogue, "set_meta"),
    (Catalogue, "put_case"),
    (library, "sweep"),
)
SIDES = ("before", "after")
_NAMES = (
    "stays.txt",
    "changes.txt",
    "goes.txt",
    "comes.txt",
    "corrected.txt",
    "moves.txt",
    "moved.txt",
)
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Kill:
    """Where: at ``step`` (index into STEPS), the ``nth`` time, on which side; or ``instant``
    seconds after the work began."""

    step: int = 0
    side: str = "before"
    nth: int = 1
    instant: float | None = None


def settings_at(at: Path) -> Settings:
    """A folder of its own, and on servers, which the environment names, a database."""
    own = f"kill_{hashlib.sha256(str(at).encode()).hexdigest()[:20]}"
    given = Settings.from_environment()
    url = given.database_url and with_schema(given.database_url.partition("?")[0], own)
    return replace(given, library=at, lock_seconds=_SECONDS, chroma_database=own, database_url=url)


def open_library(at: Path) -> Library:
    return opened_with(settings_at(at))


def opened_with(settings: Settings) -> Library:
    """With an embedder that takes no time."""
    return Library(settings, WordEmbedder())


def text_of(name: str, version: int) -> str:
    """Enough paragraphs for some passages."""
    paragraphs = 90 if name == "changes.txt" else 3
    return "".join(
        f"The {name} says in version {version}, number {number}, that the servers stopped.\n\n"
        for number in range(paragraphs)
    )


def old_state(case: Path) -> None:
    """The folder before."""
    shutil.rmtree(case, ignore_errors=True)
    case.mkdir()
    state = {name: text_of(name, 1) for name in ("stays.txt", "changes.txt", "goes.txt")}
    state["corrected.txt"] = text_of("corrected.txt", 1)
    state["moves.txt"] = text_of("moves.txt", 1)
    for name, text in state.items():
        (case / name).write_text(text, encoding="utf-8")


def new_state(case: Path) -> None:
    """One document changed, one gone, one moved; one come and a short one changed, whose vectors
    are written together."""
    (case / "changes.txt").write_text(text_of("changes.txt", 22), encoding="utf-8")
    (case / "goes.txt").unlink()
    (case / "comes.txt").write_text(text_of("comes.txt", 1), encoding="utf-8")
    (case / "corrected.txt").write_text(text_of("corrected.txt", 22), encoding="utf-8")
    (case / "moves.txt").rename(case / "moved.txt")


def victim(settings: Settings, case: Path, kill: Kill, ready: Event) -> None:
    """Ingest, and die at the step."""
    if kill.instant is None:
        owner, name = STEPS[kill.step]
        setattr(owner, name, _deadly(getattr(owner, name), kill))
    opened = opened_with(settings)
    ready.set()
    mirror.ingest(opened, "case", [case])


def _deadly(function: Callable[..., Any], kill: Kill) -> Callable[..., Any]:
    calls = 0

    def wrapped(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == kill.nth and kill.side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*given, **named)
        if calls == kill.nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


def run_victim(at: Path, case: Path, kill: Kill, context: ForkServerContext) -> bool:
    """Whether it was killed; one that never came to its step finishes."""
    ready = context.Event()
    process = context.Process(target=victim, args=(settings_at(at), case, kill, ready))
    process.start()
    if kill.instant is not None:
        ready.wait(_SECONDS)
        time.sleep(kill.instant)
        process.kill()
    process.join(_SECONDS)
    if process.exitcode not in (0, -signal.SIGKILL):
        raise AssertionError(f"the ingest ended with {process.exitcode} at {kill}")
    return process.exitcode != 0


def texts_in(opened: Library) -> dict[str, str]:
    """What the search has of each document: its passages, by words and by vectors."""
    case = opened.catalogue.case("case")
    asked = opened.embedder.embed_query("servers stopped")
    by_vector = {id_ for id_, _ in opened.vectors.search(case.id, "en", asked, 10_000)}
    by_words = {
        id_ for id_, _ in opened.catalogue.full_text().search(case.id, "en", ["version"], 10_000)
    }
    by_words = by_words & by_vector if by_words == by_vector else set()
    found = {}
    for document in opened.catalogue.documents(case):
        passages = opened.catalogue.passages_of(document.id)
        if {passage.id for passage in passages} <= by_words:
            found[document.path] = "\n\n".join(passage.passage.text for passage in passages)
    return found


def ingested(at: Path, case: Path) -> dict[str, str]:
    """What a library has of the folder when nobody disturbs it."""
    opened = open_library(at)
    mirror.ingest(opened, "case", [case])
    found = texts_in(opened)
    assert sorted(found) == sorted(file.name for file in case.iterdir())
    return found


def texts_asked(opened: Library) -> dict[str, str]:
    """What a question finds of each document, as the chat would that is opened after a kill:
    it reads only, and nobody has swept yet."""
    question = understand("In which version does a paper say that the servers stopped?")
    hits = retrieve(opened, opened.catalogue.case("case"), question, 10_000)
    found: dict[str, list[str]] = {}
    for stored in sorted((hit.stored for hit in hits), key=lambda passage: passage.ordinal):
        path = opened.catalogue.document(stored.document_id).path
        found.setdefault(path, []).append(stored.passage.text)
    return {path: "\n\n".join(texts) for path, texts in found.items()}


def fault_of(found: dict[str, str], old: dict[str, str], new: dict[str, str]) -> str:
    """Why these are not documents each of which is old or new; empty where they are."""
    for name in _NAMES:
        if found.get(name) not in (old.get(name), new.get(name)):
            return f"{name} is neither old nor new: {len(found.get(name) or '')} characters"
    moved = "moves.txt" in found or "moved.txt" in found
    if not moved or not {"stays.txt", "changes.txt", "corrected.txt"} <= found.keys():
        return f"lost: only {sorted(found)} are there"
    return ""


def fault_after(at: Path, case: Path, old: dict[str, str], new: dict[str, str]) -> str:
    """What is wrong after a restart; empty where nothing is."""
    fault = fault_of(texts_asked(open_library(at)), old, new)
    if fault:
        return f"asked before the sweep: {fault}"
    opened = open_library(at)
    differences = verify(opened)
    if differences:
        return f"verify: {differences}"
    fault = fault_of(texts_in(opened), old, new)
    if fault:
        return fault
    mirror.ingest(opened, "case", [case])
    if texts_in(opened) != new:
        return f"the next ingest left {sorted(texts_in(opened))}"
    differences = verify(opened)
    if differences:
        return f"verify after the next ingest: {differences}"
    return "" if is_served(at) else fault_without_catalogue(at, case, new)


def fault_without_catalogue(at: Path, case: Path, new: dict[str, str]) -> str:
    """What is wrong after the catalogue was lost and its newest copy took its place."""
    (at / "catalogue.sqlite").write_bytes(b"no database" * 1000)
    backups.restore_newest(at)
    opened = open_library(at)
    mirror.ingest(opened, "case", [case])
    if texts_in(opened) != new:
        return f"the restored catalogue came to {sorted(texts_in(opened))}"
    differences = verify(opened)
    return f"verify after going back: {differences}" if differences else ""


def boundaries() -> list[Kill]:
    """Both sides of every step, for its first calls."""
    return [
        Kill(step, side, nth)
        for step in range(len(STEPS))
        for side in SIDES
        for nth in (1, 2, 3, 4)
    ]


def rounds(kills: list[Kill], under: Path) -> tuple[Counter[str], list[str]]:
    """How many were killed or came to their end, and the faults found."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    base, case, first = under / "base", under / "case", under / "first"
    old_state(case)
    shutil.copytree(case, first, copy_function=shutil.copy2)
    old = ingested(base, case)
    new_state(case)
    new = ingested(under / "fresh", case)
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for number, kill in enumerate(kills):
        shutil.rmtree(case)
        if not is_served(base) and settings_at(base).chroma_url is None:
            at = under / "library"
            shutil.rmtree(at, ignore_errors=True)
            shutil.copytree(base, at)
        else:  # what is on a server cannot be copied so
            at = under / f"library-{number}"
            shutil.copytree(first, case, copy_function=shutil.copy2)
            ingested(at, case)
            shutil.rmtree(case)
        shutil.copytree(first, case, copy_function=shutil.copy2)
        new_state(case)
        counts["killed" if run_victim(at, case, kill, context) else "finished"] += 1
        fault = fault_after(at, case, old, new)
        if fault:
            faults.append(f"{kill}: {fault}")
    return counts, faults


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    kills = boundaries()
    kills += [
        Kill(instant=chance.uniform(0, 1.5)) for _ in range(max(0, chosen.kills - len(kills)))
    ]
    print(f"seed {chosen.seed}, {len(kills)} ingests")
    with tempfile.TemporaryDirectory(prefix="pincite-kill-") as under:
        counts, faults = rounds(kills, Path(under))
    print(f"{counts['killed']} killed, {counts['finished']} came to their end first")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
