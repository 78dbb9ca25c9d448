"""A report to hand on: headings, quotes with their places, and a table of the sources.

As Word, PDF and Markdown. The quotes are word for word, and the table names the file of each by
its SHA-256, so that whoever receives the report can tell that it is the same file.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bot.answer import Citation
from ingest.translation import N_, _, language

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
MARKDOWN = "text/markdown; charset=utf-8"

_SOURCES = N_("Sources")
_COLUMNS = (
    N_("No."),
    N_("Document"),
    N_("ECF No."),
    N_("Page"),
    N_("Place"),
    N_("Quote"),
    N_("File"),
    "SHA-256",
)
# What Markdown would take for its own signs.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_BEGINNING = re.compile(r"^(\d*)([-+.)])(?=\s)")
# What no XML file may hold, and a scanned page may; and what turns the direction of writing, so
# that a quote would be read as other words.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# The space before a French mark stays, so that none begins a line.
_SPACES = re.compile(r"[^\S\xa0\u202f]+")

# The letters of a PDF travel with it. reportlab brings those of most Western languages; where a
# document has others, a font of this computer that has them is looked for.
_OWN_FONT = "Vera.ttf"
_OTHER_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
    "C:/Windows/Fonts/segoeui.ttf",
)
_STAND_IN = "?"
_REGIONS = {"en": "US", "fr": "FR"}
"""Word's dictionaries are those of a country."""
_LACKS_LETTERS = N_(
    "Some letters of the quotes cannot be drawn in a PDF by this program and stand as “?”. "
    "The Word file has them all."
)
_WIDTHS = (0.04, 0.13, 0.06, 0.05, 0.14, 0.33, 0.12, 0.13)
"""Shares of the line that the columns of sources take."""


