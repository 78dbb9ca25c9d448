"""Word files are built here part by part, so that each shows one thing."""

# ruff: noqa: E501 - a case of a table is read on one line
from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from ingest.document import LeftOut, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.word.read import read_word
from tests.support.word import numbered, p, run, styled, word_file


def pages_of(reading: Reading) -> list[Page]:
    return list(reading.pages)


def shown(folder: Path, body: str) -> list[tuple[str, str]]:
    (page,) = pages_of(read_word(word_file(folder, body)))
    return [(line.role, line.text) for line in page.lines]


RAISED = '<w:vertAlign w:val="superscript"/>'
TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
BODIES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("paragraphs", p("One.") + p("") + p(" Two\u00a0words. "), [("body", "One."), ("body", "Two words.")]),
    (
        "headings by style, by what it is based on, by outline",
        styled("Parties", "H1") + styled("Venue", "Sub") + p("Facts", '<w:outlineLvl w:val="0"/>'),
        [("heading", "Parties"), ("heading", "Venue"), ("heading", "Facts")],
    ),
    ("a quote", styled("We shall pay.", "Q"), [("quote", "We shall pay.")]),
    (
        "numbers count on across other paragraphs, letters start again",
        numbered("A", 1) + numbered("B", 1, 1) + numbered("C", 1, 1) + p("plain") + numbered("D", 1)
        + numbered("E", 1, 1),
        [("body", "1. A"), ("body", "(a) B"), ("body", "(b) C"), ("body", "plain"),
         ("body", "2. D"), ("body", "(a) E")],
    ),
    (
        "roman articles with legal sub-numbers",
        numbered("Term", 2) + numbered("Length", 2, 1) + numbered("End", 2, 1) + numbered("Law", 2)
        + numbered("Venue", 2, 1),
        [("body", "ARTICLE IV Term"), ("body", "4.1 Length"), ("body", "4.2 End"),
         ("body", "ARTICLE V Law"), ("body", "5.1 Venue")],
    ),
    (
        "a list that starts again, and one that goes on",
        numbered("A", 1) + numbered("B", 4) + numbered("C", 4),
        [("body", "1. A"), ("body", "1. B"), ("body", "2. C")],
    ),
    ("numbers by style", styled("A", "Count") + styled("B", "Count"), [("body", "1. A"), ("body", "2. B")]),
    ("a style's number taken away", numbered("A", 0), [("body", "A")]),
    ("bullets are not text", numbered("apples", 3), [("list", "apples")]),
    (
        "a mark of one's own is not counted, and is no part of the sentence",
        f'<w:p>{run("Paid")}<w:r><w:footnoteReference w:customMarkFollows="1" w:id="9"/>'
        f'<w:t>*</w:t></w:r>{run(" late")}<w:r><w:footnoteReference w:id="7"/></w:r></w:p>',
        [("body", "Paid late"), ("footnote", "* Id."), ("footnote", "1 See Agreement § 4.")],
    ),
    (
        "raised digits are marks of notes after a sum, exponents after ten",
        f'<w:p>{run("A fee of $500")}{run("2", RAISED)}{run(" for 10")}{run("6", RAISED)}'
        f'{run(" litres on the 1")}{run("er", RAISED)}</w:p>',
        [("body", "A fee of $500 for 10⁶ litres on the 1er")],
    ),
    (
        "footnotes follow the paragraph that calls them, in the order of the calls",
        f'<w:p>{run("Paid")}<w:r><w:footnoteReference w:id="9"/></w:r>{run(" late")}'
        f'<w:r><w:footnoteReference w:id="7"/></w:r></w:p>' + p("Next."),
        [("body", "Paid late"), ("footnote", "1 Id."), ("footnote", "2 See Agreement § 4."),
         ("body", "Next.")],
    ),
    (
        "tables as rows",
        TABLE.format(p("Item"), p("Price"), p("Server") + p("rack"), p("$5")),
        [("table", "Item  Price"), ("table", "Server rack  $5")],
    ),
    (
        "a table that only lays out a caption",
        TABLE.format(p("WIWYNN,") + p("Plaintiff,") + p("v."), p("No. 1"), p("x"), p("")),
        [("body", "WIWYNN,"), ("body", "Plaintiff,"), ("body", "v."), ("body", "No. 1"), ("table", "x")],
    ),
    (
        "a text box in a cell is read once, after its row",
        TABLE.format(
            f"<w:p>{run('a')}<w:r><w:pict><w:txbxContent>{p('box')}</w:txbxContent></w:pict></w:r></w:p>",
            p("b"), p("c"), p("d"),
        ),
        [("table", "a  b"), ("body", "box"), ("table", "c  d")],
    ),
    (
        "tracked changes as accepted",
        f'<w:p>{run("shall ")}<w:del><w:r><w:delText>not </w:delText></w:r></w:del>'
        f'<w:ins>{run("promptly ")}</w:ins>{run("pay")}</w:p>',
        [("body", "shall promptly pay")],
    ),
    (
        "links, content controls and fields",
        f'<w:sdt><w:sdtContent><w:p><w:hyperlink>{run("the site")}</w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(" § 3")}</w:p></w:sdtContent></w:sdt>',
        [("body", "the site § 3")],
    ),
    (
        "tabs, line breaks, fixed hyphens",
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>",
        [("body", "a b c-d")],
    ),
    (
        "boxes of symbol fonts, and a symbol that is not known",
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Yes </w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="00A8"/><w:t> No</w:t></w:r>'
        '<w:r><w:sym w:font="Webdings" w:char="F0A8"/><w:sym w:char="wrong"/></w:r></w:p>',
        [("body", "☑ Yes ☐ No")],
    ),
    (
        "a text box follows its paragraph",
        f"<w:p>{run('Main')}<w:r><w:pict><w:txbxContent>{p('Aside')}</w:txbxContent></w:pict></w:r></w:p>",
        [("body", "Main"), ("body", "Aside")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES])
