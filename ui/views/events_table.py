"""The events of a timeline as a table: all of them at once, to be sorted and looked over; a click
opens a document at the sentence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bot.overview.captions import Captions
from bot.overview.export import Cites
from bot.overview.timeline import LABELS, Event
from ingest.store.catalogue import Case, Catalogue
from ingest.translation import _, capitalised
from ui.views import viewer
from ui.views.viewer import Quoted

_HEIGHT = 560
_ROW = 35
"""Pixels."""


def draw(
    catalogue: Catalogue, case: Case, events: Sequence[Event], cites: Cites, captions: Captions
) -> None:
    """One row for each event, in the order that they are given in."""
    key = "timeline-table"
    # Once, not for each row: the reader's language is asked of the browser's request.
    kinds = {label: capitalised(label) for label in LABELS}
    day, until, kind, sentence, document, dispute = (
        *(_("Day"), _("Until"), _("Kind"), _("Sentence"), _("Document"), _("Dispute")),
    )
    st.dataframe(
        [
            {
                day: event.begins.isoformat(),
                until: event.ends.isoformat() if event.ends != event.begins else "",
                kind: kinds[event.label],
                sentence: event.sentence or event.title,
                document: event.title or event.document,
                dispute: captions[event.document],
            }
            for event in events
        ],
        hide_index=True,
        key=key,
        on_select=lambda: _open(catalogue, case, events, cites, key),
        selection_mode="single-cell",
        height=min(38 + _ROW * len(events), _HEIGHT),
        column_order=[
            *(day, until, kind, sentence, document),
            *([dispute] if captions.disputes else []),
        ],
        column_config={
            day: st.column_config.TextColumn(width=88),
            until: st.column_config.TextColumn(width=88),
            kind: st.column_config.TextColumn(width=184),
            sentence: st.column_config.TextColumn(width=380),
        },
        alt=_("The events of the case"),
    )
    st.html(_('<p class="pincite-aside">A click on an event opens it at its sentence.</p>'))


def _open(
    catalogue: Catalogue, case: Case, events: Sequence[Event], cites: Cites, key: str
) -> None:
    cells = st.session_state[key].selection.cells
    if not cells or cells[0][0] >= len(events):
        return
    event = events[cells[0][0]]
    if event.source is not None:
        viewer.open_quote(Quoted(cites(event.source).citation, key))
        return
    # A filing that is known by its document's stamp alone.
    for document in catalogue.documents(case):
        if document.path == event.document:
            viewer.open_document(document.id, key)