@dataclass(frozen=True, slots=True)
class ReportQuote:
    """Words with their place. ``number`` is that of the row in the table of sources; a quote
    without a citation stands in no row."""

    number: int
    text: str
    place: str
    citation: Citation | None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading with what stands under it: remarks of ours, then quotes."""

    heading: str
    remarks: tuple[str, ...]
    quotes: tuple[ReportQuote, ...]


@dataclass(frozen=True, slots=True)
class SourcedReport:
    """The whole report. ``remarks`` stand below the title."""

    title: str
    sections: tuple[ReportSection, ...]
    remarks: tuple[str, ...] = ()


def as_markdown(report: SourcedReport) -> str:
    """The report in Markdown (CommonMark, with a table as GitHub has them)."""
    lines = [f"# {_plain(report.title)}", ""]
    for remark in report.remarks:
        lines += [_plain(remark), ""]
    for section in report.sections:
        lines += [f"## {_plain(section.heading)}", ""]
        for remark in section.remarks:
            lines += [_plain(remark), ""]
        for quote in section.quotes:
            lines += [f"> {_plain(quote.text)} {_plain(_after(quote))}".rstrip()]
            lines += [f">\n> {_plain(caveat)}" for caveat in quote.caveats]
            lines += [""]
    rows = _rows(report)
    if rows:
        lines += [f"## {_(_SOURCES)}", "", _row(_columns()), _row(["---"] * len(_COLUMNS))]
        lines += [_row([_plain(cell) for cell in row]) for row in rows]
    return "\n".join(lines).rstrip() + "\n"


def as_word(report: SourcedReport) -> bytes:
    """The report as a .docx file."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    # Turned: eight columns of sources need the room.
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    about = document.core_properties
    about.title, about.author, about.comments = _printable(report.title), "Pincite", ""
    _write_in(document.styles["Normal"].element, language())
    margin = section.left_margin = section.right_margin = Cm(1.8)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot._p.append(number)
    document.add_heading(_printable(report.title), 0)
    for remark in report.remarks:
        document.add_paragraph(_printable(remark))
    for part in report.sections:
        document.add_heading(_printable(part.heading), 2)
        for remark in part.remarks:
            above = document.add_paragraph(_printable(remark))
            above.paragraph_format.keep_with_next = bool(part.quotes)
        for quote in part.quotes:
            paragraph = document.add_paragraph(style="Quote")
            cited = quote.citation.quote if quote.citation else ""
            ours, theirs, rest = quote.text.partition(cited) if cited else (quote.text, "", "")
            paragraph.add_run(_printable(ours))
            if quote.citation:
                _write_in(paragraph.add_run(_printable(theirs))._r, quote.citation.language)
                paragraph.add_run(_printable(rest))
            paragraph.add_run(_printable(_after(quote))).italic = False
            for caveat in quote.caveats:
                document.add_paragraph(_printable(caveat))
    rows = _rows(report)
    if rows:
        document.add_heading(_(_SOURCES), 1)
        table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
        table.autofit = False
        room = (section.page_width or Cm(27.9)) - 2 * margin
        # Word goes by the cells, LibreOffice by the columns.
        for column, share in zip(table.columns, _WIDTHS, strict=True):
            column.width = int(share * room)
        filled = [table.rows[0], *(table.add_row() for _row in rows)]
        # The names of the columns on each page, and no row cut between two.
        filled[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in filled:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        languages = [language(), *(citation.language for citation in _cited(report))]
        for row, texts, spoken in zip(filled, [_columns(), *rows], languages, strict=True):
            for cell, text, share in zip(row.cells, texts, _WIDTHS, strict=True):
                cell.width = int(share * room)
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
                run = cell.paragraphs[0].add_run(_printable(text))
                run.font.size = Pt(7)
                run.bold = row is filled[0]
                _write_in(run._r, spoken)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _write_in(element: Any, language: str) -> None:
    """Say in which language the words of a style or a run are, so that Word does not take those of
    the other for mistakes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lang = OxmlElement("w:lang")
    region = _REGIONS.get(language)
    lang.set(qn("w:val"), f"{language}-{region}" if region else language)
    element.get_or_add_rPr().append(lang)


def as_pdf(report: SourcedReport) -> bytes:
    """The report as a PDF file, with its fonts inside."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

    words = "".join(_words(report))
    font, lacking = _font_for(words)
    show = _shown_in(lacking)
    plain = ParagraphStyle("plain", fontName=font, fontSize=10, leading=14, spaceAfter=6)
    kept = ParagraphStyle("kept", plain, keepWithNext=1)
    title = ParagraphStyle("title", plain, fontSize=18, leading=24, spaceAfter=12)
    heading = ParagraphStyle(
        "heading", plain, fontSize=12.5, leading=17, spaceBefore=12, keepWithNext=1
    )
    quoted = ParagraphStyle("quoted", plain, leftIndent=14, borderPadding=(0, 0, 0, 6))
    small = ParagraphStyle("small", plain, leftIndent=14, fontSize=8.5, leading=11)
    cell = ParagraphStyle("cell", plain, fontSize=6.5, leading=8.5, spaceAfter=0, wordWrap="CJK")

    content = io.BytesIO()
    sheet = SimpleDocTemplate(
        content,
        pagesize=landscape(A4),
        leftMargin=50,
        rightMargin=50,
        topMargin=50,
        bottomMargin=50,
        title=_printable(report.title),
        author="Pincite",
        creator="Pincite",
        lang=language(),
    )
    flow = [Paragraph(show(report.title), title)]
    flow += [Paragraph(show(remark), plain) for remark in report.remarks]
    if lacking:
        flow.append(Paragraph(escape(_(_LACKS_LETTERS)), plain))
    for section in report.sections:
        flow.append(Paragraph(show(section.heading), heading))
        above = kept if section.quotes else plain
        flow += [Paragraph(show(remark), above) for remark in section.remarks]
        for quote in section.quotes:
            flow.append(Paragraph(show(f"{quote.text}{_after(quote)}"), quoted))
            flow += [Paragraph(show(caveat), small) for caveat in quote.caveats]
    rows = _rows(report)
    if rows:
        flow += [Spacer(1, 10), Paragraph(escape(_(_SOURCES)), heading)]
        cells = [[Paragraph(show(text), cell) for text in row] for row in (_columns(), *rows)]
        flow.append(
            LongTable(
                cells,
                colWidths=[share * sheet.width for share in _WIDTHS],
                repeatRows=1,
                splitInRow=1,
                style=[
                    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 3),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ],
            )
        )
    sheet.build(flow, onFirstPage=_page_number(font), onLaterPages=_page_number(font))
    return content.getvalue()


