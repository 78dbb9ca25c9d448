"""Word documents (.docx): what a person sees on the page, in order.

python-docx opens the package; paragraphs are walked in their XML, since what
is shown also stands in content controls, tracked insertions and text boxes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from lxml import etree
from lxml.etree import _Element

from ingest.document import Description, LeftOut, Line, Page, Reading, Role
from ingest.errors import FileRefused
from ingest.formats.decode import decoded, decoded_page
from ingest.formats.html.archive import page_of
from ingest.formats.html.blocks import blocks_of, take_out_controls, tree_of
from ingest.formats.html.hidden import take_out_hidden
from ingest.formats.text import lines_of, visible
from ingest.formats.word.form_fields import is_switched_on
from ingest.formats.word.hidden import first_found
from ingest.formats.word.names import w
from ingest.formats.word.notes import Notes
from ingest.formats.word.numbering import Numbering
from ingest.formats.word.package import WORD_PART, transitional
from ingest.formats.word.runs import (
    BOX,
    OTHERWISE,
    PAGE_BREAK,
    RENDERED,
    NoteCall,
    ShownRuns,
    Styles,
    has_text,
    is_on,
    shown_by,
    value_of,
)
from ingest.translation import N_

_CELL_PARAGRAPHS, _CELL_LETTERS = 2, 160
"""A cell with more paragraphs and letters than this is part of a page's layout, not of a table."""
_BESIDE = 2
"""A row has so many cells with text at least, and a table that is no mere layout so many rows."""
_NOTES = (("footnote", RELATION.FOOTNOTES), ("endnote", RELATION.ENDNOTES))
_BROKEN = (
    PackageNotFoundError, InvalidXmlError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error,
    KeyError, ValueError, OSError, EOFError, NotImplementedError, AttributeError,
)  # fmt: skip
"""What the libraries raise for packages that are damaged."""
_COMMENTS = RELATION.COMMENTS
_DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/"
_WORD_FILE = WORD_PART.decode()
_DEEPEST = 3
"""Documents within documents are followed this far."""
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PAGE_NUMBER = re.compile(
    r"[-–—| ]*(?:page)?\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*(?:(?:of|sur|/|de)\s*\d{1,4})?[-–—| ]*",
    re.IGNORECASE,
)
_LARGE = 28
"""Half points: letters are of 20 to 24."""
_REACHED = re.compile(r"@|www\.|\d[\d .-]{3,}\d")
"""A letterhead gives an address, a telephone or a register's number."""
_MAKER_TITLES = frozenset({"", "Word Document", "Document"})


def read_word(path: Path) -> Reading:
    """Reads a Word document. Raises `FileRefused` where it is damaged or empty.

    Pages are those of Word's last layout where the file records it, else those
    that explicit page breaks make, else one.
    """
    try:
        document = docx.Document(transitional(path))
        text = _Text(document)
        text.read()
        title = _title(document)
    except _BROKEN as error:
        raise FileRefused(
            "It is a Word document that is damaged or not complete.",
            "Open it in Word and save it again, or save it as PDF.",
        ) from error
    if not any(page for page in text.pages):
        raise FileRefused(
            "It is a Word document that shows no text.", "Check that it is the right one."
        )
    return Reading(text.as_pages(), "word", Description(title=title or text.title))


