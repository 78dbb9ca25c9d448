"""The timeline: filings and the dates that documents tell, as a picture and in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import streamlit as st

from bot.answering.readers_form import days_in
from bot.overview.amounts import Amount, amounts
from bot.overview.captions import BESIDE_EACH, Captions
from bot.overview.export import Cites, as_calendar, as_csv
from bot.overview.fact_reports import timeline_report
from bot.overview.parties import CaseParty, case_parties
from bot.overview.timeline import LABELS, Event, EventLabel, select, timeline
from ingest.store.catalogue import Case, Catalogue
from ingest.translation import _, capitalised, counted, language
from ui.desk import Desk
from ui.frame import draw_heading, narrow
from ui.literal import in_html
from ui.views import amounts as amounts_view
from ui.views import events_table, listing, several_disputes, taking_along, viewer
from ui.views.sourced_quote import draw_quote
from ui.views.viewer import Quoted

_COLOURS: dict[EventLabel, str] = {
    "filing": "#1f4a73",
    "date of a paper": "#4a6d8f",
    "deadline": "#a34a28",
    "to come": "#8a6d1f",
}
_TOLD = "#1f7a6d"
"""The colour of what is said to have happened, by whoever says it."""
_EDGE = 12
"""Pixels beside the first and the last mark."""
_HALF_A_LABEL = 28
"""Pixels."""
_DAY_OF_TICK = "hours(datum.value) ? '' : timeFormat(datum.value, '%Y-%m-%d')"
"""What stands below a place of the picture: between two days nothing, for it would be the day
again."""
_ROW = 40
"""Pixels of a row of the picture."""


def draw(desk: Desk, case: Case) -> None:
    """The whole page, once."""
    narrow()
    draw_heading(_("Timeline"))
    catalogue = desk.catalogue
    cites = listing.cites(catalogue)
    part = st.segmented_control(
        _("Show"),
        ["dates", "amounts"],
        format_func=lambda part: _("Amounts") if part == "amounts" else _("Dates"),
        default="dates",
        key="timeline-part",
        required=True,
    )
    captions = several_disputes.draw_of(catalogue, case, BESIDE_EACH)
    if part == "amounts":
        with st.spinner(_("Reading the amounts…")):
            listed = _amounts(str(catalogue.path), case.id, catalogue.generation(), catalogue, case)
        quotes = amounts_view.draw(case, listed, case_parties(catalogue, case), cites, captions)
        viewer.draw(desk.bot, case, "timeline", quotes)
        return
    with st.spinner(_("Reading the dates…")):
        events = _events(str(catalogue.path), case.id, catalogue.generation(), catalogue, case)
    if not events:
        st.html(_('<p class="pincite-lead">No document of this case tells a full date.</p>'))
        return
    found = _filtered(events, case_parties(catalogue, case))
    st.html(f'<p class="pincite-lead" role="status">{counted(len(found), "event")}.</p>')
    if found:
        st.vega_lite_chart(_picture(found), key="timeline-picture")
        hint = _("Drag to move; Ctrl and the wheel to zoom; a double click shows all again.")
        st.html(f'<p class="pincite-aside pincite-mouse">{in_html(hint)}</p>')
        _draw_downloads(case, found, cites, captions)
        if st.checkbox(_("As a table"), key="timeline-as-table"):
            events_table.draw(catalogue, case, found, cites, captions)
            viewer.draw(desk.bot, case, "timeline")
            return
    quotes = _draw_list(found, cites, captions)
    viewer.draw(desk.bot, case, "timeline", quotes)


# A resource, not data: none of it can change, and data would be pickled for each run.
@st.cache_resource(show_spinner=False, max_entries=8)
def _events(
    path: str,  # noqa: ARG001  # these three are what tells one timeline from another
    case_id: int,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    _catalogue: Catalogue,
    _case: Case,
) -> tuple[Event, ...]:
    """The events, cached until the next ingest: ``generation`` grows with each."""
    return tuple(timeline(_catalogue, _case))


@st.cache_resource(show_spinner=False, max_entries=8)
def _amounts(
    path: str,  # noqa: ARG001  # as of _events
    case_id: int,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    _catalogue: Catalogue,
    _case: Case,
) -> tuple[Amount, ...]:
    return tuple(amounts(_catalogue, _case))


def _filtered(events: Sequence[Event], parties: Sequence[CaseParty]) -> list[Event]:
    titles = {event.document: event.title or event.document for event in events}
    there = {event.label for event in events}
    kind = st.selectbox(
        _("Kind"),
        ["", *(label for label in LABELS if label in there)],
        format_func=lambda label: capitalised(label) if label else _("All"),
        key="timeline-kind",
    )
    chosen = listing.choose("timeline", titles, parties)
    return select(
        events, kind=kind, document=chosen.document, party=chosen.party, about=chosen.about
    )


def _picture(events: Sequence[Event]) -> dict[str, Any]:
    """A chart with one mark for each event, in a row for each label; it can be zoomed and moved."""
    there = {event.label for event in events}
    labels = [label for label in LABELS if label in there]
    names = list(map(capitalised, labels))
    # Once, not for each row: the reader's language is asked of the browser's request.
    name_of, readers = dict(zip(labels, names, strict=True)), language()
    rows = [
        {
            # With a time: the browser takes a mere date for one of Greenwich, in America the day
            # before.
            "begins": f"{event.begins.isoformat()}T00:00:00",
            "day": days_in(readers, event.begins, event.ends),
            "kind": name_of[event.label],
            "sentence": event.sentence[:200] or event.title,
            "document": event.title or event.document,
        }
        for event in events
    ]
    chart: alt.Chart = (
        alt.Chart()
        .mark_tick(thickness=3, size=26)
        .encode(
            # In figures: the months' names would be English.
            x=alt.X(
                "begins:T",
                title=None,
                axis=alt.Axis(
                    labelExpr=_DAY_OF_TICK,
                    labelOverlap=True,
                    # One at the edge stands beside its place, where it would be cut off.
                    labelFlush=_HALF_A_LABEL,
                ),
                # The first and the last mark would be cut off at the edges.
                scale=alt.Scale(padding=_EDGE),
            ),
            y=alt.Y("kind:N", title=None, sort=names, axis=alt.Axis(labelLimit=220)),
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(
                    domain=names, range=[_COLOURS.get(label, _TOLD) for label in labels]
                ),
            ),
            tooltip=[
                alt.Tooltip("day:N", title=_("Day")),
                alt.Tooltip("sentence:N", title=_("Sentence")),
                alt.Tooltip("document:N", title=_("Document")),
            ],
        )
        .properties(height=_ROW * (len(labels) + 1))
        .add_params(
            # The wheel alone scrolls the page.
            alt.selection_interval(bind="scales", encodings=["x"], zoom="wheel![event.ctrlKey]")
        )
    )
    spec: dict[str, Any] = chart.to_dict()
    # The empty data set of a chart without rows: where it stays, the browser draws nothing.
    spec.pop("datasets", None)
    # Altair would check every row: 1.5 s of the processor for 5,000 events.
    return spec | {"data": {"values": rows}}


def _draw_downloads(case: Case, events: Sequence[Event], cites: Cites, captions: Captions) -> None:
    taking_along.draw(
        f"{case.name}-timeline",
        lambda: timeline_report(case.title or case.name, events, cites, captions),
        key="timeline",
        others={
            # With a mark at its beginning, so that Excel knows its encoding.
            "csv": (
                _("Table (CSV)"),
                "text/csv",
                lambda: as_csv(events, cites, captions).encode("utf-8-sig"),
            ),
            "ics": (
                _("Calendar (.ics)"),
                "text/calendar",
                lambda: as_calendar(events, cites, captions).encode(),
            ),
        },
    )


def _draw_list(events: Sequence[Event], cites: Cites, captions: Captions) -> list[Quoted]:
    """Draw the events as a list and return their quotes, as they can be opened."""
    quotes = []
    shown = listing.shown("timeline")
    for index, event in enumerate(events[:shown]):
        _draw_heading_of(event, captions[event.document])
        if event.source is not None:
            sourced = cites(event.source)
            quoted = Quoted(sourced.citation, f"timeline-event-{index}")
            quotes.append(quoted)
            draw_quote(sourced, event.printed, quoted)
    listing.draw_rest("timeline", len(events) - shown)
    return quotes


def _draw_heading_of(event: Event, caption: str) -> None:
    days = days_in(language(), event.begins, event.ends)
    doubt = _(" · day and month may be exchanged") if event.is_ambiguous else ""
    st.html(
        f'<p class="pincite-aside"><strong>{days}</strong> · '
        f"{capitalised(event.label)} · "
        f"{in_html(' · '.join(filter(None, (event.title or event.document, caption))))}{doubt}</p>"
    )
