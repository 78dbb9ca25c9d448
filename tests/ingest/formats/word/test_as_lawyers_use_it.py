"""Word documents with what lawyers put into them: letterheads, comments, tracked changes, forms,
equations, text that cannot be seen; and files saved in Word's other forms."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from ingest.document import Page
from ingest.formats.read import read
from ingest.formats.word.read import read_word
from ingest.passages.split import split
from tests.support.word import W, numbered, p, run, word_file

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def page_of(path: Path) -> Page:
    (page,) = read_word(path).pages
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def body(folder: Path, xml: str) -> list[str]:
    return texts(page_of(word_file(folder, xml)))


def test_the_letterhead_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Acme Law, Lyon, le 3 mai 2021"
    section.header.paragraphs[0].text = "Acme Law, suite"
    section.first_page_footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Monsieur, payez.")
    document.save(str(tmp_path / "a.docx"))
    page = page_of(tmp_path / "a.docx")
    assert texts(page) == ["Acme Law, Lyon, le 3 mai 2021", "Monsieur, payez."]
    assert [(left.what, left.text) for left in page.left_out] == [
        ("running head", "Acme Law, suite"),
        ("page number", "Page 1"),
    ]


@pytest.mark.parametrize(
    ("foot", "is_read"),
    [
        ("Lease of Business Premises (version 2), free to copy", False),
        ("Lease of Business Premises Ltd, 12 Mill Road, tel. 01 44 55 66 77", True),
        ("Doe & Roe, solicitors", True),
    ],
)
def test_a_foot_that_names_the_document_is_a_running_foot(
    tmp_path: Path, foot: str, is_read: bool
) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Lease of Business Premises").font.size = Pt(20)
    document.add_paragraph("The rent is due on the first day of the month.")
    document.sections[0].footer.paragraphs[0].text = foot
    document.save(str(tmp_path / "a.docx"))
    page = page_of(tmp_path / "a.docx")
    assert (foot in texts(page)) == is_read
    assert (("running head", foot) in [(left.what, left.text) for left in page.left_out]) != is_read


@pytest.mark.parametrize(
    ("written", "read", "instructions"),
    [
        ("No. {% if n %}{{n}}{% else %}later{% endif %}.", ["No. {{n}}", "later."], 3),
        ("Paid{%p for x in y %} by {{ x }}{# who? #}.", ["Paid by {{ x }}."], 2),
        ("{{#each sums}}EUR {{this}}{{/each}} due", ["EUR {{this}} due"], 2),
        ("A set {x} of 5 % and {y}", ["A set {x} of 5 % and {y}"], 0),
    ],
)
def test_what_a_template_says_to_its_program_is_not_read(
    tmp_path: Path, written: str, read: list[str], instructions: int
) -> None:
    page = page_of(word_file(tmp_path, run_by_run(written)))
    assert texts(page) == read
    assert all(line.begins for line in page.lines)
    assert [left.what for left in page.left_out] == ["form field"] * instructions


WORDINGS = "Paid {% if m %}every month{% else %}every quarter{% endif %}"


def test_two_wordings_of_a_template_stand_in_no_one_row(tmp_path: Path) -> None:
    other = "{% if x %}{{bank}}{% else %}cash{% endif %}"
    cells = [f"<w:tc>{p(text)}</w:tc>" for text in ("Rent", WORDINGS, other)]
    page = page_of(word_file(tmp_path, f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"))
    assert texts(page) == [
        "Rent  Paid every month",
        "Rent  every quarter",
        "Rent  {{bank}}",
        "Rent  cash",
    ]
    assert [left.what for left in page.left_out] == ["form field"] * 6


@pytest.mark.parametrize("other", [("{%p else %}", "every quarter"), ("{% else %} every quarter",)])
def test_two_wordings_in_paragraphs_of_their_own_stand_in_no_one_passage(
    tmp_path: Path, other: tuple[str, ...]
) -> None:
    document = docx.Document()
    header = document.sections[0].header
    wordings = ("The rent is paid", "{%p if m %}", "every month", *other, "{%p endif %}")
    for text in wordings:
        document.add_paragraph(text)
        header.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    page = page_of(tmp_path / "a.docx")
    found = [passage.text for passage in split([page], "docx", "en")]
    assert found == 2 * ["The rent is paid every month", "every quarter"]


def test_two_wordings_of_a_template_stand_apart_in_notes_and_headers(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = WORDINGS
    document.add_paragraph(WORDINGS)
    document.save(str(tmp_path / "a.docx"))
    page = page_of(tmp_path / "a.docx")
    wordings = ["Paid every month", "every quarter"]
    assert [passage.text for passage in split([page], "docx", "en")] == [*wordings, *wordings]
    assert [left.what for left in page.left_out] == ["form field"] * 6

    call = '<w:p><w:r><w:t>The rent.</w:t><w:footnoteReference w:id="9"/></w:r></w:p>'
    path = rewritten(word_file(tmp_path, call), "b.docx", {r">Id\.<": f">{WORDINGS}<"})
    assert texts(page_of(path)) == ["The rent.", "1 Paid every month", "every quarter"]
    assert [left.what for left in page_of(path).left_out] == ["form field"] * 3


def run_by_run(text: str) -> str:
    """A paragraph in runs of three letters: Word cuts text as it likes."""
    return f"<w:p>{''.join(run(text[at : at + 3]) for at in range(0, len(text), 3))}</w:p>"


def test_comments_are_reported_and_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Delivery by May 2.")
    document.add_comment(paragraph.runs, text="Make it June.", author="Roy", initials="R")
    document.save(str(tmp_path / "a.docx"))
    page = page_of(tmp_path / "a.docx")
    assert texts(page) == ["Delivery by May 2."]
    assert [(left.what, left.text) for left in page.left_out] == [("comment", "Roy: Make it June.")]


def rewritten(path: Path, name: str, changes: dict[str, str]) -> Path:
    """A copy of a package with words of its parts replaced."""
    copy = path.with_name(name)
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(copy, "w") as other:
        for part in package.namelist():
            content = package.read(part).decode()
            for old, new in changes.items():
                content = re.sub(old, new, content)
            other.writestr(part, content)
    return copy


STRICT = {
    r"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml)/2006/": (
        r"http://purl.oclc.org/ooxml/\1/"
    )
}
MACROS = {
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main\+xml": (
        "application/vnd.ms-word.document.macroEnabled.main+xml"
    )
}


@pytest.mark.parametrize(("name", "changes"), [("a.docx", STRICT), ("a.docm", MACROS)])
def test_other_forms_of_word_files(tmp_path: Path, name: str, changes: dict[str, str]) -> None:
    path = rewritten(word_file(tmp_path, p("Served on April 3.")), name, changes)
    (page,) = read(path).pages
    assert texts(page) == ["Served on April 3."]


def test_a_deleted_end_of_paragraph_makes_two_one(tmp_path: Path) -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    xml = p("First.") + p("The closing is in ", deleted) + p("Denver on July 9.") + p("Last.")
    path = word_file(tmp_path, xml)
    assert texts(page_of(path)) == ["First.", "The closing is in Denver on July 9.", "Last."]
    passages = list(split(read_word(path).pages, "word", "en"))
    assert passages[0].paragraphs == ("1", "2", "3")


def test_deleted_rows_are_gone(tmp_path: Path) -> None:
    cells = "<w:tc>{}</w:tc><w:tc>{}</w:tc>"
    gone = '<w:trPr><w:del w:id="1" w:author="A"/></w:trPr>' + cells.format(p("Fee"), p("$5"))
    table = f"<w:tbl><w:tr>{gone}</w:tr><w:tr>{cells.format(p('Fee'), p('$8'))}</w:tr></w:tbl>"
    (row,) = body(tmp_path, table)
    assert "$8" in row
    assert "$5" not in row


def control(text: str, showing: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{showing}</w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("xml", "shown", "left_out"),
    [
        (
            f"<w:p>{run('The seller is ')}{control(run('Click or tap here to enter text.'))}</w:p>",
            ["The seller is"],
            ["Click or tap here to enter text."],
        ),
        (control(p("Choisissez un élément.")) + p("Fait à Lyon"), ["Fait à Lyon"],
         ["Choisissez un élément."]),
        # A blank that is named is part of its sentence, and what was filled in is a word.
        (f"<w:p>{run('By ')}{control(run('[the Seller]'))}</w:p>", ["By [the Seller]"], []),
        (f"<w:p>{control(run('Click here to pay.'), '')}</w:p>", ["Click here to pay."], []),
        (
            f"<w:tbl><w:tr><w:tc>{p('Name')}</w:tc>"
            f"<w:tc>{control(p('Cliquez ici pour entrer du texte.'))}</w:tc></w:tr></w:tbl>",
            ["Name"],
            ["Cliquez ici pour entrer du texte."],
        ),
    ],
)  # fmt: skip
def test_what_a_control_asks_for_is_not_the_documents_word(
    tmp_path: Path, xml: str, shown: list[str], left_out: list[str]
) -> None:
    page = page_of(word_file(tmp_path, xml))
    assert texts(page) == shown
    assert [piece.text for piece in page.left_out if piece.what == "form field"] == left_out


def field(data: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒ Served."),
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", "☐ Served."),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒ Served."),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='No'/><w:listEntry w:val='Yes'/>"
            "</w:ddList>",
            "Yes Served.",
        ),
    ],
)
def test_form_fields(tmp_path: Path, data: str, shown: str) -> None:
    assert body(tmp_path, f"<w:p>{field(data)}{run(' Served.')}</w:p>") == [shown]


@pytest.mark.parametrize(
    ("equation", "shown"),
    [
        ("<m:r><m:t>D = $5 + $6</m:t></m:r>", "so D = $5 + $6 is due"),
        (
            "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
            "</m:f>",
            "so (a+b)/2 is due",
        ),
        (
            "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
            "</m:sSup>",
            "so x² is due",
        ),
    ],
)
def test_equations(tmp_path: Path, equation: str, shown: str) -> None:
    xml = f"<w:p>{run('so')}<m:oMath {M}>{equation}</m:oMath>{run('is due')}</w:p>"
    assert body(tmp_path, xml) == [shown]


BLACK_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'


@pytest.mark.parametrize(
    ("properties", "is_shown"),
    [
        ('<w:color w:val="000000"/><w:highlight w:val="black"/>', False),
        ('<w:highlight w:val="black"/>', False),
        (BLACK_SHADE, True),
        (f'<w:color w:val="000000"/>{BLACK_SHADE}', False),
        (f'<w:color w:val="FFFFFF"/>{BLACK_SHADE}', True),
        ('<w:color w:val="FEFEFE"/>', False),
        ('<w:w w:val="1"/>', False),
        ('<w:sz w:val="2"/>', False),
        ('<w:color w:val="C00000"/>', True),
    ],
)
def test_what_can_be_seen(tmp_path: Path, properties: str, is_shown: bool) -> None:
    found = body(tmp_path, p("Seen.") + f"<w:p>{run('The secret.', properties)}</w:p>")
    assert (found[1:] == ["The secret."]) is is_shown


def test_merged_cells_are_repeated(tmp_path: Path) -> None:
    def row(first: str, merge: str, second: str) -> str:
        head = f"<w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr>{p(first)}</w:tc>"
        return f"<w:tr>{head}<w:tc>{p(second)}</w:tc></w:tr>"

    table = row("Lyon", ' w:val="restart"', "12 May") + row("", "", "13 May")
    assert body(tmp_path, f"<w:tbl>{table}</w:tbl>") == ["Lyon  12 May", "Lyon  13 May"]


def test_a_row_with_an_address_or_a_table_in_a_cell_stays_a_row(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    address = p("Mill of the valley") + p("12 Mill Road") + p("Elko")
    inner = f"<w:tbl>{row(p('May'), p('4 EUR'))}</w:tbl>"
    found = body(
        tmp_path,
        f"<w:tbl>{row(address, p('900 EUR'))}{row(p('Smith'), p('9 EUR') + inner)}</w:tbl>",
    )
    assert found == ["Mill of the valley 12 Mill Road Elko  900 EUR", "Smith  9 EUR", "May  4 EUR"]


def test_cells_that_are_laid_out_as_a_page_are_no_row(tmp_path: Path) -> None:
    long = (
        p("The tenant pays the rent of the mill on the first day of each month, in advance, and")
        * 3
    )
    found = body(
        tmp_path, f"<w:tbl><w:tr><w:tc>{long}</w:tc><w:tc>{p('Right.')}</w:tc></w:tr></w:tbl>"
    )
    assert found[-1] == "Right."


@pytest.mark.parametrize(
    ("formats", "numbers"),
    [
        (("upperRoman", "decimalZero"), ["Article I A", "Section 1.01 B", "Section 1.02 B"]),
        (("cardinalText", "decimal"), ["A", "Section 1.1 B", "Section 1.2 B"]),
    ],
)
def test_numbers_are_those_that_are_printed(
    tmp_path: Path, formats: tuple[str, str], numbers: list[str]
) -> None:
    path = word_file(tmp_path, numbered("A", 2) + numbered("B", 2, 1) + numbered("B", 2, 1))
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{legal}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, legal) in enumerate(
            zip(formats, ("Article %1", "Section %1.%2"), ("", "<w:isLgl/>"), strict=True)
        )
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "new.docx", "w") as new:
        for name in old.namelist():
            content = numbering if name == "word/numbering.xml" else old.read(name)
            new.writestr(name, content)
    assert texts(page_of(tmp_path / "new.docx")) == numbers


def test_how_a_word_is_pronounced_is_left_out(tmp_path: Path) -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>じょうやく</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>条約</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    page = page_of(word_file(tmp_path, f"<w:p>{run('The ')}{ruby}{run(' of 1951.')}</w:p>"))
    assert texts(page) == ["The 条約 of 1951."]
    assert [(left.what, left.text) for left in page.left_out] == [("reading aid", "じょうやく")]


def test_a_row_that_word_repeats_on_each_page_heads_its_table(tmp_path: Path) -> None:
    def row(*cells: str, properties: str = "") -> str:
        inside = "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"

    head = row("Lot 1 to 9", "Sum", properties="<w:tblHeader/>")
    page = page_of(word_file(tmp_path, f"<w:tbl>{head}{row('7', '$12')}</w:tbl>"))
    assert [(line.text, line.is_head) for line in page.lines] == [
        ("Lot 1 to 9  Sum", True),
        ("7  $12", False),
    ]
