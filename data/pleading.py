"""Sets a filing on the pleading paper of the Northern District of California.

28 numbered, double-spaced lines a page between ruled margins, with the stamp that
CM/ECF prints on top, and the sample's notice at the foot. Lengths are in points.
"""

from __future__ import annotations

import io
import re
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from data.source import NOTICE, Source, joined, markup

# Pleading paper, in points. The pitch of 24 and the margins are those of filings
# in the Northern District of California: 28 numbered lines, double-spaced.
WIDTH, HEIGHT = letter
PITCH = 24.0
LINES = 28
FIRST_BASELINE = HEIGHT - 82
LEFT, RIGHT = 86.0, 566.0
NUMBERS_END, RULES, RIGHT_RULE = 66.0, (74.0, 77.0), 576.0
TEXT_HEIGHT = LINES * PITCH

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=12, leading=PITCH, firstLineIndent=36,
    embeddedHyphenation=1, splitLongWords=0, allowOrphans=1, allowWidows=1,
)  # fmt: skip
PLAIN = ParagraphStyle("plain", BODY, firstLineIndent=0)
HEADINGS = (
    ParagraphStyle("heading", PLAIN, alignment=TA_CENTER),
    ParagraphStyle("subheading", PLAIN, leftIndent=36, firstLineIndent=-36),
    ParagraphStyle("third", PLAIN, leftIndent=72, firstLineIndent=-36),
)
QUOTE = ParagraphStyle("quote", PLAIN, leading=PITCH / 2, leftIndent=54, rightIndent=54)
NOTE_GAP = 2.0
NOTE = ParagraphStyle("note", PLAIN, fontSize=10, leading=PITCH / 2)
SIGNATURE = ParagraphStyle("signature", PLAIN, leftIndent=216)
SINGLE = ParagraphStyle("single", PLAIN, leading=PITCH / 2)


