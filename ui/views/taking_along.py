"""Links that hand on what a page shows, as files; each is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from bot.overview.report import FILES, SourcedReport
from ingest.translation import _
from ui.literal import in_html
from ui.taken_files import OfferedFile, offer

NAMES = {"docx": "Word", "pdf": "PDF", "md": "Markdown"}

OtherFile = tuple[str, str, Callable[[], bytes]]
"""The words of the link, the media type, and what writes the file."""


def draw(
    name: str,
    report: Callable[[], SourcedReport],
    *,
    key: str,
    others: Mapping[str, OtherFile] | None = None,
) -> None:
    """A link for each kind of file, under the ``name`` with its ending; ``others`` are files
    besides the report, by their ending."""
    links = []
    for ending, (media_type, _write) in FILES.items():
        file = OfferedFile(f"{name}.{ending}", media_type, partial(_written, ending, report))
        links.append((NAMES[ending], offer(f"{key}.{ending}", file)))
    for ending, (words, media_type, content) in (others or {}).items():
        file = OfferedFile(f"{name}.{ending}", media_type, content)
        links.append((words, offer(f"{key}.{ending}", file)))
    draw_links(_("This as a file:"), links, _("With a table of its sources"))


def draw_links(lead: str, links: Sequence[tuple[str, str]], title: str = "") -> None:
    """``links`` are words and addresses of files."""
    drawn = " · ".join(
        f'<a href="{in_html(address)}" download>{in_html(words)}</a>' for words, address in links
    )
    st.html(
        f'<p class="pincite-aside pincite-take-along" title="{in_html(title)}">'
        f"{in_html(lead)} {drawn}</p>"
    )


def _written(ending: str, report: Callable[[], SourcedReport]) -> bytes:
    _media_type, write = FILES[ending]
    return write(report())
