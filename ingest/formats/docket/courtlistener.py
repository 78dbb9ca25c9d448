"""Dockets as CourtListener and the RECAP archive give them out: JSON.

The lines hold what the file says and no word besides: the value of a field under a heading that
names the field, each party with its attorneys in one block, each entry in one line: day, number,
text.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ingest.document import REPRESENTED, Description, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.text import visible
from ingest.translation import N_

_NOT_A_DOCKET = FileRefused(
    "It is a JSON file, and no docket of CourtListener.", "Save what it shows as PDF or text."
)
Block = tuple[tuple[str, ...], list[str]]
"""The headings of a block, and its lines."""

_FIELDS = (
    ("Case Name", ("case_name", "caseName", "case_name_full")),
    ("Docket Number", ("docket_number", "docketNumber")),
    ("Court", ("court_citation_string", "court", "court_id")),
    ("Assigned to", ("assigned_to_str", "assignedTo")),
    ("Referred to", ("referred_to_str", "referredTo")),
    ("Date Filed", ("date_filed", "dateFiled")),
    ("Date Terminated", ("date_terminated", "dateTerminated")),
    ("Cause", ("cause",)),
    ("Nature of Suit", ("nature_of_suit", "suitNature")),
    ("Jury Demand", ("jury_demand", "juryDemand")),
    ("Jurisdiction", ("jurisdiction", "jurisdiction_type", "jurisdictionType")),
    ("Demand", ("demand", "federal_demand")),
    ("Appeal From", ("appeal_from_str", "appeal_from")),
    ("Panel", ("panel_str",)),
)
"""How a docket names its fields, and what JSON calls them, the better source first."""
_ENTRIES = ("docket_entries", "recap_documents", "entries")
_NUMBERS = ("entry_number", "document_number")
_DAYS = ("date_filed", "entry_date_filed", "date_entered")


def read_courtlistener(text: str) -> Reading:
    """Reads such a docket. Raises `FileRefused` for JSON that is none, or is damaged."""
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileRefused("It is a damaged JSON file.", "Download it again.") from error
    docket, entries = _parts(root)
    named = dict(_fields(docket))
    header = [((label,), [value]) for label, value in named.items()]
    rows = [row for entry in entries for row in _entry(entry)]
    if not header and not rows:
        raise _NOT_A_DOCKET
    parties = [block for party in _list(docket, "parties") for block in _party(party)]
    lines = [
        Line(line, begins=nth == 0, role="entry", under=under)
        for under, block in (*header, *parties, *_names(docket), *rows)
        for nth, line in enumerate(filter(None, block))
    ]
    description = Description(
        title=named.get("Case Name", ""),
        kind="docket",
        court=named.get("Court", ""),
        case_number=named.get("Docket Number", ""),
        filed=_day(named.get("Date Filed", "")),
        parties=tuple(
            name for party in _list(docket, "parties") if (name := _said(party.get("name")))
        ),
        language="en",
    )
    page = Page(1, tuple(lines), why=N_("docket in JSON"))
    return Reading(iter((page,)), "html", description)


def _parts(root: Any) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    """The docket and its entries: an answer of the service may hold one, several or none."""
    if isinstance(root, dict) and isinstance(root.get("results"), list):
        root = root["results"]
    if isinstance(root, list):
        objects = [thing for thing in root if isinstance(thing, dict)]
        dockets = [thing for thing in objects if _is_docket(thing)]
        if len(dockets) == 1 and len(objects) == 1:
            return dockets[0], _entries_in(dockets[0])
        entries = [thing for thing in objects if _is_entry(thing)]
        if not entries or len(entries) < len(objects):
            raise _NOT_A_DOCKET
        return {}, entries
    if not isinstance(root, dict) or not _is_docket(root):
        raise _NOT_A_DOCKET
    return root, _entries_in(root)


def _is_docket(thing: Mapping[str, Any]) -> bool:
    named = any(thing.get(key) for key in ("docket_number", "docketNumber"))
    return named and any(key in thing for key in ("case_name", "caseName", *_ENTRIES))


def _is_entry(thing: Mapping[str, Any]) -> bool:
    return "description" in thing and any(key in thing for key in (*_NUMBERS, "recap_documents"))


def _entries_in(docket: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return next((found for key in _ENTRIES if (found := _list(docket, key))), [])


def _list(thing: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = thing.get(key)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _fields(docket: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for label, keys in _FIELDS:
        value = next((said for key in keys if (said := _said(docket.get(key)))), "")
        if value:
            found.append((label, value))
    return found


def _said(value: Any) -> str:
    """A value as a person reads it; the address of another answer of the service says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    # Descriptions come with the marks of the web page that they stood on: "<b>ORDER</b> &amp; ...".
    text = visible(html.unescape(_MARKUP.sub(lambda mark: _between(mark[1]), str(value))))
    return "" if re.match(r"https?://", text) else text


_MARKUP = re.compile(
    r"</?(a|b|br|div|em|font|i|li|mark|p|small|span|strong|sub|sup|u|ul)\b[^<>]{0,300}>",
    re.IGNORECASE,
)


def _between(tag: str) -> str:
    return " " if tag.lower() in ("br", "div", "li", "p", "ul") else ""


def _names(docket: Mapping[str, Any]) -> Iterator[Block]:
    """The parties and attorneys of a search's answer, as bare names."""
    for label, key in (("Party", "party"), ("Attorney", "attorney")):
        names = docket.get(key)
        for name in names if isinstance(names, list) else []:
            if said := _said(name):
                yield (label,), [said]


def _party(party: Mapping[str, Any]) -> Iterator[Block]:
    """The party with its attorneys, and when its part ended."""
    kinds = [_said(kind.get("name")) for kind in _list(party, "party_types")]
    part = _said(party.get("type")) or ", ".join(filter(None, kinds))
    ended = _said(party.get("date_terminated"))
    line = " ".join(filter(None, [part, _said(party.get("name")), _said(party.get("extra_info"))]))
    attorneys = [
        " ".join(filter(None, [_said(attorney.get("name")), _said(attorney.get("contact"))]))
        for attorney in _list(party, "attorneys")
    ]
    yield (REPRESENTED,) if any(attorneys) else (), [line, *attorneys]
    if ended:
        yield (line, "Terminated"), [ended]


def _entry(entry: Mapping[str, Any]) -> Iterator[Block]:
    """The entry, then the documents filed with it that have a name of their own."""
    day = next((said for key in _DAYS if (said := _said(entry.get(key)))), "")
    number = next((said for key in _NUMBERS if (said := _said(entry.get(key)))), "")
    text = _said(entry.get("description")) or _said(entry.get("short_description"))
    if text:
        yield (), [" ".join(filter(None, [day[:10], number, text]))]
    for document in _list(entry, "recap_documents"):
        name = _said(document.get("description"))
        attached = _said(document.get("attachment_number"))
        if name and name != text:
            under = (f"Attachment {attached}",) if attached else ()
            yield under, [" ".join(filter(None, [day[:10], number, name]))]


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None