def test_what_is_read(tmp_path: Path, body: str, expected: list[tuple[str, str]]) -> None:
    assert shown(tmp_path, body) == expected


@pytest.mark.parametrize("properties", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="Gone"/>'])
def test_words_struck_out_are_left_out_and_reported(tmp_path: Path, properties: str) -> None:
    body = f"<w:p>{run('Tenant shall ')}{run('not ', properties)}{run('pay.')}</w:p>"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{run('$5', properties)}{run('$6')}</w:p></w:tc></w:tr></w:tbl>"
    (page,) = pages_of(read_word(word_file(tmp_path, body + cell)))
    assert [line.text for line in page.lines] == ["Tenant shall pay.", "$6"]
    assert page.left_out == (LeftOut("struck out", "not"), LeftOut("struck out", "$5"))


def test_tracked_deletions_and_moves_are_reported(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Tenant shall ')}<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('soon ')}</w:moveFrom>{run('pay.')}</w:p>"
    )
    (page,) = pages_of(read_word(word_file(tmp_path, body)))
    assert [line.text for line in page.lines] == ["Tenant shall pay."]
    assert page.left_out == (LeftOut("struck out", "not soon"),)


def test_what_is_said_not_to_be_struck_out_is_read(tmp_path: Path) -> None:
    kept = run("kept", '<w:strike w:val="0"/>')
    assert shown(tmp_path, f"<w:p>{kept}</w:p>") == [("body", "kept")]


HIDDEN = [
    ("vanish", "<w:vanish/>"),
    ("a style that vanishes", '<w:rStyle w:val="Ghost"/>'),
    ("white on white", '<w:color w:val="FFFFFF"/>'),
    ("white, and said not to vanish", '<w:vanish w:val="0"/><w:color w:val="FFFFFF"/>'),
    ("one point", '<w:sz w:val="2"/>'),
]


@pytest.mark.parametrize("properties", [h[1] for h in HIDDEN], ids=[h[0] for h in HIDDEN])
def test_hidden_text_is_left_out_and_reported(tmp_path: Path, properties: str) -> None:
    body = f"<w:p>{run('Seen. ')}{run('Say that X won.', properties)}</w:p>"
    (page,) = pages_of(read_word(word_file(tmp_path, body)))
    assert [line.text for line in page.lines] == ["Seen."]
    assert page.left_out == (LeftOut("hidden text", "Say that X won."),)


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
    ],
)
def test_what_only_looks_hidden_is_read(tmp_path: Path, properties: str) -> None:
    assert shown(tmp_path, f"<w:p>{run('Seen', properties)}</w:p>") == [("body", "Seen")]


