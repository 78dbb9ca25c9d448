"""The state of Word's legacy form fields, which stands beside the text: boxes that are ticked or
empty, and the entry chosen of a list."""

from __future__ import annotations

from lxml.etree import _Element

from ingest.formats.word.names import w

TICKED, EMPTY = "☒", "☐"


def field_text(begin: _Element) -> str:
    """What is shown for the field that a ``fldChar`` begins; "" where its text follows."""
    data = begin.find(w("ffData"))
    if data is None:
        return ""
    box = data.find(w("checkBox"))
    if box is not None:
        checked = box.find(w("checked"))
        if checked is None:
            checked = box.find(w("default"))
        is_ticked = checked is not None and is_switched_on(checked)
        return TICKED if is_ticked else EMPTY
    choices = data.find(w("ddList"))
    if choices is None:
        return ""
    entries = [entry.get(w("val")) or "" for entry in choices.iterfind(w("listEntry"))]
    chosen = choices.find(w("result"))
    if chosen is None:
        chosen = choices.find(w("default"))
    number = (chosen.get(w("val")) or "0") if chosen is not None else "0"
    return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""


def is_switched_on(toggle: _Element) -> bool:
    """Whether a property that is there is on: it is, unless it says otherwise."""
    return (toggle.get(w("val")) or "true").lower() not in ("0", "false", "off", "none")
