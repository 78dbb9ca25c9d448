"""Which of the dates or amounts are listed: of a document, naming a party, holding some words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from bot.overview.parties import CaseParty
from ingest.translation import _
from ui.literal import in_label


@dataclass(frozen=True, slots=True)
class Chosen:
    """Empty strings and None choose nothing. ``document`` is a path."""

    document: str
    party: CaseParty | None
    about: str


def draw(key: str, titles: Mapping[str, str], parties: Sequence[CaseParty]) -> Chosen:
    """Draw the choices and return what is chosen. ``titles`` are those of the documents that have
    something to list, by path."""
    left, middle, right = st.columns(3)
    by_name = {party.name: party for party in parties}
    name = left.selectbox(
        _("Party"),
        ["", *by_name],
        format_func=lambda name: in_label(name) if name else _("All"),
        key=f"{key}-party",
        help=_("Sentences that name this party, or speak of it as the plaintiff or defendant."),
    )
    document = middle.selectbox(
        _("Document"),
        ["", *sorted(titles)],
        format_func=lambda path: in_label(titles[path]) if path else _("All"),
        key=f"{key}-document",
    )
    about = right.text_input(_("Words"), key=f"{key}-about", max_chars=100)
    return Chosen(document, by_name.get(name), about.strip())