FILES: dict[str, tuple[str, Callable[[SourcedReport], bytes]]] = {
    "docx": (WORD, as_word),
    "pdf": (PDF, as_pdf),
    "md": (MARKDOWN, lambda report: as_markdown(report).encode()),
}
"""By the ending of the file: its media type, and what writes it."""


def _page_number(font: str) -> Callable[..., None]:
    def draw(canvas, sheet) -> None:  # type: ignore[no-untyped-def]  # reportlab has no types
        canvas.setFont(font, 8)
        canvas.drawRightString(sheet.pagesize[0] - 50, 30, str(sheet.page))

    return draw


def _words(report: SourcedReport) -> list[str]:
    words = [report.title, *report.remarks]
    for section in report.sections:
        words += [section.heading, *section.remarks]
        for quote in section.quotes:
            words += [quote.text, quote.place, *quote.caveats]
    return [*words, *("".join(row) for row in _rows(report))]


def _font_for(words: str) -> tuple[str, frozenset[str]]:
    """The name of a font that has the letters of some words, and those that it lacks: the first
    that has them all, or else that which lacks the fewest."""
    wanted = {letter for letter in words if not letter.isspace()}
    # reportlab draws from left to right, so that these would stand in the wrong order.
    backward = {letter for letter in wanted if unicodedata.bidirectional(letter) in ("R", "AL")}
    best, lacking = "", frozenset(wanted)
    for path in (_OWN_FONT, *(path for path in _OTHER_FONTS if Path(path).is_file())):
        name, letters = _font(path)
        missing = frozenset(
            letter for letter in wanted if letter in backward or ord(letter) not in letters
        )
        if not best or len(missing) < len(lacking):
            best, lacking = name, missing
        if missing <= backward:
            break
    return best, lacking


@cache
def _font(path: str) -> tuple[str, frozenset[int]]:
    """The name under which a font is known from now on, and the codes of its letters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = Path(path).stem
    font = TTFont(name, path)
    pdfmetrics.registerFont(font)
    return name, frozenset(font.face.charToGlyph)


def _shown_in(lacking: frozenset[str]) -> Callable[[str], str]:
    letters = {ord(letter): _STAND_IN for letter in lacking}

    def shown(text: str) -> str:
        # reportlab knows one space that does not break.
        return escape(_on_one_line(text).replace("\u202f", "\xa0").translate(letters))

    return shown


def _after(quote: ReportQuote) -> str:
    place = f" ({quote.place})" if quote.place else ""
    return f"{place} [{quote.number}]" if quote.citation else place


def _cited(report: SourcedReport) -> list[Citation]:
    """Of each row of the table of sources."""
    return [quote.citation for part in report.sections for quote in part.quotes if quote.citation]


def _rows(report: SourcedReport) -> list[tuple[str, ...]]:
    return [
        (
            str(quote.number),
            quote.citation.title,
            quote.citation.ecf,
            _page(quote.citation),
            quote.citation.pin,
            quote.citation.quote,
            quote.citation.document,
            quote.citation.document_id,
        )
        for section in report.sections
        for quote in section.quotes
        if quote.citation
    ]


def _columns() -> list[str]:
    return [_(name) for name in _COLUMNS]


def _page(citation: Citation) -> str:
    """The pages of the file, counted from 1, which a label printed on them may differ from; nothing
    for a file without pages."""
    if not citation.document.lower().endswith(".pdf"):
        return ""
    first, last = citation.page, citation.last_page
    return str(first) if first == last else f"{first}-{last}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    line = _on_one_line(text)
    return _BEGINNING.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", line))


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", _printable(text)).strip()


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