class _Text:
    """The lines of a document as they are gathered, page by page."""

    def __init__(self, document: Document, depth: int = 0) -> None:
        """``depth``: how many documents it stands in."""
        self._depth = depth
        self.pages: list[list[Line]] = [[]]
        self.title = ""
        self._left_out: list[list[LeftOut]] = [[]]
        self._body: _Element = document.element.body
        self._styles = Styles(document.styles.element)
        self._titles = [_title(document)]
        """What the document is called: by itself, and by the large type it begins with."""
        parts = {
            rel.reltype: rel.target_part
            for rel in document.part.rels.values()
            if not rel.is_external
        }
        numbering = parts.get(RELATION.NUMBERING)
        self._numbering = Numbering.of(
            etree.fromstring(numbering.blob, _PARSER) if numbering else None
        )
        self._notes = Notes.of(
            {
                kind: etree.fromstring(parts[relation].blob, _PARSER)
                for kind, relation in _NOTES
                if relation in parts
            },
            etree.fromstring(parts[RELATION.SETTINGS].blob, _PARSER)
            if RELATION.SETTINGS in parts
            else None,
            self._body,
        )
        self._document_part = document.part
        self._comments = _comments(parts[_COMMENTS].blob) if _COMMENTS in parts else {}
        self._carried: ShownRuns | None = None
        """What stands before the next paragraph: one whose own mark was deleted."""
        self._merged: dict[int, list[str]] = {}
        """By column of the current table, what a cell says that is merged with those below."""
        self._is_at_start = True
        """Whether no paragraph of the body was read yet."""
        self._broken = False
        """Whether a page break was just made and nothing written since."""
        self._offers_other = False
        """Whether a template's "else" was just read, and nothing written since."""

    def read(self) -> None:
        sections = list(self._body.iter(w("sectPr")))
        letterhead = self._marginals(sections, "header")
        foot = self._marginals(sections, "footer")
        for line in letterhead:
            self._write(line)
        self._blocks(self._body)
        for line in foot:
            if self._is_named_in(line.text):
                self._left_out[-1].append(LeftOut("running head", line.text))
            else:
                self._write(line)

    def _is_named_in(self, foot: str) -> bool:
        """Whether a foot names the document, as running feet do, and not where a sender is."""
        said = foot.casefold()
        titles = [title for title in self._titles if len(title.split()) > 1]
        return not _REACHED.search(foot) and any(title.casefold() in said for title in titles)

    def _is_in_large_type(self, paragraph: _Element) -> bool:
        run = next((run for run in paragraph.iter(w("r")) if has_text(run)), None)
        size = None if run is None else first_found(self._styles.of_run(run), w("sz"))
        value = "" if size is None else size.get(w("val")) or ""
        return value.isdigit() and int(value) >= _LARGE

    def _marginals(self, sections: list[_Element], kind: Literal["header", "footer"]) -> list[Line]:
        """The lines of the header or footer of the first page, which are read once; the
        others are left out."""
        shown: list[Line] = []
        seen: set[str] = set()
        for number, section in enumerate(sections):
            references = {
                reference.get(w("type")) or "default": reference.get(_RELATION_ID) or ""
                for reference in section.iterfind(w(f"{kind}Reference"))
            }
            title_page = section.find(w("titlePg"))
            has_own = title_page is not None and is_switched_on(title_page)
            first = "first" if has_own else "default"
            for place, relation_id in references.items():
                lines, beside = self._lines_of(relation_id)
                self._left_out[0] += [piece for piece in beside if piece not in self._left_out[0]]
                text = " ".join(line.text for line in lines)
                if not text or text in seen:
                    continue
                seen.add(text)
                if number == 0 and place == first:
                    shown = lines
                else:
                    self._left_out[0].append(LeftOut("running head", text))
        return shown

    def _lines_of(self, relation_id: str) -> tuple[list[Line], list[LeftOut]]:
        """The paragraphs of another part of the document that say more than a page's number, and
        what is left out of them: the page's number, what a template says to its program."""
        part = self._document_part.rels.get(relation_id)
        if part is None or part.is_external:
            return [], []
        root = etree.fromstring(part.target_part.blob, _PARSER)
        lines: list[Line] = []
        beside: list[LeftOut] = []
        offers_other = False
        for paragraph in root.iter(w("p")):
            shown = shown_by(paragraph, self._styles)
            beside += [LeftOut("form field", text) for text in shown.instructions]
            whole = "".join(shown.text)
            for text, is_other in _wordings(whole):
                if _PAGE_NUMBER.fullmatch(text):
                    beside.append(LeftOut("page number", text))
                else:
                    is_other = is_other or offers_other
                    lines.append(Line(text, begins=True, role="caption", is_alternative=is_other))
                    offers_other = False
            offers_other = offers_other or _ends_in_other(whole)
        return lines, beside

    def as_pages(self) -> Iterator[Page]:
        why = (
            N_("Word document") if len(self.pages) == 1 else N_("Word document, by its page breaks")
        )
        for number, (lines, left) in enumerate(zip(self.pages, self._left_out, strict=True), 1):
            yield Page(number, tuple(lines), why=why, left_out=tuple(left))

    def _blocks(self, parent: _Element) -> None:
        for element in parent:
            if element.tag == w("p"):
                self._paragraph(element)
            elif element.tag == w("tbl"):
                self._table(element)
            elif element.tag == w("sdt"):
                content = element.find(w("sdtContent"))
                if content is not None:
                    self._blocks(content)
            elif element.tag in (w("customXml"), w("ins"), w("moveTo")):
                self._blocks(element)
            elif element.tag == w("altChunk"):
                self._chunk(element.get(_RELATION_ID) or "")

    def _chunk(self, relation_id: str) -> None:
        """A web page or a text that Word takes in when it opens the document."""
        part = self._document_part.rels.get(relation_id)
        if part is None or part.is_external:
            return
        content, kind = part.target_part.blob, part.target_part.content_type
        if kind in ("message/rfc822", "multipart/related"):  # a web page with its pictures
            with suppress(FileRefused):
                content, kind = page_of(content).encode(), "text/html"
        if kind in ("text/html", "application/xhtml+xml"):
            tree = tree_of(decoded_page(content))
            self._left_out[-1] += take_out_hidden(tree) + take_out_controls(tree)
            for block in blocks_of(tree):
                self._write(block.line)
        elif kind == "text/plain":
            for line in lines_of(decoded(content)):
                self._write(line)
        elif kind == _WORD_FILE and self._depth < _DEEPEST:
            try:
                self._word_file(content)
            except _BROKEN:
                self._left_out[-1].append(LeftOut("attachment", "a damaged Word document"))
        else:
            self._left_out[-1].append(LeftOut("web furniture", f"a part of the type {kind}"))

    def _word_file(self, content: bytes) -> None:
        """Another document that Word takes in whole."""
        inner = _Text(docx.Document(transitional(BytesIO(content))), self._depth + 1)
        inner.read()
        for page in inner.as_pages():
            for line in page.lines:
                self._write(line)
            self._left_out[-1] += page.left_out

    def _paragraph(self, paragraph: _Element) -> None:
        style = value_of(paragraph, "pStyle")
        if is_on(paragraph, "pageBreakBefore"):
            self._break_page(rendered=False)
        shown = shown_by(paragraph, self._styles)
        if self._carried is not None:
            shown, self._carried = _joined(self._carried, shown), None
        if _is_mark_deleted(paragraph):
            self._carried = shown
            return
        number, bullet = self._number(paragraph, style)
        role = self._role(paragraph, style, bullet)
        pieces = "".join(shown.text).split(PAGE_BREAK)
        begins = True
        for index, piece in enumerate(pieces):
            if index:
                self._break_page(rendered=piece.startswith(RENDERED))
            for text, other in _wordings(piece):
                line = visible(number + text)
                self._write(Line(line, begins=begins or other, role=role, is_alternative=other))
                begins, number = False, ""
                if not self.title and self._styles.name_of(style) == "title":
                    self.title = text
                if self._is_at_start and (role == "heading" or self._is_in_large_type(paragraph)):
                    self._titles.append(text)
                self._is_at_start = False
            self._offers_other = self._offers_other or _ends_in_other(piece)
        self._after(shown)
        section = paragraph.find(f"{w('pPr')}/{w('sectPr')}")
        if section is not None:
            self._notes.begin("eachSect")
            kind = section.find(w("type"))
            if kind is None or kind.get(w("val")) != "continuous":
                self._break_page(rendered=False)

    def _after(self, shown: ShownRuns) -> None:
        """What stands beside a paragraph or row: its notes, its text boxes, what it hides or
        strikes out."""
        self._leave_out("hidden text", shown.hidden)
        self._leave_out("struck out", shown.struck)
        for mark in shown.marks:
            self._leave_out("note mark", [mark])
        for reading in shown.readings:
            self._leave_out("reading aid", [reading])
        for instruction in shown.instructions:
            self._leave_out("form field", [instruction])
        for comment_id in shown.comments:
            text = self._comments.get(comment_id)
            if text:
                self._left_out[-1].append(LeftOut("comment", text))
        for call in shown.notes:
            self._note(call)
        for box in shown.boxes:
            self._blocks(box)
        for relation_id in shown.drawings:
            self._drawing(relation_id)

    def _drawing(self, relation_id: str) -> None:
        """The words of a diagram or a chart, one of its boxes or titles a line."""
        part = self._document_part.rels.get(relation_id)
        if part is None or part.is_external:
            return
        try:
            root = etree.fromstring(part.target_part.blob, _PARSER)
        except etree.XMLSyntaxError:
            self._left_out[-1].append(LeftOut("attachment", "a damaged drawing"))
            return
        for said in root.iter(f"{_DRAWINGML}main}}p", f"{_DRAWINGML}chart}}strCache"):
            words = said.iter(f"{_DRAWINGML}main}}t", f"{_DRAWINGML}chart}}v")
            between = "" if said.tag.endswith("}p") else ", "
            text = visible(between.join([word.text or "" for word in words]))
            if text:
                self._write(Line(text, begins=True, role="list"))

    def _leave_out(
        self,
        what: Literal["hidden text", "struck out", "note mark", "form field", "reading aid"],
        pieces: list[str],
    ) -> None:
        text = visible(" ".join("".join(pieces).split()))
        if text:
            self._left_out[-1].append(LeftOut(what, text))

    def _note(self, call: NoteCall) -> None:
        found = self._notes.called(call)
        if found is None:
            return
        mark, paragraphs = found
        for paragraph in paragraphs:
            shown = shown_by(paragraph, self._styles)
            for instruction in shown.instructions:
                self._leave_out("form field", [instruction])
            for text, is_other in _wordings("".join(shown.text)):
                typed = bool(call.mark) and text.startswith(mark)
                prefix = f"{mark} " if mark and not typed else ""
                self._write(
                    Line(prefix + text, begins=True, role="footnote", is_alternative=is_other)
                )
                mark = ""
            self._offers_other = self._offers_other or _ends_in_other("".join(shown.text))

    def _table(self, table: _Element) -> None:
        self._merged = {}
        shown = [
            row
            for row in table.iter(w("tr"))
            # not those of a table within a cell
            if next(row.iterancestors(w("tbl"))) is table
            and row.find(f"{w('trPr')}/{w('del')}") is None
        ]
        rows = [
            [
                cell
                for cell in row.iter(w("tc"))
                if next(cell.iterancestors(w("tr"))) is row and not self._is_taken_out(cell)
            ]
            for row in shown
        ]
        is_layout = sum(_filled(cells) >= _BESIDE for cells in rows) < _BESIDE
        for row, cells in zip(shown, rows, strict=True):
            inner = [t for cell in cells for t in cell.iter(w("tbl")) if _cell_of(t) is cell]
            apart = any(_is_page_of_text(cell, is_layout) for cell in cells)
            if apart or (inner and _filled(cells) < _BESIDE):
                for cell in cells:
                    self._blocks(cell)
                continue
            self._row(cells, is_head=_repeats_above(row))
            merged = self._merged
            for table_within in inner:
                self._table(table_within)
            self._merged = merged

    def _is_taken_out(self, cell: _Element) -> bool:
        """Whether a tracked change takes a cell out of its row; it is reported then."""
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is None:
            return False
        self._leave_out("struck out", [text.text or "" for text in cell.iter(w("t"), w("delText"))])
        return True

    def _row(self, cells: list[_Element], is_head: bool) -> None:
        whole = ShownRuns()
        texts = []
        ends_in_other = False
        column = 0
        for cell in cells:
            parts = []
            for paragraph in _paragraphs(cell):
                shown = shown_by(paragraph, self._styles)
                number, _ = self._number(paragraph, value_of(paragraph, "pStyle"))
                text = "".join(shown.text)
                if PAGE_BREAK in text:
                    self._break_page(rendered=RENDERED in text)
                parts.append(number + text if text.strip() else "")
                whole.hidden += shown.hidden
                whole.struck += shown.struck
                whole.notes += shown.notes
                whole.marks += shown.marks
                whole.readings += shown.readings
                whole.instructions += shown.instructions
                whole.comments += shown.comments
                whole.boxes += shown.boxes
                whole.drawings += shown.drawings
            wordings = [text for text, _ in _wordings(" ".join(parts))]
            texts.append(self._with_merged(cell, column, wordings))
            ends_in_other = ends_in_other or _ends_in_other(" ".join(parts))
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            width = "1" if span is None else span.get(w("val")) or "1"
            column += int(width) if width.isdigit() else 1
        for nth, row in enumerate(_rows(texts)):
            text, is_other = "  ".join(row), nth > 0
            self._write(
                Line(text, begins=True, role="table", is_head=is_head, is_alternative=is_other)
            )
        self._offers_other = self._offers_other or ends_in_other
        self._after(whole)

    def _with_merged(self, cell: _Element, column: int, wordings: list[str]) -> list[str]:
        """The wordings of a cell; of one merged with the cell above, what stands in that."""
        merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        if merge is None:
            self._merged.pop(column, None)
            return wordings
        if merge.get(w("val")) == "restart":
            self._merged[column] = wordings
        return wordings or self._merged.get(column, [])

    def _write(self, line: Line) -> None:
        if self._offers_other:
            line = replace(line, is_alternative=True)
            self._offers_other = False
        self.pages[-1].append(line)
        self._broken = False

    def _break_page(self, rendered: bool) -> None:
        # Word notes its layout after an explicit break too: one page, not two.
        if rendered and self._broken:
            return
        self._notes.begin("eachPage")
        self.pages.append([])
        self._left_out.append([])
        self._broken = True

    def _number(self, paragraph: _Element, style: str | None) -> tuple[str, bool]:
        """The number printed before a paragraph, and whether it is a bullet."""
        if not has_text(paragraph):
            return "", False  # Word counts empty paragraphs only where they print a number
        num_id = level = None
        for properties in self._styles.of_paragraph(paragraph):
            found = properties.find(w("numPr"))
            if found is None:
                continue
            depth, other = found.find(w("ilvl")), found.find(w("numId"))
            if level is None and depth is not None:
                level = depth.get(w("val"))
            if num_id is None and other is not None:
                num_id = other.get(w("val"))
        if num_id in (None, "0"):
            return "", False
        index = int(level) if level and level.isdigit() else None
        if index is None:
            index = self._numbering.level_of_style(num_id or "", style or "")
        bullet = self._numbering.is_bullet(num_id or "", index)
        return self._numbering.next(num_id or "", index), bullet

    def _role(self, paragraph: _Element, style: str | None, bullet: bool) -> Role:
        name = self._styles.name_of(style)
        if name == "title" or name.startswith("heading"):
            return "heading"
        for properties in self._styles.of_paragraph(paragraph):
            outline = properties.find(w("outlineLvl"))
            if outline is not None:
                return "heading" if outline.get(w("val")) != "9" else "body"
        if name in ("quote", "intense quote", "block text"):
            return "quote"
        return "list" if bullet or name.startswith("list bullet") else "body"


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _comments(blob: bytes) -> dict[str, str]:
    """Comments by their ids: "Roy: too late"."""
    found = {}
    for comment in etree.fromstring(blob, _PARSER).iterfind(w("comment")):
        text = visible(" ".join(" ".join(t.text or "" for t in comment.iter(w("t"))).split()))
        author = comment.get(w("author")) or ""
        found[comment.get(w("id")) or ""] = f"{author}: {text}" if author and text else text
    return found


