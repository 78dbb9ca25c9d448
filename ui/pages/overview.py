"""The case at a glance: court, parties, counts, what is asked for, where it stands; each line is a
quote that can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from bot.overview.captions import EACH_BY_ITSELF, caption_of
from bot.overview.export import Cites
from bot.overview.fact_reports import PART_TITLES, overview_report
from bot.overview.overview import IN_CAPTIONS, Overview, OverviewLine, overview
from bot.overview.sourced import SourcedQuote, said
from bot.search.disputes import Dispute
from bot.search.glance import Part
from ingest.store.catalogue import Case, Catalogue
from ingest.translation import _
from ui.desk import Desk
from ui.frame import draw_heading, narrow
from ui.literal import in_html, in_label
from ui.views import several_disputes, taking_along, viewer
from ui.views.sourced_quote import draw_opener, draw_words, said_by
from ui.views.viewer import Quoted

_SHOWN = 12
"""Lines of one part at once: each has a button, and a docket may list a hundred parties."""
_EXPECTED: tuple[Part, ...] = ("court", "case number", "judge", "party", "counsel")


def draw(desk: Desk, case: Case) -> None:
    """The whole page, once."""
    narrow()
    draw_heading(_("Overview"))
    catalogue = desk.catalogue
    with st.spinner(_("Reading what the documents say of themselves…")):
        found = _overview(str(catalogue.path), case.id, catalogue.generation(), catalogue, case)
    lines = _chosen(found)
    disputes = found.disputes if lines is found.lines else ()
    several_disputes.draw(disputes, EACH_BY_ITSELF)
    if not lines:
        st.html(
            _(
                '<p class="pincite-lead" role="status">No caption, docket or heading here '
                "says what "
                "it is about.</p>"
            )
        )
    cites = partial(said, catalogue)
    if lines:
        taking_along.draw(
            f"{case.name}-overview",
            lambda: overview_report(case.title or case.name, lines, cites, disputes),
            key="overview",
        )
    quotes = _draw_parts(lines, cites, disputes)
    _draw_not_stated(lines)
    viewer.draw(desk.bot, case, "overview", quotes)


@st.cache_data(show_spinner=False, max_entries=8)
def _overview(
    path: str,  # noqa: ARG001  # these three are what tells one overview from another
    case_id: int,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    _catalogue: Catalogue,
    _case: Case,
) -> Overview:
    """The overview, cached until the next ingest: ``generation`` grows with each."""
    return overview(_catalogue, _case)


def _chosen(found: Overview) -> Sequence[OverviewLine]:
    """The lines of the case, or of the document that is chosen."""
    titles = {paper.document: paper.title or paper.document for paper in found.documents}
    document = st.selectbox(
        _("Overview of"),
        ["", *titles],
        format_func=lambda path: in_label(titles[path]) if path else _("The whole case"),
        key="overview-document",
    )
    lines = [paper.lines for paper in found.documents if paper.document == document]
    return lines[0] if lines else found.lines


def _draw_parts(
    lines: Sequence[OverviewLine], cites: Cites, disputes: Sequence[Dispute]
) -> list[Quoted]:
    """Draw the parts of the overview and return their quotes, as they can be opened."""
    quotes: list[Quoted] = []
    before = -1
    for (at, part), group in groupby(lines, key=lambda line: (line.dispute, line.part)):
        listed = list(group)
        if disputes and at != before:
            caption = in_html(caption_of(disputes[at]))
            st.html(f'<h2 class="pincite-part" dir="auto">{caption}</h2>')
            before = at
        st.html(f'<h3 class="pincite-section">{_(PART_TITLES[part])}</h3>')
        for line in listed[:_SHOWN]:
            if line.source is None:
                _draw_stamped(line)
            else:
                quoted = cites(line.source)
                opened = Quoted(quoted.citation, f"overview-line-{len(quotes)}")
                quotes.append(opened)
                _draw_line(line, quoted, opened)
        if len(listed) > _SHOWN:
            st.html(
                _('<p class="pincite-aside">and {number} more</p>').format(
                    number=len(listed) - _SHOWN
                )
            )
    return quotes


def _draw_line(line: OverviewLine, quoted: SourcedQuote, opened: Quoted) -> None:
    """The quote, and the cite at its right."""
    left, right = st.columns([5, 2], vertical_alignment="center", gap="small")
    marked = line.label if line.part in IN_CAPTIONS and line.label != line.text else ""
    if line.part == "count" and line.text != quoted.citation.quote:
        with left:
            draw_words(line.text, quoted.citation.language)
        with right:
            draw_opener(opened, before=_("above") + " ")
        return
    with left:
        draw_words(
            quoted.citation.quote,
            quoted.citation.language,
            marked=marked,
            said="" if line.part in IN_CAPTIONS else said_by(quoted),
        )
    with right:
        draw_opener(opened)


def _draw_stamped(line: OverviewLine) -> None:
    st.html(
        _(
            '<blockquote class="pincite-also">{text}</blockquote><p class="pincite-aside">as the '
            "head or the stamp of its pages says: {title}</p>"
        ).format(text=in_html(line.text), title=in_html(line.title or line.document))
    )


def _draw_not_stated(lines: Sequence[OverviewLine]) -> None:
    stated = {line.part for line in lines}
    missing = [_(PART_TITLES[part]).lower() for part in _EXPECTED if part not in stated]
    if lines and missing:
        st.html(
            _('<p class="pincite-aside">Not found here: {names}.</p>').format(
                names=", ".join(missing)
            )
        )
