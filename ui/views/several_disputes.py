"""That the papers of a case are of several disputes, and which paper is of which."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bot.overview.fact_reports import A_CASE_FOR_EACH, caption_of, of_several
from bot.search.disputes import Dispute, disputes
from ingest.store.catalogue import Case, Catalogue
from ingest.translation import _
from ui.frame import draw_notice


def draw(found: Sequence[Dispute], follows: str) -> None:
    """Say so, where there are several, and what ``follows`` from it on this page."""
    if found:
        draw_notice(of_several(found), f"{follows} {_(A_CASE_FOR_EACH)}")


def draw_of(catalogue: Catalogue, case: Case, follows: str) -> dict[str, str]:
    """As `draw`, and return the caption of each paper by its path; of papers of one dispute nothing
    is said."""
    generation = catalogue.generation()
    found, paths = _several(str(catalogue.path), case.id, generation, catalogue, case)
    draw(found, follows)
    return {
        paths[document]: caption_of(dispute) for dispute in found for document in dispute.documents
    }


@st.cache_data(show_spinner=False, max_entries=8)
def _several(
    path: str,  # noqa: ARG001  # these three are what tells one case from another
    case_id: int,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    _catalogue: Catalogue,
    _case: Case,
) -> tuple[tuple[Dispute, ...], dict[int, str]]:
    """Cached until the next ingest: ``generation`` grows with each."""
    documents = _catalogue.documents(_case)
    found = disputes(documents)
    return found if len(found) > 1 else (), {each.id: each.path for each in documents}
