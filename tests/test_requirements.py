"""Nothing is installed for nothing."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions
from pathlib import Path

PROJECT = Path(__file__).parents[1]
# What is not imported, and needed all the same.
NOT_IMPORTED = {
    "lxml-html-clean": "trafilatura asks for it by an extra's name",
    "setuptools": "installs Pincite itself",
}


def normal(package: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def direct() -> set[str]:
    """The packages that requirements.txt asks for."""
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    return {normal(name) for name in re.findall(r"(?m)^([\w.-]+)==", text)}


def test_no_package_is_asked_for_that_nothing_imports() -> None:
    tops: dict[str, set[str]] = {}
    for top, packages in packages_distributions().items():
        for package in packages:
            tops.setdefault(normal(package), set()).add(top)
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for room in ("bot", "ingest", "ui")
        for file in (PROJECT / room).rglob("*.py")
    )
    imported = set(re.findall(r"(?m)^\s*(?:from|import)\s+(\w+)", source))
    unused = {
        name
        for name in direct()
        if not tops.get(name, set()) & imported and name not in NOT_IMPORTED
    }
    assert unused == set()
    assert set(NOT_IMPORTED) < direct(), "one of these is no longer asked for"
