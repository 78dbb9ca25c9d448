"""The documents of a case: what is in it, what could not be read, and how to add more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import streamlit as st

from bot.overview.timeline import days_of_filing
from ingest.errors import FileRefused, PinciteError
from ingest.passwords import is_about as is_about_passwords
from ingest.store.catalogue import Case, Catalogue
from ingest.store.overview import Facts, overview
from ingest.sync.uploads import Upload, clashes, safe_name
from ingest.translation import N_, _, counted, ngettext, retold, word
from ui.desk import Desk
from ui.frame import draw_heading, draw_notice, widen
from ui.literal import in_html, in_label, with_code
from ui.views import ingest_progress as ingest_view
from ui.views import listing, new_case, viewer
from ui.views import versions as versions_view

_LANGUAGES = {"en": N_("English"), "fr": N_("French")}
_LETTER, _TITLE, _KIND, _FILE = 6.3, 300, 110, 166
"""Pixels: of a letter on the average, of the columns of titles, kinds and files."""
_LEAST_TO_WRAP = 65
"""Pixels of a row: in lower ones Streamlit cuts a text off instead of wrapping it."""
_MOST_LINES = 4
"""Of a row: longer titles are read by a click."""
_NEW_VERSION = N_("a new version, which takes its place in the search")
_FORMATS = {
    "html": N_("web page"),
    "word": "Word",
    "markdown": "Markdown",
    "text": N_("plain text"),
}


def draw(desk: Desk, case: Case | None) -> None:
    """The whole page, once."""
    widen()
    if case is None:
        draw_heading(_("Documents"))
        st.html(
            _(
                '<p class="pincite-lead">There is no case yet. Give it a name and drop its '
                "documents "
                "here; then ask about them in the chat.</p>"
            )
        )
        new_case.draw(desk)
        return
    draw_heading(_("Documents"))
    facts = overview(desk.catalogue, case)
    _draw_summary(case, facts)
    ingest_view.draw(desk.ingest_job, case)
    _draw_failures(desk, case)
    if facts:
        catalogue = desk.catalogue
        filed = _filed(str(catalogue.path), case.id, catalogue.generation(), catalogue, case)
        with st.container(key="documents-table"):
            _draw_table(case, facts, filed)
        _draw_small(facts, filed)
    if desk.may(case, "editor"):
        _draw_add(desk, case)
    versions_view.draw(desk, case, facts)
    viewer.draw(desk.bot, case, "documents")


def _draw_summary(case: Case, facts: list[Facts]) -> None:
    title = in_html(case.title or case.name)
    if not facts:
        sentence = _("has no documents yet. Drop some below; then ask about them in the chat.")
    else:
        passages = sum(row.passages for row in facts)
        pages = sum(row.document.pages for row in facts)
        sentence = ngettext(
            "{documents}, {pages}, {passages} that is searched.",
            "{documents}, {pages}, {passages} that are searched.",
            passages,
        ).format(
            documents=counted(len(facts), "document"),
            pages=counted(pages, "page"),
            passages=counted(passages, "passage"),
        )
        title = _("{title}:").format(title=title)
    st.html(f'<p class="pincite-lead" dir="auto">{title} {sentence}</p>')


# Until the next ingest: ``generation`` grows with each.
@st.cache_resource(show_spinner=False, max_entries=8)
def _filed(
    path: str,  # noqa: ARG001  # these three are what tells one state of a case from another
    case_id: int,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    _catalogue: Catalogue,
    _case: Case,
) -> dict[str, date]:
    return days_of_filing(_catalogue, _case)


def _draw_small(facts: list[Facts], filed: Mapping[str, date]) -> None:
    """The documents as a phone shows them, one below the other."""
    with st.container(key="documents-small", gap=None):
        shown = listing.shown("documents-small")
        for row in facts[:shown]:
            key = f"small-document-{row.document.id}"
            st.button(
                in_label(_title(row)),
                key=key,
                type="tertiary",
                width="stretch",
                wrap=True,
                on_click=viewer.open_document,
                args=(row.document.id, key),
            )
            day = filed.get(row.document.path)
            about = [
                _kind(row),
                *([f"ECF {row.document.description.ecf}"] if row.document.description.ecf else []),
                *([_("filed {day}").format(day=day.isoformat())] if day else []),
                counted(row.document.pages, "page"),
                *map(retold, row.warnings),
            ]
            st.html(f'<p class="pincite-facts">{in_html(" · ".join(about))}</p>')
        listing.draw_rest("documents-small", len(facts) - shown)


def _draw_table(case: Case, facts: list[Facts], filed: Mapping[str, date]) -> None:
    warned = any(row.warnings for row in facts)
    row_height = _row_height(facts)
    key = f"documents-{case.name}"
    # Sized to the number of documents, up to a screenful.
    st.dataframe(
        [_row(row, filed) for row in facts],
        hide_index=True,
        key=key,
        on_select=lambda: _open(facts, key),
        selection_mode="single-cell",
        row_height=row_height,
        height=min(38 + row_height * len(facts), 560),
        column_order=[
            _("Title"),
            _("Kind"),
            _("ECF No."),
            *([_("Filed")] if filed else []),
            _("Pages"),
            _("Passages"),
            _("Language"),
            _("Read by"),
            _("File"),
            *([_("Warnings")] if warned else []),
        ],
        column_config={
            _("Title"): st.column_config.TextColumn(width=_TITLE),
            _("Kind"): st.column_config.TextColumn(width=_KIND),
            _("ECF No."): st.column_config.TextColumn(width=66),
            _("Filed"): st.column_config.TextColumn(width=88),
            _("Pages"): st.column_config.NumberColumn(width=56),
            _("Passages"): st.column_config.NumberColumn(width=76),
            _("Language"): st.column_config.TextColumn(width=76),
            _("Read by"): st.column_config.TextColumn(width=82),
            _("File"): st.column_config.TextColumn(width=_FILE),
            _("Warnings"): st.column_config.TextColumn(width="large"),
        },
        alt=_("The documents of the case"),
    )
    st.html(_('<p class="pincite-aside">A click on a document opens it beside the page.</p>'))


def _row_height(facts: list[Facts]) -> int:
    """The height of a table's rows in pixels, so that no title, kind or path is cut off, up to some
    lines."""
    lines = max(
        max(
            _lines_of(_title(row), _TITLE),
            _lines_of(_kind(row), _KIND),
            _lines_of(row.document.path, _FILE),
        )
        for row in facts
    )
    if lines == 1:
        return 35
    return max(17 + 18 * min(lines, _MOST_LINES), _LEAST_TO_WRAP)


def _kind(facts: Facts) -> str:
    return word(facts.document.description.kind).capitalize()


def _lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    return math.ceil(_LETTER * len(text) / (width - 16))


def _open(facts: list[Facts], key: str) -> None:
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(facts):
        viewer.open_document(facts[cells[0][0]].document.id, key)


def _title(facts: Facts) -> str:
    return facts.document.description.title or facts.document.path


def _row(facts: Facts, filed: Mapping[str, date]) -> dict[str, object]:
    document, about = facts.document, facts.document.description
    return {
        _("Title"): _title(facts),
        _("Kind"): _kind(facts),
        _("ECF No."): about.ecf,
        _("Filed"): filed[document.path].isoformat() if document.path in filed else "",
        _("Pages"): document.pages,
        _("Language"): _(_LANGUAGES.get(about.language, about.language)),
        _("Passages"): facts.passages,
        _("Read by"): _read_by(facts),
        _("Warnings"): "; ".join(map(retold, facts.warnings)),
        _("File"): document.path,
    }


def _read_by(facts: Facts) -> str:
    if not facts.ocr_pages:
        return _(_FORMATS.get(facts.document.format, N_("text")))
    if facts.ocr_pages == facts.document.pages:
        return "OCR"
    return _("text; OCR on {ocr_pages} of {pages} pages").format(
        ocr_pages=facts.ocr_pages, pages=facts.document.pages
    )


def _draw_failures(desk: Desk, case: Case) -> None:
    failures = desk.catalogue.failures(case)
    if not failures:
        return
    with st.container(key="failures", border=True):
        rows = "".join(
            f"<li><span>{in_html(path)}</span><small>{with_code(retold(reason))} "
            f"{with_code(retold(advice))}</small>"
            "</li>"
            for path, (reason, advice) in failures.items()
        )
        number = len(failures)
        headline = ngettext(
            "{number} file could not be read", "{number} files could not be read", number
        ).format(number=number)
        st.html(
            f'<p class="pincite-headline">{headline}</p><ul class="pincite-documents">{rows}</ul>'
        )
        if not desk.may(case, "editor"):
            return
        if any(is_about_passwords(reason) for reason, _ in failures.values()):
            st.text_input(
                _("Password of the protected files"),
                type="password",
                key="file-password",
                autocomplete="off",
                help=_("It is tried on each of them, and not kept in the library."),
            )
        st.button(_("Try again"), key="retry", on_click=_retry, args=(desk, case))


def _retry(desk: Desk, case: Case) -> None:
    password = st.session_state.pop("file-password", "")
    if not desk.ingest_job.retry(case, [password] if password else []):
        st.session_state["add-problem"] = (
            _("The files are not here any more, or something is being added already."),
            _("Add them again below."),
        )


def _draw_add(desk: Desk, case: Case) -> None:
    st.html(_('<h2 class="pincite-part">Add documents</h2>'))
    # A new uploader after each go: the old one would keep showing files that were taken.
    # And one of its own for each case: files dropped for one are not another's.
    turn = st.session_state.get("upload-turn", 0)
    key = f"upload-{case.name}-{turn}"
    files = st.file_uploader(
        _("PDF, Word, web pages, e-mails, text"), accept_multiple_files=True, key=key
    )
    replacing = _ask_what_they_are(desk, case, new_case.uploads_of(files), key)
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Add to the case"),
            type="primary",
            key="upload-add",
            disabled=not files,
            on_click=_add,
            args=(desk, case, key, replacing),
        )
        if case.folder:
            st.button(
                _("Mirror the folder again"),
                key="mirror",
                help=in_label(
                    _("Adds, changes and removes what has changed in {folder}").format(
                        folder=case.folder
                    )
                ),
                on_click=_start,
                args=(desk, case),
            )
    problem = st.session_state.pop("add-problem", None)
    if problem:
        draw_notice(*problem)


def _ask_what_they_are(desk: Desk, case: Case, uploads: list[Upload], key: str) -> bool:
    """Whether files that are called like documents of the case are new versions of them."""
    try:
        found = clashes(desk.catalogue, case, uploads)
    except FileRefused:
        return True  # told when they are added
    ours = [target.path for target in found if not target.of_folder]
    folders = [target.path for target in found if target.of_folder]
    if folders:
        draw_notice(
            ngettext(
                "{paths} is in the folder of the case, with other contents.",
                "{paths} are in the folder of the case, with other contents.",
                len(folders),
            ).format(paths=", ".join(folders)),
            _(
                "To replace a file of the folder, replace it there. What you add here is "
                "kept beside "
                "it, with a number after its name."
            ),
        )
    if not ours:
        return True
    return st.radio(
        in_label(
            ngettext(
                "{paths} is in the case already, with other contents. What you add is:",
                "{paths} are in the case already, with other contents. What you add is:",
                len(ours),
            ).format(paths=", ".join(ours))
        ),
        [
            _(_NEW_VERSION),
            _("another document: keep both, the new one with a number after its name"),
        ],
        key=f"clash-{key}",
    ) == _(_NEW_VERSION)


def _add(desk: Desk, case: Case, key: str, replacing: bool) -> None:
    uploads = new_case.uploads_of(st.session_state.get(key))
    try:
        found = clashes(desk.catalogue, case, uploads)
        same = {safe_name(upload.name) for upload in uploads} - {target.path for target in found}
        versions = {target.path for target in found if replacing and not target.of_folder}
        taken = desk.catalogue.places(case).keys() - same - versions
        paths = desk.uploads.keep(case, uploads, taken)
    except PinciteError as error:
        st.session_state["add-problem"] = (error.reason, error.advice)
        return
    if desk.ingest_job.start(case, paths):
        st.session_state["upload-turn"] = st.session_state.get("upload-turn", 0) + 1
    else:
        _busy()


def _start(desk: Desk, case: Case) -> None:
    folder = Path(case.folder)
    if not folder.is_dir():
        st.session_state["add-problem"] = (
            _("The folder {folder} is not there.").format(folder=folder),
            _("Connect its disk, or name another one: pincite ingest FOLDER --case NAME"),
        )
    elif not desk.ingest_job.start(case, [folder]):
        _busy()


def _busy() -> None:
    st.session_state["add-problem"] = (
        _("Documents are being added already."),
        _("Try again when that is done."),
    )
