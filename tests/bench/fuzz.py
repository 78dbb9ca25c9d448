"""Damaged files: whatever a file holds, it is read or refused, and nothing else happens.

    python -m tests.bench.fuzz [--runs 2000] [--first 0] [--seed 1] [--truncate] [--keep FOLDER]

Real filings, contracts and dockets (from the folder `shared` beside the project, where there
is one), the files of the sample case and an e-mail with some of these attached are damaged at
random and read as `ingest` reads them. With --truncate, every file of `shared` whatever its
kind and size is cut off at random places instead. Printed are how the runs ended, and every
run that ended as none should: with a crash of the reader, past its time or memory, with an
error that is no refusal, or with a file left behind. The same seed makes the same damage; a
run depends on the seed and its number only, so that many may be made in pieces.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ingest.errors import FileRefused
from ingest.formats.sandbox import parent as isolated
from ingest.formats.sandbox.parent import read_isolated
from ingest.settings import ROOT
from tests.bench.material import SHARED

SAMPLE = ROOT / "data" / "wiwynn-v-x"
_ENOUGH_SECONDS = 2.0
"""Then a file is left half read: pages whose text was destroyed go to OCR, 3 s for each."""
_HANG_SECONDS = 90.0
_LARGEST = 1_200_000
"""Larger files are scans: reading them measures OCR, not its guard."""

Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def bit_flips(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    damaged = bytearray(content)
    for _ in range(chosen.choice((1, 4, 20, 100))):
        damaged[chosen.randrange(len(damaged))] ^= 1 << chosen.randrange(8)
    return bytes(damaged)


def truncation(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    return content[: chosen.randrange(1, len(content))]


def loss(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(chosen, content)
    return content[:start] + content[end:]


def repetition(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(chosen, content)
    return content[:end] + content[start:end] * chosen.choice((1, 3, 50)) + content[end:]


def other_head(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    length = chosen.choice((8, 64, 1024))
    return chosen.choice(others)[:length] + content[length:]


def other_numbers(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Of objects in PDFs: pages that hold themselves, fonts that are pictures. Of sizes and
    spans in others."""

    def changed(number: re.Match[bytes]) -> bytes:
        if chosen.random() > 0.1:
            return number[0]
        return str(chosen.choice((0, 1, 2, chosen.randrange(200), 2**31 - 1, -1))).encode()

    return re.sub(rb"(?<![\d.])\d{1,10}(?= \d+ R\b)|(?<==[\"'])\d+|(?<=/\w\s)\d+", changed, content)


