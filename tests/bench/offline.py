"""The promise that nothing leaves this computer, held over the suite itself.

    python -m tests.bench.offline [arguments of pytest]

The tests run in a network namespace in which there is nothing but this computer (where the
machine allows one: `unshare` and `ip`), so that whatever needs the network fails, the browser
included. Besides, every Python program that runs in them, the app and the commands included, is
held by `tests/support/recorder`, as in every run of the suite: an attempt to look up or reach a
host beyond this computer is noted and fails, and is a fault also where the program took that
lightly. Names under .invalid, .example and .test, which cannot exist, are the tests' own.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ingest.settings import ROOT
from tests.support.attempts import RECORDER, faults_of

# Root needs no users of its own for it, in which PostgreSQL could not be given its account.
_ALONE = ("unshare", *(() if os.geteuid() == 0 else ("--map-root-user",)), "--net")


def can_be_alone() -> bool:
    """Whether this machine gives a network namespace, with its own loopback up."""
    if not all(shutil.which(program) for program in ("unshare", "ip")):
        return False
    tried = [*_ALONE, "ip", "link", "set", "lo", "up"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def run(program: Sequence[str], record: Path, *, alone: bool) -> int:
    """Run a program under watch; returns its exit status."""
    environment = dict(os.environ, PINCITE_TEST_RECORD=str(record))
    before = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(RECORDER), before)))
    if alone:
        inside = f"ip link set lo up && exec {shlex.join(program)}"
        program = [*_ALONE, "sh", "-c", inside]
    return subprocess.run(program, env=environment, cwd=ROOT, check=False).returncode


def main() -> int:
    alone = can_be_alone()
    with tempfile.TemporaryDirectory(prefix="pincite-offline-") as folder:
        record = Path(folder) / "record"
        record.touch()
        pytest = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        status = run(pytest, record, alone=alone)
        # Each process of the tests has a record of its own.
        records = sorted(record.parent.glob("record*"))
        faults = faults_of("".join(each.read_text(encoding="utf-8") for each in records))
    print("in a network of its own" if alone else "this machine gives no network namespace")
    for attempt, number in faults.most_common():
        print(f"tried {number} times: {attempt}")
    print(f"{sum(faults.values())} attempts to leave this computer")
    return 1 if status or faults else 0


if __name__ == "__main__":
    sys.exit(main())
