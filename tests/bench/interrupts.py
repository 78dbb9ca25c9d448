"""Ctrl-C at random instants: every command ends in a sentence, and the library is whole.

    python -m tests.bench.interrupts [--runs 100] [--first 0] [--seed 1]

Each run starts one command as a terminal does, in a group of processes of its own, waits for a
random share of the time that the command takes, and sends SIGINT to the whole group; a second one
follows at times. It is a fault if a traceback is printed, if the status is not 0 or 1, if a command
that failed says nothing, or if the program has not ended ten seconds later. At last `verify` must
find the library whole.

Until Python has come to the first line of Pincite nothing of ours runs; a traceback of Python's own
start is counted by itself. A run depends on the seed and its number only, apart from the load of
the computer.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.settings import ROOT

_ENDS_WITHIN = 10.0
_SERVED_FOR = 4.0
"""Seconds after which the app, which does not end by itself, is interrupted at the latest, as a
multiple of the time it takes to serve its first page."""

Ended = Literal["done", "told", "Python's own start", "fault"]

COMMANDS: dict[str, tuple[str, ...]] = {
    "pincite ask": ("-m", "ui.command_line", "ask", "Who is the judge?"),
    "pincite list": ("-m", "ui.command_line", "list"),
    "pincite --help": ("-m", "ui.command_line", "--help"),
    "python -m ingest": ("-m", "ingest", "FOLDER", "--case", "case"),
    "python -m ingest verify": ("-m", "ingest", "verify"),
    "python -m bot ask --json": ("-m", "bot", "ask", "Who is the judge?", "--json"),
    "pincite app": ("-m", "ui.command_line", "app", "--port", "PORT"),
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a command ended that was interrupted after so many seconds."""

    status: int | None
    printed: str

    @property
    def how(self) -> Ended:
        if self.status is None or self.status not in (0, 1, 130, -signal.SIGINT):
            return "fault"
        if "init_import_site" in self.printed:
            return "Python's own start"
        if "Traceback" in self.printed or "Error" in self.printed:
            ours = re.search(r'File "[^"]*/(ui|bot|ingest|site-packages)/', self.printed)
            return "fault" if ours else "Python's own start"
        if self.status == 0:
            return "done"
        said = "Interrupted" in self.printed or "stopped" in self.printed
        return "told" if self.status == 1 and said else "fault"


def start(command: str, folder: Path, library: Path) -> subprocess.Popen[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        {"FOLDER": str(folder), "PORT": str(port)}.get(word, word) for word in COMMANDS[command]
    ]
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | {"PINCITE_LIBRARY": str(library)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def usual_seconds(command: str, folder: Path, library: Path) -> float:
    """How long a command takes that nobody interrupts."""
    began = time.perf_counter()
    process = start(command, folder, library)
    if command != "pincite app":
        process.communicate()
        return time.perf_counter() - began
    assert process.stdout is not None
    for line in process.stdout:
        if "You can now view" in line or "URL" in line:
            break
    taken = time.perf_counter() - began
    process.send_signal(signal.SIGTERM)
    process.communicate()
    return taken


def interrupted(
    command: str, folder: Path, library: Path, after: float, again: float | None
) -> Stopped:
    process = start(command, folder, library)
    for pause in (after, again):
        if pause is None:
            continue
        time.sleep(pause)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
    try:
        printed, _ = process.communicate(timeout=_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        printed, _ = process.communicate()
        return Stopped(None, f"had not ended after {_ENDS_WITHIN:.0f} s; {printed}")
    return Stopped(process.returncode, printed)


def build(folder: Path) -> None:
    folder.mkdir()
    for number in range(8):
        text = "".join(f"{n}. Smith paid {n} dollars to Acme.\n\n" for n in range(1, 60))
        (folder / f"letter-{number}.txt").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "data" / "wiwynn-v-x" / "complaint.pdf", folder)


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", choices=COMMANDS, help="this command alone")
    chosen = options.parse_args(arguments)
    names = [chosen.only] if chosen.only else list(COMMANDS)
    counted: Counter[tuple[str, Ended]] = Counter()
    with tempfile.TemporaryDirectory(prefix="pincite-interrupts-") as under:
        folder, library = Path(under) / "case", Path(under) / "library"
        build(folder)
        usual = {name: usual_seconds(name, folder, library) for name in names}
        for name, seconds in usual.items():
            print(f"{name} takes {seconds:.1f} s", flush=True)
        for number in range(chosen.first, chosen.first + chosen.runs):
            seeded = random.Random(f"{chosen.seed} {number}")
            name = names[number % len(names)]
            if name == "python -m ingest":
                # So that there is always something to be done.
                new = folder / f"letter-{seeded.randrange(8)}.txt"
                new.write_text(f"Letter {number}.\n" + new.read_text("utf-8"), "utf-8")
            most = usual[name] * (_SERVED_FOR if name == "pincite app" else 1.0)
            again = seeded.choice((None, None, 0.01, 0.3))
            # As often early as late: most is loaded at first.
            after = most * seeded.random() ** 2
            stopped = interrupted(name, folder, library, after, again)
            counted[name, stopped.how] += 1
            if stopped.how == "fault":
                print(f"run {number}: {name} after {after:.2f} s, again {again}: {stopped.status}")
                print(stopped.printed, flush=True)
        whole = subprocess.run(
            [sys.executable, "-m", "ingest", "verify"],
            cwd=ROOT,
            env=os.environ | {"PINCITE_LIBRARY": str(library)},
            check=False,
        )
    for (name, how), times in sorted(counted.items()):
        print(f"{name}: {how} {times}")
    faults = sum(times for (_, how), times in counted.items() if how == "fault")
    print(f"seed {chosen.seed}: {chosen.runs} interrupted, {faults} faults")
    return 1 if faults or whole.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
