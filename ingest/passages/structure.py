"""The blocks of a document: numbered paragraphs, clauses, definitions, lists, footnotes.

Readers say where blocks begin and what role a line has; where they do not know
(plain text, a scan) the form of the text decides here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.document import ATTACHMENT, Page, Role
from ingest.passages.headings import (
    COUNT,
    DIVISION,
    EXHIBIT,
    dates_decision,
    is_subtitle,
    is_upper,
    looks_like_heading,
    names_court,
    opens_decision,
    stands_alone,
)
from ingest.passages.joining import LinePlace
from ingest.passages.numbering import CLAUSE, NUMBERED, Numbers
from ingest.text.sentences import breaks_off
from ingest.text.symbol_fonts import BULLETS

PROSE: tuple[Role, ...] = ("body", "quote", "list")

RUNAWAY = 20_000
"""A block of this many characters is a page whose paragraphs were not seen; it then
ends with the next line that ends a sentence, so that memory stays bounded."""
_SHORT_LINE = 60
"""Characters: a line of running text has more."""
_LONGEST_IN_HEAD = 200
"""Characters: a longer block is the text that the head stands over."""
WHOLE_BLOCK = 400
"""Characters no printed line reaches: such a line is a whole block of text, and may
hold several clauses run together (contracts saved as text often do)."""

QUOTED = r"(?:“[^”]{1,80}”|\"[^\"]{1,80}\"|«\s?[^»]{1,80}»|‘[^’]{1,80}’)"
DEFINES = (
    r"(?:\s+or\s+" + QUOTED + r")*,?\s+(?:\([^)]{1,80}\)\s+)?(?:(?:shall|will|also)\s+)?"
    r"(?:means?\b|includes?\b|ha(?:s|ve) the (?:same )?meanings?\b|refers? to\b|désigne|signifie"
    r"|s['’]entend)"
)
DEFINITION = re.compile(r"(?:\(?[a-z0-9]{1,3}[.)]\s+)?(?:The term )?" + QUOTED + DEFINES)
# Without quotation marks, as statutes define: "court means the Federal Court;". Asides may
# stand between: "head, in respect of a government institution, means".
BARE_DEFINITION = re.compile(
    r"(?:the )?[\w'’-]+(?: [\w'’()-]+){0,6}(?:,[^,;.]{1,80},)? "
    r"(?:means|has the (?:same )?meaning|désigne|s['’]entend)\b",
    re.IGNORECASE,
)
SUB_ITEM = re.compile(rf"(?:\(?(?:[a-z]|[ivx]{{1,5}}|\d{{1,2}}|[A-Z])\)|[·*–{BULLETS}-])\s")
UNFINISHED = re.compile(r"[\w,;–—-]$")
BREAKS_OFF = re.compile(r"[\w,–—-]$")
"""How a line ends in the middle of a sentence; with a semicolon a whole clause ends, as each
« Attendu que … ; » of a French judgment, and a heading may follow."""
LIST_GOES_ON = re.compile(r";\s*(?:and|or|et|ou)?$")
ENDS_SENTENCE = re.compile(r"[.:;?!…][”\"’»)\]]*$")

NOTE_MARK = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡§]+|[ivx]{1,6}(?=[\s.)]))")
"""With which a note begins: Word counts endnotes in small Roman numbers."""

# No paragraph begins with the source of what stands above it.
CITES_ABOVE = re.compile(r"\((?:Id\.|See\b|Compl\.|Opp\.|Mot\.|ECF\b|Dkt\.|Doc\.)|Id\. ")

# A clause or a definition inside a long line: after the end of the one before.
INLINE = re.compile(
    r"(?<=[A-Z]{2}\s)\d{1,3}(?:\.\d{1,3})+\.?\s+(?=[A-ZÀ-Þ])"
    r"|(?<=[.;:,)”\"]\s)(?:"
    r"(?:(?:Section|SECTION|Article|ARTICLE)\s+)?\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=[A-ZÀ-Þ“\"(])"
    r"|(?:Section|SECTION|Article|ARTICLE) [IVXLC]+\b[.:]?\s+(?=[A-ZÀ-Þ])"
    r"|" + QUOTED + DEFINES + r")"
)


@dataclass(slots=True)
class TextBlock:
    """Lines that belong together, and the number printed before them, if any."""

    role: Role
    places: list[LinePlace]
    number: str = ""
    """ "23", "4.2", or "n.3" for a footnote."""
    exhibit: bool = False
    """Whether it is the cover of an exhibit bound into the document."""

    @property
    def text(self) -> str:
        return " ".join(place.text.strip() for place in self.places)

    @property
    def is_alternative(self) -> bool:
        """Whether a template offers it in place of the block above."""
        return self.places[0].line.is_alternative

    @property
    def is_item(self) -> bool:
        """Whether it hangs from the paragraph above it."""
        return not self.number and (
            self.role in ("list", "quote") or bool(SUB_ITEM.match(self.text))
        )


@dataclass(slots=True)
class Blocks:
    """Iterates over the blocks of pages, in the order in which they begin.

    A block runs on over a page break; the footnotes that it passes follow it.
    """

    pages: Iterable[Page]
    fmt: str
    numbers: Numbers = field(default_factory=Numbers)
    running: TextBlock | None = None
    notes: list[TextBlock] = field(default_factory=list)
    note_number: str = ""
    before: str = ""
    """The text of the line before."""
    top: bool = False
    """Whether the line being taken in is the first of its page."""
    above: str = ""
    """The text of the heading before, if nothing stands between."""
    in_head: bool = True
    """Whether only short blocks without a number came so far, as in a caption."""

    def __iter__(self) -> Iterator[TextBlock]:
        for page in self.pages:
            self.top = True
            for index, line in enumerate(page.lines):
                if not line.text.strip():
                    continue
                place = LinePlace(page.number, index, line, 0, len(line.text))
                if line.role == "footnote":
                    self._note(place)
                    continue
                for fragment in _fragments(place):
                    yield from self._enter(fragment)
                self.top = False
        yield from self._finish()

    def _enter(self, place: LinePlace) -> Iterator[TextBlock]:
        """Take one line in; the blocks that end before it."""
        if self._binds(place):
            yield from self._exhibit(place)
            return
        if place.line.role == "heading" and self._belies(place):
            place = place._replace(line=replace(place.line, role="body", begins=False))
        if self.running and _begins(place, self.running, self.fmt):
            yield from self._finish()
        number = ""
        self.numbers.note_head(place.text.lstrip())
        if place.line.role in PROSE and self._may_be_numbered(place):
            number = self.numbers.accept(place.text.lstrip())
        if self.running and not number:
            self.running.places.append(place)
        else:
            yield from self._finish()
            self.running = TextBlock(place.line.role, [place], number)
        self.before = place.text.rstrip()

    def _binds(self, place: LinePlace) -> bool:
        """Whether what is bound into the document begins here: an exhibit of a filing, an
        attachment of an e-mail. Texts without attachments have one page only."""
        if self.fmt == "text":  # plain text has no headings of its own: these are of e-mails
            return place.line.role == "heading" and place.text.startswith(ATTACHMENT)
        if not (self.top and self.before):
            return False
        if self.fmt == "pdf":
            return bool(EXHIBIT.fullmatch(place.text.strip()))
        return place.page > 1 and place.line.role == "heading" and place.text.startswith(ATTACHMENT)

    def _exhibit(self, place: LinePlace) -> Iterator[TextBlock]:
        """A page begins with "EXHIBIT A": a document within the document, whose paragraphs
        are counted anew."""
        yield from self._finish()
        self.numbers = Numbers()
        cover = TextBlock("heading", [place], exhibit=True)
        self.before = self.above = cover.text
        yield cover

    def _belies(self, place: LinePlace) -> bool:
        """Whether a line set like a heading is only a short line of the sentence before."""
        text = place.text.strip()
        prose = self.running is not None and self.running.role in PROSE
        return prose and (
            text[0].islower()
            or bool(BREAKS_OFF.search(self.before) and not looks_like_heading(text))
        )

    def _may_be_numbered(self, place: LinePlace) -> bool:
        """Not in the middle of a sentence ("on January / 4. The motion"), nor of a list
        whose items end with semicolons."""
        if place.start:
            return True
        if place.line.begins and self.numbers.is_signed_next(place.text.lstrip()):
            return True
        if self.numbers.is_plain_next(place.text.lstrip()) and len(self.before) < _SHORT_LINE:
            return True  # below a heading that was taken for text
        if LIST_GOES_ON.search(self.before):
            return False
        return self.running is None or bool(ENDS_SENTENCE.search(self.before))

    def _finish(self) -> Iterator[TextBlock]:
        block, self.running = self.running, None
        if block:
            self._judge(block)
            yield block
        yield from self.notes
        self.notes = []

    def _judge(self, block: TextBlock) -> None:
        """Find out a heading that its reader took for body text."""
        text = block.text
        by_form = block.role == "body" and (
            looks_like_heading(text)
            or (COUNT.match(self.above) and is_subtitle(text))
            or (self.fmt == "text" and len(block.places) == 1 and stands_alone(text))
        )
        in_capitals = block.role == "quote" and looks_like_heading(text) and is_upper(text)
        if block.role in ("body", "heading") and (
            names_court(text)
            or dates_decision(text)
            or (self.in_head and not block.number and opens_decision(text))
        ):
            block.role = "caption"
        elif by_form or in_capitals:
            block.role = "heading"
        if block.role == "heading":
            self.numbers.under_heading(text)
            block.number = block.number or self.numbers.accept(text)
        self.above = text if block.role == "heading" else ""
        self.in_head = self.in_head and not block.number and len(text) < _LONGEST_IN_HEAD

    def _note(self, place: LinePlace) -> None:
        """A line of a footnote; one that goes on from the last page keeps its number."""
        # Without a number of its own it is a further paragraph of the same footnote.
        if place.line.begins and (found := NOTE_MARK.match(place.text)):
            self.note_number = f"n.{found[1]}"
        if place.line.begins or not self.notes:
            self.notes.append(TextBlock("footnote", [place], self.note_number))
        else:
            self.notes[-1].places.append(place)


def _fragments(place: LinePlace) -> list[LinePlace]:
    """The line, cut where a clause or a definition may begin inside it."""
    cuts = [0]
    if place.line.role in PROSE and len(place.text) > WHOLE_BLOCK:
        cuts += [match.start() for match in INLINE.finditer(place.text)]
    ends = [*cuts[1:], place.end]
    return [place._replace(start=cut, end=end) for cut, end in zip(cuts, ends, strict=True)]


def _begins(place: LinePlace, running: TextBlock, fmt: str) -> bool:
    """Whether a block begins here rather than going on."""
    if place.start:
        return bool(DEFINITION.match(place.text) or DIVISION.match(place.text))
    before = running.places[-1].text.rstrip()
    if place.line.begins:
        # On a PDF page it is judged by indents: a sentence that plainly goes on outweighs them.
        prose = place.line.role in ("body", "quote") and running.role in ("body", "quote")
        judged = fmt == "pdf" and prose
        return not (judged and _goes_on(before, place.text.lstrip()))
    ended = bool(ENDS_SENTENCE.search(before))
    if place.line.role != running.role:
        return ended or place.line.role not in PROSE or running.role not in PROSE
    if ended and DEFINITION.match(place.text.lstrip()):
        return True
    return ended and sum(len(place.text) for place in running.places) > RUNAWAY


def _goes_on(before: str, text: str) -> bool:
    if NUMBERED.match(text) or CLAUSE.match(text) or SUB_ITEM.match(text):
        return False
    if CITES_ABOVE.match(text):
        return True
    return bool(text[0].islower() and UNFINISHED.search(before)) or breaks_off(before, text)
