"""The blocks of an HTML tree, as a person reads them: top to bottom, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree, html
from lxml.html import HtmlElement

from ingest.document import LeftOut, Line, Role
from ingest.errors import FileRefused
from ingest.formats.html.note_marks import NOTE
from ingest.formats.text import lines_of, visible

_UNREAD = (
    "script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object",
    "canvas", "audio", "video", "select", "datalist", "textarea", "button", "input", "dialog",
)  # fmt: skip
TICKED, EMPTY = "☒", "☐"
_CONTROLS = ("select", "datalist", "textarea", "button", "dialog", "math", "object")
"""Elements of these that a browser shows and that are not read."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form header hr html legend li main nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul".split()
)
_LAYOUT = ("table", "ul", "ol", "blockquote", "pre", *sorted(_HEADINGS))
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_MOST_ATTRIBUTES = 2_000
"""The parser compares every attribute of a tag with every other."""
_CELL_PARAGRAPHS = 2
"""A cell with more paragraphs than this is part of a page's layout, not of a table."""


class Block(NamedTuple):
    """One paragraph, heading, list item, quote or table row, and where it stands."""

    text: str
    role: Role
    element: HtmlElement
    cells: tuple[str, ...] = ()
    marker: str = ""
    """The number that an ordered list shows before it; not in the page's source."""
    is_head: bool = False
    """Whether it is a row of heads of columns."""

    @property
    def line(self) -> Line:
        text = f"{self.marker} {self.text}" if self.marker else self.text
        return Line(text, begins=True, role=self.role, is_head=self.is_head)


