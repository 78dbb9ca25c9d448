"""Buttons that hand on what a page shows, as files; each is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from bot.overview.report import FILES, SourcedReport
from ingest.translation import _

_NAMES = {"docx": "Word", "pdf": "PDF", "md": "Markdown"}

OtherFile = tuple[str, str, Callable[[], bytes]]
"""The words on the button, the media type, and what writes the file."""


def draw(
    name: str,
    report: Callable[[], SourcedReport],
    *,
    key: str,
    others: Mapping[str, OtherFile] | None = None,
) -> None:
    """A button for each kind of file, under the ``name`` with its ending; ``others`` are files
    besides the report, by their ending."""
    with st.container(horizontal=True, gap="small", key=f"take-{key}"):
        for ending, (words, media_type, content) in (others or {}).items():
            st.download_button(
                words, content, f"{name}.{ending}", media_type, key=f"{key}-{ending}"
            )
        for ending, (media_type, _write) in FILES.items():
            st.download_button(
                _NAMES[ending],
                partial(_written, ending, report),
                f"{name}.{ending}",
                media_type,
                key=f"{key}-{ending}",
                help=_("With a table of its sources"),
            )


def _written(ending: str, report: Callable[[], SourcedReport]) -> bytes:
    _media_type, write = FILES[ending]
    return write(report())
