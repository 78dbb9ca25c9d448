"""A shortened `tests.bench.kill`: killed at the steps where most can go wrong, and anywhere."""

from __future__ import annotations

from pathlib import Path

from tests.bench.kill import STEPS, Kill, rounds

SWITCH = next(number for number, (_, name) in enumerate(STEPS) if name == "switch_in")
VECTORS = next(number for number, (_, name) in enumerate(STEPS) if name == "add")
GONE = next(number for number, (_, name) in enumerate(STEPS) if name == "remove_places")

KILLS = [
    Kill(VECTORS, "after", 1),
    Kill(SWITCH, "before", 1),
    Kill(SWITCH, "after", 2),
    Kill(GONE, "after", 1),
    Kill(instant=0.2),
    Kill(instant=0.6),
]


def test_a_killed_ingest_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    counts, faults = rounds(KILLS, tmp_path)
    assert faults == []
    assert counts["killed"] >= 4, "those at steps are always reached"
