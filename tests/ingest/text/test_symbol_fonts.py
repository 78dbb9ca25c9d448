"""Bullets and checkboxes set in fonts of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.formats.pdf.read import read_pdf
from ingest.text.symbol_fonts import meant_by


@pytest.mark.parametrize(
    ("font", "code", "meant"),
    [
        ("Symbol", 0xF0B7, "•"),
        ("ABCDEF+SymbolMT", 0xF0B3, "≥"),
        ("ABCDEF+Wingdings-Regular", 0xF0FE, "☑"),
        ("Wingdings", 0xA8, "☐"),
        ("Wingdings 2", 0xF053, "☒"),
        ("Wingdings 3", 0xF0FE, ""),
        ("Wingdings", 0xF021, ""),
        ("Times New Roman", 0xF0FE, ""),
        ("", 0xF0B7, ""),
    ],
)
def test_what_a_font_means_by_a_code(font: str, code: int, meant: str) -> None:
    assert meant_by(font, code) == meant


def test_the_checkboxes_of_a_form(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(
        _form(
            b"BT /F1 12 Tf 72 700 Td (Jury demand: ) Tj /F2 12 Tf (x) Tj /F1 12 Tf ( Yes ) Tj "
            b"/F2 12 Tf (o) Tj /F1 12 Tf ( No) Tj ET"
        )
    )
    (page,) = read_pdf(file).pages
    assert [line.text for line in page.lines] == ["Jury demand: ☒ Yes ☐ No"]


def test_each_option_of_a_form_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    options = (b"Breach of contract, express", b"or implied", b"Promissory estoppel")
    content = b"BT 72 700 Td /F1 12 Tf (The nature of the suit is, as far as it is known:) Tj "
    for box, option in zip((b"x", b"", b"o"), options, strict=True):
        content += b"0 -14 Td /F2 12 Tf (" + box + b") Tj /F1 12 Tf ( " + option + b") Tj "
    file.write_bytes(_form(content + b"ET"))
    (page,) = read_pdf(file).pages
    assert [(line.text, line.begins, line.role) for line in page.lines[1:]] == [
        ("☒ Breach of contract, express", True, "body"),
        ("or implied", False, "body"),
        ("☐ Promissory estoppel", True, "body"),
    ]


def _form(content: bytes) -> bytes:
    """A page with the fonts F1, Helvetica, and F2, whose x and o stand for boxes of Wingdings.
    Without a table of its objects, which readers make anew."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 2 beginbfchar <78> <F0FD> <6F> <F0A8> endbfchar endcmap end"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Wingdings-Regular /ToUnicode 7 0 R "
        b"/FirstChar 32 /LastChar 127 /Widths [" + b"600 " * 96 + b"] >>",
        _stream(content),
        _stream(cmap),
    )
    numbered = (b"%d 0 obj %s endobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return b"%PDF-1.4\n" + b"".join(numbered) + b"trailer << /Root 1 0 R /Size 8 >>\n%%EOF\n"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content)