class Pleading:
    """A filing on pleading paper. Text stands on the numbered lines, or, single
    spaced, on them and halfway between; ``used`` is the height taken on the page."""

    def __init__(self, meta: dict[str, Any], pages: int) -> None:
        self.meta = meta
        self.pages = pages
        self.page = 0
        self.used = 0.0
        self.notes: list[Paragraph] = []
        self.bytes = io.BytesIO()
        self.canvas = Canvas(self.bytes, pagesize=letter, invariant=1, pageCompression=0)
        self.canvas.setTitle(str(meta["foot"]))
        self.canvas.setSubject(NOTICE)
        self.begin_page()

    def begin_page(self) -> None:
        self.page += 1
        self.used = 0.0
        self.notes = []
        self.draw_paper()
        self.draw_stamp()
        self.draw_foot()

    def draw_paper(self) -> None:
        self.canvas.setLineWidth(0.6)
        for x in (*RULES, RIGHT_RULE):
            self.canvas.line(x, 0, x, HEIGHT)
        self.canvas.setFont("Times-Roman", 12)
        for n in range(LINES):
            self.canvas.drawRightString(NUMBERS_END, FIRST_BASELINE - n * PITCH, str(n + 1))

    def draw_stamp(self) -> None:
        filed = self.meta["filed"].strftime("%m/%d/%y")
        self.canvas.setFont("Helvetica", 10.5)
        self.canvas.setFillColorRGB(0, 0, 1)
        self.canvas.drawCentredString(
            WIDTH / 2,
            HEIGHT - 34,
            f"Case {self.meta['case_number']}   Document {self.meta['ecf']}   "
            f"Filed {filed}   Page {self.page} of {self.pages}",
        )
        self.canvas.setFillColorRGB(0, 0, 0)

    def draw_foot(self) -> None:
        self.canvas.line(LEFT, 46, RIGHT, 46)
        self.canvas.setFont("Times-Roman", 10)
        if self.page > 1:  # the caption page carries no number
            self.canvas.drawCentredString((LEFT + RIGHT) / 2, 34, str(self.page - 1))
        self.canvas.setFont("Times-Roman", 8)
        self.canvas.drawString(LEFT, 34, str(self.meta["foot"]))
        self.canvas.drawRightString(RIGHT, 34, f"Case No. {self.meta['case_number']}")
        self.canvas.setFont("Helvetica-Oblique", 8)
        self.canvas.drawCentredString((LEFT + RIGHT) / 2, 18, NOTICE)

    def end_page(self) -> None:
        if self.notes:
            y = FIRST_BASELINE + 12 - TEXT_HEIGHT + notes_height(self.notes)
            self.canvas.line(LEFT, y - 3, LEFT + 144, y - 3)
            for note in self.notes:
                y -= note.height + NOTE_GAP
                note.drawOn(self.canvas, LEFT, y - 9)
        self.canvas.showPage()

    def next_page(self) -> None:
        self.end_page()
        self.begin_page()

    def room(self, notes: list[Paragraph]) -> float:
        return TEXT_HEIGHT - self.used - notes_height([*self.notes, *notes])

    def place(self, par: Paragraph, notes: list[Paragraph] | None = None) -> None:
        """Draws a paragraph, over as many pages as it takes; a footnote goes to the
        page of its mark."""
        notes = notes or []
        _, height = par.wrap(RIGHT - LEFT, TEXT_HEIGHT)
        if height <= self.room(notes):
            self.draw(par, LEFT)
            self.notes += notes
            return
        parts = par.split(RIGHT - LEFT, self.room(notes))
        if parts:
            parts[0].wrap(RIGHT - LEFT, TEXT_HEIGHT)
            self.draw(parts[0], LEFT)
            if has_mark(parts[0]):
                self.notes, notes = self.notes + notes, []
        self.next_page()
        self.place(parts[1] if parts else par, notes)

    def draw(self, par: Paragraph, x: float) -> None:
        """Draws a wrapped paragraph so that its first baseline is the next line's."""
        top = FIRST_BASELINE - self.used + par.style.fontSize
        par.drawOn(self.canvas, x, top - par.height)
        self.used += par.height

    def round_up(self) -> None:
        """Returns to the numbered lines after single-spaced text."""
        self.used += -self.used % PITCH

    def draw_caption(self) -> None:
        """The first page: counsel, court, parties and the title of the paper."""
        for text in (
            "[Counsel’s names and address left out of this sample]",
            f"Attorneys for {self.meta['counsel_for']}",
            self.meta["party"],
        ):
            self.place(Paragraph(markup(text), SINGLE))
        for line, text in (
            (8, "UNITED STATES DISTRICT COURT"), (9, "NORTHERN DISTRICT OF CALIFORNIA"),
        ):  # fmt: skip
            self.used = (line - 1) * PITCH
            self.place(Paragraph(f"<b>{text}</b>", HEADINGS[0]))
        top = self.used = 10 * PITCH
        self.canvas.setFont("Times-Roman", 12)
        for n, (indent, text) in enumerate((
            (0, "WIWYNN CORPORATION,"), (108, "Plaintiff,"), (36, "v."),
            (0, "X CORP., formerly known as"), (0, "TWITTER, INC.,"), (108, "Defendant."),
        )):  # fmt: skip
            row = (0, 2, 4, 6, 7, 9)[n] * PITCH / 2
            self.canvas.drawString(LEFT + indent, FIRST_BASELINE - top - row, text)
        for text in (f"Case No. {self.meta['case_number']}", "", *self.meta["caption"]):
            par = Paragraph(markup(text) or "&nbsp;", SINGLE)
            par.wrap(230, TEXT_HEIGHT)
            self.draw(par, LEFT + 250)
            self.used += PITCH / 2 if text else 0
        self.canvas.setFont("Times-Roman", 12)
        rows = int((self.used - top) // (PITCH / 2))
        for n in range(rows):
            self.canvas.drawString(LEFT + 232, FIRST_BASELINE - top - n * PITCH / 2, ")")
        self.canvas.line(
            LEFT, FIRST_BASELINE - self.used + 8, LEFT + 230, FIRST_BASELINE - self.used + 8
        )
        self.next_page()

    def sign(self, block: str) -> None:
        lines = [line.removeprefix("| ") for line in block.splitlines()]
        if self.room([]) < (len(lines) + 1) * PITCH:
            self.next_page()
        for line in lines:
            dated = line.startswith("Dated")
            self.place(Paragraph(markup(line), PLAIN if dated else SIGNATURE))
            self.used -= PITCH if dated else 0  # what follows stands beside the date


def has_mark(par: Paragraph) -> bool:
    """Whether a placed paragraph holds the raised figure of a footnote."""
    return any(word.rise for line in par.blPara.lines for word in getattr(line, "words", ()))


def notes_height(notes: list[Paragraph]) -> float:
    """What the footnotes take of a page, with the rule above them."""
    heights = [note.wrap(RIGHT - LEFT, TEXT_HEIGHT)[1] + NOTE_GAP for note in notes]
    return PITCH / 2 + sum(heights) if notes else 0


def pleading_bytes(source: Source, pages: int = 0) -> bytes:
    """The filing as PDF. Set twice: the stamp of every page gives their number."""
    paper = Pleading(source.meta, pages)
    paper.draw_caption()
    notes = {
        match[1]: Paragraph(markup(f"[^{match[1]}] {joined(match[2])}"), NOTE)
        for block in source.blocks
        if (match := re.match(r"\[\^(\d+)\]: (.*)", block, re.DOTALL))
    }
    for index, block in enumerate(source.blocks):
        if match := re.match(r"(#+) (.*)", block, re.DOTALL):
            keep_with_next(paper, source.blocks[index:])
            text = re.sub(
                r"^(\w+\.) ", r"\1&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;", markup(joined(match[2]))
            )
            paper.place(Paragraph(f"<b>{text}</b>", HEADINGS[len(match[1]) - 1]))
        elif block.startswith("> "):
            paper.place(Paragraph(markup(joined(block, "> ")), QUOTE))
            paper.used += PITCH / 2
            paper.round_up()
        elif block.startswith("| "):
            paper.sign(block)
        elif not block.startswith("[^"):
            text = markup(joined(block))
            text = re.sub(
                r"^(\d+\.|[a-z]\.|\(\d\)) ", r"\1&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;", text
            )
            continued = source.blocks[index - 1].startswith("> ")
            marks = re.findall(r"\[\^(\d+)\]", block)
            paper.place(Paragraph(text, PLAIN if continued else BODY), [notes[m] for m in marks])
    paper.end_page()
    paper.canvas.save()
    return paper.bytes.getvalue() if pages else pleading_bytes(source, paper.page)


def keep_with_next(paper: Pleading, blocks: tuple[str, ...]) -> None:
    """A heading, with any that follow it at once, stays with two lines of text."""
    headings = next((n for n, block in enumerate(blocks) if not block.startswith("#")), 0)
    if paper.room([]) < (headings + 3) * PITCH:
        paper.next_page()