def _wordings(text: str) -> Iterator[tuple[str, bool]]:
    """A text without its page breaks; in a template each wording of which its program chooses, and
    whether that stands after an "else"."""
    pieces = text.replace(PAGE_BREAK, " ").replace(RENDERED, "").split(OTHERWISE)
    for nth, wording in enumerate(pieces):
        plain = visible(" ".join(wording.split()))
        if plain:
            yield plain, nth > 0


def _ends_in_other(text: str) -> bool:
    """Whether a template's "else" ends a text: the other wording is a paragraph or row below."""
    _, other, after = text.rpartition(OTHERWISE)
    return bool(other) and not after.strip()


def _rows(cells: list[list[str]]) -> Iterator[list[str]]:
    """A row of cells, each with its wordings: of a template as many rows as there are wordings to
    choose from, since no row may hold two of them. Two cells may be chosen by different
    conditions, so a row with a wording of one has none of another."""
    chosen = [at for at, wordings in enumerate(cells) if len(wordings) > 1]
    for at in chosen or [-1]:
        for wording in cells[at] if chosen else [""]:
            row = [
                wording if column == at else "".join(wordings)
                for column, wordings in enumerate(cells)
                if column == at or column not in chosen
            ]
            if any(row):
                yield [text for text in row if text]


def _repeats_above(row: _Element) -> bool:
    """Whether Word repeats a row at the top of each page: it heads the columns of its table."""
    found = row.find(f"{w('trPr')}/{w('tblHeader')}")
    return found is not None and is_switched_on(found)


