"""A new case, made from files that are dropped here, or from a folder that it mirrors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import streamlit as st

from ingest.errors import PinciteError
from ingest.sync.uploads import Upload
from ingest.translation import _
from ui.desk import Desk
from ui.frame import draw_notice
from ui.views import ingest_progress


class UploadedFile(Protocol):
    """A file as Streamlit hands it over."""

    name: str

    def getvalue(self) -> bytes: ...


def draw(desk: Desk, where: str = "new") -> bool:
    """The form, with what was wrong with the last try; ``where`` names it among others on the
    page. True in the run after a case was made by it."""
    st.text_input(
        _("Name of the case"), key=f"{where}-title", placeholder=_("Smith v. Jones"), max_chars=120
    )
    st.file_uploader(
        _("Documents: PDF, Word, web pages, e-mails, text, or scans as PDF"),
        accept_multiple_files=True,
        key=_files_key(where),
    )
    # Of the server's folders only those who have the server may say which are read.
    if desk.visitor is None:
        st.text_input(
            _("Or a folder on this computer, which the case then mirrors"),
            key=f"{where}-folder",
            placeholder="/home/me/cases/smith",
        )
    tried = st.button(
        _("Create the case"),
        type="primary",
        key=f"{where}-create",
        on_click=_create,
        args=(desk, where),
    )
    problem = st.session_state.pop(f"{where}-problem", None)
    if problem:
        draw_notice(*problem)
    return tried and not problem


def draw_beside(desk: Desk) -> None:
    """The button by the choice of the case, and the form that it opens."""

    @st.dialog(_("New case"))
    def ask() -> None:
        if draw(desk, "beside"):
            st.rerun()

    if st.button(_("New case"), key="beside-new", width="stretch", wrap=True):
        ask()


def uploads_of(files: Sequence[UploadedFile] | None) -> list[Upload]:
    return [Upload(file.name, file.getvalue()) for file in files or ()]


def _create(desk: Desk, where: str) -> None:
    title = " ".join(str(st.session_state[f"{where}-title"]).split())
    files = uploads_of(st.session_state.get(_files_key(where)))
    folder = str(st.session_state.get(f"{where}-folder", "")).strip()
    try:
        name = _name(title, desk)
        sources = [_folder(folder)] if folder else []
        if (files or sources) and ingest_progress.is_busy(desk.ingest_job):
            raise _busy()
        case = desk.cases.create(name, title)
        sources += desk.uploads.keep(case, files)
        # A case may be empty at first: its pages lead on to adding documents.
        if sources and not desk.ingest_job.start(case, sources):
            raise _busy()
    except PinciteError as error:
        st.session_state[f"{where}-problem"] = (error.reason, error.advice)
        return
    st.session_state["case"] = name
    st.session_state[f"{where}-title"] = st.session_state[f"{where}-folder"] = ""
    st.session_state["new-turn"] = st.session_state.get("new-turn", 0) + 1


def _busy() -> PinciteError:
    return PinciteError(
        "Documents are being added to another case.", "Try again when that is done."
    )


def _files_key(where: str) -> str:
    """The key of the upload box, a new one after each case that was made, so that its files are not
    offered to the next."""
    return f"{where}-files-{st.session_state.get('new-turn', 0)}"


def _name(title: str, desk: Desk) -> str:
    """The name a case of that title is known by: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not name:
        raise PinciteError("The case has no name.", "Give it one, with letters or digits.")
    return desk.cases.free_name(name)


def _folder(given: str) -> Path:
    folder = Path(given).expanduser()
    if not folder.is_absolute():
        raise PinciteError(
            f"{given} is not a full path.",
            "Write it from the root on: /home/…",
        )
    if not folder.is_dir():
        raise PinciteError(f"There is no folder {given}.", "Check its spelling.")
    return folder
