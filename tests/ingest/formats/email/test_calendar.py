"""Calendars saved as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import FileRefused
from ingest.formats.read import read

HEARING = """BEGIN:VEVENT
SUMMARY:Status conference in Doe v. Acre Mi
 lls
STATUS:CANCELLED
DTSTART;TZID=America/New_York:20240415T143000
LOCATION:Courtroom 5\\, 12th floor
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
"""
DEADLINE = "BEGIN:VTODO\nSUMMARY:Expert reports\nDUE;VALUE=DATE:20240601\nEND:VTODO\n"


def calendar(folder: Path, *events: str) -> Path:
    path = folder / "hearings.ics"
    lines = f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n"
    path.write_text(lines.replace("\n", "\r\n"), encoding="utf-8", newline="")
    return path


def test_each_event_is_a_paragraph(tmp_path: Path) -> None:
    reading = read(calendar(tmp_path, HEARING, DEADLINE))
    (page,) = reading.pages
    assert [(line.text, line.begins) for line in page.lines] == [
        ("Event: Status conference in Doe v. Acre Mills", True),
        ("Status: CANCELLED", False),
        ("Begins: 15 April 2024, 14:30 (America/New_York)", False),
        ("Place: Courtroom 5, 12th floor", False),
        ("Event: Expert reports", True),
        ("Due: 1 June 2024", False),
    ]
    assert reading.description.title == "Status conference in Doe v. Acre Mills"


def test_a_calendar_without_events_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="without an event"):
        read(calendar(tmp_path))


def test_what_is_only_named_a_calendar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("Hearings of the week", encoding="utf-8")
    with pytest.raises(FileRefused, match=r"named \.ics but holds text"):
        read(path)
