"""Docket reports of CM/ECF, the courts' filing system, as PACER prints them to HTML.

Those of courts of appeals are read by `ingest.formats.docket.appellate`, lists of a case's
documents by `ingest.formats.docket.history`. For those of district and bankruptcy courts,
juriscraper knows what the report says (case, dates, parties). The words are
taken from the page itself. Every line has the role "entry":

* a block of one line for the court ("U.S. District Court District of Alaska (Anchorage)"),
  for the docket number ("CIVIL DOCKET FOR CASE #: 3:08-cv-00284-TMB"), and for each field
  of the header, after its label as printed ("Nature of Suit: 110 Insurance");
* a block for each party: a line with its part and name ("Defendant Acme TERMINATED: …"),
  then a line for each attorney, the first after "represented by";
* a block of one line for each docket entry: date, number, text ("01/02/2020 1 COMPLAINT …").
  An order that has no number has its date and text only.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

from lxml.etree import LxmlError
from lxml.html import HtmlElement

from ingest.document import Description, LeftOut, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.detect import docket_form
from ingest.formats.docket.appellate import (
    appellate_blocks,
    appellate_description,
    sizes_of_documents,
)
from ingest.formats.docket.furniture import without_furniture
from ingest.formats.docket.history import history_blocks, history_description
from ingest.formats.docket.words import UNREAD, rows_of, shown, split_at_breaks, squeezed
from ingest.formats.html.blocks import take_out_controls, tree_of
from ingest.formats.html.hidden import take_out_hidden
from ingest.formats.text import visible
from ingest.translation import N_

# Without a handler of its own, juriscraper complains at import that it has no
# log file in /var/log.
logging.getLogger("juriscraper.lib.log_tools").addHandler(logging.NullHandler())
from juriscraper.pacer import DocketReport  # noqa: E402


def parties(table: HtmlElement) -> Iterator[str | list[str]]:
    """A block for each party, from its part in the case ("Plaintiff") to its last
    attorney; one for each count of a charge. The "V." between the sides is none."""
    part = ""
    for row in rows_of(table):
        words = shown(row)
        if names_part(row):
            if part:
                yield part  # two in a row: nobody has the first part
            part = words
        elif words and not _VERSUS.fullmatch(words):
            party, *attorneys = _represented(row)
            yield [f"{part} {party}", *attorneys]
            part = ""
    if part:
        yield part


def _represented(row: HtmlElement) -> list[str]:
    """A party, then each of its attorneys. The report sets their names in bold type, and
    nothing else of the last cell."""
    cells = list(row.iterchildren("td", "th"))
    if len(cells) != 3 or shown(cells[1]) != "represented by":
        return [shown(row)]
    attorneys = [""]
    for piece in _bold_apart(cells[2]):
        attorneys.append("") if piece is None else None
        attorneys[-1] += piece or ""
    first, *others = [attorney for attorney in map(squeezed, attorneys) if attorney] or [""]
    return [shown(cells[0]), f"represented by {first}", *others]


def _bold_apart(cell: HtmlElement) -> Iterator[str | None]:
    """The words of a cell, with None before each name in bold type."""
    for part in cell.iter():
        if part.tag in ("b", "strong") and shown(part):
            yield None
        elif part.tag in ("br", "p", "div"):
            yield " "
        if part.tag not in UNREAD and part.text:
            yield part.text
        if part is not cell and part.tail:
            yield part.tail


def names_part(row: HtmlElement) -> bool:
    """Whether a row names the part that the next row's party has in the case."""
    return bool(row.xpath("./td[1]//b/u | ./td[1]//i/b")) and "represented" not in shown(row)


