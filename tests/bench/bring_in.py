"""Bringing filings in, beside what the usual tutorial does with the same files.

    python -m tests.bench.bring_in FOLDER [--files 9] [--rounds 1]

The PDFs of a folder whose every page can be read by its text layer, smallest first, are brought
into a new case, and put into Chroma by the stack of `tests.bench.tutorial` (pypdfium2, 1000/200
characters, MiniLM). That stack knows no OCR: of a garbled text layer it takes the garbage, which
costs nothing, so files with such pages are passed over. Each runs in a process of its own, model
loading included, in turns. Printed are the seconds on the clock, the processor's seconds of the
process and all that it started, and its memory at its highest. On a computer that does other work
besides, only the processor's seconds can be compared.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdfium2 import PdfDocument

from ingest.formats.read import read
from ingest.settings import ROOT

_PROGRAMS = {
    "Pincite": (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from ingest.settings import Settings; from ingest.store.library import Library\n"
        "from ingest.sync.mirror import ingest\n"
        "settings = replace(Settings.from_environment(), library=Path(sys.argv[1]))\n"
        "made = ingest(Library(settings), 'bench', [Path(one) for one in sys.argv[2:]])\n"
        "assert all(one.outcome == 'added' for one in made), made"
    ),
    "tutorial": (
        "import sys; from pathlib import Path\n"
        "from tests.bench.tutorial import TutorialStack\n"
        "TutorialStack([Path(one) for one in sys.argv[2:]])"
    ),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, the processor's, and the memory at its highest in megabytes."""

    clock: float
    processor: float
    memory: float


def readable(folder: Path, number: int) -> list[tuple[Path, int]]:
    """The smallest PDFs of which nothing is read by OCR, with their pages."""
    found: list[tuple[Path, int]] = []
    for file in sorted(folder.rglob("*.pdf"), key=lambda path: (path.stat().st_size, path.name)):
        with PdfDocument(file) as document:
            pages = len(document)
            has_text = all(page.get_textpage().count_chars() for page in document)
        # By OCR it would take seconds a page: one page of it is enough to know.
        if has_text and all(page.read == "text" for page in read(file).pages):
            found.append((file, pages))
        if len(found) == number:
            break
    return found


def cost(program: str, files: Sequence[Path]) -> Cost:
    """Run one of the programs on the files."""
    with tempfile.TemporaryDirectory() as library:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        command = [sys.executable, "-c", _PROGRAMS[program], library, *map(str, files)]
        with subprocess.Popen(command, cwd=ROOT) as process:
            highest = 0
            while process.poll() is None:
                highest = max(highest, _memory(process.pid))
                time.sleep(0.05)
        if process.returncode:
            raise SystemExit(f"{program} ended with {process.returncode}")
        clock = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(clock, used, highest / 1024)


def _memory(pid: int) -> int:
    """Kilobytes at the highest so far; 0 where the process has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    words = status.partition("VmHWM:")[2].split()
    return int(words[0]) if words else 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--files", type=int, default=9)
    options.add_argument("--rounds", type=int, default=1)
    chosen = options.parse_args()
    files = readable(chosen.folder, chosen.files)
    print(f"{len(files)} PDFs, {sum(pages for _, pages in files)} pages")
    for number in range(chosen.rounds):
        # In turns, so that neither always finds the files in the system's memory.
        for program in sorted(_PROGRAMS, reverse=bool(number % 2)):
            costs = cost(program, [file for file, _ in files])
            print(
                f"{program:9} {costs.clock:6.1f} s, {costs.processor:6.1f} s of the processor, "
                f"{costs.memory:6.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
