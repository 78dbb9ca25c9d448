"""`show`: draws what was understood of a page, before anything is ingested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Line, Page, Passage
from ingest.errors import FileRefused
from ingest.formats.pdf.render import draw_page
from ingest.formats.read import read
from ingest.passages.split import split
from ingest.passwords import keep
from ingest.translation import _, retold, word

_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a file with the passages that stand on it, wholly or in part."""

    file: Path
    page: Page
    passages: tuple[Passage, ...]

    def as_json(self) -> dict[str, object]:
        """The page as scripts read it: boxes in points, pages and lines from 1."""
        page = self.page
        return {
            "file": self.file.name,
            "page": page.number,
            "label": page.label,
            "read": page.read,
            "why": page.why,
            "text": "\n".join(line.text for line in page.lines),
            "lines": [
                {
                    "text": line.text,
                    "number": line.number,
                    "box": line.box,
                    "role": line.role,
                    "label": line.label,
                }
                for line in page.lines
            ],
            "passages": [
                {
                    "text": passage.text,
                    "paragraphs": passage.paragraphs,
                    "headings": passage.headings,
                    "lines": self._lines(passage),
                }
                for passage in self.passages
            ],
            "left_out": self._left_out(),
        }

    def as_text(self) -> str:
        """The page as a terminal shows it."""
        label = _(", printed {label}").format(label=self.page.label) if self.page.label else ""
        head = _("{file}, page {number}{label}: {why}").format(
            file=self.file.name, number=self.page.number, label=label, why=retold(self.page.why)
        )
        lines = [f"{_beside(line):>4}  {line.text}" for line in self.page.lines]
        passages = [
            f"  {'¶ ' + ', '.join(each.paragraphs) if each.paragraphs else '-':8} {each.text}"
            for each in self.passages
        ]
        left = [f"  {word(str(entry['what']))}: {entry['text']}" for entry in self._left_out()]
        return "\n".join([head, *lines, _("passages"), *passages, _("left out"), *left])

    def _left_out(self) -> list[dict[str, object]]:
        return [piece.reported() for piece in self.page.left_out]

    def _lines(self, passage: Passage) -> tuple[int, int] | None:
        """First and last line of the passage on this page: printed numbers where there are."""
        here = [span.line for span in passage.spans if span.page == self.page.number]
        first, last = (self.page.lines[line].number for line in (here[0], here[-1]))
        if first is None or last is None:
            return here[0] + 1, here[-1] + 1
        return first, last


def _beside(line: Line) -> str:
    """The number printed beside a line, with its page's where a sheet holds several: "12:5"."""
    if line.number is None:
        return ""
    return f"{line.label}:{line.number}" if line.label else str(line.number)


def shown(file: Path, number: int, passwords: Sequence[str] = ()) -> ShownPage:
    """Read a file and look at its page ``number``, counted from 1.

    Raises FileRefused for a file that cannot be read or has no such page.
    """
    reading = read(file, passwords=passwords)
    keep(file, passwords)  # the page may be drawn
    found: list[Page] = []
    passages = [
        passage
        for passage in split(_noting(reading.pages, number, found), reading.format, "")
        if any(span.page == number for span in passage.spans)
    ]
    if not found:
        raise FileRefused(f"{file.name} has no page {number}.", "Pages are counted from 1.")
    return ShownPage(file, found[0], tuple(passages))


def _noting(pages: Iterable[Page], number: int, found: list[Page]) -> Iterator[Page]:
    for page in pages:
        if page.number == number:
            found.append(page)
        yield page


def draw(shown_page: ShownPage, to: Path) -> None:
    """Draw the page with its lines, roles and left-out regions as a PNG."""
    draw_page(shown_page.file, shown_page.page, _SCALE).save(to, "PNG")
