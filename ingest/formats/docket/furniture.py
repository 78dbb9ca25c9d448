"""What stands on a docket's page beside the docket: the program's menu, the bill for the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.document import LeftOut
from ingest.formats.docket.words import shown, squeezed

_DOCKET = re.compile(r"(?i)docket text|case #|docket #")
_RECEIPT = re.compile(r"PACER\s+Service\s+Center|Transaction\s+Receipt")


def without_furniture(tree: HtmlElement) -> Iterator[LeftOut]:
    """Takes the program's menu and the bill for the report out of the tree."""
    for element in [*_menus(tree), *_links_alone(tree), *_charges(tree), *_bills(tree)]:
        words = shown(element)
        if words and tree in element.iterancestors():  # and not gone with what was around it
            yield LeftOut("web furniture", words)
            element.drop_tree()


def _menus(tree: HtmlElement) -> Iterator[HtmlElement]:
    outer: HtmlElement | None = None
    for element in tree.iter("div"):
        is_menu = element.get("class") == "noprint" or element.get("id") == "topmenu"
        if is_menu and (outer is None or outer not in element.iterancestors()):
            outer = element
            # Where its end tag is lost, a menu holds all that comes after.
            if not _DOCKET.search(shown(element)):
                yield element


def _links_alone(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Tables that hold links to other pages of the program and nothing else: no case's number."""
    for table in tree.iter("table"):
        links = list(table.iter("a"))
        words = shown(table)
        is_menu = len(links) > 1 and words == squeezed(" ".join(map(shown, links)))
        if is_menu and not re.search(r"\d", words):
            yield table


_CHARGE = re.compile(r"(?i)you will be charged for\b.{0,20}\bpages?")


def _charges(tree: HtmlElement) -> Iterator[HtmlElement]:
    """What it costs to see the whole docket."""
    for form in tree.iter("form"):
        words = shown(form)
        if _CHARGE.search(words) and not _DOCKET.search(words):
            yield form


def _bills(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The outermost table around the words of a bill that does not hold the docket."""
    for element in tree.iter():
        if isinstance(element.tag, str) and _RECEIPT.search(element.text or ""):
            for table in reversed(list(element.iterancestors("table"))):
                if not _DOCKET.search(shown(table)):
                    yield table
                    return
