"""What stands in other parts of a Word file and is shown in its text, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Page
from ingest.formats.word.read import read_word
from tests.support.word import NUMBERING, R, W, numbered, p, run, with_parts, word_file

CHUNK = "aFChunk"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PAGE = b"""MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html; charset=iso-8859-1

<p>The freight is \x807,200.</p>
--b--
"""
DIAGRAM = (
    "<d:dataModel xmlns:d='http://schemas.openxmlformats.org/drawingml/2006/diagram'"
    " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
    "<d:t><a:p><a:r><a:t>Alder Ltd owns </a:t></a:r><a:r><a:t>80 percent</a:t></a:r></a:p></d:t>"
    "</d:dataModel>"
)
CHART = (
    "<c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'"
    " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
    "<a:p><a:r><a:t>Losses by year</a:t></a:r></a:p><c:strCache><c:pt><c:v>2021</c:v></c:pt>"
    "<c:pt><c:v>2022</c:v></c:pt></c:strCache></c:chart>"
)


def page_of(path: Path) -> Page:
    (page,) = read_word(path).pages
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize("kind", [MAIN, MAIN.removesuffix(".main+xml")])
def test_a_document_taken_in_whole_is_read_where_it_stands(tmp_path: Path, kind: str) -> None:
    inner = word_file(tmp_path, p("Clause 9. The carrier insures the goods for $250,000."))
    content = inner.read_bytes()
    around = word_file(tmp_path, p("Before.") + f'<w:altChunk {R} r:id="c.docx"/>' + p("After."))
    page = page_of(with_parts(around, ("c.docx", CHUNK, kind, content)))
    assert texts(page) == [
        "Before.", "Clause 9. The carrier insures the goods for $250,000.", "After.",
    ]  # fmt: skip


def test_a_web_page_taken_in_with_its_pictures_is_read(tmp_path: Path) -> None:
    around = word_file(tmp_path, f'<w:altChunk {R} r:id="c.mht"/>')
    page = page_of(with_parts(around, ("c.mht", CHUNK, "message/rfc822", PAGE)))
    assert texts(page) == ["The freight is €7,200."]


@pytest.mark.parametrize(
    ("kind", "content", "what"),
    [
        (MAIN, b"no archive", "a damaged Word document"),
        ("message/rfc822", b"no page", "a part of the type message/rfc822"),
        ("application/rtf", b"{\\rtf1}", "a part of the type application/rtf"),
    ],
)
def test_what_cannot_be_taken_in_is_named(
    tmp_path: Path, kind: str, content: bytes, what: str
) -> None:
    around = word_file(tmp_path, p("Before.") + f'<w:altChunk {R} r:id="c.docx"/>')
    page = page_of(with_parts(around, ("c.docx", CHUNK, kind, content)))
    assert texts(page) == ["Before."]
    assert [left.text for left in page.left_out] == [what]


def test_the_words_of_diagrams_and_charts_are_read(tmp_path: Path) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    path = word_file(
        tmp_path,
        f"<w:p>{run('The group:')}<w:r><w:drawing><d:relIds xmlns:d='{drawing}/diagram' {R}"
        f" r:dm='d.xml'/></w:drawing></w:r></w:p><w:p><w:r><w:drawing>"
        f"<c:chart xmlns:c='{drawing}/chart' {R} r:id='e.xml'/></w:drawing></w:r></w:p>",
    )
    xml = "application/xml"
    parts = ("d.xml", "diagramData", xml, DIAGRAM.encode()), ("e.xml", "chart", xml, CHART.encode())
    assert texts(page_of(with_parts(path, *parts))) == [
        "The group:", "Alder Ltd owns 80 percent", "Losses by year", "2021, 2022",
    ]  # fmt: skip


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"{instruction}"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(result)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_of_a_field_the_result_is_shown_and_no_result_within_its_instruction(
    tmp_path: Path,
) -> None:
    inner = field("<w:r><w:instrText>MERGEFIELD State</w:instrText></w:r>", "Iowa")
    condition = f"<w:r><w:instrText>IF </w:instrText></w:r>{inner}"
    body = f"<w:p>{run('The seat is in ')}{field(condition, 'Boston')}{run(', as agreed.')}</w:p>"
    page = page_of(word_file(tmp_path, body))
    assert texts(page) == ["The seat is in Boston, as agreed."]
    assert [(left.what, left.text) for left in page.left_out] == [("form field", "Iowa")]


def test_a_cell_that_a_tracked_change_takes_out_is_left_out(tmp_path: Path) -> None:
    gone = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p('$1,000')}</w:tc>"
    row = f"<w:tr><w:tc>{p('Hoist')}</w:tc><w:tc>{p('$900')}</w:tc>{gone}</w:tr>"
    page = page_of(word_file(tmp_path, f"<w:tbl>{row}</w:tbl>"))
    assert texts(page) == ["Hoist  $900"]
    assert [(left.what, left.text) for left in page.left_out] == [("struck out", "$1,000")]


LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    '<w:lvlText w:val="{text}"/></w:lvl>'
)


def test_a_list_may_have_the_levels_of_a_style_or_of_its_own(tmp_path: Path) -> None:
    articles = LEVEL.format(form="upperRoman", text="Article %1")
    brackets = LEVEL.format(form="decimal", text="[%1]")
    numbering = NUMBERING.replace(
        '<w:num w:numId="1">',
        f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="Law"/>{articles}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Law"/></w:abstractNum>'
        '<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{brackets}</w:lvlOverride></w:num><w:num w:numId="1">',
        1,
    )
    body = numbered("Sale", 8) + numbered("Price", 8) + numbered("One.", 1) + numbered("Two.", 9)
    path = with_parts(word_file(tmp_path, body), ("numbering.xml", "", "", numbering.encode()))
    assert W in numbering
    assert texts(page_of(path)) == ["Article I Sale", "Article II Price", "1. One.", "[2] Two."]
