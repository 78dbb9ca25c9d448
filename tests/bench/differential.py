"""What other readers find in a file and Pincite does not: nothing is dropped silently.

    python -m tests.bench.differential FILE_OR_FOLDER... [--words 12] [--readers NAME...]
        [--results FILE.jsonl]

Each page is held against two other readers: poppler's pdftotext and pdfminer.six (a PDF), every w:t
and docx2python (Word), the text nodes and what Chromium shows, its innerText (a web page); the text
nodes alone of an XML file. What Pincite quotes of a page, together with what it leaves out with a
reason, must be what the other reader finds:

- the characters, white space apart: those that are missing here, and those that are added (a number
  that Word prints before a paragraph, a merged cell that is repeated in each of its rows);
- the words: a word of the other reader that is neither quoted nor left out is listed with its page.

With ``--results`` each file is written down as it is measured, and a run that was stopped goes on.
Pages that Pincite reads by OCR are told apart and not counted, since their text layer is not what
is read. pdftotext is poppler's (apt install poppler-utils).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from docx2python.main import docx2python
from lxml import etree, html
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTFigure, LTPage, LTTextContainer, LTTextLine
from pdfminer.pdfparser import PDFSyntaxError
from playwright.sync_api import sync_playwright

from ingest.document import Page
from ingest.errors import FileRefused
from ingest.formats.decode import decoded_page
from ingest.formats.pdf.read import needs_ocr, read_pdf
from ingest.formats.read import read
from tests.bench.results import Results
from tests.support.served import CHROMIUM

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_UNSEEN = frozenset(
    {"script", "style", "head", "noscript", "template", "title", "desc", "metadata"}
)
_WORD = re.compile(r"\w+")
_GLUED = 6
"""Words of fewer letters stand inside others too often to be looked for there."""
_MARKS_OF_DOCX2PYTHON = re.compile(
    r"-{4}[^\n]*?-{4}|(?:foot|end)note\d+\)?|^\t*(?:--|\w+\))\t|<a href=\"[^\">]*\">|</a>",
    re.MULTILINE,
)
"""A picture, the call of a note, the number of a paragraph and a link, in words of its own."""


_UNREADABLE = (KeyError, AttributeError, ValueError, TypeError, PDFSyntaxError, etree.LxmlError)
"""How the other readers fail on files made by hand."""


@dataclass(frozen=True)
class Difference:
    """A page as Pincite and another reader have it. Characters are without white space."""

    page: int
    read_by: str
    other: str
    """The name of the other reader."""
    ours: int
    theirs: int
    lost: int
    """Characters of the other reader beyond those that are quoted or left out."""
    added: int
    missing: dict[str, int]
    """Words of the other reader that are neither quoted nor left out with a reason."""
    left_out: dict[str, int]
    """Characters left out, by reason."""

    @property
    def is_equal(self) -> bool:
        return not self.lost and not self.added


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold our reading against other readers.")
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--words", type=int, default=12, help="shown of each page")
    parser.add_argument("--readers", nargs="*", default=(), help="only these other readers")
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    results = Results(given.results)
    for path in _files(given.sources):
        key = f"{path.parent.name}/{path.name}"
        if key in results:
            continue
        found: list[Difference] = []
        try:
            for difference in differences(path, given.readers):
                _print(path, difference, given.words)
                found.append(difference)
        except FileRefused as refused:
            print(f"{path.name}: refused: {refused.reason}", flush=True)
        results.add(key, {"pages": [asdict(difference) for difference in found]})
    _summarise([Difference(**page) for row in results.rows() for page in row["pages"]])


def _summarise(measured: Sequence[Difference]) -> None:
    every: dict[str, list[Difference]] = {}
    for difference in measured:
        every.setdefault(difference.other, []).append(difference)
    for other, found in every.items():
        text = [page for page in found if page.read_by == "text"]
        theirs, lost = sum(page.theirs for page in text), sum(page.lost for page in text)
        print(
            f"{other}: {len(text)} pages, of them {sum(page.is_equal for page in text)} equal;"
            f" {theirs} characters, {lost} missing here ({lost / max(theirs, 1):.4%}),"
            f" {sum(page.added for page in text)} added;"
            f" {sum(sum(page.missing.values()) for page in text)} words missing;"
            f" {len(found) - len(text)} pages read by OCR not counted"
        )


def _files(sources: list[Path]) -> Iterator[Path]:
    for source in sources:
        yield from sorted(source.rglob("*")) if source.is_dir() else [source]


def differences(path: Path, readers: tuple[str, ...] | list[str] = ()) -> Iterator[Difference]:
    """Page by page and reader by reader; nothing for formats that no other reader is known for
    here. Raises FileRefused as reading does."""
    others = _OTHERS.get(path.suffix.lower(), {})
    chosen = {name: texts for name, texts in others.items() if not readers or name in readers}
    if not chosen:
        return
    # A page that is read by OCR is not counted, so that OCR is not run.
    is_pdf = path.suffix.lower() == ".pdf"
    read_here = list(read_pdf(path, ocr=False).pages if is_pdf else read(path).pages)
    for name, texts in chosen.items():
        try:
            pages, theirs = read_here, texts(path)
        except _UNREADABLE as error:
            print(f"{path.name}: {name} cannot read it: {error!r}", flush=True)
            continue
        if len(theirs) != len(pages):  # formats without pages
            pages, theirs = [_joined(pages)], ["\n".join(theirs)]
        for page, other in zip(pages, theirs, strict=True):
            yield _difference(page, name, other)


def _difference(page: Page, name: str, other: str) -> Difference:
    left: Counter[str] = Counter()
    for piece in page.left_out:
        left[piece.what] += len(_characters(piece.text))
    quoted = "\n".join(line.text for line in page.lines)
    ours = "\n".join([quoted, *(piece.text for piece in page.left_out)])
    here, there = Counter(_characters(ours)), Counter(_characters(other))
    return Difference(
        page.number,
        "ocr" if needs_ocr(page) else page.read,
        name,
        here.total(),
        there.total(),
        (there - here).total(),
        (here - there).total(),
        dict(_missing(ours, other)),
        dict(left),
    )


def _joined(pages: list[Page]) -> Page:
    lines = tuple(line for page in pages for line in page.lines)
    left = tuple(piece for page in pages for piece in page.left_out)
    return Page(1, lines, left_out=left)


def _by_pdftotext(path: Path) -> list[str]:
    program = shutil.which("pdftotext")
    if program is None:
        sys.exit("pdftotext is not installed: apt install poppler-utils")
    done = subprocess.run([program, str(path), "-"], capture_output=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").partition("\n")[0])
    return done.stdout.decode("utf-8", "replace").split("\f")[:-1]


def _by_pdfminer(path: Path) -> list[str]:
    pages = extract_pages(path, laparams=LAParams(all_texts=True))
    return ["".join(_of_layout(page)) for page in pages]


def _of_layout(parent: LTPage | LTFigure | LTTextContainer) -> Iterator[str]:  # type: ignore[type-arg]
    for element in parent:
        if isinstance(element, LTTextLine):
            yield element.get_text()
        elif isinstance(element, LTTextContainer | LTFigure):
            yield from _of_layout(element)
        elif isinstance(element, LTChar):
            yield element.get_text()


def _by_text_runs(path: Path) -> list[str]:
    texts: list[str] = []
    beside: dict[str, None] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _PARTS.fullmatch(name):
                root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
                for paragraph in root.iter(f"{_W}p"):
                    text = "".join(text.text or "" for text in _own_texts(paragraph))
                    # The same head stands in a part for first, left and right pages each.
                    if re.search("header|footer", name):
                        beside[text] = None
                    else:
                        texts.append(text)
    return ["\n".join([*texts, *beside])]


def _own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Each w:t of a paragraph, without those of a text box in it, whose paragraphs are of their
    own, and without what stands there for older programs a second time."""
    for text in paragraph.iter(f"{_W}t"):
        above = next(text.iterancestors(f"{_W}p"), None)
        fallback = next((a for a in text.iterancestors() if a.tag.endswith("}Fallback")), None)
        if above is paragraph and fallback is None:
            yield text


