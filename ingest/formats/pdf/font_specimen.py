"""A page on which each font of a PDF draws its digits and letters, to see what they look like."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pikepdf

CELL = 40
"""Points from one letter of a specimen to the next, and from one font to the next above it."""
_SIZE, _BASELINE = 24, 12
"""Points of its type, and from the lower edge of a cell to the letter."""
_MOST_LETTERS = 128
_STANDARD = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Bold", "Times-Italic", "Courier")
_NAME_OF_LETTER = re.compile(r"[A-Za-z0-9]$|zero|one|two|three|four|five|six|seven|eight|nine")


def specimen(fonts: Sequence[Any]) -> bytes:
    """A PDF with a row for each font, the first at the bottom; b"" where there is nothing to see
    that they do not say."""
    rows = [(font, _codes(font)) for font in fonts]
    return _drawn(rows) if any(codes for _, codes in rows) else b""


def _drawn(rows: Sequence[tuple[Any, Sequence[str]]]) -> bytes:
    pdf = pikepdf.new()
    names = {}
    lines = []
    for row, (font, codes) in enumerate(rows):
        names[f"/F{row}"] = pdf.copy_foreign(font) if font.is_indirect else font
        for column, code in enumerate(codes[:_MOST_LETTERS]):
            place = f"1 0 0 1 {CELL * column + 4} {CELL * row + _BASELINE}"
            lines.append(f"BT /F{row} {_SIZE} Tf {place} Tm <{code}> Tj ET")
    width = max(1, *[len(codes) for _, codes in rows])
    pdf.add_blank_page(page_size=(CELL * min(width, _MOST_LETTERS), CELL * len(rows)))
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(names))
    page.Contents = pdf.make_stream("\n".join(lines).encode())
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=False)
    return stream.getvalue()


def standard_specimen() -> bytes:
    """That of the typefaces which every program that draws PDFs brings along."""
    codes = [f"{code:02x}" for code in range(128) if chr(code).isalnum()]
    fonts = [
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{name}")
        )
        for name in _STANDARD
    ]
    return _drawn([(font, codes) for font in fonts])


def _codes(font: Any) -> list[str]:
    """The codes, as hexadecimal digits, under which a font may have digits and English letters;
    none where it cannot say otherwise than it draws."""
    if "/ToUnicode" in font:
        return _copied_as_letters(font["/ToUnicode"].read_bytes())
    descriptor = font.get("/FontDescriptor", {})
    is_embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    if font.get("/Subtype") == "/Type0" or not (is_embedded or "/CharProcs" in font):
        return []  # it cannot be copied, or is both drawn and copied by its encoding
    codes = {code for code in range(128) if chr(code).isalnum()}
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        code = 0
        for entry in encoding["/Differences"]:
            if isinstance(entry, pikepdf.Name):
                (codes.add if _NAME_OF_LETTER.fullmatch(str(entry)[1:]) else codes.discard)(code)
                code += 1
            else:
                code = int(entry)
    return [f"{code:02x}" for code in sorted(codes) if 0 <= code < 256]


_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{4})>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{2,4})>\s*(?:<([0-9A-Fa-f]{4})>|\[([^\]]*)\])"
)


def _copied_as_letters(cmap: bytes) -> list[str]:
    """The codes that stand for a digit or an English letter by a ToUnicode map."""
    found: dict[str, None] = {}
    for kind, body in _BLOCK.findall(cmap):
        if kind == b"bfchar":
            found.update(
                {code.decode().lower(): None for code, to in _CHAR.findall(body) if _is_letter(to)}
            )
            continue
        for first, last, to, listed in _RANGE.findall(body):
            start, end = int(first, 16), min(int(last, 16), int(first, 16) + 255)
            targets = re.findall(rb"<([0-9A-Fa-f]+)>", listed)
            if to:
                targets = [b"%04x" % (int(to, 16) + step) for step in range(end - start + 1)]
            for code, target in zip(range(start, end + 1), targets, strict=False):
                if _is_letter(target):
                    found[f"{code:0{len(first)}x}"] = None
    return list(found)


def _is_letter(target: bytes) -> bool:
    code = int(target, 16)
    return code < 128 and chr(code).isalnum()
