"""The documents that a person wants searched: chosen one by one, or by kind, party, language and
date."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.text.terms import fold


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A document is searched that meets each of these that is given; an empty one asks nothing.
    ``paths`` are documents by their place in the case folder, ``parties`` names in their captions,
    ``since`` and ``until`` days of filing in ISO form, both included: a document without a day
    meets neither."""

    paths: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it leaves anything out at all."""
        return self != Narrowing()

    def admits(self, document: Document) -> bool:
        """Whether a document is searched."""
        about = document.description
        filed = about.filed.isoformat() if about.filed else ""
        return (
            (not self.paths or document.path in self.paths)
            and (not self.kinds or about.kind in self.kinds)
            and (not self.parties or _has(about.parties, self.parties))
            and (not self.languages or about.language in self.languages)
            and (not self.since or (bool(filed) and filed >= self.since))
            and (not self.until or (bool(filed) and filed <= self.until))
        )


def _has(parties: Iterable[str], wanted: Iterable[str]) -> bool:
    known = {fold(party) for party in parties}
    return any(fold(party) in known for party in wanted)


def as_text(narrowing: Narrowing) -> str:
    """The choice as it is kept with a conversation; empty where everything is searched."""
    kept_fields = {name: value for name, value in asdict(narrowing).items() if value}
    return json.dumps(kept_fields, ensure_ascii=False, sort_keys=True) if kept_fields else ""


def from_text(kept: str) -> Narrowing:
    """What was kept; everything where it cannot be read."""
    try:
        kept_fields = json.loads(kept) if kept else {}
    except ValueError:
        return Narrowing()
    if not isinstance(kept_fields, dict):
        return Narrowing()
    choices: dict[str, Any] = {}
    for field in fields(Narrowing):
        value = kept_fields.get(field.name)
        if field.name in ("since", "until"):
            choices[field.name] = value if isinstance(value, str) and _is_day(value) else ""
        elif isinstance(value, list):
            choices[field.name] = tuple(str(choice) for choice in value)
    return Narrowing(**choices)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def narrowed(catalogue: Catalogue, case: Case, narrowing: Narrowing | None) -> Case:
    """The case with the documents that are looked at.

    Raises PinciteError where none of its documents is admitted.
    """
    if narrowing is None or not narrowing.is_on:
        return case
    documents = catalogue.documents(case)
    admitted = frozenset(document.id for document in documents if narrowing.admits(document))
    if not admitted:
        raise PinciteError(
            "None of the documents of this case is among those that you chose to search.",
            "Choose others, or search them all.",
        )
    return replace(case, only=admitted)


def paths_named(catalogue: Catalogue, case: Case, named: Iterable[str]) -> Narrowing:
    """The documents at these places, or of these names.

    Raises PinciteError for one that is not in the case.
    """
    known = [document.path for document in catalogue.documents(case)]
    paths: list[str] = []
    for name in named:
        found = [path for path in known if name in (path, path.rpartition("/")[2])]
        if not found:
            raise PinciteError(
                f"There is no {name} in the case {case.name}.",
                "`pincite list` shows the paths.",
            )
        paths += found
    return Narrowing(paths=tuple(dict.fromkeys(paths)))
