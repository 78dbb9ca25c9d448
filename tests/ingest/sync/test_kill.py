"""A shortened `tests.bench.kill`: killed at the steps where most can go wrong, and anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.kill import STEPS, Kill, fault_of, rounds

SWITCH = next(number for number, (_, name) in enumerate(STEPS) if name == "switch_in")
VECTORS = next(number for number, (_, name) in enumerate(STEPS) if name == "add")
GONE = next(number for number, (_, name) in enumerate(STEPS) if name == "remove_places")

KILLS = [
    Kill(VECTORS, "after", 1),
    Kill(VECTORS, "after", 2),
    Kill(SWITCH, "before", 1),
    Kill(SWITCH, "after", 2),
    Kill(GONE, "after", 1),
    Kill(instant=0.2),
    Kill(instant=0.6),
]


@pytest.mark.engines
@pytest.mark.timeout(360)  # eight ingests of processes of their own
def test_a_killed_ingest_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    counts, faults = rounds(KILLS, tmp_path)
    assert faults == []
    assert counts["killed"] >= 5, "those at steps are always reached"


def test_half_a_document_a_lost_one_and_a_wrong_one_are_faults() -> None:
    names = ("stays.txt", "changes.txt", "corrected.txt", "goes.txt", "moves.txt")
    old = dict.fromkeys(names, "version 1")
    new = {"stays.txt": "version 1", "changes.txt": "version 2", "corrected.txt": "version 2"}
    new |= {"comes.txt": "version 1", "moved.txt": "version 1"}
    assert fault_of(old, old, new) == fault_of(new, old, new) == ""
    assert fault_of({**old, "changes.txt": "version"}, old, new)
    assert fault_of({**old, "comes.txt": "version"}, old, new)
    for name in ("stays.txt", "changes.txt", "corrected.txt", "moves.txt"):
        assert fault_of({key: text for key, text in old.items() if key != name}, old, new)
