"""One document with its versions, a button that takes it out, and the documents that are out of the
case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import streamlit as st

from ingest.describe.case_file import load_case_yaml
from ingest.document import Kind
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Document
from ingest.store.overview import Facts
from ingest.store.versions import Version, standing_at, versions, withdrawn
from ingest.sync.digest import first_lines
from ingest.translation import N_, _, counted, listed, retold, word
from ui.desk import Desk
from ui.literal import in_html, in_label
from ui.views import viewer

_WHY = {
    "superseded": N_("a newer version took its place"),
    "removed": N_("its file had gone from the folder"),
    "withdrawn": N_("taken out by hand"),
}
_SHOWN = 50
_DESCRIBED = {"title": N_("title"), "kind": N_("kind"), "filed": N_("day of filing")}


def draw(desk: Desk, case: Case, facts: list[Facts]) -> None:
    """Draw both parts, each only where there is something to show."""
    if facts:
        _draw_one(desk, case, facts)
    out = withdrawn(desk.catalogue, case)
    if out:
        _draw_out(desk, case, out)


def _draw_one(desk: Desk, case: Case, facts: list[Facts]) -> None:
    st.html(_('<h2 class="pincite-part">One document</h2>'))
    by_path = {row.document.path: row for row in facts}
    path = st.selectbox(
        _("Document"),
        list(by_path),
        index=None,
        placeholder=_("Choose one to open it, see its versions, or take it out of the case"),
        format_func=lambda path: by_path[path].document.description.title + f" ({path})",
        key=f"document-{case.name}",
    )
    if path is None or path not in by_path:
        return
    document = by_path[path].document
    lines = "".join(
        f'<p class="pincite-first" dir="auto">{in_html(line)}</p>'
        for line in first_lines(desk.catalogue, document)
    )
    known = versions(desk.catalogue, case, path)
    rows = "".join(f"<li>{_version(version)}</li>" for version in known)
    warned = "".join(f"<p>{in_html(retold(warning))}</p>" for warning in by_path[path].warnings)
    st.html(
        f'<p class="pincite-headline" dir="auto">{in_html(document.description.title)}</p>{lines}'
        + (f'<div class="pincite-notice">{warned}</div>' if warned else "")
        + f'<h3 class="pincite-section">{counted(len(known), "version")}</h3>'
        f'<ul class="pincite-documents">{rows}</ul>'
    )
    if desk.may(case, "editor"):
        _draw_description(desk, case, document)
    others = [other for other in standing_at(desk.catalogue, case, document.id) if other != path]
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Open beside the page"),
            key="open-document",
            on_click=viewer.open_document,
            args=(document.id, "open-document"),
        )
        goes = desk.may(case, "editor") and st.button(_("Withdraw this document"), key="withdraw")
    if goes:
        too = (
            _("The same document also stands at {names}. ").format(names=", ".join(others))
            if others
            else ""
        )
        _confirm(
            _("Withdraw {path}?").format(path=path),
            _(
                "{too}It leaves the search at once, and mirroring the folder does not bring "
                "it back. "
                "Answers that cite it keep their citations, and say so. You can restore it below."
            ).format(too=in_label(too)),
            _("Withdraw"),
            lambda: desk.ingest_job.withdraw(case, document),
        )


@dataclass(frozen=True, slots=True)
class _Described:
    """What a document is called, what it is, and when it was filed, as the form says it."""

    title: str
    kind: Kind
    filed: date | None

    @classmethod
    def of(cls, document: Document) -> _Described:
        about = document.description
        return cls(about.title, about.kind, about.filed)

    def as_said(self) -> dict[str, str]:
        return {
            "title": " ".join(self.title.split()),
            "kind": self.kind,
            "filed": self.filed.isoformat() if self.filed else "",
        }


def _draw_description(desk: Desk, case: Case, document: Document) -> None:
    """What the document is called, what it is, and when it was filed; to be set right by hand."""
    fixed = _said_in_case_yaml(case, document)
    known = _Described.of(document)
    kinds = list(get_args(Kind))
    # Other fields for another description: what was typed for this one is not typed for that.
    key = f"describe-{document.id}-{hash(known)}"
    with (
        st.expander(_("Title, kind and date"), key="describe"),
        st.form(f"describe-{document.id}", border=False),
    ):
        st.text_input(
            _("Title"),
            value=known.title,
            max_chars=300,
            disabled="title" in fixed,
            key=f"{key}-title",
        )
        kind_of, filed_on = st.columns(2)
        kind_of.selectbox(
            _("Kind"),
            kinds,
            index=kinds.index(known.kind),
            format_func=lambda kind: word(kind).capitalize(),
            disabled="kind" in fixed,
            key=f"{key}-kind",
        )
        filed_on.date_input(
            _("Filed"),
            value=known.filed,
            format="YYYY-MM-DD",
            min_value=date(1800, 1, 1),
            max_value=date(2200, 1, 1),
            disabled="filed" in fixed,
            key=f"{key}-filed",
        )
        if fixed:
            st.html(
                _(
                    '<p class="pincite-aside">The case.yaml of the folder says the {names}: '
                    "it keeps the "
                    "last word, so change it there.</p>"
                ).format(names=listed([_(_DESCRIBED[name]) for name in fixed]))
            )
        # By a callback: a click on another page that follows at once would end the run before it
        # comes to this form, and what was typed would be lost.
        st.form_submit_button(
            _("Save"),
            disabled=len(fixed) == len(_DESCRIBED),
            on_click=_describe,
            args=(desk, case, document, fixed, key),
        )


def _describe(desk: Desk, case: Case, document: Document, fixed: Sequence[str], key: str) -> None:
    typed = _Described(*(st.session_state[f"{key}-{name}"] for name in _DESCRIBED)).as_said()
    known = _Described.of(document).as_said()
    changed = {
        name: value for name, value in typed.items() if value != known[name] and name not in fixed
    }
    if not changed:
        st.toast(_("Nothing was changed."))
    elif not typed["title"]:
        st.toast(_("A document needs a title."))
    elif not desk.ingest_job.describe(case, document, changed):
        st.toast(_("Documents are being written already. Try again when that is done."))


def _said_in_case_yaml(case: Case, document: Document) -> list[str]:
    """What of a description the owner of the folder has fixed."""
    if not case.folder:
        return []
    try:
        said = load_case_yaml(Path(case.folder)).overrides(document.path)
    except PinciteError:
        return []  # the next ingest says so
    return [key for key in _DESCRIBED if key in said]


def _version(version: Version) -> str:
    state = (
        _("until {until} UTC: {why}").format(until=version.until, why=_why(version))
        if version.until
        else _("searched now")
    )
    return _(
        "<span>Read {ingested} UTC, {state}</span><small>{counted} · SHA-256 {sha256}…</small>"
    ).format(
        ingested=in_html(version.ingested),
        state=state,
        counted=counted(version.document.pages, "page"),
        sha256=version.document.sha256[:12],
    )


def _draw_out(desk: Desk, case: Case, out: list[Version]) -> None:
    with st.expander(_("No longer searched ({number})").format(number=len(out)), key="withdrawn"):
        for version in out[:_SHOWN]:
            title = version.document.description.title or version.path
            st.html(
                _(
                    '<p class="pincite-out" dir="auto">{title}<br><small>{path} · {until} UTC: '
                    "{why}</small></p>"
                ).format(
                    title=in_html(title),
                    path=in_html(version.path),
                    until=in_html(version.until),
                    why=_why(version),
                )
            )
            _draw_ways(desk, case, version, title)
        if len(out) > _SHOWN:
            st.html(
                _('<p class="pincite-aside">and {number} more</p>').format(number=len(out) - _SHOWN)
            )


def _draw_ways(desk: Desk, case: Case, version: Version, title: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"saving-out-{version.document.id}"):
        if desk.may(case, "editor") and st.button(
            _("Restore"), type="tertiary", key=f"restore-{version.document.id}"
        ):
            _confirm(
                _("Restore {title}?").format(title=title),
                _("It is searched again from then on."),
                _("Restore"),
                lambda: desk.ingest_job.restore(case, version),
            )
        if desk.may(case, "owner") and st.button(
            _("Delete for good"), type="tertiary", key=f"purge-{version.document.id}"
        ):
            _confirm(
                _("Delete {title} for good?").format(title=title),
                _(
                    "Its pages go too: answers that cite it can no longer show them. This "
                    "cannot be "
                    "undone; your own file stays where it is."
                ),
                _("Delete for good"),
                lambda: desk.ingest_job.purge(case, version),
            )


def _confirm(question: str, consequences: str, yes: str, do: Callable[[], bool]) -> None:
    def start() -> None:
        if not do():
            st.toast(_("Documents are being written already. Try again when that is done."))

    @st.dialog(in_label(question))
    def ask() -> None:
        st.write(consequences)
        go, keep = st.columns(2)
        gone = go.button(yes, type="primary", width="stretch", key="really", on_click=start)
        kept = keep.button(_("Cancel"), width="stretch", key="not-really")
        if gone or kept:
            st.rerun()

    ask()


def _why(version: Version) -> str:
    return _(_WHY[version.why]) if version.why in _WHY else ""
