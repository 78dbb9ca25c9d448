"""The amounts of money that documents name, the largest first, each opened at its quote."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from bot.answering.readers_form import amount_in
from bot.overview.amounts import Amount, select_amounts
from bot.overview.captions import Captions
from bot.overview.export import Cites, amounts_as_csv
from bot.overview.fact_reports import amounts_report
from bot.overview.parties import CaseParty
from ingest.store.catalogue import Case
from ingest.translation import _, counted, language
from ui.literal import in_html
from ui.views import listing, taking_along
from ui.views.sourced_quote import draw_quote
from ui.views.viewer import Quoted


def draw(
    case: Case,
    listed: Sequence[Amount],
    parties: Sequence[CaseParty],
    cites: Cites,
    captions: Captions,
) -> list[Quoted]:
    """Filters, table and list. Returns the quotes, as they can be opened."""
    titles = {amount.document: amount.title or amount.document for amount in listed}
    chosen = listing.choose("amounts", titles, parties)
    found = select_amounts(listed, document=chosen.document, party=chosen.party, about=chosen.about)
    st.html(f'<p class="pincite-lead" role="status">{counted(len(found), "amount")}.</p>')
    if not found:
        return []
    taking_along.draw(
        f"{case.name}-amounts",
        lambda: amounts_report(case.title or case.name, found, cites, captions),
        key="amounts",
        others={
            # With a mark at its beginning, so that Excel knows its encoding.
            "csv": (
                _("Table (CSV)"),
                "text/csv",
                lambda: amounts_as_csv(found, cites, captions).encode("utf-8-sig"),
            )
        },
    )
    quotes: list[Quoted] = []
    shown = listing.shown("amounts")
    for (value, currency), group in groupby(
        found[:shown], key=lambda amount: (amount.value, amount.currency)
    ):
        written = amount_in(language(), value, currency)
        st.html(f'<p class="pincite-aside"><strong>{in_html(written)}</strong></p>')
        for amount in group:
            sourced = cites(amount.source)
            quoted = Quoted(sourced.citation, f"amounts-quote-{len(quotes)}")
            quotes.append(quoted)
            purpose = _("for: {purpose}").format(purpose=amount.purpose) if amount.purpose else ""
            above = " · ".join(filter(None, (purpose, captions[amount.document])))
            if above:
                st.html(f'<p class="pincite-aside">{in_html(above)}</p>')
            draw_quote(sourced, amount.printed, quoted)
    listing.draw_rest("amounts", len(found) - shown)
    return quotes
