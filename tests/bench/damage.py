"""Damaged libraries: whatever their files hold, every command ends in a sentence.

    python -m tests.bench.damage [--runs 500] [--first 0] [--seed 1]

A small library with everything in it (two versions, a withdrawn document, a file that failed, a
conversation, a saved question, copies of the catalogue) is damaged at random: bytes overwritten,
files cut, emptied, lengthened, exchanged or deleted, folders deleted, case.yaml nested too deep.
Then commands are run as they are typed, each in a process of its own, with the embedder of
`tests.support.fakes`: none may end with an exception or kill its process, and one that fails has to
say why. At last what `verify` advises is done until it advises nothing, and the library's copies of
the documents that the damage spared must all be there still. The same seed makes the same damage;
a run depends on the seed and its number only.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import multiprocessing
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

from bot import __main__ as bot_main
from bot import ask as ask_module
from ingest import __main__ as ingest_main
from ingest.embedding import model as model_module
from ingest.settings import Settings
from ingest.store import library as library_module
from ingest.store.catalogue_copies import newest_good
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.store.versions import withdraw
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder

_SECONDS = 60.0
_LOCK_SECONDS = 5.0
_ROUNDS = 6
"""Of verifying and mending: more than that is going round in circles."""
_CASE = "smith"
_ADVISED = (
    r"pincite (?:ingest )?"
    r"(restore-catalogue|rebuild|FOLDER --check|FILE --check|purge [\w.]+ --lost)"
)
_QUESTION = "In which court was the suit filed?"

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("ingest", "status"),
    ("ingest", "list"),
    ("ingest", "changes"),
    ("ingest", "versions", "court.txt"),
    ("ingest", "remove", "court.txt", "--yes"),
    ("ingest", "restore", "letter.txt"),
    ("ingest", "purge", "--dry-run"),
    ("ingest", "rebuild"),
    ("ingest", "restore-catalogue"),
    ("ingest", "FOLDER", "--case", _CASE),
    ("ingest", "FOLDER", "--case", _CASE, "--dry-run", "--check"),
    ("bot", "ask", _QUESTION),
    ("bot", "ask", _QUESTION, "--json", "--save"),
    ("bot", "changes"),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit status, what it printed, and the exception, if one came to
    its top or its process was killed."""

    command: tuple[str, ...]
    status: int | None
    printed: str
    exception: str = ""

    @property
    def fault(self) -> str:
        """Why it should not have ended so; empty where it may."""
        if self.exception:
            return f"{' '.join(self.command)}: {self.exception}"
        if self.status not in (0, 1, 2):
            return f"{' '.join(self.command)}: exit status {self.status}"
        if "Traceback" in self.printed or (self.status and not self.printed.strip()):
            return f"{' '.join(self.command)}: printed {self.printed[-400:]!r}"
        return ""


def build(at: Path, case: Path) -> None:
    """The library that is damaged, and its case folder."""
    case.mkdir()
    (case / "court.txt").write_text(
        "The suit was filed in a federal court of the Northern District.\n", encoding="utf-8"
    )
    (case / "claim.txt").write_text(
        "".join(f"{number}. Smith claims {number} million dollars.\n\n" for number in range(1, 40)),
        encoding="utf-8",
    )
    (case / "article.txt").write_text(
        "Le fournisseur réclame des millions de dollars au réseau social.\n", encoding="utf-8"
    )
    (case / "letter.txt").write_text("The servers stopped in May.\n", encoding="utf-8")
    (case / "blank.txt").write_text(" \n", encoding="utf-8")
    (case / "case.yaml").write_text("title: Smith v. Acme\n", encoding="utf-8")
    library = open_library(at)
    ingest(library, _CASE, [case])
    (case / "court.txt").write_text(
        "The suit was filed in a federal court of the Southern District.\n", encoding="utf-8"
    )
    ingest(library, _CASE, [case])
    kept = library.catalogue.case(_CASE)
    documents = {document.path: document for document in library.catalogue.documents(kept)}
    withdraw(library, documents["letter.txt"])
    Conversations(library.catalogue).add(kept, None, _QUESTION)
    SavedQuestions(library.catalogue).save(kept, _QUESTION, "{}")
    ingest(library, _CASE, [case], check=True)


