"""Beside any page: that another program changed the documents of the case while the page was open,
as `pincite ingest` in a terminal does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from ingest.store.catalogue import Case
from ingest.translation import _, figure, listed, ngettext
from ui.desk import Desk
from ui.literal import in_html, in_label
from ui.views import ingest_progress

_EVERY = 5.0
"""Seconds between two looks."""
_SEEN = "documents-seen"
_LOOKED = "documents-looked"
_TOLD = "documents-told"

_Seen = Mapping[str, str]
"""Paths of documents by their SHA-256."""


def draw(desk: Desk, case: Case) -> None:
    """Look now and then, and say what changed until it is shown. The page itself stays as it is,
    with what is being typed on it."""
    with st.sidebar:
        st.fragment(_draw, run_every=_EVERY)(desk, case)


def _draw(desk: Desk, case: Case) -> None:
    changes = list(_changes(desk, case))
    if not changes:
        return
    changed = _("The documents changed: {changes}.").format(changes=listed(changes))
    asked = _("Questions are put to them as they are now.")
    if st.session_state.get(_TOLD) != (case.name, changed):
        # Once more where it is seen on a small screen, whose sidebar is closed.
        st.session_state[_TOLD] = case.name, changed
        st.toast(in_label(f"{changed} {asked}"), duration="long")
    st.html(
        f'<div class="pincite-notice" role="status"><p>{in_html(changed)}</p>'
        f"<p>{in_html(asked)}</p></div>"
    )
    if st.button(_("Show them"), key="documents-show"):
        st.session_state[_SEEN].pop(case.name, None)
        st.rerun()


def _changes(desk: Desk, case: Case) -> Iterator[str]:
    """What became of the documents since this visitor saw them, but for what was begun here: that
    is told where it was begun."""
    seen: dict[str, _Seen] = st.session_state.setdefault(_SEEN, {})
    looked: dict[str, tuple[int, _Seen]] = st.session_state.setdefault(_LOOKED, {})
    generation = desk.catalogue.generation()
    if case.name not in looked or looked[case.name][0] != generation:
        documents = desk.catalogue.documents(case)
        looked[case.name] = generation, {each.sha256: each.path for each in documents}
    now = looked[case.name][1]
    begun_here = generation <= desk.ingest_job.wrote_until
    if begun_here or ingest_progress.runs_for(desk.ingest_job, case):
        seen[case.name] = now
    before = seen.setdefault(case.name, now)
    came = {path for sha256, path in now.items() if sha256 not in before}
    went = {path for sha256, path in before.items() if sha256 not in now}
    if new := len(came - went):
        yield ngettext("{number} new", "{number} new", new).format(number=figure(new))
    if other := len(came & went):
        yield ngettext("{number} changed", "{number} changed", other).format(number=figure(other))
    if gone := len(went - came):
        yield ngettext("{number} gone", "{number} gone", gone).format(number=figure(gone))
