"""What a digest looks like in a terminal and in JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.sync.digest import Digest


def as_json(told: Digest) -> dict[str, object]:
    """The digest as scripts read it; the README documents the fields."""
    return {
        "case": told.case.name,
        "since": told.since,
        "new": [
            {
                "document": one.document.path,
                "title": one.document.description.title,
                "kind": one.document.description.kind,
                "ecf": one.document.description.ecf,
                "filed": str(one.document.description.filed or ""),
                "replaces": one.replaces,
                "first_lines": list(one.first_lines),
            }
            for one in told.arrived
        ],
        "gone": list(told.gone),
    }


def as_text(told: Digest) -> str:
    """The digest as a terminal shows it."""
    return "\n".join(_lines(told))


def _lines(told: Digest) -> Iterator[str]:
    since = f"since {told.since}" if told.since else "so far (nothing was marked as seen yet)"
    yield f"{len(told.arrived)} new document{'s' * (len(told.arrived) != 1)} {since}"
    for one in told.arrived:
        about = one.document.description
        facts = [about.kind, f"ECF {about.ecf}" if about.ecf else "", str(about.filed or "")]
        title = _printable(about.title or one.document.path)
        yield f"  {title} ({', '.join(filter(None, facts))})"
        if one.replaces:
            yield f"    a new version of {_printable(one.replaces)}"
        for line in one.first_lines:
            yield textwrap.fill(
                _printable(line), 88, initial_indent="    | ", subsequent_indent="    | "
            )
    for title in told.gone:
        yield f"  withdrawn: {_printable(title)}"


def _printable(text: str) -> str:
    """Words of documents must not draw on the terminal."""
    return "".join(one if one.isprintable() else " " for one in text)
