"""Dockets as JSON, in the forms of CourtListener and the RECAP archive."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ingest.errors import FileRefused
from ingest.formats.docket.courtlistener import read_courtlistener
from ingest.passages.docket_facts import docket_facts
from ingest.passages.split import split

ENTRY = {
    "date_filed": "2031-02-03",
    "entry_number": 1,
    "description": "COMPLAINT against Birch Rail Co.",
    "recap_documents": [
        {"document_number": "1", "attachment_number": None, "description": ""},
        {"document_number": "1", "attachment_number": 2, "description": "Exhibit B"},
    ],
}
DOCKET: dict[str, Any] = {
    "court": "https://www.example.org/api/rest/v4/courts/nod/",
    "court_id": "nod",
    "case_name": "Alder Mills, Inc. v. Birch Rail Co.",
    "docket_number": "3:31-cv-00777",
    "date_filed": "2031-02-03",
    "assigned_to_str": "Ines Marlow",
    "parties": [
        {
            "name": "Alder Mills, Inc.",
            "party_types": [{"name": "Plaintiff"}],
            "attorneys": [{"name": "Petra Hale", "contact": "Hale LLP"}],
        }
    ],
    "docket_entries": [ENTRY],
}


def lines_of(thing: Any) -> list[tuple[str, ...]]:
    """The headings of each line, and its text."""
    (page,) = read_courtlistener(json.dumps(thing)).pages
    return [(*line.under, line.text) for line in page.lines]


def values_in(thing: Any) -> set[str]:
    if isinstance(thing, dict | list):
        parts = thing.values() if isinstance(thing, dict) else thing
        return set().union(*map(values_in, parts))
    return {str(thing)}


def test_fields_parties_and_entries() -> None:
    assert lines_of(DOCKET) == [
        ("Case Name", "Alder Mills, Inc. v. Birch Rail Co."),
        ("Docket Number", "3:31-cv-00777"),
        ("Court", "nod"),
        ("Assigned to", "Ines Marlow"),
        ("Date Filed", "2031-02-03"),
        ("Party, represented by", "Plaintiff Alder Mills, Inc."),
        ("Party, represented by", "Petra Hale Hale LLP"),
        ("2031-02-03 1 COMPLAINT against Birch Rail Co.",),
        ("Attachment 2", "2031-02-03 1 Exhibit B"),
    ]
    found = read_courtlistener(json.dumps(DOCKET)).description
    assert (found.kind, found.case_number, found.filed, found.parties) == (
        "docket", "3:31-cv-00777", date(2031, 2, 3), ("Alder Mills, Inc.",),
    )  # fmt: skip


def test_the_lines_hold_no_word_that_the_file_does_not() -> None:
    party = DOCKET["parties"][0] | {"date_terminated": "2031-09-09", "extra_info": "TERMINATED"}
    docket = DOCKET | {"parties": [party], "party": ["Cedar Ltd"], "attorney": ["Ada Quill"]}
    said = " ".join(values_in(docket))
    for line in lines_of(docket):
        assert all(word in said for word in line[-1].split()), line


def test_what_it_states_is_recognised_as_of_any_docket() -> None:
    passages = list(split(read_courtlistener(json.dumps(DOCKET)).pages, "html", "en"))
    facts = [(fact.field, fact.value) for fact in docket_facts(passages)]
    assert facts[:3] == [
        ("case number", "3:31-cv-00777"), ("court", "nod"), ("judge", "Ines Marlow"),
    ]  # fmt: skip
    assert ("date filed", "2031-02-03") in facts
    assert ("parties", "Plaintiff Alder Mills, Inc. Petra Hale Hale LLP") in facts
    assert ("lawyers", "Petra Hale Hale LLP") in facts
    assert ("entry", "2031-02-03") in facts
    assert passages[-2].paragraphs == ("1",)
    assert (passages[3].headings, passages[3].text) == (("Assigned to",), "Ines Marlow")


def test_a_list_of_entries_alone() -> None:
    assert lines_of({"count": 1, "results": [ENTRY]})[0][0].startswith("2031-02-03 1 COMPLAINT")


def test_the_marks_of_a_web_page_are_no_words() -> None:
    marked = ENTRY | {
        "description": "<b>ORDER</b> on Smith &amp; Co.<br>for <10 pages",
        "recap_documents": [],
    }
    assert lines_of([marked]) == [("2031-02-03 1 ORDER on Smith & Co. for <10 pages",)]


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", "{", '"docket_number"', "[" * 100_000])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="JSON"):
        read_courtlistener(text)
