"""PDFs drawn for one test each: pleading paper, stamps, hidden text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.ttfonts import TTFontFile
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


def raw_pdf(
    path: Path, content: str, resources: str = "", page: str = "", root: str = "", objects: str = ""
) -> Path:
    """A PDF of one page written object by object, for what reportlab cannot draw: the page's
    content, what is added to its resources, to the page and to the root, and further objects,
    numbered from 10 ("10 0 obj … endobj"). Font F1 is Helvetica."""
    parts = [
        f"1 0 obj\n<</Type/Catalog/Pages 2 0 R {root}>>\nendobj",
        "2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj",
        "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R /F2 6 0 R>> {resources}>> {page}>>\nendobj",
        f"4 0 obj\n<</Length {len(content)}>>stream\n{content}\nendstream\nendobj",
        "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj",
    ]
    if "6 0 obj" not in objects:
        parts.append("6 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj")
    body = "%PDF-1.7\n" + "\n".join([*parts, objects]) + "\n"
    numbers = [int(found) for found in re.findall(r"^(\d+) 0 obj", body, re.MULTILINE)]
    xref = "".join(
        f"{number} 1\n{body.index(f'{chr(10)}{number} 0 obj') + 1:010} 00000 n \n"
        for number in numbers
    )
    trailer = f"trailer<</Size {max(numbers) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    path.write_text(f"{body}xref\n0 1\n0000000000 65535 f \n{xref}{trailer}", encoding="latin-1")
    return path


def stream_object(number: int, entries: str, content: str) -> str:
    """An object of `raw_pdf` that is a stream."""
    head = f"{number} 0 obj\n<<{entries}/Length {len(content)}>>stream\n"
    return f"{head}{content}\nendstream\nendobj"


def with_own_font(path: Path, text: str, copied_as: Mapping[str, str], kind: str) -> Path:
    """A PDF of one page with its font inside it, a simple ("TrueType") or a composite one
    ("Type0"), which draws the letters of ``text`` and says that they are those of ``copied_as``
    where there is another there."""
    file = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    glyphs = TTFontFile(str(file)).charToGlyph
    letters = sorted(set(text))
    digits = 2 if kind == "TrueType" else 4
    code = ord if kind == "TrueType" else lambda letter: glyphs[ord(letter)]
    said = "".join(
        f"<{code(letter):0{digits}x}> <{ord(copied_as.get(letter, letter)):04x}>\n"
        for letter in letters
    )
    with pikepdf.new() as pdf:
        descriptor = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Vera, Flags=32,
                FontBBox=[-200, -300, 1400, 1000], ItalicAngle=0, Ascent=900, Descent=-200,
                CapHeight=700, StemV=80, FontFile2=pdf.make_stream(file.read_bytes()),
            )
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name(f"/{kind}"), BaseFont=pikepdf.Name.Vera,
            ToUnicode=pdf.make_stream(f"{len(letters)} beginbfchar\n{said}endbfchar".encode()),
        )  # fmt: skip
        if kind == "TrueType":
            font.FontDescriptor = descriptor
            font.Encoding = pikepdf.Name.WinAnsiEncoding
            font.FirstChar, font.LastChar, font.Widths = 32, 126, [600] * 95
        else:
            inner = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2,
                BaseFont=pikepdf.Name.Vera, FontDescriptor=descriptor, DW=600,
                CIDToGIDMap=pikepdf.Name.Identity,
                CIDSystemInfo=pikepdf.Dictionary(
                    Registry="Adobe", Ordering="Identity", Supplement=0
                ),
            )  # fmt: skip
            font.Encoding, font.DescendantFonts = pikepdf.Name("/Identity-H"), [inner]
        shown = "".join(f"{code(letter):0{digits}x}" for letter in text)
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 700 Td <{shown}> Tj ET".encode())
        pdf.save(path)
    return path