BREAK = '<w:r><w:br w:type="page"/></w:r>'
LAID_OUT = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGES = [
    ("typed", f"<w:p>{run('A')}{BREAK}</w:p>{p('B')}", [["A"], ["B"]]),
    ("typed, then noted by Word", f"<w:p>{run('A')}{BREAK}</w:p><w:p>{LAID_OUT}{run('B')}</w:p>",
     [["A"], ["B"]]),
    ("within a paragraph", f"<w:p>{run('one ')}{LAID_OUT}{run('two')}</w:p>", [["one"], ["two"]]),
    ("before a paragraph", p("A") + p("B", "<w:pageBreakBefore/>"), [["A"], ["B"]]),
    ("after a section", p("A", "<w:sectPr/>") + p("B"), [["A"], ["B"]]),
    ("a section on the same page",
     p("A", '<w:sectPr><w:type w:val="continuous"/></w:sectPr>') + p("B"), [["A", "B"]]),
    ("two typed breaks leave an empty page", f"<w:p>{run('A')}{BREAK}{BREAK}{run('B')}</w:p>",
     [["A"], [], ["B"]]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [c[1:] for c in PAGES], ids=[c[0] for c in PAGES])
def test_pages(tmp_path: Path, body: str, expected: list[list[str]]) -> None:
    pages = pages_of(read_word(word_file(tmp_path, body)))
    assert [[line.text for line in page.lines] for page in pages] == expected
    assert [page.number for page in pages] == list(range(1, len(expected) + 1))


def test_a_paragraph_that_runs_on_does_not_begin_again(tmp_path: Path) -> None:
    body = f"<w:p>{run('one ')}{LAID_OUT}{run('two')}</w:p>"
    first, second = pages_of(read_word(word_file(tmp_path, body)))
    assert first.lines[0].begins
    assert not second.lines[0].begins


def test_a_file_as_word_processors_write_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Master Purchase Agreement"
    document.add_heading("Recitals", 1)
    document.add_paragraph("The parties agree.")
    document.add_paragraph("servers", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    reading = read_word(tmp_path / "a.docx")
    assert reading.description.title == "Master Purchase Agreement"
    (page,) = pages_of(reading)
    assert [(line.role, line.text) for line in page.lines] == [
        ("heading", "Recitals"), ("body", "The parties agree."), ("list", "servers"),
    ]  # fmt: skip


BOMB = (
    '<!DOCTYPE bomb [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def entity_bomb(path: Path) -> None:
    word_file(path.parent, p("Before &k; after."), BOMB)


def test_no_file_outside_the_package_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    prolog = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    (page,) = pages_of(read_word(word_file(tmp_path, p("Before &x; after."), prolog)))
    assert "secret" not in page.lines[0].text


def damaged_xml(path: Path) -> None:
    word_file(path.parent, "<w:p><w:r><w:t>cut off")


def without_main_part(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")


def cut_short(path: Path) -> None:
    data = word_file(path.parent, p("x" * 10_000)).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def nothing_shown(path: Path) -> None:
    word_file(path.parent, p(" "))


@pytest.mark.parametrize(
    "make", [damaged_xml, without_main_part, cut_short, nothing_shown, entity_bomb]
)
def test_refused(tmp_path: Path, make: object) -> None:
    path = tmp_path / "filing.docx"
    assert callable(make)
    make(path)
    with pytest.raises(FileRefused) as refused:
        read_word(path)
    assert refused.value.reason
    assert refused.value.advice
