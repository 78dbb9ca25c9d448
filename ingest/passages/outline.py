"""How headings nest: the path of headings above each passage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.passages.headings import COUNT, DIVISION, ENUMERATOR, INDEX, is_upper
from ingest.passages.structure import TextBlock


class Style(NamedTuple):
    """How a heading is numbered or set; a higher rank stands deeper."""

    name: str
    rank: float


RANKS = {
    "exhibit": 0.0,
    "count": 1.0,
    "division": 1.0,
    "upper": 1.0,
    "centred": 1.5,
    "roman": 2.0,
    "letter": 3.0,
    "number": 4.0,
    "small": 5.0,
    "small_roman": 6.0,
    "bracket": 7.0,
}
NAMED_BELOW = ("count", "division")
UNNUMBERED = ("upper", "centred", "plain")


def _on_one_line(text: str) -> str:
    """The text of a heading; a count and what it is for are set apart by a dash."""
    text = re.sub(r"\s+", " ", text)
    count = COUNT.match(text)
    subject = text[count.end() :].strip(" :.–—-") if count else ""
    return f"{text[: count.end()]} — {subject.strip('()')}" if count and subject else text


@dataclass(slots=True)
class Heading:
    block: TextBlock
    text: str
    style: Style
    used: bool = False
    """Whether a passage stands under it. One that never has any is kept as a passage."""


@dataclass(slots=True)
class Outline:
    """The headings above the current place, outermost first."""

    widths: dict[int, float] = field(default_factory=dict)
    """Width in points of each page, to tell centred headings."""
    stack: list[Heading] = field(default_factory=list)

    def add(self, block: TextBlock) -> list[TextBlock]:
        """Enter a heading; the blocks of the headings it ends that headed nothing."""
        text = _on_one_line(block.text)
        style = self._style(block, text)
        top = self.stack[-1] if self.stack else None
        if top and not top.used and top.style.name in NAMED_BELOW and style.name in UNNUMBERED:
            # FIRST CAUSE OF ACTION / (Breach of Contract) is one heading on two lines.
            top.text = f"{top.text} — {text.strip('()')}"
            top.block.places.extend(block.places)
            return []
        ends = [] if INDEX.fullmatch(text) else self._indexes()
        depth = min([self._depth(style), *ends])
        ended = self.leave(depth)
        self.stack.append(Heading(block, text, style))
        return ended

    def path(self) -> tuple[str, ...]:
        """The headings of a passage that stands here."""
        for heading in self.stack:
            heading.used = True
        return tuple(heading.text for heading in self.stack)

    def leave(self, depth: int | None = None) -> list[TextBlock]:
        """End the headings from this depth on, or all but an exhibit's cover: what stands over
        a caption (counsel's firm) is not over the text below it. The blocks of those that
        headed nothing."""
        if depth is None:
            depth = sum(heading.style.name == "exhibit" for heading in self.stack)
        ended = [heading.block for heading in self.stack[depth:] if not heading.used]
        del self.stack[depth:]
        return ended

    def close(self) -> list[TextBlock]:
        """At the end of the document: the blocks of headings that headed nothing."""
        return [heading.block for heading in self.stack if not heading.used]

    def _indexes(self) -> list[int]:
        """At which depths the headings of tables of contents stand."""
        return [i for i, heading in enumerate(self.stack) if INDEX.fullmatch(heading.text)]

    def _depth(self, style: Style) -> int:
        for depth, heading in enumerate(self.stack):
            if heading.style.name == style.name or heading.style.rank > style.rank:
                return depth
            if heading.style.rank == style.rank and heading.used:
                return depth
        return len(self.stack)

    def _style(self, block: TextBlock, text: str) -> Style:
        if block.exhibit:
            return Style("exhibit", RANKS["exhibit"])
        if COUNT.match(text):
            return Style("count", RANKS["count"])
        if DIVISION.match(text):
            return Style("division", RANKS["division"])
        if enumerator := ENUMERATOR.match(text):
            name = str(enumerator.lastgroup)
            if name == "roman" and self._is_letter(enumerator["roman"]):
                name = "letter"
            if name == "number" and "." in enumerator["number"]:
                dots = enumerator["number"].count(".")
                return Style(f"number {dots}", RANKS["number"] + dots / 10)
            return Style(name, RANKS[name])
        if is_upper(text):
            return Style("upper", RANKS["upper"])
        if self._centred(block):
            return Style("centred", RANKS["centred"])
        # Unnumbered, in ordinary type: beneath the headings it follows.
        known = [heading.style for heading in self.stack if heading.style.name == "plain"]
        above = self.stack[-1].style.rank if self.stack else 0.5
        return known[0] if known else Style("plain", above + 0.01)

    def _is_letter(self, printed: str) -> bool:
        """Whether "C." is the letter after B. and not a hundred."""
        letters = [heading.text[0] for heading in self.stack if heading.style.name == "letter"]
        if len(printed) > 1:
            return False
        return bool(letters and ord(printed) == ord(letters[-1]) + 1) or printed in "LC"

    def _centred(self, block: TextBlock) -> bool:
        place = block.places[0]
        width, box = self.widths.get(place.page, 0.0), place.line.box
        if not width or not box:
            return False
        # A heading in the middle leaves more on its left than a margin (1 to 1.5 inch).
        return abs((box.x0 + box.x1) / 2 - width / 2) < 0.06 * width and box.x0 > 0.25 * width
