"""Word documents (.docx): what a person sees on the page, in order.

python-docx opens the package; paragraphs are walked in their XML, since what
is shown also stands in content controls, tracked insertions and text boxes.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

from ingest.document import Description, LeftOut, Line, Page, Reading, Role
from ingest.errors import FileRefused
from ingest.read_text import visible
from ingest.word_numbers import Numbering

_DELETED = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
_CELL_PARAGRAPHS = 2
"""A cell with more paragraphs than this is part of a page's layout, not of a table."""
_PAGE_BREAK = "\f"
"""Stands for a page break within a paragraph's text; a form feed is not legal XML."""
_MAKER_TITLES = frozenset({"", "Word Document", "Document"})


def read_word(path: Path) -> Reading:
    """Reads a Word document. Raises `FileRefused` where it is damaged or empty.

    Pages are those of Word's last layout where the file records it, else those
    that explicit page breaks make, else one.
    """
    try:
        document = docx.Document(str(path))
        text = _Text(document)
        text.read()
        title = _title(document)
    except (
        PackageNotFoundError, InvalidXmlError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error,
        KeyError, ValueError, OSError, EOFError, NotImplementedError, AttributeError,
    ) as error:  # fmt: skip
        raise FileRefused(
            "It is a Word document that is damaged or not complete.",
            "Open it in Word and save it again, or save it as PDF.",
        ) from error
    if not any(page for page in text.pages):
        raise FileRefused(
            "It is a Word document that shows no text.", "Check that it is the right one."
        )
    return Reading(text.as_pages(), "word", Description(title=title or text.title))


