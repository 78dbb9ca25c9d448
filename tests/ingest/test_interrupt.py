"""Ctrl-C at every kind of instant: each in a process of its own, which interrupts itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.formats.sandbox import parent
from ingest.interrupt import INTERRUPTED
from ingest.settings import ROOT

PRESSED = "import signal; signal.raise_signal(signal.SIGINT)"

BEGIN = """
import signal, sys
from ingest.interrupt import listen
listen()
"""
IN_A_COMMAND = """
from ingest.cli.ending import ended
def command():
    {}
    return 0
status = ended(command, "Stopped.")
{}
sys.exit(status)
"""


def run(code: str, tmp_path: Path) -> tuple[int, str]:
    """The exit status and all that was printed."""
    (tmp_path / "pressed.py").write_text(PRESSED)
    (tmp_path / "blamed.py").write_text(
        "try:\n    signal = __import__('signal').raise_signal(2)\n"
        "except KeyboardInterrupt:\n    raise ImportError('something is missing')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{tmp_path}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import pressed", INTERRUPTED),
        (IN_A_COMMAND.format("import pressed", ""), INTERRUPTED),
        (IN_A_COMMAND.format("import blamed", ""), INTERRUPTED),
        (IN_A_COMMAND.format("signal.raise_signal(signal.SIGINT)", ""), "Stopped."),
        (
            IN_A_COMMAND.format(
                "\n    try: signal.raise_signal(signal.SIGINT)"
                "\n    except BaseException: raise RuntimeError('database is locked')",
                "",
            ),
            "Stopped.",
        ),
        (
            "class Cleared:\n    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
            + IN_A_COMMAND.format("Cleared()", ""),
            INTERRUPTED,
        ),
    ],
    ids=[
        "loading",
        "loading late",
        "loading, another error",
        "at work",
        "another error",
        "clearing",
    ],
)
def test_it_is_told_in_a_sentence(code: str, sentence: str, tmp_path: Path) -> None:
    assert run(BEGIN + code, tmp_path) == (1, f"{sentence}\n")


UNWINDS = "\n    try: signal.raise_signal(2)\n    finally:\n        {}"
PRESSED_WHILE_TOLD = """
from ingest.cli import ending
def told(sentence):
    signal.raise_signal(signal.SIGINT)
    return sentence
ending.retold = told
"""


def test_pressed_again_it_does_not_wait_for_what_is_unwound(tmp_path: Path) -> None:
    again = UNWINDS.format("signal.raise_signal(2); print('unwound')")
    assert run(BEGIN + IN_A_COMMAND.format(again, ""), tmp_path) == (1, f"{INTERRUPTED}\n")


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows holds no signals")
def test_pressed_again_it_is_not_told_twice(tmp_path: Path) -> None:
    at_work = IN_A_COMMAND.format("signal.raise_signal(2)", "")
    assert run(BEGIN + PRESSED_WHILE_TOLD + at_work, tmp_path) == (1, "Stopped.\n")


def test_after_the_command_it_changes_nothing(tmp_path: Path) -> None:
    late = IN_A_COMMAND.format("print('done')", "import pressed")
    assert run(BEGIN + late, tmp_path) == (0, "done\n")


@pytest.mark.skipif(sys.platform != "linux", reason="asks the C library of Linux")
def test_while_libraries_in_c_end_it_changes_nothing(tmp_path: Path) -> None:
    last = (
        "from ctypes import CDLL, c_void_p, cast\n"
        "c = CDLL(None)\n"
        "c.__cxa_atexit(cast(getattr(c, 'raise'), c_void_p), c_void_p(signal.SIGINT), None)"
    )
    assert run(BEGIN + IN_A_COMMAND.format("print('done')", last), tmp_path) == (0, "done\n")


def test_where_it_is_ignored_it_stays_so(tmp_path: Path) -> None:
    ignored = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    assert run(ignored + BEGIN + "import pressed", tmp_path) == (0, "")


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows holds no signals")
def test_held_it_comes_when_the_next_program_listens(tmp_path: Path) -> None:
    assert run(
        "import os, signal, sys\nfrom ingest.interrupt import hold_interrupts\n"
        "hold_interrupts()\nsignal.raise_signal(signal.SIGINT)\n"
        f"os.execv(sys.executable, [sys.executable, '-c', {BEGIN!r}])",
        tmp_path,
    ) == (1, f"{INTERRUPTED}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc")
def test_the_reading_process_never_hears_it() -> None:
    reader = parent._ReaderProcess()
    try:
        status = Path(f"/proc/{reader.pid}/status").read_text("ascii")
        blocked = int(status.partition("SigBlk:")[2].split()[0], 16)
        assert blocked >> (signal.SIGINT - 1) & 1
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        reader.end()
