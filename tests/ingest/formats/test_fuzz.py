"""Two dozen damaged files of the sample case, the same ones every time: read or refused.

`python -m tests.bench.fuzz` does the same to real filings, for as long as one likes.
"""

from __future__ import annotations

from ingest.formats.sandbox.parent import read_isolated
from tests.bench import fuzz

SEED = 20240816


def test_damaged_files_are_read_or_refused() -> None:
    files = sorted(fuzz.SAMPLE.iterdir())
    with fuzz.apart() as work:
        made = list(fuzz.runs(files, range(24), SEED, work))
    assert [(run.name, run.damage, run.end) for run in made if not run.expected] == []
    assert {"read", "refused"} <= {run.end.split(":")[0] for run in made}
    for file in files:
        if file.suffix != ".yaml":
            assert any(page.lines for page in read_isolated(file).pages)
