"""The structure of a PDF, read by pikepdf: what pdfium's text does not include.

A file that pikepdf cannot open is read by pdfium alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf


class Oddities(NamedTuple):
    """What makes a page's text differ from what is drawn."""

    may_not_be_drawn: bool = False
    """It has layers that can be switched off, or a font whose letters are drawings."""
    is_untrue: bool = False
    """A font of the page says that its letters are others than it draws."""


NO_ODDITIES = Oddities()

_BROKEN = (
    pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError, KeyError,
    IndexError, OSError, RuntimeError, RecursionError,
)  # fmt: skip
"""What pikepdf raises for structures that break the rules."""

_MOST_FILES = 100
_DEEPEST = 4
"""Forms within forms are followed this far."""
_NAMES = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
"""The names of glyphs that are not the character itself."""
_SYMBOLIC, _NONSYMBOLIC = 4, 32
"""Flags of a font's descriptor."""
_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
"""The same for digits and English letters."""


class Container:
    """An open PDF, as a structure of objects."""

    def __init__(self, path: Path, passwords: Sequence[str] = ()) -> None:
        self._fonts: dict[tuple[int, int], Oddities] = {}
        self._pdf: pikepdf.Pdf | None = None
        self._has_layers = False
        for password in ("", *passwords):
            try:
                self._pdf = pikepdf.open(path, password=password)
                self._has_layers = "/OCProperties" in self._pdf.Root
                return
            except pikepdf.PasswordError:
                continue
            except _BROKEN:
                return

    @property
    def is_dynamic_form(self) -> bool:
        """Whether its pages are made by Adobe's programs when they open it (dynamic XFA)."""
        if self._pdf is None:
            return False
        try:
            form = self._pdf.Root.get("/AcroForm")
            if form is None or "/XFA" not in form:
                return False
            return bool(self._pdf.Root.get("/NeedsRendering", False)) or len(form.Fields) == 0
        except _BROKEN:
            return False

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files inside it."""
        if self._pdf is None:
            return ()
        try:
            return tuple(self._pdf.attachments)[:_MOST_FILES]
        except _BROKEN:
            return ()

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The files inside it: name and content. Those that are broken are left out."""
        if self._pdf is None:
            return
        for name in self.files:
            with suppress(*_BROKEN):
                attached = self._pdf.attachments[name]
                yield attached.filename or name, attached.get_file().read_bytes()

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def page(self, number: int) -> Oddities:
        """What is odd about a page, counted from 1."""
        if self._pdf is None:
            return NO_ODDITIES
        try:
            resources = self._pdf.pages[number - 1].resources
            found = [self._of_font(font) for font in _fonts(resources, 0)]
        except _BROKEN:
            return Oddities(self._has_layers)
        return Oddities(
            self._has_layers or any(oddity.may_not_be_drawn for oddity in found),
            any(oddity.is_untrue for oddity in found),
        )

    def _of_font(self, font: Any) -> Oddities:
        key = font.objgen
        if key not in self._fonts or key == (0, 0):
            try:
                is_drawing = font.get("/Subtype") == "/Type3"
                self._fonts[key] = Oddities(is_drawing, is_untrue=_is_untrue(font))
            except _BROKEN:
                self._fonts[key] = NO_ODDITIES
        return self._fonts[key]


def _fonts(resources: Any, depth: int) -> Iterator[Any]:
    """The fonts of a page, and of the forms on it."""
    yield from resources.get("/Font", {}).values()
    if depth == _DEEPEST:
        return
    for thing in resources.get("/XObject", {}).values():
        if thing.get("/Subtype") == "/Form" and "/Resources" in thing:
            yield from _fonts(thing["/Resources"], depth + 1)


def _is_untrue(font: Any) -> bool:
    """Whether a font of the simple kinds maps a digit or letter to another: its encoding says
    which glyph is drawn, its ToUnicode which character is copied."""
    if font.get("/Subtype") not in ("/Type1", "/TrueType", "/MMType1") or "/ToUnicode" not in font:
        return False
    drawn = _drawn_by(font)
    if not drawn:
        return False
    copied = _copied_by(font["/ToUnicode"].read_bytes())
    return any(
        said.lower() != drawn[code].lower() and said.isalnum() and said.isascii()
        for code, said in copied.items()
        if code in drawn
    )


def _drawn_by(font: Any) -> dict[int, str]:
    """The digits and English letters that codes of a font draw, where its encoding says so."""
    encoding = font.get("/Encoding")
    descriptor = font.get("/FontDescriptor", {})
    flags = int(descriptor.get("/Flags", _NONSYMBOLIC))
    is_embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    named = str(font.get("/BaseFont", "")).lower()
    if "symbol" in named or "dingbat" in named:
        return {}
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    known = base in _ENCODINGS or (base is None and not is_embedded)
    drawn = {}
    if known and not (is_embedded and (flags & _SYMBOLIC or not flags & _NONSYMBOLIC)):
        drawn = {code: chr(code) for code in range(128) if chr(code).isalnum()}
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        code = 0
        for entry in encoding["/Differences"]:
            if isinstance(entry, pikepdf.Name):
                name = str(entry)[1:]
                letter = _NAMES.get(name, name if len(name) == 1 and name.isalpha() else "")
                drawn.pop(code, None)
                if letter:
                    drawn[code] = letter
                code += 1
            else:
                code = int(entry)
    return drawn


_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{4})>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{2,4})>\s*(?:<([0-9A-Fa-f]{4})>|\[([^\]]*)\])"
)


def _copied_by(cmap: bytes) -> dict[int, str]:
    """The single characters that codes stand for by a ToUnicode map."""
    copied: dict[int, str] = {}
    for kind, body in _BLOCK.findall(cmap):
        if kind == b"bfchar":
            copied.update({int(code, 16): chr(int(to, 16)) for code, to in _CHAR.findall(body)})
            continue
        for first, last, to, listed in _RANGE.findall(body):
            start, end = int(first, 16), min(int(last, 16), int(first, 16) + 255)
            if to:
                base = int(to, 16)
                copied.update({code: chr(base + code - start) for code in range(start, end + 1)})
            else:
                targets = re.findall(rb"<([0-9A-Fa-f]+)>", listed)
                for code, target in zip(range(start, end + 1), targets, strict=False):
                    if len(target) == 4:
                        copied[code] = chr(int(target, 16))
    return copied
