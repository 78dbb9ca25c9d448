"""The way in: one file of each kind, told by its content, and the real article."""

# ruff: noqa: E501 - a case of a table, or a line of a page, is read on one line
from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen import canvas

from ingest.errors import FileRefused
from ingest.formats.read import read

ROOT = Path(__file__).parents[3]
ARTICLE = ROOT.parent / "shared" / "case" / "article.fr.txt"
SAMPLE = ROOT / "data" / "wiwynn-v-x"


def pdf() -> bytes:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    sheet.drawString(72, 700, "The court finds for the plaintiff.")
    sheet.save()
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The court finds for the plaintiff.")
    document.save(buffer)
    return buffer.getvalue()


FOUND = "The court finds for the plaintiff."
FILES = [
    ("order.pdf", pdf(), "pdf"),
    ("order.docx", word(), "word"),
    ("order.html", f"<p>{FOUND}</p>".encode(), "html"),
    ("order.md", f"*{FOUND}*".encode(), "markdown"),
    ("order.txt", FOUND.encode("utf-16"), "text"),
    ("order", FOUND.encode(), "text"),
    ("or\nder \u2696\ufe0f.docx", word(), "word"),
]


@pytest.mark.parametrize(("name", "content", "form"), FILES, ids=[repr(f[0]) for f in FILES])
def test_every_kind_is_read_by_one_call(
    tmp_path: Path, name: str, content: bytes, form: str
) -> None:
    named, copy = tmp_path / name, tmp_path / "9f86d081884c7d65"
    for path in (named, copy):
        path.write_bytes(content)
    for reading in (read(named), read(copy, name)):
        assert reading.format == form
        (page,) = reading.pages
        assert [line.text for line in page.lines] == [FOUND]
        assert page.lines[0].begins


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xyz"
    path.write_bytes(b"words")
    with pytest.raises(FileRefused, match=r"Files named \.xyz are not read"):
        read(path)


@pytest.mark.parametrize(
    ("name", "kind"), [("article.html", "article"), ("docket.html", "docket"), ("letter.docx", "other")]
)  # fmt: skip
def test_the_sample_case(name: str, kind: str) -> None:
    reading = read(SAMPLE / name)
    assert reading.description.kind == kind
    assert any("Wiwynn" in line.text for page in reading.pages for line in page.lines)


@pytest.mark.skipif(not ARTICLE.exists(), reason="the real article is not beside the project")
def test_the_real_article_is_its_paragraphs_without_the_button_below() -> None:
    (page,) = read(ARTICLE).pages
    paragraphs = ARTICLE.read_text("utf-8").splitlines()
    assert [line.text for line in page.lines] == [text.strip() for text in paragraphs[:-1]]
    assert all(line.begins for line in page.lines)
    assert [left.text for left in page.left_out] == ["Laisser un commentaire"]
