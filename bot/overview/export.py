"""Timeline and amounts for other programs: tables (CSV) and a calendar (.ics, RFC 5545)."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.answering.wording import said_by
from bot.overview.amounts import Amount
from bot.overview.captions import ONE_DISPUTE, Captions
from bot.overview.csv_table import csv_table
from bot.overview.sourced import SourcedQuote, SourcePlace
from bot.overview.timeline import Event
from ingest.translation import FRENCH, _, language, word

Cites = Callable[[SourcePlace], SourcedQuote]
"""Makes the citation of a place."""

EVENT_COLUMNS = (
    "begins",
    "ends",
    "precision",
    "kind",
    "printed",
    "voice",
    "sentence",
    "document",
    "title",
    "page",
    "cite",
    "sha256",
)
AMOUNT_COLUMNS = (
    "value",
    "currency",
    "printed",
    "for",
    "voice",
    "sentence",
    "document",
    "title",
    "page",
    "cite",
    "sha256",
)
DISPUTE_COLUMN = "dispute"
"""The last column, where the papers of a case are of several."""
_SUMMARY = 120
"""Characters of the title of a calendar's event."""
_OCTETS = 75
"""The longest line of a calendar file (RFC 5545, 3.1)."""


def as_csv(events: Sequence[Event], cites: Cites, captions: Captions = ONE_DISPUTE) -> str:
    """A table with one row for each event, after a row of column names."""
    rows = ((_event_row(event, cites), captions[event.document]) for event in events)
    return _table(EVENT_COLUMNS, rows, captions)


def amounts_as_csv(
    amounts: Sequence[Amount], cites: Cites, captions: Captions = ONE_DISPUTE
) -> str:
    """A table with one row for each amount, after a row of column names."""
    rows = ((_amount_row(amount, cites), captions[amount.document]) for amount in amounts)
    return _table(AMOUNT_COLUMNS, rows, captions)


def _table(
    columns: Sequence[str], rows: Iterable[tuple[tuple[str, ...], str]], captions: Captions
) -> str:
    """Each row with its caption, which is left out where there is nothing to tell apart."""
    if not captions.disputes:
        return csv_table(list(map(word, columns)), (row for row, _caption in rows), _separator())
    named = list(map(word, (*columns, DISPUTE_COLUMN)))
    return csv_table(named, ((*row, caption) for row, caption in rows), _separator())


def _separator() -> str:
    """What a spreadsheet that speaks the reader's language looks for: in French the comma stands in
    numbers, and a table with commas would open in one column."""
    return ";" if language() == FRENCH else ","


def _event_row(event: Event, cites: Cites) -> tuple[str, ...]:
    quoted = cites(event.source) if event.source else None
    return (
        event.begins.isoformat(),
        event.ends.isoformat(),
        word(event.precision),
        word(event.label),
        event.printed,
        word(quoted.voice) if quoted else "",
        event.sentence,
        event.document,
        event.title,
        str(event.page),
        quoted.citation.pin if quoted else "",
        quoted.citation.document_id if quoted else "",
    )


def _number(value: Decimal) -> str:
    """As such a spreadsheet reads a number: without marks between thousands."""
    written = f"{value:f}"
    return written.replace(".", ",") if language() == FRENCH else written


def _amount_row(amount: Amount, cites: Cites) -> tuple[str, ...]:
    quoted = cites(amount.source)
    return (
        _number(amount.value),
        amount.currency,
        amount.printed,
        amount.purpose,
        word(quoted.voice),
        amount.sentence,
        amount.document,
        amount.title,
        str(amount.page),
        quoted.citation.pin,
        quoted.citation.document_id,
    )


def as_calendar(events: Sequence[Event], cites: Cites, captions: Captions = ONE_DISPUTE) -> str:
    """Each event for whole days, with its sentence and cite as the description."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Pincite//Timeline//{language().upper()}"]
    for event in events:
        quoted = cites(event.source) if event.source else None
        place = quoted.citation.pin if quoted else event.title or event.document
        caption = captions[event.document]
        kind = quoted.citation.kind if quoted else "other"
        words = said_by(event.sentence, kind, quoted.voice, language()) if quoted else ""
        said = "\n".join(filter(None, (words, f"{place} ({event.document})", caption)))
        # After the last day: the end of an event is not part of it (RFC 5545, 3.6.1).
        after = event.ends + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_identity(event)}@pincite",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.begins:%Y%m%d}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            f"SUMMARY:{_escaped(' · '.join(filter(None, (_summary(event), caption))))}",
            f"DESCRIPTION:{_escaped(said)}",
            f"CATEGORIES:{_escaped(word(event.label))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _summary(event: Event) -> str:
    """The label and the beginning of the sentence, cut between words."""
    text = _("{label}: {sentence}").format(
        label=word(event.label), sentence=event.sentence or event.title
    )
    return textwrap.shorten(text, _SUMMARY, placeholder="…")


def _identity(event: Event) -> str:
    """The same for the same event of the same document, so that a second import changes it."""
    parts = (event.document, str(event.page), event.begins.isoformat(), event.sentence)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r", " ").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Parts of no more than 75 octets, none of which cuts a character."""
    part = ""
    for char in line:
        if len(f"{part}{char}".encode()) > _OCTETS:
            yield part
            part = " "
        part += char
    yield part