def open_library(at: Path) -> Library:
    """With an embedder that takes no time."""
    settings = replace(Settings(), library=at, lock_seconds=_LOCK_SECONDS)
    return Library(settings, WordEmbedder())


# What is done to a library


def overwrite(chosen: random.Random, file: Path) -> None:
    """Bytes here and there, or a page of a disk."""
    size = file.stat().st_size
    with file.open("r+b") as content:
        for _ in range(chosen.choice((1, 5, 50))):
            content.seek(chosen.randrange(max(1, size)))
            length = chosen.choice((1, 16, 512, 4096))
            content.write(
                chosen.choice((b"\xff" * length, b"\0" * length, chosen.randbytes(length)))
            )


def cut(chosen: random.Random, file: Path) -> None:
    with file.open("r+b") as content:
        content.truncate(chosen.randrange(max(1, file.stat().st_size)))


def empty(chosen: random.Random, file: Path) -> None:
    file.write_bytes(b"")


def lengthen(chosen: random.Random, file: Path) -> None:
    with file.open("ab") as content:
        content.write(chosen.randbytes(5000))


def delete(chosen: random.Random, file: Path) -> None:
    file.unlink()


def exchange(chosen: random.Random, file: Path) -> None:
    """Something else is in its place."""
    file.write_bytes(chosen.randbytes(chosen.choice((10, 5000, 50_000))))


def delete_folder(chosen: random.Random, file: Path) -> None:
    shutil.rmtree(file.parent)


def folder_instead(chosen: random.Random, file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES: tuple[Callable[[random.Random, Path], None], ...] = (
    overwrite,
    overwrite,
    cut,
    empty,
    lengthen,
    delete,
    exchange,
    delete_folder,
    folder_instead,
)


def damage(chosen: random.Random, library: Path, case: Path) -> Iterator[str]:
    """Damage one to three parts; yields what was done to which."""
    for _ in range(chosen.choice((1, 1, 2, 3))):
        if chosen.random() < 0.05:
            (case / "case.yaml").write_text("a: " + "[" * 20_000, encoding="utf-8")
            yield "case.yaml nested"
            continue
        parts = [path for path in sorted(library.rglob("*")) if path.is_file()]
        if not parts:
            return
        # Each kind of file as often, however many of it there are.
        kinds: dict[str, list[Path]] = {}
        for path in parts:
            top, *under = path.relative_to(library).parts
            kind = f"{top}/{under[-1][:7]}" if under and top != "files" else top
            kinds.setdefault(kind, []).append(path)
        file = chosen.choice(kinds[chosen.choice(sorted(kinds))])
        done = chosen.choice(DAMAGES)
        if done is delete_folder and file.parent == library:
            done = delete
        done(chosen, file)
        yield f"{done.__name__} {file.relative_to(library)}"


# How commands are run


def typed(command: tuple[str, ...], library: Path, case: Path, ending: Connection) -> None:
    """Run one command as it is typed, and tell how it ended."""

    def embedder(settings: Settings) -> WordEmbedder:
        return WordEmbedder()

    for module in (library_module, model_module):
        setattr(module, "Embedder", embedder)  # noqa: B010  # a function in a class's place
    setattr(ask_module, "Reranker", lambda *given, **named: NoOpinion())  # noqa: B010
    program, *words = command
    words = [str(case) if word == "FOLDER" else word for word in words]
    words += ["--library", str(library)]
    main = {"ingest": ingest_main.main, "bot": bot_main.main}[program]
    printed = io.StringIO()
    sys.stdin = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            status = main(words)
        ending.send(Ended(command, status, printed.getvalue()))
    except SystemExit as end:
        ending.send(Ended(command, int(end.code or 0), printed.getvalue()))
    except BaseException:  # noqa: BLE001  # that none comes to here is what is tested
        ending.send(Ended(command, None, printed.getvalue(), traceback.format_exc()))


def run(command: tuple[str, ...], library: Path, case: Path, context: ForkServerContext) -> Ended:
    """A command in a process of its own."""
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=typed, args=(command, library, case, there))
    process.start()
    there.close()
    try:
        ended = here.recv() if here.poll(_SECONDS) else None
    except EOFError:
        ended = None
    if ended is None:
        process.kill()
    process.join(_SECONDS)
    if ended is None:
        why = f"its process ended with {process.exitcode}"
        return Ended(command, process.exitcode, "", why)
    return ended  # type: ignore[no-any-return]


