"""Text that a PDF holds and does not show, or shows otherwise: each file hides one line in one
way. What is shown is read, what is hidden is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Page
from ingest.errors import FileRefused
from ingest.formats.pdf.read import needs_ocr, read_pdf
from tests.support.paper import raw_pdf, stream_object, with_own_font

SHOWN = "The lease was signed in Lyon on 3 June 2021 by both of the parties to it."
HIDDEN = "SECRET the price was nine hundred dollars"


def line(text: str, y: int, before: str = "", font: str = "F1", after: str = "") -> str:
    return f"q {before} BT /{font} 12 Tf 1 0 0 1 72 {y} Tm ({text}) Tj ET {after} Q\n"


PLAIN = line(SHOWN, 740)
COVERED = PLAIN + line(HIDDEN, 700)
LAYER = (
    "/Properties<</L 10 0 R>>",
    "/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]/Order[10 0 R]>>>>",
    "10 0 obj\n<</Type/OCG/Name(Draft)>>\nendobj",
)
FORM = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>"
PICTURE = (
    "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8"
    "/Filter/ASCIIHexDecode"
)
LINES = "".join(f"60 {696 + i} 400 1 re f\n" for i in range(16))
HATCH = "".join(f"60 {696 + 1.2 * i} m 460 {696 + 1.2 * i} l S\n" for i in range(14))
SQUARE = "/Annots[<</Type/Annot/Subtype/Square/Rect[60 690 460 715]/IC[0 0 0]/C[0 0 0]/F 4>>]"

WAYS: dict[str, dict[str, str]] = {
    "a layer that is switched off": {
        "content": PLAIN + line(HIDDEN, 700, "/OC /L BDC", after="EMC"),
        "resources": LAYER[0], "root": LAYER[1], "objects": LAYER[2],
    },
    "a form on a layer that is switched off": {
        "content": PLAIN + "/X Do",
        "resources": "/XObject<</X 11 0 R>>", "root": LAYER[1],
        "objects": LAYER[2] + "\n" + stream_object(11, FORM + "/OC 10 0 R", line(HIDDEN, 700)),
    },
    "a clip": {"content": PLAIN + line(HIDDEN, 700, "0 0 10 10 re W n")},
    "a clip that leaves a slit": {"content": PLAIN + line(HIDDEN, 700, "60 703 400 1.5 re W n")},
    "a cover that leaves a slit": {
        "content": PLAIN + line(HIDDEN, 700) + "1 g 60 695 400 9 re 60 705.5 400 9 re f"
    },
    "a clip of a form": {
        "content": PLAIN + "/X Do",
        "resources": "/XObject<</X 11 0 R>>",
        "objects": stream_object(11, FORM.replace("0 0 612 792", "0 0 5 5"), line(HIDDEN, 700)),
    },
    "a clip of a form around its form": {
        "content": PLAIN + "/X Do",
        "resources": "/XObject<</X 11 0 R>>",
        "objects": stream_object(
            11,
            "/Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<</XObject<</Y 12 0 R>>>>",
            "/Y Do",
        ) + "\n" + stream_object(12, FORM, line(HIDDEN, 700)),
    },
    "ink of the colour of the picture under it": {
        "content": PLAIN + "q 500 0 0 30 60 690 cm /I Do Q " + line(HIDDEN, 700),
        "resources": "/XObject<</I 11 0 R>>", "objects": stream_object(11, PICTURE, "000000>"),
    },
    "a soft mask": {
        "content": PLAIN + line(HIDDEN, 700, "/G gs"),
        "resources": "/ExtGState<</G<</SMask<</S/Luminosity/G 11 0 R>>>>>>",
        "objects": stream_object(
            11, FORM + "/Group<</S/Transparency/CS/DeviceGray>>", "0 g 0 0 612 792 re f"
        ),
    },
    "a soft mask over a form": {
        "content": PLAIN + "q /G gs /X Do Q",
        "resources": "/ExtGState<</G<</SMask<</S/Luminosity/G 11 0 R>>>>>> /XObject<</X 12 0 R>>",
        "objects": stream_object(
            11, FORM + "/Group<</S/Transparency/CS/DeviceGray>>", "0 g 0 0 612 792 re f"
        ) + "\n" + stream_object(12, FORM, line(HIDDEN, 700)),
    },
    "no alpha": {
        "content": PLAIN + line(HIDDEN, 700, "/G gs"), "resources": "/ExtGState<</G<</ca 0>>>>",
    },
    "a white pattern": {
        "content": PLAIN + line(HIDDEN, 700, "/Pattern cs /P scn"),
        "resources": "/Pattern<</P 11 0 R>>",
        "objects": stream_object(
            11,
            "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>",
            "1 g 0 0 9 9 re f",
        ),
    },
    "a white outline": {"content": PLAIN + line(HIDDEN, 700, "1 Tr 1 G")},
    "an outline over the letters": {"content": PLAIN + line(HIDDEN, 700, "2 Tr 1 G 6 w")},
    "a thick line": {"content": COVERED + "16 w 60 704 m 460 704 l S"},
    "a thick frame": {"content": COVERED + "20 w 60 704 400 1 re S"},
    "many thin shapes": {"content": COVERED + LINES},
    "many thin lines": {"content": COVERED + "1.4 w " + HATCH},
    "white paint": {"content": COVERED + "1 g 60 690 400 30 re f"},
    "a note without an appearance": {"content": COVERED, "page": SQUARE},
    "letters without width": {
        "content": PLAIN + f"BT /F1 12 Tf 0.01 0 0 1 72 700 Tm ({HIDDEN}) Tj ET",
    },
    "letters that draw nothing": {
        "content": PLAIN + line(HIDDEN, 700, font="F2"),
        "objects": "6 0 obj\n<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]"
        "/CharProcs<</a 11 0 R>>/Encoding<</Differences[32"
        + "/a" * 95 + "]>>/FirstChar 32/LastChar 126/Widths[" + "0.5 " * 95 + "]/Resources<<>>"
        "/ToUnicode 12 0 R>>\nendobj\n" + stream_object(11, "", "0.5 0 d0") + "\n"
        + stream_object(12, "", "1 beginbfrange <20> <7E> <0020> endbfrange"),
    },
}  # fmt: skip


def page_of(folder: Path, **parts: str) -> Page:
    (page,) = read_pdf(raw_pdf(folder / "a.pdf", **parts), ocr=False).pages
    return page


@pytest.mark.parametrize("way", WAYS)
def test_what_the_page_does_not_show_is_left_out(tmp_path: Path, way: str) -> None:
    page = page_of(tmp_path, **WAYS[way])
    assert [line.text for line in page.lines] == [SHOWN]
    hidden = "".join(left.text for left in page.left_out if left.what == "hidden text")
    assert hidden.replace(" ", "") == HIDDEN.replace(" ", "")


def test_what_letters_clip_off_is_left_out(tmp_path: Path) -> None:
    clip = "q BT /F1 12 Tf 7 Tr 1 0 0 1 72 400 Tm (X) Tj ET 0 Tr"
    page = page_of(tmp_path, content=f"{PLAIN} {clip} {line(HIDDEN, 700)} Q")
    assert [line.text for line in page.lines] == [SHOWN]


def test_white_words_on_a_dark_picture_are_read(tmp_path: Path) -> None:
    content = PLAIN + "q 500 0 0 30 60 690 cm /I Do Q " + line("On a picture.", 700, "1 g")
    picture = stream_object(11, PICTURE, "000000>")
    page = page_of(tmp_path, content=content, resources="/XObject<</I 11 0 R>>", objects=picture)
    assert [line.text for line in page.lines] == [SHOWN, "On a picture."]


@pytest.mark.parametrize(
    ("content", "resources"),
    [
        (PLAIN + line("In a clip that reaches around it.", 700, "60 690 400 30 re W n"), ""),
        (COVERED.replace("SECRET ", "") + "0.5 w 60 697 m 460 697 l S", ""),
        (PLAIN + line("Half transparent words.", 700, "/G gs"), "/ExtGState<</G<</ca .6>>>>"),
        (PLAIN + line("Bold by an outline.", 700, "2 Tr 0.3 w"), ""),
        (
            PLAIN + line("\\223H\\224 of \\223 it \\224.", 700, "/G gs"),
            "/ExtGState<</G<</ca .6>>>>",
        ),
    ],
)
def test_what_the_page_shows_is_read(tmp_path: Path, content: str, resources: str) -> None:
    page = page_of(tmp_path, content=content, resources=resources)
    assert len(page.lines) == 2
    assert not [left for left in page.left_out if left.what == "hidden text"]


def test_what_is_drawn_twice_at_one_place_is_read_once(tmp_path: Path) -> None:
    between = "".join(line(f"Line {number}.", 700 - 20 * number) for number in range(9))
    page = page_of(tmp_path, content=PLAIN + between + PLAIN)
    assert [line.text for line in page.lines] == [SHOWN, *[f"Line {n}." for n in range(9)]]
    assert [(left.what, left.text) for left in page.left_out] == [("hidden text", SHOWN)]


def test_a_font_that_lies_is_read_from_the_picture(tmp_path: Path) -> None:
    font = (
        "6 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 10 0 R>>\nendobj\n"
        + stream_object(10, "", "2 beginbfchar <31> <0037> <32> <0038> endbfchar")
    )
    page = page_of(tmp_path, content=line(SHOWN, 740, font="F2"), objects=font)
    assert needs_ocr(page)
    assert not page.lines
    assert page.why == "a text layer that says other than the page shows"


DUE = "The sum due on 3 June is 1234567 dollars and 890 cents."
TURNED = dict(zip("1234567890", "9876543210", strict=True))


@pytest.mark.parametrize("kind", ["TrueType", "Type0"])
@pytest.mark.parametrize(
    ("copied_as", "is_true"),
    [({}, True), (TURNED, False), ({"1": "7", "7": "1"}, False), ({"d": "x", "s": "k"}, False)],
)
def test_a_font_inside_the_file_that_lies(
    tmp_path: Path, kind: str, copied_as: dict[str, str], is_true: bool
) -> None:
    path = with_own_font(tmp_path / "a.pdf", DUE, copied_as, kind)
    (page,) = read_pdf(path, ocr=False).pages
    assert needs_ocr(page) is not is_true
    assert [line.text for line in page.lines] == [DUE] * is_true


def test_what_a_lying_font_draws_is_read(tmp_path: Path) -> None:
    path = with_own_font(tmp_path / "a.pdf", DUE, TURNED, "Type0")
    (page,) = read_pdf(path).pages
    assert page.read == "ocr"
    assert "is 1234567 " in page.lines[0].text


@pytest.mark.parametrize(("given", "is_read"), [("nine", False), ("fi", True), ("\\255", True)])
def test_another_text_given_for_words(tmp_path: Path, given: str, is_read: bool) -> None:
    before = f"/Span<</ActualText({given})>> BDC"
    content = PLAIN + line("fi", 700, before, after="EMC")
    assert bool(page_of(tmp_path, content=content).lines) is is_read


def test_words_struck_out_by_a_note(tmp_path: Path) -> None:
    note = (
        "/Annots[<</Type/Annot/Subtype/StrikeOut/Rect[72 737 123 750]/C[1 0 0]"
        "/QuadPoints[72 750 123 750 72 737 123 737]>>]"
    )
    page = page_of(tmp_path, content=PLAIN, page=note)
    assert [left.text for left in page.left_out if left.what == "struck out"] == ["The lease"]
    assert page.lines[0].text.startswith("was signed")


def test_comments_and_unshown_fields_are_reported(tmp_path: Path) -> None:
    notes = (
        "/Annots[<</Type/Annot/Subtype/Text/Rect[500 700 520 720]/Contents(Was it June?)>>"
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(sum)/V(900 dollars)/Rect[72 600 200 620]>>]"
    )
    page = page_of(tmp_path, content=PLAIN, page=notes)
    assert [line.text for line in page.lines] == [SHOWN]
    found = [(left.what, left.text) for left in page.left_out]
    assert found == [("comment", "Was it June?"), ("form field", "900 dollars")]


def test_a_form_that_only_its_program_draws_is_refused(tmp_path: Path) -> None:
    root = "/AcroForm<</Fields[]/XFA 10 0 R>>/NeedsRendering true"
    path = raw_pdf(
        tmp_path / "a.pdf", line("Please wait...", 740), root=root,
        objects=stream_object(10, "", "<xdp/>"),
    )  # fmt: skip
    with pytest.raises(FileRefused, match="XFA"):
        read_pdf(path)


FILES = (
    "/Names<</EmbeddedFiles<</Names[(bill.pdf) 10 0 R]>>>>",
    "10 0 obj\n<</Type/Filespec/F(bill.pdf)/UF(bill.pdf)/EF<</F 11 0 R>>>>\nendobj\n"
    + stream_object(11, "/Type/EmbeddedFile", "%PDF-1.4"),
)


def test_files_inside_a_pdf_are_named(tmp_path: Path) -> None:
    page = page_of(tmp_path, content=PLAIN, root=FILES[0], objects=FILES[1])
    assert [left.text for left in page.left_out if left.what == "attachment"] == ["bill.pdf"]


def test_the_cover_of_a_portfolio_is_read_and_its_files_are_named(tmp_path: Path) -> None:
    root = FILES[0] + "/Collection<</View/T>>"
    page = page_of(tmp_path, content=PLAIN, root=root, objects=FILES[1])
    assert page.lines
    assert [left.text for left in page.left_out if left.what == "attachment"] == ["bill.pdf"]