def _is_mark_deleted(paragraph: _Element) -> bool:
    """Whether a tracked change takes the end of a paragraph away: it runs on in the next."""
    properties = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return properties is not None and any(
        properties.find(w(name)) is not None for name in ("del", "moveFrom")
    )


def _joined(before: ShownRuns, after: ShownRuns) -> ShownRuns:
    return ShownRuns(
        *(getattr(before, part.name) + getattr(after, part.name) for part in fields(ShownRuns))
    )


def _filled(cells: Sequence[_Element]) -> int:
    """How many cells of a row have text of their own."""
    return sum(any(map(has_text, _paragraphs(cell))) for cell in cells)


def _cell_of(element: _Element) -> _Element | None:
    return next(element.iterancestors(w("tc")), None)


def _is_page_of_text(cell: _Element, is_layout: bool) -> bool:
    """Whether a cell is laid out as a page is, and is no cell of a row: an address has several
    short paragraphs, as have the parties of a caption, whose table has one row."""
    own = [paragraph for paragraph in _paragraphs(cell) if has_text(paragraph)]
    letters = sum(len(text.text or "") for paragraph in own for text in paragraph.iter(w("t")))
    return len(own) > _CELL_PARAGRAPHS and (is_layout or letters > _CELL_LETTERS)


def _paragraphs(cell: _Element) -> Iterator[_Element]:
    """The paragraphs of a cell, without those of text boxes that are anchored in it."""
    for paragraph in cell.iter(w("p")):
        if next(paragraph.iterancestors(BOX, w("tc"))) is cell:
            yield paragraph


def _title(document: Document) -> str:
    title = visible(document.core_properties.title or "")
    return "" if title in _MAKER_TITLES else title
