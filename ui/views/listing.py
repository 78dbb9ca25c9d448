"""Long lists of quotes: which are listed, how many at first, and their citations.

A case of thousands of pages names thousands of dates. Only those that are shown are cited, each
once; the page opens with a few, and more are shown on demand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import streamlit as st

from bot.overview.export import Cites
from bot.overview.parties import CaseParty
from bot.overview.sourced import said
from ingest.store.catalogue import Catalogue
from ingest.store.visitors import VisitorsCatalogue
from ingest.translation import _
from ui.literal import in_label

AT_FIRST = 20
_MORE = 40
"""Quotes at once: each has a button, and takes some ten milliseconds of the processor."""
_KEPT = 2000
"""Citations that are kept until the next ingest."""


def cites(catalogue: Catalogue) -> Cites:
    """What cites the quotes of a library, for whoever may see them."""
    whose = ""
    if isinstance(catalogue, VisitorsCatalogue):
        whose = f"{catalogue.visitor.email} {sorted(catalogue.rights.items())}"
    return _cites(str(catalogue.path), catalogue.generation(), whose, catalogue)


@st.cache_resource(show_spinner=False, max_entries=8)
def _cites(
    path: str,  # noqa: ARG001  # these three are what tells one state of a library from another
    generation: int,  # noqa: ARG001
    whose: str,  # noqa: ARG001
    _catalogue: Catalogue,
) -> Cites:
    return lru_cache(_KEPT)(partial(said, _catalogue))


def shown(key: str) -> int:
    """How many of a list are drawn."""
    number: int = st.session_state.setdefault(f"{key}-shown", AT_FIRST)
    return number


def draw_rest(key: str, number: int) -> None:
    """Offer the rest of a list: its ``number``, if there are any."""
    if number <= 0:
        return
    more = min(number, _MORE)

    def show() -> None:
        st.session_state[f"{key}-shown"] = shown(key) + more

    label = (
        _("Show {more} more") if more == number else _("Show {more} of the {number} others")
    ).format(more=more, number=number)
    st.button(
        label,
        key=f"{key}-more",
        on_click=show,
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """Empty strings and None choose nothing. ``document`` is a path."""

    document: str
    party: CaseParty | None
    about: str


def choose(key: str, titles: Mapping[str, str], parties: Sequence[CaseParty]) -> Chosen:
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
