"""The mark of a case whose text must never leave this computer."""

from __future__ import annotations

from ingest.store.catalogue import Case, Catalogue


def mark_local_only(catalogue: Catalogue, case: Case, value: bool) -> None:
    """Mark a case, or take the mark away."""
    catalogue.set_meta(**{_key(case): "yes" if value else "no"})


def is_local_only(catalogue: Catalogue, case: Case) -> bool:
    """Whether no text of a case may be sent to a model on another computer."""
    return catalogue.meta().get(_key(case)) == "yes"


def _key(case: Case) -> str:
    return f"local only: {case.id}"