_COLUMNS = re.compile(r"(?i)(?:date\s+filed|filing\s+date)\s+#\s+(?:\S+\s+)?docket\s+text")
_COURT_HOST = re.compile(r"//ecf\.(\w{2,5})\.uscourts\.gov")
_CONTAINERS = frozenset(
    "body center div dl form fieldset main section article tbody thead tr td th".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


def read_docket(text: str) -> Reading:
    """Reads a docket report. Raises `FileRefused` where its page cannot be parsed."""
    tree = tree_of(text)
    left_out = [*take_out_controls(tree), *without_furniture(tree), *take_out_hidden(tree)]
    left_out += [LeftOut("web furniture", words) for words in _beside_the_docket(tree)]
    form = docket_form(text)
    blocks: Callable[[HtmlElement], Iterator[str | list[str]]] = _report
    if form == "appellate":
        blocks = appellate_blocks
        left_out += [LeftOut("web furniture", size) for size in sizes_of_documents(tree)]
    elif form == "history":
        blocks = history_blocks
    try:
        report = list(map(_block, blocks(tree)))
    except RecursionError as error:
        raise FileRefused(
            "It is a docket report whose tags are nested too deeply to be read.",
            "Print the page to PDF and add that.",
        ) from error
    lines = [
        Line(line, begins=nth == 0, role="entry")
        for block in report
        for nth, line in enumerate(block)
    ]
    if not lines:
        raise FileRefused("It is a docket report that shows no text.", "Save the report again.")
    page = Page(1, tuple(lines), why=N_("docket report"), left_out=tuple(left_out))
    if form == "appellate":
        description = appellate_description(report)
    elif form == "history":
        description = history_description(report)
    else:
        description = _description(text, tree)
    return Reading(iter((page,)), "html", description)


_VERSUS = re.compile(r"(?i)vs?\.")


def _beside_the_docket(tree: HtmlElement) -> Iterator[str]:
    """The heads of the columns, and the "V." that stands between the parties."""
    for row in tree.iter("tr"):
        if _COLUMNS.fullmatch(words := shown(row)):
            yield words
    for cell in tree.iter("td", "th"):
        if next(cell.iterdescendants("td", "th"), None) is None:
            yield from filter(_VERSUS.fullmatch, map(squeezed, split_at_breaks(cell)))


def _block(lines: str | list[str]) -> list[str]:
    """A block without the lines that show nothing."""
    shown_by = map(squeezed, [lines] if isinstance(lines, str) else lines)
    return [line for line in shown_by if line]


def _report(tree: HtmlElement) -> Iterator[str | list[str]]:
    """The text of every block of the report, in the order of the page: its one line
    or its lines."""
    for block in _blocks(tree):
        if isinstance(block, str):
            yield block
        elif block.tag in _HEADINGS:
            yield from _heading(block)
        elif block.tag != "table":
            yield from split_at_breaks(block)
        elif "docket text" in shown(block).lower():
            yield from _entries(block)
        elif any(map(names_part, rows_of(block))) or "represented by" in shown(block):
            yield from parties(block)
        else:
            yield from split_at_breaks(block)


def _blocks(parent: HtmlElement) -> Iterator[HtmlElement | str]:
    """Tables and paragraphs at the top of a page, and the text between them."""
    if parent.text:
        yield parent.text
    for element in parent:
        if element.tag in UNREAD:
            pass
        elif element.tag in _CONTAINERS or _lays_out(element):
            yield from _blocks(element)
        else:
            yield element
        if element.tail:
            yield element.tail


def _lays_out(element: HtmlElement) -> bool:
    """Whether an element only places the report's tables on the page."""
    inner = element.iterdescendants("table")
    if element.tag != "table":
        return next(inner, None) is not None
    return any("docket text" in shown(table).lower() for table in inner)


def _heading(heading: HtmlElement) -> Iterator[str]:
    """The court, which stands on several lines, and the number of the docket."""
    court = ""
    for line in split_at_breaks(heading):
        if "#:" in line:
            yield court
            yield line
            court = ""
        else:
            court = f"{court} {line}"
    yield court


def _entries(table: HtmlElement) -> Iterator[str]:
    """One line for each row: its date, its number and its text. The row that names the columns is
    left out."""
    for row in rows_of(table):
        if not _COLUMNS.fullmatch(shown(row)):
            yield shown(row)


def _description(text: str, tree: HtmlElement) -> Description:
    """What juriscraper finds. Reports of odd courts and years defeat its parser in
    as many ways as they differ; the page can still be read without it."""
    host = _COURT_HOST.search(text)
    report = DocketReport(
        host[1] if host else "bankruptcyb" if _is_bankruptcy(text) else "district"
    )
    try:
        report._parse_text(text)
        facts = report.metadata
        names = [str(party["name"]) for party in report.parties if party.get("name")]
    except (
        AssertionError, AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError,
        LxmlError,
    ):  # fmt: skip
        facts, names = {}, []
    return Description(
        title=visible(facts.get("case_name") or ""),
        kind="docket",
        court=_court(tree),
        case_number=facts.get("docket_number") or "",
        filed=facts.get("date_filed"),
        parties=tuple(dict.fromkeys(squeezed(name) for name in names)),
        language="en",
    )


def _is_bankruptcy(text: str) -> bool:
    return bool(re.search(r"(?i)bankruptcy\s+(?:petition|court)|adversary\s+proceeding", text))


def _court(tree: HtmlElement) -> str:
    """The court as the report names it: "U.S. District Court, District of Alaska"."""
    for heading in tree.iter(*_HEADINGS):
        lines = map(squeezed, split_at_breaks(heading))
        names = [line for line in lines if line and "#:" not in line]
        # What is marked on the case ("CLOSED, DebtEd") stands in a heading, too.
        if any("court" in name.lower() for name in names):
            # "[LIVE]" and "CM/ECF LIVE, Ver 6.3" are the server, "(Anchorage)" the office.
            return re.sub(r"\s*(?:[\[(].*?[\])]|- CM/ECF\b.*)", "", ", ".join(names))
    return ""