@dataclass(slots=True)
class _Shown:
    """What runs show, what they hide, and the notes they call, in order."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


class _Text:
    """The lines of a document as they are gathered, page by page."""

    def __init__(self, document: Document) -> None:
        self.pages: list[list[Line]] = [[]]
        self.title = ""
        self._hidden: list[list[LeftOut]] = [[]]
        self._body: _Element = document.element.body
        self._styles = {
            s.get(qn("w:styleId")): s for s in document.styles.element.iter(qn("w:style"))
        }
        parts = {
            rel.reltype: rel.target_part
            for rel in document.part.rels.values()
            if not rel.is_external
        }
        numbering = parts.get(RELATION.NUMBERING)
        self._numbering = Numbering.of(
            etree.fromstring(numbering.blob, _PARSER) if numbering else None
        )
        self._notes = {
            kind: _notes(parts[relation].blob, kind)
            for kind, relation in (("footnote", RELATION.FOOTNOTES), ("endnote", RELATION.ENDNOTES))
            if relation in parts
        }
        self._note_count = {"footnote": 0, "endnote": 0}
        self._broken = False
        """Whether a page break was just made and nothing written since."""

    def read(self) -> None:
        self._blocks(self._body)

    def as_pages(self) -> Iterator[Page]:
        why = "Word document" if len(self.pages) == 1 else "Word document, by its page breaks"
        for number, (lines, hidden) in enumerate(zip(self.pages, self._hidden, strict=True), 1):
            yield Page(number, tuple(lines), why=why, left_out=tuple(hidden))

    def _blocks(self, parent: _Element) -> None:
        for element in parent:
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag == qn("w:sdt"):
                content = element.find(qn("w:sdtContent"))
                if content is not None:
                    self._blocks(content)
            elif element.tag in (qn("w:customXml"), qn("w:ins"), qn("w:moveTo")):
                self._blocks(element)

    def _paragraph(self, paragraph: _Element) -> None:
        style = self._property(paragraph, "pStyle")
        if self._is_on(paragraph, "pageBreakBefore"):
            self._break_page(rendered=False)
        shown = self._shown(paragraph)
        number, bullet = self._number(paragraph, style)
        role = self._role(paragraph, style, bullet)
        pieces = "".join(shown.text).split(_PAGE_BREAK)
        begins = True
        for index, piece in enumerate(pieces):
            if index:
                self._break_page(rendered=piece.startswith(_RENDERED))
            text = visible(" ".join(piece.replace(_RENDERED, "").split()))
            if text:
                self._write(
                    Line(visible(number + text) if begins else text, begins=begins, role=role)
                )
                begins = False
                if not self.title and self._style_name(style) == "title":
                    self.title = text
        self._after(shown)
        section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            kind = section.find(qn("w:type"))
            if kind is None or kind.get(qn("w:val")) != "continuous":
                self._break_page(rendered=False)

    def _after(self, shown: _Shown) -> None:
        """What stands beside a paragraph or row: its notes, its text boxes, what it hides."""
        hidden = visible(" ".join("".join(shown.hidden).split()))
        if hidden:
            self._hidden[-1].append(LeftOut("hidden text", hidden))
        for kind, note_id in shown.notes:
            self._note(kind, note_id)
        for box in shown.boxes:
            self._blocks(box)

    def _note(self, kind: str, note_id: str) -> None:
        note = self._notes.get(kind, {}).get(note_id)
        if note is None:
            return
        self._note_count[kind] += 1
        number = f"{self._note_count[kind]} "
        for paragraph in note.iter(qn("w:p")):
            shown = self._shown(paragraph)
            text = visible(" ".join("".join(shown.text).replace(_PAGE_BREAK, " ").split()))
            if text:
                self._write(Line(number + text, begins=True, role="footnote"))
                number = ""

    def _table(self, table: _Element) -> None:
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue  # a row of a table within a cell
            cells = [c for c in row.iter(qn("w:tc")) if next(c.iterancestors(qn("w:tr"))) is row]
            if any(
                next(cell.iter(qn("w:tbl")), None) is not None
                or sum(map(_has_text, _paragraphs(cell))) > _CELL_PARAGRAPHS
                for cell in cells
            ):
                for cell in cells:
                    self._blocks(cell)
            else:
                self._row(cells)

    def _row(self, cells: list[_Element]) -> None:
        whole = _Shown()
        texts = []
        for cell in cells:
            parts = []
            for paragraph in _paragraphs(cell):
                shown = self._shown(paragraph)
                number, _ = self._number(paragraph, self._property(paragraph, "pStyle"))
                text = "".join(shown.text)
                if _PAGE_BREAK in text:
                    self._break_page(rendered=_RENDERED in text)
                text = " ".join(text.replace(_PAGE_BREAK, " ").replace(_RENDERED, "").split())
                parts.append(number + text if text else "")
                whole.hidden += shown.hidden
                whole.notes += shown.notes
                whole.boxes += shown.boxes
            texts.append(visible(" ".join(part for part in parts if part)))
        line = "  ".join(text for text in texts if text)
        if line:
            self._write(Line(line, begins=True, role="table"))
        self._after(whole)

    def _write(self, line: Line) -> None:
        self.pages[-1].append(line)
        self._broken = False

    def _break_page(self, rendered: bool) -> None:
        # Word notes its layout after an explicit break too: one page, not two.
        if rendered and self._broken:
            return
        self.pages.append([])
        self._hidden.append([])
        self._broken = True

    def _shown(self, paragraph: _Element) -> _Shown:
        shown = _Shown()
        self._gather(paragraph, shown, hidden=False)
        return shown

    def _gather(self, parent: _Element, shown: _Shown, hidden: bool) -> None:
        for element in parent:
            tag = element.tag
            if tag in _DELETED or tag == _FALLBACK:
                continue
            if tag == _BOX:
                shown.boxes.append(element)
            elif tag == qn("w:r"):
                self._gather(element, shown, hidden=self._is_hidden(element))
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                kind = "footnote" if tag == qn("w:footnoteReference") else "endnote"
                shown.notes.append((kind, element.get(qn("w:id")) or ""))
            elif tag == qn("w:lastRenderedPageBreak"):
                shown.text.append(_PAGE_BREAK + _RENDERED)
            elif tag == qn("w:br") and element.get(qn("w:type")) == "page":
                shown.text.append(_PAGE_BREAK)
            elif (text := _text(element)) is not None:
                (shown.hidden if hidden else shown.text).append(text)
            else:
                self._gather(element, shown, hidden)

    def _is_hidden(self, run: _Element) -> bool:
        for properties in self._run_properties(run):
            vanish = properties.find(qn("w:vanish"))
            if vanish is not None:
                return _on(vanish)
        direct = run.find(qn("w:rPr"))
        if direct is None:
            return False
        size = direct.find(qn("w:sz"))
        if size is not None and (size.get(qn("w:val")) or "") in ("0", "1", "2"):
            return True  # half points: nobody reads type of one point
        color = direct.find(qn("w:color"))
        return (
            color is not None
            and (color.get(qn("w:val")) or "").upper() == "FFFFFF"
            and not _is_shaded(run)
        )

    def _run_properties(self, run: _Element) -> Iterator[_Element]:
        """A run's own properties, then those of its styles, nearest first."""
        direct = run.find(qn("w:rPr"))
        if direct is not None:
            yield direct
            style = direct.find(qn("w:rStyle"))
            if style is not None:
                yield from self._style_chain(style.get(qn("w:val")), "rPr")
        for paragraph in run.iterancestors(qn("w:p")):
            yield from self._style_chain(self._property(paragraph, "pStyle"), "rPr")
            return

    def _style_chain(self, style_id: str | None, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            style = self._styles[style_id]
            properties = style.find(qn(f"w:{name}"))
            if properties is not None:
                yield properties
            based = style.find(qn("w:basedOn"))
            style_id = None if based is None else based.get(qn("w:val"))

    def _property(self, paragraph: _Element, name: str) -> str | None:
        found = paragraph.find(f"{qn('w:pPr')}/{qn(f'w:{name}')}")
        return None if found is None else found.get(qn("w:val"))

    def _is_on(self, paragraph: _Element, name: str) -> bool:
        found = paragraph.find(f"{qn('w:pPr')}/{qn(f'w:{name}')}")
        return found is not None and _on(found)

    def _paragraph_properties(self, paragraph: _Element, style: str | None) -> Iterator[_Element]:
        direct = paragraph.find(qn("w:pPr"))
        if direct is not None:
            yield direct
        yield from self._style_chain(style, "pPr")

    def _number(self, paragraph: _Element, style: str | None) -> tuple[str, bool]:
        """The number printed before a paragraph, and whether it is a bullet."""
        if not _has_text(paragraph):
            return "", False  # Word counts empty paragraphs only where they print a number
        num_id = level = None
        for properties in self._paragraph_properties(paragraph, style):
            found = properties.find(qn("w:numPr"))
            if found is None:
                continue
            one, other = found.find(qn("w:ilvl")), found.find(qn("w:numId"))
            if level is None and one is not None:
                level = one.get(qn("w:val"))
            if num_id is None and other is not None:
                num_id = other.get(qn("w:val"))
        if num_id in (None, "0"):
            return "", False
        index = int(level) if level and level.isdigit() else None
        if index is None:
            index = self._numbering.level_of_style(num_id or "", style or "")
        bullet = self._numbering.is_bullet(num_id or "", index)
        return self._numbering.next(num_id or "", index), bullet

    def _role(self, paragraph: _Element, style: str | None, bullet: bool) -> Role:
        name = self._style_name(style)
        if name == "title" or name.startswith("heading"):
            return "heading"
        for properties in self._paragraph_properties(paragraph, style):
            outline = properties.find(qn("w:outlineLvl"))
            if outline is not None:
                return "heading" if outline.get(qn("w:val")) != "9" else "body"
        if name in ("quote", "intense quote", "block text"):
            return "quote"
        return "list" if bullet or name.startswith("list bullet") else "body"

    def _style_name(self, style_id: str | None) -> str:
        style = self._styles.get(style_id or "")
        name = None if style is None else style.find(qn("w:name"))
        return "" if name is None else (name.get(qn("w:val")) or "").lower()


_RENDERED = "\x0b"
"""Follows a page break that Word noted while laying out, as against one typed."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _text(element: _Element) -> str | None:
    """What a leaf of a run shows, or None where the element is not one."""
    tag = element.tag
    if tag == qn("w:t"):
        return (element.text or "").replace(_PAGE_BREAK, " ").replace(_RENDERED, " ")
    if tag in (qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:ptab")):
        return " "
    if tag == qn("w:noBreakHyphen"):
        return "-"
    if tag == qn("w:sym"):
        code = element.get(qn("w:char")) or ""
        # Symbol fonts live in the private area, where the code says nothing.
        return "" if code.upper().startswith("F0") else chr(int(code, 16)) if code else ""
    if tag in (qn("w:instrText"), qn("w:delText"), qn("w:delInstrText")):
        return ""
    return None


def _notes(blob: bytes, kind: str) -> dict[str, _Element]:
    root = etree.fromstring(blob, _PARSER)
    return {
        note.get(qn("w:id")) or "": note
        for note in root.iterfind(qn(f"w:{kind}"))
        if note.get(qn("w:type")) in (None, "normal")
    }


def _paragraphs(cell: _Element) -> Iterator[_Element]:
    """The paragraphs of a cell, without those of text boxes that are anchored in it."""
    for paragraph in cell.iter(qn("w:p")):
        if next(paragraph.iterancestors(_BOX, qn("w:tc"))) is cell:
            yield paragraph


def _has_text(element: _Element) -> bool:
    return any((text.text or "").strip() for text in element.iter(qn("w:t")))


def _on(toggle: _Element) -> bool:
    return (toggle.get(qn("w:val")) or "true").lower() not in ("0", "false", "off", "none")


def _is_shaded(run: _Element) -> bool:
    """Whether a run stands on a colour of its own: white letters are then seen."""
    for place in (run, *run.iterancestors(qn("w:p"), qn("w:tc"), qn("w:tbl"))):
        for name in ("rPr", "pPr", "tcPr", "tblPr"):
            properties = place.find(qn(f"w:{name}"))
            if properties is None:
                continue
            if properties.find(qn("w:tblStyle")) is not None:
                return True  # a table's style may colour its rows
            if properties.find(qn("w:highlight")) is not None:
                return True
            shade = properties.find(qn("w:shd"))
            fill = "auto" if shade is None else (shade.get(qn("w:fill")) or "auto")
            if fill.upper() not in ("AUTO", "FFFFFF"):
                return True
    return False


def _title(document: Document) -> str:
    title = visible(document.core_properties.title or "")
    return "" if title in _MAKER_TITLES else title