def _by_docx2python(path: Path) -> list[str]:
    with docx2python(path, duplicate_merged_cells=False) as document:
        return [_MARKS_OF_DOCX2PYTHON.sub(" ", document.text)]


def _by_text_nodes(path: Path) -> list[str]:
    root = html.document_fromstring(decoded_page(path.read_bytes()))
    return ["".join(_texts(root, _INLINE))]


def _by_xml_text_nodes(path: Path) -> list[str]:
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False)).getroot()
    return ["".join(_texts(root, frozenset()))]


_INLINE = frozenset("a abbr b em font i mark small span strong sub sup u".split())


def _texts(element: etree._Element, inline: frozenset[str]) -> Iterator[str]:
    """The text nodes in order, those of elements that end no word without a space between."""
    if str(element.tag) in _UNSEEN or callable(element.tag):  # a comment is called by its maker
        return
    between = "" if element.tag in inline else " "
    yield between + (element.text or "")
    for child in element:
        yield from _texts(child, inline)
        yield child.tail or ""
    yield between


def _by_chromium(path: Path) -> list[str]:
    """What Chromium shows without scripts, which Pincite does not run."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is not installed (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        page = browser.new_page(java_script_enabled=False)
        page.set_content(decoded_page(path.read_bytes()), wait_until="domcontentloaded")
        shown = page.locator("body").inner_text()
        browser.close()
    return [shown]


_Readers = dict[str, Callable[[Path], list[str]]]
_WORD_READERS: _Readers = {"w:t": _by_text_runs, "docx2python": _by_docx2python}
_PAGE_READERS: _Readers = {"nodes": _by_text_nodes, "chromium": _by_chromium}
_OTHERS: dict[str, _Readers] = {
    ".pdf": {"pdftotext": _by_pdftotext, "pdfminer": _by_pdfminer},
    ".docx": _WORD_READERS,
    ".docm": _WORD_READERS,
    ".html": _PAGE_READERS,
    ".htm": _PAGE_READERS,
    ".xml": {"nodes of XML": _by_xml_text_nodes},
}
"""The other readers of each kind of file, by their names: each gives the text of every page."""


def _plain(text: str) -> str:
    joined = re.sub(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)", "", text)
    return unicodedata.normalize("NFKC", joined).casefold()


def _missing(ours: str, other: str) -> Counter[str]:
    """Words set close together by one reader ("16dernier") are not missing in the other."""
    together = re.sub(r"\W", "", _plain(ours))
    missing = _words(other) - _words(ours)
    return Counter(
        {word: n for word, n in missing.items() if len(word) < _GLUED or word not in together}
    )


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_plain(text)))


def _characters(text: str) -> str:
    """Letters, digits and signs that show, each in one form: without hyphens, which one reader
    joins at the end of a line and another keeps."""
    plain = re.sub(r"[-\u00ad\u2010\u2011\u0002]", "", unicodedata.normalize("NFKC", text))
    return "".join(
        letter
        for letter in plain
        if not letter.isspace() and unicodedata.category(letter)[0] != "C"
    )


def _print(path: Path, found: Difference, most: int) -> None:
    if not found.missing and not found.lost:
        return
    shown = ", ".join(word for word, _ in Counter(found.missing).most_common(most))
    reasons = ", ".join(f"{count} {what}" for what, count in found.left_out.items()) or "nothing"
    print(
        f"{path.name}, page {found.page} ({found.read_by}), {found.other}: {found.ours} of"
        f" {found.theirs} characters, {found.lost} missing, left out: {reasons};"
        f" {sum(found.missing.values())} words missing: {shown}",
        flush=True,
    )


if __name__ == "__main__":
    main()
