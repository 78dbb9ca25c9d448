"""That the papers of a case are of several disputes, and which paper is of which."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bot.overview.captions import Captions, captions, remarks
from bot.search.disputes import Dispute
from ingest.store.catalogue import Case, Catalogue
from ui.frame import draw_notice


def draw(found: Sequence[Dispute], follows: str) -> None:
    """Say so, where there are several, and what ``follows`` from it on this page."""
    if said := remarks(found, follows):
        draw_notice(*said)


def draw_of(catalogue: Catalogue, case: Case, follows: str) -> Captions:
    """As `draw`, of the papers of a case."""
    generation = catalogue.generation()
    found = _captions(str(catalogue.path), case.id, generation, catalogue, case)
    draw(found.disputes, follows)
    return found


@st.cache_data(show_spinner=False, max_entries=8)
def _captions(
    path: str,  # noqa: ARG001  # these three are what tells one case from another
    case_id: int,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    _catalogue: Catalogue,
    _case: Case,
) -> Captions:
    """Cached until the next ingest: ``generation`` grows with each."""
    return captions(_catalogue, _case)
