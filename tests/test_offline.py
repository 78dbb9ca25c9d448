"""What `tests.bench.offline` counts: a program that would leave this computer is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench.offline import can_be_alone, faults_of, run

LEAVES = (
    "import socket\n"
    "for host in ('outside.invalid', 'hub.models.ai', '127.0.0.1'):\n"
    "    try: socket.create_connection((host, 9), timeout=0.2)\n"
    "    except OSError: pass\n"
    "s = socket.socket()\n"
    "s.settimeout(0.2)\n"
    "raise SystemExit(s.connect_ex(('192.0.2.7', 9)) == 0)"
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
