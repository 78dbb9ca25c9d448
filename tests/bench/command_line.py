"""Questions asked from the shell: seconds on the clock, the processor's, and memory.

    python -m tests.bench.command_line [--questions 10]

Over the sample case: `python -m bot ask` for twenty questions one after the other, each in a
process of its own that loads the models. Then, beside the app that `pincite app` starts, which
answers over loopback with the models that it has loaded, the first ten one after the other and the
second ten at once. It is a fault if a command fails, if the app did not answer, or if an answer is
not the one that its question had alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.settings import ROOT
from tests.support.served import highest_memory, processor_seconds, server

CASE = "wiwynn-v-x"
QUESTIONS = ROOT / "data" / f"{CASE}.questions.jsonl"
_LOADED = 400.0
"""Megabytes: a command with more has loaded the models itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command answered (without its seconds), and what it took."""

    answer: dict[str, Any]
    clock: float
    processor: float
    memory: float


def environment(library: Path) -> dict[str, str]:
    return os.environ | {"PINCITE_LIBRARY": str(library)}


def ask(question: str, library: Path) -> Asked:
    """Raises SystemExit where the command fails."""
    command = [sys.executable, "-m", "bot", "ask", question, "--json", "--case", CASE]
    began = time.perf_counter()
    # Small answers go to a file: a pipe would have to be read meanwhile.
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, cwd=ROOT, stdout=printed, env=environment(library))
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{question!r} ended with {process.returncode}")
        printed.seek(0)
        answer = json.loads(printed.read())
    return Asked(
        {name: value for name, value in answer.items() if name != "seconds"},
        clock,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
    )


def summary(name: str, all_asked: Sequence[Asked]) -> str:
    clocks = sorted(asked.clock for asked in all_asked)
    processor = sum(asked.processor for asked in all_asked) / len(all_asked)
    return (
        f"{name}: median {clocks[len(clocks) // 2]:.2f} s, slowest {clocks[-1]:.2f} s, "
        f"{processor:.2f} s of the processor each, "
        f"{max(asked.memory for asked in all_asked):.0f} MB at most"
    )


def differing(alone: Sequence[Asked], now: Sequence[Asked]) -> Iterator[str]:
    """What is wrong with the questions that were asked while the app ran."""
    for first, second in zip(alone, now, strict=True):
        question = first.answer["question"]
        if second.memory > _LOADED:
            yield f"{question!r} was not answered by the app"
        if first.answer != second.answer:
            yield f"{question!r} is answered otherwise by the app"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=10)
    number = options.parse_args().questions
    lines = QUESTIONS.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][: 2 * number]
    with tempfile.TemporaryDirectory(prefix="pincite-command-line-") as folder:
        library = Path(folder)
        # Not in this process: what it has loaded would count as memory of those that it starts.
        subprocess.run(
            [sys.executable, "-m", "ingest", str(ROOT / "data" / CASE), "--case", CASE],
            cwd=ROOT, env=environment(library), stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        print(summary("the first question", [ask(questions[0], library)]), flush=True)
        alone = [ask(question, library) for question in questions]
        print(summary(f"{len(alone)} questions, one after the other", alone), flush=True)
        with server(library, "ui.serve") as (_, app):
            print(summary("while the app loads", [ask(questions[0], library)]), flush=True)
            now = [ask(question, library) for question in questions[:number]]
            print(summary(f"with the app, {len(now)} one after the other", now), flush=True)
            before = processor_seconds(app)
            # Others than before: the app remembers its answers.
            with ThreadPoolExecutor(number) as pool:
                now += pool.map(lambda question: ask(question, library), questions[number:])
            print(summary(f"with the app, {number} at once", now[number:]))
            print(f"the app took {processor_seconds(app) - before:.1f} s of the processor for them")
            print(f"the app: {highest_memory(app):.0f} MB at its highest")
    faults = list(differing(alone, now))
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
