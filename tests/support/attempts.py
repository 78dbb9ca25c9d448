"""Attempts of the tests' programs to leave this computer, as `recorder/sitecustomize.py` notes
them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

RECORDER = Path(__file__).with_name("recorder")
"""The folder on PYTHONPATH that holds every Python program of the tests to this computer."""

_OF_THE_TESTS = re.compile(r"\.(?:invalid|example|test)$|^(?:.*\.)?example\.(?:com|org|net)$")


def faults_of(record: str) -> Counter[str]:
    """The hosts in a record, with the way they were tried. Names that cannot exist are the tests'
    own and no fault."""
    tried = (line for line in record.splitlines() if line.strip())
    return Counter(line for line in tried if not _OF_THE_TESTS.search(line.split()[-1]))
