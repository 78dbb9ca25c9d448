"""A new case: of files dropped here, or of a folder that it mirrors from then on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import streamlit as st

from ingest.errors import PinciteError
from ingest.sync.uploads import Upload
from ui.desk import Desk
from ui.frame import draw_notice


class UploadedFile(Protocol):
    """A file as Streamlit hands it over."""

    name: str

    def getvalue(self) -> bytes: ...


def draw(desk: Desk) -> None:
    """The form, with what was wrong with the last try."""
    st.text_input("Name of the case", key="new-title", placeholder="Smith v. Jones", max_chars=120)
    st.file_uploader(
        "Documents: PDF, Word, web pages, e-mails, text, or scans as PDF",
        accept_multiple_files=True,
        key=_files_key(),
    )
    st.text_input(
        "Or a folder on this computer, which the case then mirrors",
        key="new-folder",
        placeholder="/home/me/cases/smith",
    )
    st.button("Create the case", type="primary", key="new-create", on_click=_create, args=(desk,))
    problem = st.session_state.pop("new-problem", None)
    if problem:
        draw_notice(*problem)


def uploads_of(files: Sequence[UploadedFile] | None) -> list[Upload]:
    return [Upload(file.name, file.getvalue()) for file in files or ()]


def _create(desk: Desk) -> None:
    title = " ".join(str(st.session_state["new-title"]).split())
    files = uploads_of(st.session_state.get(_files_key()))
    folder = str(st.session_state["new-folder"]).strip()
    try:
        name = _name(title, desk)
        sources = [_folder(folder)] if folder else []
        if not files and not sources:
            raise PinciteError("There is nothing in it yet.", "Add files, or name a folder.")
        case = desk.catalogue.put_case(name, title)
        sources += desk.uploads.keep(case, files)
        if not desk.ingest_job.start(case, sources):
            raise PinciteError(
                "Documents are being added to another case.", "Try again when that is done."
            )
    except PinciteError as error:
        st.session_state["new-problem"] = (error.reason, error.advice)
        return
    st.session_state["case"] = name
    st.session_state["new-title"] = st.session_state["new-folder"] = ""
    st.session_state["new-turn"] = st.session_state.get("new-turn", 0) + 1


def _files_key() -> str:
    """Another one after each case that was made: its files are not the next one's."""
    return f"new-files-{st.session_state.get('new-turn', 0)}"


def _name(title: str, desk: Desk) -> str:
    """The name a case of that title is known by: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not name:
        raise PinciteError("The case has no name.", "Give it one, with letters or digits.")
    if any(case.name == name for case in desk.catalogue.cases()):
        raise PinciteError(f"There is a case named {name} already.", "Give this one another name.")
    return name


def _folder(given: str) -> Path:
    folder = Path(given).expanduser()
    if not folder.is_absolute():
        raise PinciteError(f"{given} is not a full path.", "Write it from the root on: /home/…")
    if not folder.is_dir():
        raise PinciteError(f"There is no folder {given}.", "Check its spelling.")
    return folder
