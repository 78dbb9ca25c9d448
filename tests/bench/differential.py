"""What other readers find in a file and Pincite does not: no word is dropped silently.

    python -m tests.bench.differential FILE_OR_FOLDER... [--words 12]

Each page is held against poppler's pdftotext (a PDF), against every w:t of the body, the notes,
headers and footers (Word), or against the text nodes of the body (a web page). A word counts as
read where it is quoted or was left out with a reason; what is missing is listed with its page, and
so is the count of characters, white space apart. pdftotext is needed for PDF files only
(apt install poppler-utils); pages that Pincite reads by OCR are told apart, since their text layer
is not what is read.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from ingest.document import Page
from ingest.errors import FileRefused
from ingest.formats.decode import decoded_page
from ingest.formats.read import read

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "title"})
_WORD = re.compile(r"\w+")
_GLUED = 6
"""Words of fewer letters stand inside others too often to be looked for there."""


@dataclass(frozen=True)
class Difference:
    """A page as two readers have it."""

    page: int
    read_by: str
    ours: int
    theirs: int
    """Characters, white space apart."""
    missing: Counter[str]
    """Words of the other reader that are neither quoted nor left out with a reason."""
    left_out: Counter[str]
    """Characters left out, by reason."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold our reading against other readers.")
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--words", type=int, default=12, help="shown of each page")
    given = parser.parse_args()
    words = lost = 0
    for path in _files(given.sources):
        try:
            for difference in differences(path):
                words += difference.theirs
                lost += sum(map(len, difference.missing.elements()))
                _print(path, difference, given.words)
        except FileRefused as refused:
            print(f"{path.name}: refused: {refused.reason}")
    share = lost / words if words else 0.0
    print(f"{words} characters by the other readers; {lost} of words missing here ({share:.4%})")


def _files(sources: list[Path]) -> Iterator[Path]:
    for source in sources:
        yield from sorted(source.rglob("*")) if source.is_dir() else [source]


def differences(path: Path) -> Iterator[Difference]:
    """Page by page; nothing for formats that no other reader is known for here. Raises
    FileRefused as reading does."""
    others = _others(path)
    if others is None:
        return
    pages = list(read(path).pages)
    if len(others) != len(pages):  # formats without pages
        pages, others = [_joined(pages)], ["\n".join(others)]
    for page, other in zip(pages, others, strict=True):
        left: Counter[str] = Counter()
        for piece in page.left_out:
            left[piece.what] += _characters(piece.text)
        quoted = "\n".join(line.text for line in page.lines)
        ours = "\n".join([quoted, *(piece.text for piece in page.left_out)])
        yield Difference(
            page.number,
            page.read,
            _characters(ours),
            _characters(other),
            _missing(ours, other),
            left,
        )


def _joined(pages: list[Page]) -> Page:
    lines = tuple(line for page in pages for line in page.lines)
    left = tuple(piece for page in pages for piece in page.left_out)
    return Page(1, lines, left_out=left)


def _others(path: Path) -> list[str] | None:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _of_pdf(path)
    if suffix in (".docx", ".docm"):
        return [_of_word(path)]
    return [_of_html(path)] if suffix in (".html", ".htm") else None


def _of_pdf(path: Path) -> list[str]:
    program = shutil.which("pdftotext")
    if program is None:
        sys.exit("pdftotext is not installed: apt install poppler-utils")
    done = subprocess.run([program, str(path), "-"], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace").split("\f")[:-1]


def _of_word(path: Path) -> str:
    texts: list[str] = []
    beside: dict[str, None] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _PARTS.fullmatch(name):
                root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
                for paragraph in root.iter(f"{_W}p"):
                    runs = [text.text or "" for text in paragraph.iter(f"{_W}t")]
                    text = "".join(runs)
                    # The same head stands in a part for first, left and right pages each.
                    if re.search("header|footer", name):
                        beside[text] = None
                    else:
                        texts.append(text)
    return "\n".join([*texts, *beside])


def _of_html(path: Path) -> str:
    root = html.document_fromstring(decoded_page(path.read_bytes()))
    return " ".join(_texts(root))


def _texts(element: etree._Element) -> Iterator[str]:
    if str(element.tag) in _UNSEEN or callable(element.tag):  # a comment is called by its maker
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


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


def _characters(text: str) -> int:
    return sum(not letter.isspace() for letter in unicodedata.normalize("NFKC", text))


def _print(path: Path, found: Difference, most: int) -> None:
    if not found.missing:
        return
    shown = ", ".join(word for word, _ in found.missing.most_common(most))
    reasons = ", ".join(f"{count} {what}" for what, count in found.left_out.items()) or "nothing"
    print(
        f"{path.name}, page {found.page} ({found.read_by}): {found.ours} of {found.theirs}"
        f" characters, left out: {reasons}; {found.missing.total()} words missing: {shown}"
    )


if __name__ == "__main__":
    main()