def whole_copies(library: Path) -> set[str]:
    """The hashes of the documents' copies that are whole, wherever in the library they lie."""
    found = set()
    for file in library.rglob("*"):
        named = file.is_file() and re.fullmatch(r"[0-9a-f]{64}", file.name)
        if named and hashlib.sha256(file.read_bytes()).hexdigest() == file.name:
            found.add(file.name)
    return found


def mended(library: Path, case: Path, context: ForkServerContext) -> Iterator[str]:
    """Do what is advised until all is well; yields every fault on the way."""
    advised = ""
    for _ in range(_ROUNDS):
        ended = run(("ingest", "verify"), library, case, context)
        if ended.fault:
            yield ended.fault
            return
        if ended.status == 0:
            return
        if "library's folder away" in " ".join(ended.printed.split()):
            if newest_good(library) is not None:
                yield f"told to begin anew beside a good copy: {ended.printed}"
            return
        advised = " ".join(ended.printed.split())
        commands = re.findall(_ADVISED, advised)
        if not commands:
            yield f"no command mends: {advised}"
            return
        words = commands[0].split()
        if "FILE" in words:
            # A document that was had back counts as added by itself.
            (added,) = re.findall(r"was added as (\S+)", advised)
            words[words.index("FILE")] = str(case / added)
        if "--check" in words:
            words += ["--case", _CASE]
        if "purge" in words:
            words += ["--yes"]
        ended = run(("ingest", *words), library, case, context)
        if ended.fault:
            yield ended.fault
            return
    yield f"what is advised does not mend it: {advised}"


@dataclass(frozen=True, slots=True)
class Run:
    """One damaged library: what was done to it, how its commands ended, and what went wrong."""

    number: int
    damage: tuple[str, ...]
    ended: tuple[Ended, ...]
    faults: tuple[str, ...]


def runs(numbers: Iterable[int], seed: int, under: Path) -> Iterator[Run]:
    """Build the library once, and damage a copy of it for each number."""
    context = multiprocessing.get_context("forkserver")
    # By its name: as "__main__" it would be imported anew for every command.
    context.set_forkserver_preload(["tests.bench.damage", "tests.support.loaded"])
    base, base_case = under / "base", under / "base-case"
    build(base, base_case)
    for number in numbers:
        chosen = random.Random(f"{seed} {number}")
        library, case = under / "library", under / "case"
        for at in (library, case):
            shutil.rmtree(at, ignore_errors=True)
        shutil.copytree(base, library)
        shutil.copytree(base_case, case, copy_function=shutil.copy2)
        done = tuple(damage(chosen, library, case))
        before = whole_copies(library)
        commands = chosen.sample(COMMANDS, 3)
        ended = tuple(run(command, library, case, context) for command in commands)
        faults = [end.fault for end in ended if end.fault]
        if (case / "case.yaml").stat().st_size > 1000:
            (case / "case.yaml").unlink()
        faults += mended(library, case, context)
        lost = before - whole_copies(library)
        if lost:
            faults.append(f"lost: {', '.join(sorted(lost))}")
        yield Run(number, done, ended, tuple(faults))


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=500)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(arguments)
    statuses: Counter[int | None] = Counter()
    faulty = 0
    with tempfile.TemporaryDirectory(prefix="pincite-damage-") as under:
        numbers = range(chosen.first, chosen.first + chosen.runs)
        for trial in runs(numbers, chosen.seed, Path(under)):
            statuses.update(ended.status for ended in trial.ended)
            if trial.faults:
                faulty += 1
                print(f"run {trial.number}: {'; '.join(trial.damage)}")
                for fault in trial.faults:
                    print(f"    {fault}")
    print(f"seed {chosen.seed}: {chosen.runs} damaged libraries, {faulty} with a fault")
    print(f"commands: {statuses[0]} done, {statuses[1]} clear failures")
    return 1 if faulty else 0


if __name__ == "__main__":
    # Processes that find this module imported already are warned of it, each time.
    os.environ["PYTHONWARNINGS"] = "ignore::RuntimeWarning:runpy"
    sys.exit(main())
