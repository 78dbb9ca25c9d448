"""The state of Word's form fields, which stands beside the text: boxes that are ticked or empty,
the entry chosen of a list, and fields that nobody filled in."""

from __future__ import annotations

import re

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


_PROMPT = re.compile(
    r"[\[(«\s]*(?:please |veuillez )?(?:click|tap|choose|enter|select|type|insert|pick|cliqu|appuy"
    r"|choisi|entre[rz]|saisi|s[ée]lectionn|tape[rz]|ins[ée]re[rz]|indiqu|renseign)",
    re.IGNORECASE,
)


def prompt_of(control: _Element) -> str:
    """What a content control asks for that is not filled in ("Click here to enter text."); "" for
    any other. A blank that is named ("[the Seller]") is part of its sentence."""
    showing = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    if showing is None or not is_switched_on(showing):
        return ""
    text = "".join([text.text or "" for text in control.iter(w("t"))])
    return text if _PROMPT.match(text) else ""
