"""PDFs drawn for one test each: pleading paper, stamps, hidden text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = letter
PROSE = (
    "The parties agree that the motion was filed in time and that the order of the court",
    "was served on all counsel of record, who have had leave to answer it since the day on",
    "which the complaint was amended. There is no other question before this court and none",
    "that either of the parties has asked it to decide at the hearing of the motion.",
)

Drawing = Callable[[Canvas], Any]


def make(path: Path, *pages: Drawing, **options: Any) -> Path:
    """A PDF with one page for each drawing."""
    canvas = Canvas(str(path), pagesize=letter, **options)
    for draw in pages:
        canvas.setFont("Times-Roman", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def write(
    canvas: Canvas,
    lines: Sequence[str],
    top: float = 100,
    left: float = 108,
    leading: float = 24,
    font: str = "Times-Roman",
    size: float = 12,
) -> None:
    """Lines with their baselines from ``top`` points below the edge of the page down."""
    canvas.setFont(font, size)
    for i, line in enumerate(lines):
        canvas.drawString(left, HEIGHT - top - i * leading, line)


def through(canvas: Canvas, before: str, words: str, top: float, up: float = 3.5) -> None:
    """A line through words of a line that `write` wrote, after those before them."""
    start = 108 + canvas.stringWidth(before, "Times-Roman", 12)
    end = start + canvas.stringWidth(words, "Times-Roman", 12)
    canvas.line(start, HEIGHT - top + up, end, HEIGHT - top + up)


def centre(canvas: Canvas, text: str, top: float, font: str = "Times-Bold") -> None:
    canvas.setFont(font, 12)
    canvas.drawCentredString((108 + 576) / 2, HEIGHT - top, text)


def gutter(canvas: Canvas, count: int = 28, top: float = 76, leading: float = 24) -> None:
    canvas.setFont("Times-Roman", 12)
    for i in range(count):
        canvas.drawRightString(90, HEIGHT - top - i * leading, str(i + 1))
    canvas.line(97, 0, 97, HEIGHT)


def stamp(canvas: Canvas, text: str) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.setFillColorRGB(0, 0, 1)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 30, text)
    canvas.setFillColorRGB(0, 0, 0)


def write_raised(canvas: Canvas, parts: Sequence[str], top: float, left: float = 108) -> None:
    """One line of words and, in every second place, what is raised after them."""
    text = canvas.beginText(left, HEIGHT - top)
    for at, part in enumerate(parts):
        text.setFont("Times-Roman", 7 if at % 2 else 12)
        text.setRise(5 if at % 2 else 0)
        text.textOut(part)
    canvas.drawText(text)
