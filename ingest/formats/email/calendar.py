"""Events of calendars (RFC 5545), of files and of the invitations that an e-mail carries: what,
when and where, as a mail program shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from ingest.document import Description, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.text import visible
from ingest.translation import N_

_SHOWN = (
    ("SUMMARY", "Event"), ("STATUS", "Status"), ("DTSTART", "Begins"), ("DTEND", "Ends"),
    ("DUE", "Due"), ("RRULE", "Repeats"), ("LOCATION", "Place"), ("ORGANIZER", "Organizer"),
    ("ATTENDEE", "Invited"), ("DESCRIPTION", "Description"),
)  # fmt: skip
_PROPERTY = re.compile(
    r"(?P<name>[A-Z-]+)(?P<given>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)"
)
_ESCAPED = {r"\n": "\n", r"\N": "\n", r"\,": ",", r"\;": ";", r"\\": "\\"}
_MOST_LINES, _MOST_EVENTS = 2_000, 10_000
_EVENT = re.compile(
    r"^BEGIN:(?P<kind>VEVENT|VTODO)\s*$(?P<said>.*?)(?:^END:(?P=kind)|\Z)", re.DOTALL | re.MULTILINE
)
_ALARM = re.compile(r"^BEGIN:VALARM.*?^END:VALARM\s*$", re.DOTALL | re.MULTILINE)


def read_calendar(text: str) -> Reading:
    """A calendar as one page, each event a paragraph. Raises `FileRefused` for one without any."""
    events = list(islice(_events(text), _MOST_EVENTS))
    if not any(events):
        raise FileRefused("It is a calendar without an event.", "Check that it was saved whole.")
    lines = [
        Line(said, begins=at == 0)
        for event in events
        for at, said in enumerate(map(visible, event))
    ]
    title = next((line.text.removeprefix("Event: ") for line in lines), "")
    return Reading(
        iter([Page(1, tuple(lines), why=N_("calendar"))]), "text", Description(title=title)
    )


def invitation(text: str) -> list[str]:
    """The lines of the first event of a calendar: "Begins: 4 March 2024, 09:30 (UTC)"."""
    return next(_events(text), [])


def _events(text: str) -> Iterator[list[str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for event in _EVENT.finditer(unfolded):
        found: dict[str, list[str]] = {}
        # An alarm that is set for an event has words of its own, which no page shows.
        for line in _ALARM.sub("", event["said"]).splitlines()[:_MOST_LINES]:
            if said := _PROPERTY.match(line):
                found.setdefault(said["name"], []).append(_value(said))
        yield [
            f"{label}: {' '.join(said.split())}"
            for name, label in _SHOWN
            for said in found.get(name, ())
        ]


def _value(said: re.Match[str]) -> str:
    value = re.sub(r"\\[nN,;\\]", lambda part: _ESCAPED[part[0]], said["value"])
    given = said["given"]
    if said["name"] in ("DTSTART", "DTEND", "DUE"):
        return _moment(value, given)
    if said["name"] in ("ORGANIZER", "ATTENDEE"):
        address = re.sub(r"(?i)^mailto:", "", value)
        name = re.search(r"CN=(\"[^\"]*\"|[^;:]*)", given)
        return f"{name[1].strip(chr(34))} <{address}>" if name else address
    return value


def _moment(value: str, given: str) -> str:
    zone = "UTC" if value.endswith("Z") else ""
    if found := re.search(r"TZID=\"?([^;:\"]*)", given):
        zone = found[1]
    for form, printed in (
        ("%Y%m%dT%H%M%S", "{0.day} {0:%B %Y, %H:%M}"),
        ("%Y%m%d", "{0.day} {0:%B %Y}"),
    ):
        try:
            day = datetime.strptime(value.rstrip("Z"), form)
        except ValueError:
            continue
        return printed.format(day) + (f" ({zone})" if zone else "")
    return value
