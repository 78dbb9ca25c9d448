"""A program that would leave this computer is held back and found, in the suite and under
`tests.bench.offline`."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.offline import can_be_alone, run
from tests.support.attempts import faults_of

LEAVES = (
    "import socket\n"
    "for host in ('outside.invalid', 'hub.models.ai', '127.0.0.1'):\n"
    "    try: socket.create_connection((host, 9), timeout=0.2)\n"
    "    except OSError: pass\n"
    "s = socket.socket()\n"
    "s.settimeout(0.2)\n"
    "try: s.connect(('192.0.2.7', 9))\n"
    "except OSError as error: raise SystemExit('leave' not in str(error))\n"
    "raise SystemExit(1)"
)


@pytest.mark.parametrize("alone", [False, True])
def test_attempts_are_noted_though_the_program_takes_them_lightly(
    tmp_path: Path, alone: bool
) -> None:
    if alone and not can_be_alone():
        pytest.skip("needs the right to make a network namespace")
    record = tmp_path / "record"
    record.touch()
    assert run([sys.executable, "-c", LEAVES], record, alone=alone) == 0
    faults = faults_of(record.read_text(encoding="utf-8"))
    assert set(faults) == {"socket.getaddrinfo hub.models.ai", "socket.connect 192.0.2.7"}


def test_the_suite_and_its_programs_are_held_to_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "record"
    monkeypatch.setenv("PINCITE_TEST_RECORD", str(record))
    with pytest.raises(OSError, match="may not leave this computer"):
        socket.create_connection(("hub.models.ai", 443))
    assert set(faults_of(record.read_text())) == {"socket.getaddrinfo hub.models.ai"}
    subprocess.run([sys.executable, "-c", LEAVES], check=True)
    assert "socket.connect 192.0.2.7" in faults_of(record.read_text())
