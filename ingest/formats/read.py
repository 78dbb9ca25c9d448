"""A file of any supported format as pages of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.document import Page, Reading
from ingest.formats.decode import decoded, decoded_page
from ingest.formats.detect import content_of, docket_form, extension_of, format_of

READER = "20"
"""Grows when files are read differently: libraries then read their files again."""


def read(path: Path, name: str | None = None, passwords: Sequence[str] = ()) -> Reading:
    """Reads the file at ``path`` by what it holds; ``name`` is its original file
    name, where ``path`` is a copy under another; ``passwords`` are tried where it is protected.

    Raises `ingest.errors.FileRefused` here, or while the pages are consumed.
    """
    form = format_of(path, name or path.name)
    # Each reader loads a heavy library: only the one that is needed.
    if form == "pdf":
        from ingest.formats.pdf.read import read_pdf

        return read_pdf(path, passwords=passwords)
    if form == "word":
        from ingest.formats.word.read import read_word

        return read_word(path)
    if form == "old word":
        return _by_way_of_docx(path, extension_of(name or path.name))
    content = content_of(path)
    if form == "email":
        from ingest.formats.email.read import read_email

        return read_email(content)
    if form == "calendar":
        from ingest.formats.email.calendar import read_calendar

        return read_calendar(decoded(content))
    if form == "xml":
        from ingest.formats.xml.read import read_xml

        return read_xml(content)
    if form == "json":
        from ingest.formats.docket.courtlistener import read_courtlistener

        return read_courtlistener(decoded(content))
    if form in ("html", "web archive"):
        page = _saved_page(content) if form == "web archive" else decoded_page(content)
        if docket_form(page):
            from ingest.formats.docket.read import read_docket

            return read_docket(page)
        from ingest.formats.html.read import read_html

        return read_html(page)
    text = decoded(content)
    if form == "markdown":
        from ingest.formats.markdown import read_markdown

        return read_markdown(text)
    from ingest.formats.text import read_text

    return read_text(text)


def _saved_page(content: bytes) -> str:
    from ingest.formats.html.archive import page_of

    return page_of(content)


def _by_way_of_docx(path: Path, extension: str) -> Reading:
    from ingest.formats.libreoffice import as_docx
    from ingest.formats.word.read import read_word

    def pages() -> Iterator[Page]:
        with as_docx(path, extension if extension in (".doc", ".rtf") else ".doc") as docx:
            yield from read_word(docx).pages

    return Reading(pages(), "word")
