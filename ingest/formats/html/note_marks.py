"""Raised digits and signs of a web page: the marks of notes are taken out of its sentences, and
the notes that they call are told by their marks; exponents stay raised."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from ingest.document import LeftOut
from ingest.formats.html.lengths import pixels, share, words_of
from ingest.formats.html.styles import Value
from ingest.formats.text import visible
from ingest.text.raised import is_mark, read_raised

NOTE = "data-note-mark"
"""The attribute by which an element that holds a note is told: its mark."""

_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd label mark q s samp small span strike"
    " strong sub sup tt u var".split()
)
_REFERENCE = re.compile(
    r"(?i)(?<![a-z])(?:(?:fn|footnote|note|endnote)[-_]?ref|noteref|reference)(?![a-z])"
)
_MARKING = frozenset("a b em font i small span strong".split())
"""Elements that may raise a mark by their style."""
_RAISING = frozenset({"super", "text-top"})
_Styles = Mapping[HtmlElement, Mapping[str, Value]]
_BEFORE = 24
_LONGEST_NOTE = 8_000
"""Characters: a link to more than this leads to a chapter, not to a note."""


def _take_out_readings(tree: HtmlElement) -> list[LeftOut]:
    """Takes out how words are pronounced, which stands in small type above them."""
    found = [element for element in tree.iter("rt", "rtc") if element.getparent() is not None]
    texts = [visible(str(element.text_content())) for element in found]
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()
    return [LeftOut("reading aid", text) for text in texts if text]


def take_out_note_marks(tree: HtmlElement, styles: _Styles) -> list[LeftOut]:
    """Takes the marks of notes out of ``tree``, and returns them; ``styles`` are those of the tree,
    some of which raise them. Marks with which a block
    begins stay, as a word of their own; an element that a mark links to is given `NOTE`."""
    left_out = _take_out_readings(tree)
    called: set[str] = set()
    for element in list(tree.iter()):
        if not _is_raised(element, styles) or element.getroottree().getroot() is not tree:
            continue
        raised = visible(" ".join(str(element.text_content()).split()))
        if not raised:
            continue
        before = _text_before(element)
        if not before.strip():
            if is_mark(raised):
                _begin_note(element, raised, called)
            continue
        said = read_raised(before, raised)
        if said is None:
            called.add(raised)
            _mark_note(tree, element, raised)
            element.drop_tree()
            left_out.append(LeftOut("note mark", raised))
        elif said != raised:
            for child in list(element):
                child.drop_tree()
            element.text = said
    return left_out


def _is_raised(element: HtmlElement, styles: _Styles) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return False
    if tag == "sup":
        return True
    if tag not in _MARKING or any(above.tag == "sup" for above in element.iterancestors()):
        return False
    if _is_raised_by_style(styles.get(element, {})):
        return tag in ("a", "span") or is_mark(str(element.text_content()).strip())
    if tag not in ("a", "span"):
        return False
    named = " ".join([element.get(name, "") for name in ("class", "role", "epub:type", "rel")])
    return bool(_REFERENCE.search(named)) and is_mark(str(element.text_content()).strip())


def _is_raised_by_style(style: Mapping[str, Value]) -> bool:
    """Whether a style sets an element above its line: aligned so, or moved up in smaller type."""
    align = style.get("vertical-align", ())
    if words_of(align) & _RAISING or _sign(align) > 0:
        return True
    moved = "relative" in words_of(style.get("position", ()))
    up = _sign(style.get("top", ())) < 0 or _sign(style.get("bottom", ())) > 0
    return moved and up and "font-size" in style


def _sign(value: Value) -> float:
    lengths = [pixels(part) or share(part) or 0.0 for part in value]
    return sum(lengths)


def _text_before(element: HtmlElement) -> str:
    """The end of the text that stands before an element in its block."""
    text = ""
    place = element
    while len(text) < _BEFORE:
        previous = place.getprevious()
        if previous is not None:
            if previous.tag in ("br", "hr") or not (
                isinstance(previous.tag, str) and previous.tag in _INLINE
            ):
                return (previous.tail or "") + text
            text = str(previous.text_content()) + (previous.tail or "") + text
            place = previous
            continue
        parent = place.getparent()
        if parent is None:
            return text
        text = (parent.text or "") + text
        if parent.tag not in _INLINE:
            return text
        place = parent
    return text


def _begin_note(element: HtmlElement, raised: str, called: set[str]) -> None:
    """A block that begins with a mark is its note, if the mark was called before."""
    element.tail = " " + (element.tail or "").lstrip()
    if raised in called:
        block = _block_of(element)
        if block is not None and block.get(NOTE) is None:
            block.set(NOTE, raised)


def _block_of(element: HtmlElement) -> HtmlElement | None:
    place: HtmlElement | None = element
    while place is not None and place.tag in _INLINE:
        place = place.getparent()
    return None if place is None or place.tag in ("body", "html", "td", "th") else place


def _mark_note(tree: HtmlElement, element: HtmlElement, mark: str) -> None:
    """Tells the note to which a mark links within its page."""
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None:
        link = next(element.iterancestors("a"), None)
    href = "" if link is None else link.get("href", "")
    if not href.startswith("#") or len(href) < 2:
        return
    target = tree.get_element_by_id(href[1:], None)
    if target is None:
        return
    block = _block_of(target)
    if block is None or block in element.iterancestors() or block.get(NOTE) is not None:
        return
    if len(str(block.text_content())) < _LONGEST_NOTE:
        block.set(NOTE, mark.strip("[]()"))
