"""Text that a page carries but does not show, which is a trap for programs that read it; and text
that it shows struck out.

What is looked at: the page's own styles (`ingest.formats.html.styles`), the attributes of HTML
that do the same, the class names that frameworks reserve for screen readers, and boxes that cover
others. What scripts do is not. `python -m tests.bench.hidden_pages` compares this with Chromium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from ingest.document import LeftOut
from ingest.formats.html.boxes import draws_nothing
from ingest.formats.html.covers import covered
from ingest.formats.html.ink import SHOWN_BY_SCRIPT, Ink, ink_of
from ingest.formats.html.lengths import words_of
from ingest.formats.html.styles import Value, styles_of
from ingest.formats.text import hidden_characters, visible

_SCREEN_READER_ONLY = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
)
_STRUCK_OUT = frozenset({"s", "strike", "del"})
_Styles = Mapping[HtmlElement, Mapping[str, Value]]
_NOTHING: Mapping[str, Value] = {}


def take_out_hidden(tree: HtmlElement, styles: _Styles | None = None) -> list[LeftOut]:
    """Removes from ``tree`` what a browser would not show, or would show struck out, and returns
    what it said. ``styles`` are those of the tree, where they are known."""
    styles = styles_of(tree) if styles is None else styles
    left_out: list[LeftOut] = []
    secret = hidden_characters(str(tree.text_content()))
    if secret:
        left_out.append(LeftOut("hidden text", secret))
    inks = _inks(tree, styles)
    under = covered(styles)
    showing = _showing(tree, styles, inks)
    inside = 0  # how many of the next elements stand in one already taken out
    for element in list(tree.iter()):
        if inside:
            inside -= 1
            continue
        if element not in inks:
            continue
        unseen = not inks[element].is_seen
        removable = element.tag not in SHOWN_BY_SCRIPT and element.getparent() is not None
        hidden = (
            element in under or _is_hidden(element, styles) or (unseen and element not in showing)
        )
        if removable and (hidden or _is_struck_out(element, styles)):
            inside = sum(1 for _ in element.iterdescendants())
            text = "".join(_text_within(element))
            element.drop_tree()
        elif unseen:  # but something in it is shown
            hidden, text = True, " ".join(_own_text(element))
            _drop_own_text(element)
        else:
            continue
        if text := visible(" ".join(text.split())):
            left_out.append(LeftOut("hidden text" if hidden else "struck out", text))
    return left_out


def _text_within(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if part.tag not in ("script", "style"):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _own_text(element: HtmlElement) -> Iterator[str]:
    """The text of an element that stands in no other within it."""
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _drop_own_text(element: HtmlElement) -> None:
    element.text = " "
    for child in element:
        child.tail = " "


def _showing(
    tree: HtmlElement, styles: _Styles, inks: Mapping[HtmlElement, Ink]
) -> set[HtmlElement]:
    """The elements in which some text is seen."""
    showing: set[HtmlElement] = set()
    for element, ink in reversed(list(inks.items())):
        if _is_hidden(element, styles) and element.tag not in SHOWN_BY_SCRIPT:
            showing.discard(element)
            continue
        if element in showing or (ink.is_seen and any(map(str.strip, _own_text(element)))):
            showing.add(element)
            if element is not tree:
                showing.add(element.getparent())
    return showing


def _inks(tree: HtmlElement, styles: _Styles) -> dict[HtmlElement, Ink]:
    """How each element draws its letters, in the order of the page."""
    inks: dict[HtmlElement, Ink] = {}
    for element in tree.iter():
        if isinstance(element.tag, str):
            above = inks.get(element.getparent(), Ink()) if element is not tree else Ink()
            inks[element] = ink_of(element, styles.get(element, _NOTHING), above)
    return inks


def _is_struck_out(element: HtmlElement, styles: _Styles) -> bool:
    line = styles.get(element, _NOTHING).get("text-decoration-line")
    if line is None:
        return element.tag in _STRUCK_OUT
    return "line-through" in words_of(line)


def _is_hidden(element: HtmlElement, styles: _Styles) -> bool:
    """Whether nothing within the element is drawn, whatever it says of itself."""
    style = styles.get(element, _NOTHING)
    if "display" not in style and _is_closed(element):
        return True
    if _SCREEN_READER_ONLY.intersection(element.get("class", "").split()):
        return True
    return bool(style) and (
        "none" in words_of(style.get("display", ()))
        or "hidden" in words_of(style.get("content-visibility", ()))
        or draws_nothing(element, style)
    )


def _is_closed(element: HtmlElement) -> bool:
    """Whether HTML itself keeps the element shut. What a reader opens by a click or finds by a
    search is text of the page: a closed <details>, and "until-found"."""
    return (
        element.get("hidden") not in (None, "until-found")
        or element.get("popover") is not None
        or element.tag in ("noframes", "rp")
    )
