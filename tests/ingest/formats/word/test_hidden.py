"""Word text that the page does not show, by the ways that the format has."""

# ruff: noqa: E501 - a case of a table is read on one line
from __future__ import annotations

from pathlib import Path

import pytest

from ingest.formats.word.read import read_word
from tests.support.word import STYLES, W, p, run, word_file

_BEYOND = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def trap(properties: str) -> str:
    """A paragraph of one run that has these properties."""
    return f"<w:p>{run('trap', properties)}</w:p>"


def box(around: str) -> str:
    """A text box; ``around`` holds one pair of braces for it."""
    inside = f"<w:txbxContent>{p('trap')}</w:txbxContent>"
    return f"<w:p><w:r><w:drawing {_BEYOND}>{around.format(inside)}</w:drawing></w:r></w:p>"


def row(properties: str) -> str:
    return f"<w:tbl><w:tr><w:trPr>{properties}</w:trPr><w:tc>{p('trap')}</w:tc></w:tr></w:tbl>"


def effect(inside: str) -> str:
    return f"<w:p><w:r><w:rPr>{inside}</w:rPr><w:t>trap</w:t></w:r></w:p>".replace(
        "<w:p>", f"<w:p {_BEYOND}>"
    )


WHITE_FILL = '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="{}"/></w14:srgbClr></w14:solidFill></w14:textFill>'

HIDDEN = {
    "letters of no width": trap('<w:w w:val="1"/>'),
    "letters heaped on each other": trap('<w:spacing w:val="-400"/>'),
    "a text pressed into a point": trap('<w:fitText w:val="5"/>'),
    "black on black": trap('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'),
    "no fill": effect("<w14:textFill><w14:noFill/></w14:textFill>"),
    "a fill that is clear": effect(WHITE_FILL.format(100000)),
    "lines of no height": p("trap", '<w:spacing w:line="10" w:lineRule="exact"/>'),
    "far left of the page": p("trap", '<w:ind w:left="-20000"/>'),
    "a frame beyond the page": p("trap", '<w:framePr w:x="-20000" w:hAnchor="page"/>'),
    "a row of no height": row('<w:trHeight w:val="1" w:hRule="exact"/>'),
    "a hidden row": row("<w:hidden/>"),
    "a hidden drawing": box('<wp:anchor><wp:docPr hidden="1" id="1" name="x"/>{}</wp:anchor>'),
    "a drawing of no width": box('<wp:inline><wp:extent cx="0" cy="900000"/>{}</wp:inline>'),
    "a drawing beyond the page": box('<wp:anchor><wp:positionH><wp:posOffset>-90000000</wp:posOffset></wp:positionH>{}</wp:anchor>'),
    "a hidden shape": box('<v:shape style="width:90pt;visibility:hidden"><v:textbox>{}</v:textbox></v:shape>'),
    "a shape of no height": box('<v:shape style="width:90pt;height:0"><v:textbox>{}</v:textbox></v:shape>'),
}  # fmt: skip

SHOWN = {
    "narrow letters": trap('<w:w w:val="80"/>'),
    "tight letters": trap('<w:spacing w:val="-10"/>'),
    "a text made to fit": trap('<w:fitText w:val="900"/>'),
    "a fill that is half clear": effect(WHITE_FILL.format(50000)),
    "no fill, but an outline": effect("<w14:textOutline><w14:solidFill/></w14:textOutline><w14:textFill><w14:noFill/></w14:textFill>"),
    "lines of twelve points": p("trap", '<w:spacing w:line="240" w:lineRule="exact"/>'),
    "lines of at least a point": p("trap", '<w:spacing w:line="20" w:lineRule="atLeast"/>'),
    "in the margin": p("trap", '<w:ind w:left="-720" w:hanging="360"/>'),
    "a frame on the page": p("trap", '<w:framePr w:x="700" w:y="-200"/>'),
    "a row of at least a point": row('<w:trHeight w:val="20"/>'),
    "a drawing": box('<wp:anchor><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/>{}</wp:anchor>'),
    "a shape": box('<v:shape style="width:90pt;height:10pt"><v:textbox>{}</v:textbox></v:shape>'),
}  # fmt: skip


def read(path: Path) -> tuple[list[str], list[str]]:
    """What is read of a document, and what is left out."""
    (page,) = read_word(path).pages
    return [line.text for line in page.lines], [left.text for left in page.left_out]


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN)
def test_what_the_page_does_not_show_is_left_out_and_reported(tmp_path: Path, body: str) -> None:
    assert read(word_file(tmp_path, p("seen") + body)) == (["seen"], ["trap"])


@pytest.mark.parametrize("body", SHOWN.values(), ids=SHOWN)
def test_what_the_page_shows_is_read(tmp_path: Path, body: str) -> None:
    assert read(word_file(tmp_path, p("seen") + body)) == (["seen", "trap"], [])


WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
DEFAULTS = {
    "the style of paragraphs without one": f'<w:style w:type="paragraph" w:default="1" w:styleId="N">{WHITE}</w:style>',
    "what holds for the whole document": f"<w:docDefaults><w:rPrDefault>{WHITE}</w:rPrDefault></w:docDefaults>",
}  # fmt: skip


@pytest.mark.parametrize("styles", DEFAULTS.values(), ids=DEFAULTS)
def test_white_by_default_is_white(tmp_path: Path, styles: str) -> None:
    black = '<w:color w:val="000000"/>'
    body = f"<w:p>{run('seen', black)}</w:p>{p('trap')}"
    whole = f"<w:styles {W}>{styles}</w:styles>"
    assert whole != STYLES
    assert read(word_file(tmp_path, body, styles=whole)) == (["seen"], ["trap"])
