"""Digests of what came and went, for a terminal and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.translation import _, ngettext, word

if TYPE_CHECKING:
    from ingest.sync.digest import Digest


def as_json(news: Digest) -> dict[str, object]:
    """The digest as scripts read it; docs/commands.md describes the fields."""
    return {
        "case": news.case.name,
        "since": news.since,
        "new": [
            {
                "document": arrived.document.path,
                "title": arrived.document.description.title,
                "kind": arrived.document.description.kind,
                "ecf": arrived.document.description.ecf,
                "filed": str(arrived.document.description.filed or ""),
                "replaces": arrived.replaces,
                "first_lines": list(arrived.first_lines),
            }
            for arrived in news.arrived
        ],
        "gone": list(news.gone),
    }


def as_text(news: Digest) -> str:
    """The digest as a terminal shows it."""
    return "\n".join(_lines(news))


def _lines(news: Digest) -> Iterator[str]:
    number = len(news.arrived)
    new = ngettext("{number} new document", "{number} new documents", number).format(number=number)
    if news.since:
        yield _("{new} since {when}").format(new=new, when=news.since)
    else:
        yield _("{new} so far (nothing was marked as seen yet)").format(new=new)
    for arrived in news.arrived:
        about = arrived.document.description
        facts = [word(about.kind), f"ECF {about.ecf}" if about.ecf else "", str(about.filed or "")]
        title = _printable(about.title or arrived.document.path)
        yield f"  {title} ({', '.join(filter(None, facts))})"
        if arrived.replaces:
            yield _("    a new version of {replaces}").format(replaces=_printable(arrived.replaces))
        for line in arrived.first_lines:
            yield textwrap.fill(
                _printable(line), 88, initial_indent="    | ", subsequent_indent="    | "
            )
    for title in news.gone:
        yield _("  withdrawn: {title}").format(title=_printable(title))


def _printable(text: str) -> str:
    """Words of documents must not draw on the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
