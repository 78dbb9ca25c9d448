"""The structure of a PDF, read by pikepdf: what pdfium's text does not include.

A file that pikepdf cannot open is read by pdfium alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from ingest.formats.pdf.font_specimen import specimen
from ingest.formats.pdf.lying_fonts import lying


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


class Container:
    """An open PDF, as a structure of objects."""

    def __init__(self, path: Path, passwords: Sequence[str] = ()) -> None:
        self._known: dict[Hashable, Oddities] = {}
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

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of the files inside it."""
        return tuple(name for name, _ in islice(self._attached(), _MOST_FILES))

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The files inside it: name and content. Those that are broken are left out."""
        for name, stream in islice(self._attached(), _MOST_FILES):
            with suppress(*_BROKEN):
                yield name, stream.read_bytes()

    def _attached(self) -> Iterator[tuple[str, Any]]:
        """The files of the whole document, then those pinned to its pages: name and stream."""
        if self._pdf is None:
            return
        named: set[tuple[int, int]] = set()
        with suppress(*_BROKEN):
            for name, attached in self._pdf.attachments.items():
                with suppress(*_BROKEN):
                    named.add(attached.obj.objgen)
                    yield attached.filename or name, attached.get_file()
        with suppress(*_BROKEN):
            for page in self._pdf.pages:
                with suppress(*_BROKEN):
                    for note in page.obj.get("/Annots", ()):
                        if note.get("/Subtype") != "/FileAttachment":
                            continue
                        file = note["/FS"]
                        if not file.is_indirect or file.objgen not in named:
                            name = str(file.get("/UF", file.get("/F", "file")))
                            yield name, file["/EF"].get("/F", file["/EF"].get("/UF"))

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def page(self, number: int) -> Oddities:
        """What is odd about a page, counted from 1."""
        if self._pdf is None:
            return NO_ODDITIES
        try:
            fonts = list(_fonts(self._pdf.pages[number - 1].resources, 0))
            self._look_at({_key(font): font for font in fonts})
            found = [self._known[_key(font)] for font in fonts]
        except _BROKEN:
            return Oddities(self._has_layers)
        return Oddities(
            self._has_layers or any(oddity.may_not_be_drawn for oddity in found),
            any(oddity.is_untrue for oddity in found),
        )

    def _look_at(self, fonts: Mapping[Hashable, Any]) -> None:
        """Come to know the fonts that are new, of which a page has a dozen at most."""
        new = [key for key in fonts if key not in self._known]
        lies: frozenset[int] = frozenset()
        with suppress(*_BROKEN):
            if drawn := specimen([fonts[key] for key in new]):
                lies = lying(drawn)
        for row, key in enumerate(new):
            is_drawing = fonts[key].get("/Subtype") == "/Type3"
            self._known[key] = Oddities(is_drawing, is_untrue=row in lies)


def _key(font: Any) -> Hashable:
    """The key of a font: its number in the file, or what it says where it has none."""
    key: Hashable = font.objgen if font.is_indirect else font.unparse()
    return key


def _fonts(resources: Any, depth: int) -> Iterator[Any]:
    """The fonts of a page, and of the forms on it."""
    yield from resources.get("/Font", {}).values()
    if depth == _DEEPEST:
        return
    for thing in resources.get("/XObject", {}).values():
        if thing.get("/Subtype") == "/Form" and "/Resources" in thing:
            yield from _fonts(thing["/Resources"], depth + 1)
