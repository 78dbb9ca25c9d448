"""Two processes that ingest one case at once, round after round, while a third one asks.

    python -m tests.bench.together [--rounds 20]

Every round changes the folder; then both ingest it. All the while the third process searches:
what it finds must be a whole version of a document, the one before or the one of the round.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bot.question import understand
from bot.retrieve import retrieve
from ingest import mirror
from ingest.errors import PinciteError
from ingest.settings import ROOT
from ingest.verify import verify
from tests.bench.kill import open_library, text_of

_NAMES = ("stays.txt", "changes.txt", "other.txt")


def write_round(case: Path, number: int) -> None:
    """Every document but one in a new version."""
    case.mkdir(exist_ok=True)
    for name in _NAMES:
        if number == 0 or name != "stays.txt":
            (case / name).write_text(text_of(name, 100 + number), encoding="utf-8")


def play(under: Path, rounds: int) -> list[str]:
    """The faults found."""
    case, at = under / "case", under / "library"
    write_round(case, 0)
    mirror.ingest(open_library(at), "case", [case])
    faults: list[str] = []
    stop = threading.Event()
    round_now = [0]
    asking = threading.Thread(target=_ask, args=(at, stop, round_now, faults))
    asking.start()
    try:
        for number in range(1, rounds + 1):
            write_round(case, number)
            round_now[0] = number
            command = [sys.executable, "-m", "tests.bench.together", "--writer", str(at), str(case)]
            writers = [
                subprocess.Popen(
                    command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
                )
                for _ in range(2)
            ]
            for writer in writers:
                told, _ = writer.communicate(timeout=120)
                if writer.returncode:
                    faults.append(f"round {number}, a writer: {told.decode()[-400:]}")
            faults += [f"round {number}, verify: {one}" for one in verify(open_library(at))]
    finally:
        stop.set()
        asking.join()
    return faults


def _ask(at: Path, stop: threading.Event, round_now: list[int], faults: list[str]) -> None:
    """The third one is a process of its own, asked to look again and again."""
    command = [sys.executable, "-m", "tests.bench.together", "--reader", str(at)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        looks = 0
        while not stop.is_set():
            low = round_now[0] - 1
            reader.stdin.write("look\n")
            reader.stdin.flush()
            told = reader.stdout.readline().split()
            high = round_now[0]
            looks += 1
            if not told:
                faults.append("the asking process ended")
                return
            if (
                told[0] == "error"
                or len(told) > 1
                or any(not max(low, 0) <= int(one) <= high for one in told)
            ):
                faults.append(f"asked between rounds {low} and {high}: {' '.join(told)}")
        reader.stdin.close()


def read(at: Path) -> None:
    """For each line of standard input, the round of the version that the search finds."""
    library = open_library(at)
    question = understand("In which version were the servers of changes.txt stopped?")
    for _ in sys.stdin:
        try:
            hits = retrieve(library, library.catalogue.case("case"), question, 200)
        except (PinciteError, sqlite3.Error, RuntimeError, ValueError) as error:
            print(f"error {type(error).__name__} {error}".replace("\n", " "), flush=True)
            continue
        texts = [one.stored.passage.text for one in hits]
        versions = {
            int(text.split("version ")[1].split(",")[0]) - 100
            for text in texts
            if text.startswith("The changes.txt")
        }
        print(" ".join(map(str, versions)) or "error nothing", flush=True)


def main() -> int:
    options = argparse.ArgumentParser(description="Ingest twice at once, and ask meanwhile.")
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--writer", nargs=2, type=Path)
    options.add_argument("--reader", type=Path)
    chosen = options.parse_args()
    if chosen.writer:
        at, case = chosen.writer
        mirror.ingest(open_library(at), "case", [case])
        return 0
    if chosen.reader:
        read(chosen.reader)
        return 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="pincite-together-") as under:
        faults = play(Path(under), chosen.rounds)
    for fault in faults:
        print(fault)
    print(f"{chosen.rounds} rounds, {time.perf_counter() - started:.0f} s, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