def other_words(chosen: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Names and tags in each other's place."""
    words = re.findall(rb"[</]/?[A-Za-z][\w:]{1,20}", content)
    if not words:
        return content[::-1]
    return re.sub(
        rb"[</]/?[A-Za-z][\w:]{1,20}",
        lambda word: chosen.choice(words) if chosen.random() < 0.02 else word[0],
        content,
    )


def _stretch(chosen: random.Random, content: bytes) -> tuple[int, int]:
    start = chosen.randrange(len(content))
    return start, min(len(content), start + chosen.choice((1, 100, 5_000, 100_000)))


DAMAGES: tuple[Damage, ...] = (
    bit_flips, truncation, loss, repetition, other_head, other_numbers, other_words
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """One damaged file: what was done to it, and how reading it ended."""

    name: str
    damage: str
    end: str
    seconds: float
    content: bytes
    expected: bool


def material() -> list[Path]:
    """The files that are damaged."""
    bench = SHARED / "bench"
    real = [*bench.glob("filings/*.pdf"), *bench.glob("contracts/*.pdf")]
    real += bench.glob("dockets/*.html")
    files = sorted([*SAMPLE.iterdir(), *real])
    return [file for file in files if 0 < file.stat().st_size < _LARGEST]


def everything() -> list[Path]:
    """The files that are cut off: of all kinds and sizes, also those that nobody reads."""
    return sorted([*SAMPLE.iterdir(), *(SHARED / "bench").glob("*/*.*")])


def write_email(files: Sequence[Path], path: Path) -> Path:
    """An e-mail to which the files are attached."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "clerk@court.example", "counsel@firm.example"
    mail["Subject"] = "Filings of this week"
    mail.set_content("Attached are the filings of this week.\n")
    for file in files:
        mail.add_attachment(file.read_bytes(), "application", "octet-stream", filename=file.name)
    path.write_bytes(mail.as_bytes())
    return path


def runs(
    files: Sequence[Path],
    numbers: Iterable[int],
    seed: int,
    work: Path,
    damages: Sequence[Damage] = DAMAGES,
) -> Iterator[Run]:
    """``work`` is an empty folder; it is where the reader would leave files behind."""
    contents = {file: file.read_bytes() for file in files}
    for run in numbers:
        chosen = random.Random(f"{seed}/{run}")
        file = chosen.choice(files)
        damage = chosen.choice(damages)
        content = _damaged(chosen, damage, contents[file], list(contents.values()))
        path = work / f"{run:05}{file.suffix}"
        path.write_bytes(content)
        started = time.monotonic()
        end, expected = _read(path)
        path.unlink()
        for left in work.iterdir():
            end, expected = f"{end}; left behind: {left.name}", False
            left.unlink()
        yield Run(file.name, damage.__name__, end, time.monotonic() - started, content, expected)


def _damaged(
    chosen: random.Random, damage: Damage, content: bytes, others: Sequence[bytes]
) -> bytes:
    """Word files are damaged as they are, or within: else their checksums show it."""
    if not content.startswith(b"PK") or chosen.random() < 0.3:
        return damage(chosen, content, others)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        parts = [part for part in old.namelist() if part.endswith((".xml", ".rels"))]
        hurt = chosen.choice(["word/document.xml", chosen.choice(parts)])
        for part in old.namelist():
            own = old.read(part)
            new.writestr(part, damage(chosen, own, others) if part == hurt and own else own)
    return packed.getvalue()


def _read(path: Path) -> tuple[str, bool]:
    """How reading it ended, and whether that is one of the ways in which it may."""
    started = time.monotonic()
    try:
        reading = read_isolated(path)
        with contextlib.closing(reading.pages) as pages:  # type: ignore[type-var]
            for _ in pages:
                if time.monotonic() - started > _ENOUGH_SECONDS:
                    return "read in part", True
    except FileRefused as refused:
        broken = re.search("crashed|longer than|takes more", refused.reason)
        kind = re.sub(r"\d[\d,]*|\.\w+\b|\S+\.(?:pdf|html|docx|yaml)", "…", refused.reason)
        return f"refused: {kind}", not broken and bool(refused.advice)
    except (Exception, KeyboardInterrupt) as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"{type(error).__name__}: {error}", False
    return "read", True


@contextlib.contextmanager
def apart() -> Iterator[Path]:
    """An empty folder in which everything happens, temporary files too."""
    isolated._end_idle()
    before, temporary = Path.cwd(), os.environ.get("TMPDIR")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["TMPDIR"] = folder
        try:
            yield Path(folder)
        finally:
            isolated._end_idle()
            os.chdir(before)
            os.environ.pop("TMPDIR")
            if temporary is not None:
                os.environ["TMPDIR"] = temporary


def main() -> None:
    parser = argparse.ArgumentParser(description="Read damaged files.")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="number of the first run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--truncate", action="store_true", help="cut files off, of every kind")
    parser.add_argument("--keep", type=Path, help="folder for files that ended unexpectedly")
    chosen = parser.parse_args()
    keep = chosen.keep.absolute() if chosen.keep else None
    isolated.PAGE_SECONDS = _HANG_SECONDS
    numbers = range(chosen.first, chosen.first + chosen.runs)
    with tempfile.TemporaryDirectory() as folder, apart() as work:
        mail = write_email(sorted(SAMPLE.glob("*.*")), Path(folder) / "mail.eml")
        files = [*(everything() if chosen.truncate else material()), mail]
        damages = (truncation,) if chosen.truncate else DAMAGES
        made = _told(runs(files, numbers, chosen.seed, work, damages), keep)
    for end, count in Counter(run.end for run in made).most_common():
        print(f"{count:6}  {end}")
    slowest = max(made, key=lambda run: run.seconds)
    print(f"slowest: {slowest.seconds:.1f} s ({slowest.name}, {slowest.damage})")
    print(f"{sum(not run.expected for run in made)} of {len(made)} ended unexpectedly")


def _told(made: Iterable[Run], keep: Path | None) -> list[Run]:
    listed = []
    for number, run in enumerate(made):
        listed.append(run)
        if not run.expected:
            print(f"run {number}, {run.name}, {run.damage}: {run.end}", flush=True)
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{number:05}-{run.damage}-{run.name}").write_bytes(run.content)
    return listed


if __name__ == "__main__":
    main()