def tree_of(text: str) -> HtmlElement:
    """The tree of a page, mended as browsers mend it.

    Raises `FileRefused` where nothing can be read or tags are nested so deeply
    (2,048 levels) that the parser drops what follows.
    """
    if any(_attributes(tag[0]) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise FileRefused(
            "It is a web page with tags of thousands of attributes.",
            "Print the page to PDF and add that.",
        )
    # A declared encoding inside text already decoded would be an error to lxml.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    parser = html.HTMLParser(
        huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except etree.ParserError as error:
        raise FileRefused(
            "It is a web page without anything in it.", "Save the page again."
        ) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise FileRefused(
            "It is a web page whose tags are nested too deeply to be read whole.",
            "Print the page to PDF and add that.",
        )
    for element in tree.iter():
        # References such as &#1; bring in characters that lxml reads but will not write.
        if _NOT_XML.search(element.text or ""):
            element.text = _NOT_XML.sub(" ", element.text or "")
        if _NOT_XML.search(element.tail or ""):
            element.tail = _NOT_XML.sub(" ", element.tail or "")
    return tree


def take_out_controls(tree: HtmlElement, is_site: bool = True) -> list[LeftOut]:
    """Takes out of a tree what a browser shows and a reader does not quote: buttons, lists to
    choose from, fields, formulas and the words of drawings. Whether a box is ticked is part of the
    sentence beside it, and is written into that; so is what a field is filled in with, but for
    those of a site, which are asked of its visitors."""
    for box in tree.iter("input"):
        _write_state(box)
    if not is_site:
        for field in [*tree.iter("input", "textarea", "select")]:
            _write_value(field)
    found = [
        element
        for element in [*tree.iter(*_CONTROLS), *tree.xpath(".//svg//text")]
        if next(element.iterancestors(*_CONTROLS), None) is None
    ]
    texts = [visible(" ".join(" ".join(map(str, e.itertext())).split())) for e in found]
    etree.strip_elements(tree, *_CONTROLS, "svg", with_tail=False)
    return [LeftOut("web furniture", text) for text in texts if text]


def _write_state(box: HtmlElement) -> None:
    """Writes a box that has words beside it as it is shown, ticked or empty."""
    parent, after = box.getparent(), box.getnext()
    labelled = parent is not None and parent.tag == "label"
    labelled = labelled or (
        after is not None and after.tag == "label" and after.text_content().strip()
    )
    if (box.get("type") or "").lower() in ("checkbox", "radio") and (
        labelled or (box.tail or "").strip()
    ):
        box.tail = f" {TICKED if box.get('checked') is not None else EMPTY} {box.tail or ''}"


_TYPED = frozenset(
    {"", "text", "number", "date", "datetime-local", "time", "month", "week", "email", "tel", "url"}
)


def _write_value(field: HtmlElement) -> None:
    """Writes what a field is filled in with in its place, as a browser shows it."""
    value = ""
    if field.tag == "textarea":
        value = str(field.text_content())
        field.clear(keep_tail=True)
    elif field.tag == "select":
        chosen = next((o for o in field.iter("option") if o.get("selected") is not None), None)
        if chosen is not None:
            value = str(chosen.text_content())
            chosen.getparent().remove(chosen)
    elif (field.get("type") or "").lower() in _TYPED:
        value = field.get("value", "")
    if value.strip():
        field.tail = f" {' '.join(value.split())} {field.tail or ''}"


def blocks_of(tree: HtmlElement) -> list[Block]:
    """The blocks of a tree in order. Takes what is never text out of the tree."""
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    walk = _Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    return walk.blocks


def _attributes(tag: str) -> int:
    return len(re.sub(r"\"[^\"]*\"|'[^']*'", "", tag).split())


class _Walk:
    """Gathers text between the edges of blocks. A loop, not a recursion: depth is
    the page's choice."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._open: list[HtmlElement] = []
        self._depth = {"heading": 0, "quote": 0, "list": 0, "pre": 0}
        self._row: HtmlElement | None = None
        self._cells: list[str] = []
        self._places: list[HtmlElement] = []
        self._table: HtmlElement | None = None
        self._spanning: dict[int, tuple[int, str]] = {}
        """By column: in how many further rows a cell stands, and what it says."""
        self._counters: list[tuple[str, Iterator[int]] | None] = []
        self._marker = ""
        self._notes: list[tuple[HtmlElement, str]] = []
        self._note_begins = False

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if element.get(NOTE) is not None:
            self._notes.append((element, element.get(NOTE, "")))
            self._note_begins = True
        if tag == "br":
            self._text.append("\n")
        elif tag in _BLOCKS:
            self._edge()
            self._open.append(element)
            self._change_depth(tag, 1)
            if tag in ("ol", "ul"):
                self._counters.append(_counter(element))
            elif tag == "li":
                self._marker = self._next_marker(element)
            elif tag == "tr" and self._row is None and _is_data_row(element):
                self._row = element
        self._say(element.text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            if self._row is not None and tag in ("td", "th"):
                self._cells.append(visible(" ".join("".join(self._text).split())))
                self._places.append(element)
                self._text.clear()
            self._edge()
            if element is self._row:
                self._end_row(element)
            self._open.pop()
            self._change_depth(tag, -1)
            if tag in ("ol", "ul"):
                self._counters.pop()
            elif tag == "li":
                self._marker = ""
        if self._notes and element is self._notes[-1][0]:
            self._notes.pop()
        self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._text.append(text if self._depth["pre"] else re.sub(r"\s+", " ", text))

    def _change_depth(self, tag: str, by: int) -> None:
        if tag in _HEADINGS or tag == "caption":
            self._depth["heading"] += by
        elif tag == "blockquote":
            self._depth["quote"] += by
        elif tag in ("li", "dd", "dt"):
            self._depth["list"] += by
        elif tag == "pre":
            self._depth["pre"] += by

    def _edge(self) -> None:
        """A block begins or ends here: what was gathered is a block of its own."""
        if self._row is not None:
            self._text.append(" ")
            return
        text = "".join(self._text)
        self._text.clear()
        if not text.strip() or not self._open:
            return
        element = self._open[-1]
        if self._depth["pre"]:
            self.blocks += [Block(ln.text, ln.role, element) for ln in lines_of(text)]
            return
        for paragraph in re.split(r"\n\s*\n", text):
            shown = visible(" ".join(paragraph.split()))
            if shown:
                marker = self._note_marker(shown) if self._notes else self._marker
                self.blocks.append(Block(shown, self._role(), element, (), marker))
                self._marker = ""

    def _note_marker(self, text: str) -> str:
        """What is set before the first block of a note that does not begin with its mark."""
        begins, self._note_begins = self._note_begins, False
        mark = self._notes[-1][1]
        printed = re.match(r"[\[(]?([\w*†‡§]+)", text)
        return mark if begins and not (printed and printed[1] == mark) else ""

    def _role(self) -> Role:
        if self._notes:
            return "footnote"
        if self._depth["heading"]:
            return "heading"
        if self._depth["quote"]:
            return "quote"
        return "list" if self._depth["list"] else "body"

    def _end_row(self, element: HtmlElement) -> None:
        table = next(element.iterancestors("table"), element)
        if table is not self._table:
            self._table, self._spanning = table, {}
        cells = tuple(cell for cell in self._with_merged() if cell)
        self._cells.clear()
        self._places.clear()
        self._text.clear()
        self._row = None
        if cells:
            is_head = _is_head_row(element)
            self.blocks.append(Block("  ".join(cells), "table", element, cells, is_head=is_head))

    def _with_merged(self) -> list[str]:
        """The cells of the row, and in their columns those of rows above that reach down."""
        cells: list[str] = []
        own = iter(zip(self._cells, self._places, strict=True))
        spanning: dict[int, tuple[int, str]] = {}
        column = 0
        while True:
            if column in self._spanning:
                rows, text = self._spanning[column]
                cells.append(text)
                if rows > 1:
                    spanning[column] = rows - 1, text
                column += 1
                continue
            text, place = next(own, ("", None))
            if place is None:
                if not any(left >= column for left in self._spanning):
                    break
                column += 1
                continue
            cells.append(text)
            width, height = _span(place, "colspan"), _span(place, "rowspan")
            if height > 1:
                spanning[column] = height - 1, text
            column += width
        self._spanning = spanning
        return cells

    def _next_marker(self, item: HtmlElement) -> str:
        counter = self._counters[-1] if self._counters else None
        if counter is None:
            return ""
        style, numbers = counter
        number = next(numbers)
        value = item.get("value", "")
        if re.fullmatch(r"\d{1,4}", value):
            number = int(value)
            self._counters[-1] = (style, iter(range(number + 1, 1_000_000)))
        return f"{numeral(number, style)}."


def _counter(element: HtmlElement) -> tuple[str, Iterator[int]] | None:
    if element.tag == "ul" or "none" in element.get("style", ""):
        return None
    start = element.get("start", "1")
    first = int(start) if re.fullmatch(r"\d{1,5}", start) else 1
    return element.get("type", "1"), iter(range(first, 1_000_000))


_WIDEST = 100


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(_WIDEST, max(1, int(value))) if re.fullmatch(r"\d{1,4}", value) else 1


def _is_data_row(row: HtmlElement) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and not any(
        next(cell.iter(*_LAYOUT), None) is not None
        or sum(1 for _ in cell.iter("p", "div")) > _CELL_PARAGRAPHS
        for cell in cells
    )


def _is_head_row(row: HtmlElement) -> bool:
    if next(row.iterancestors("thead", "table"), row).tag == "thead":
        return True
    cells = [cell.tag for cell in row if cell.tag in ("td", "th")]
    # The corner above the heads of the rows is often an empty cell of no head.
    return cells.count("th") > 1 and set(cells[1:]) == {"th"}


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, style: str) -> str:
    """A list's number as shown: styles "1", "a", "A", "i", "I", as HTML names them.

    >>> [numeral(28, style) for style in "1aAiI"]
    ['28', 'ab', 'AB', 'xxviii', 'XXVIII']
    """
    if style in ("a", "A") and number > 0:
        letters = ""
        rest = number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord(style) + digit) + letters
        return letters
    if style in ("i", "I") and 0 < number < 4000:
        roman = ""
        rest = number
        for value, sign in _ROMAN:
            roman += sign * (rest // value)
            rest %= value
        return roman if style == "i" else roman.upper()
    return str(number)
