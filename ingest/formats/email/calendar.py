"""Invitations that an e-mail carries (RFC 5545): what, when and where, as a mail program shows."""

from __future__ import annotations

import re
from datetime import datetime

_SHOWN = (
    ("SUMMARY", "Event"), ("DTSTART", "Begins"), ("DTEND", "Ends"), ("LOCATION", "Place"),
    ("ORGANIZER", "Organizer"), ("ATTENDEE", "Invited"), ("DESCRIPTION", "Description"),
)  # fmt: skip
_PROPERTY = re.compile(
    r"(?P<name>[A-Z-]+)(?P<given>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)"
)
_ESCAPED = {r"\n": "\n", r"\N": "\n", r"\,": ",", r"\;": ";", r"\\": "\\"}
_MOST_LINES = 2_000


def invitation(text: str) -> list[str]:
    """The lines of the first event of a calendar: "Begins: 4 March 2024, 09:30 (UTC)"."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    _, _, event = unfolded.partition("BEGIN:VEVENT")
    event, _, _ = event.partition("END:VEVENT")
    found: dict[str, list[str]] = {}
    for line in event.splitlines()[:_MOST_LINES]:
        if said := _PROPERTY.match(line):
            found.setdefault(said["name"], []).append(_value(said))
    return [
        f"{label}: {' '.join(said.split())}"
        for name, label in _SHOWN
        for said in found.get(name, ())
    ]


def _value(said: re.Match[str]) -> str:
    value = re.sub(r"\\[nN,;\\]", lambda part: _ESCAPED[part[0]], said["value"])
    given = said["given"]
    if said["name"] in ("DTSTART", "DTEND"):
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
