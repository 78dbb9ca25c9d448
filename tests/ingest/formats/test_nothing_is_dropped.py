"""Nothing is dropped silently: what is quoted of a file and what is left out with a reason are
together the characters that another reader counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.bench.differential import differences
from tests.support.paper import HEIGHT, PROSE, centre, gutter, make, stamp, through, write
from tests.support.word import p, run, word_file


def _pleading(folder: Path) -> Path:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            stamp(canvas, f"Case 5:24-cv-00001-ABC Document 1 Filed 08/16/24 Page {number} of 2")
            gutter(canvas)
            centre(canvas, "FIRST CAUSE OF ACTION", 76)
            write(canvas, PROSE)
            through(canvas, "The parties ", "agree", 100)
            canvas.setFillColorRGB(1, 1, 1)
            write(canvas, ["Nobody sees this line of white letters."], top=300)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.rect(108, HEIGHT - 352, 250, 14, fill=1)
            write(canvas, ["This line lies under a black bar, or would,"], top=400)
            write(canvas, ["COMPLAINT FOR DAMAGES"], top=750, left=250, size=9)
            write(canvas, [str(number)], top=765, left=300, size=9)

        return draw

    return make(folder / "pleading.pdf", page(1), page(2))


def _word(folder: Path) -> Path:
    call = "".join(f'<w:r><w:footnoteReference w:id="{note}"/></w:r>' for note in (7, 9))
    body = (
        p("Counted", '<w:pStyle w:val="H1"/>')
        + f"<w:p>{run('The rent is due.')}{call}{run('Unseen.', '<w:vanish/>')}</w:p>"
        + f"<w:p>{run('Struck', '<w:strike/>')}{run(' and {% if x %}kept{% endif %}.')}</w:p>"
        + "<w:tbl><w:tr><w:tc>"
        + p("Sum")
        + "</w:tc><w:tc>"
        + p("9 EUR")
        + "</w:tc></w:tr></w:tbl>"
    )
    return word_file(folder, body)


def _saved_by_a_library(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading("Lease of the well", 1)
    document.add_paragraph("The rent is due on the first day.", style="List Number")
    table = document.add_table(2, 2)
    for cell, said in zip(table._cells, ("Year", "Sum", "2031", "9 EUR"), strict=True):
        cell.text = said
    document.add_comment(document.paragraphs[0].runs, text="Make it two.", author="Roy")
    document.sections[0].header.paragraphs[0].text = "Doe & Roe, solicitors"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 2"
    document.save(str(folder / "lease.docx"))
    return folder / "lease.docx"


def _page(folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text(
        "<html><head><title>Wells</title><style>.a{display:none}</style></head><body>"
        "<nav><a href=/>Home</a></nav><article><h1>Wells</h1><p>The well is deep.<sup>1</sup></p>"
        "<p class=a>Unseen.</p><p>The well is deep.</p><table><tr><th>Depth<th>Year<tr><td>9 m"
        "<td>2031</table><button>Accept</button><select><option>One<option>Two</select>"
        "<svg><desc>Made so</desc><text>Drawn</text></svg><p>1 So it is said.</p></article>"
        "<footer>© Wells</footer></body></html>",
        encoding="utf-8",
    )
    return path


def _docket(folder: Path) -> Path:
    path = folder / "docket.html"
    path.write_text(
        "<html><body><h3>U.S. District Court<br>CIVIL DOCKET FOR CASE #: 3:31-cv-00284</h3>"
        "<table><tr><td><b><u>Plaintiff</u></b></td></tr><tr><td><b>Roe</b></td></tr>"
        "<tr><td>V.</td></tr><tr><td><b><u>Defendant</u></b></td></tr><tr><td><b>Doe</b></td></tr>"
        "</table><table><tr><th>Date Filed</th><th>#</th><th>Docket Text</th></tr><tr>"
        "<td>01/02/2031</td><td>1</td><td>COMPLAINT against Doe.</td></tr></table>"
        "<button>Print</button></body></html>",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("written", "readers"),
    [
        pytest.param(_pleading, ["pdfminer"], id="PDF"),
        pytest.param(_word, ["w:t"], id="Word"),
        pytest.param(_saved_by_a_library, ["docx2python"], id="Word, docx2python"),
        pytest.param(_page, ["nodes"], id="web page"),
        pytest.param(_docket, ["nodes"], id="docket"),
    ],
)
def test_quoted_and_left_out_are_all_that_another_reader_counts(
    tmp_path: Path, written: Callable[[Path], Path], readers: list[str]
) -> None:
    found = list(differences(written(tmp_path), readers))
    assert found
    for difference in found:
        assert difference.theirs > 50
        assert (difference.lost, difference.missing) == (0, {})
