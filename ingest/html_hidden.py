"""Text that a page carries but does not show: a trap for readers that are no person.

Inline styles, attributes, the class names that frameworks reserve for screen
readers, and simple rules of the page's own style sheets. External style sheets
are not fetched: nothing here opens a connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.document import LeftOut
from ingest.read_text import hidden_characters, visible

_NOT_SHOWN = re.compile(
    r"""
      display:none | visibility:(?:hidden|collapse)
    | (?<![\w-])opacity:(?:0(?:\.0+)?%?)(?![.\d])
    | (?:left|top|right|text-indent|margin-left|margin-top):-\d{3,}
    | clip:rect\((?:0(?:px)?|1px)[,\d px]*\) | clip-path:inset\((?:50|100)%\)
    | (?<![\w-])(?:max-)?(?:width|height):0(?:px)?;(?:.*;)?overflow:hidden
    | overflow:hidden;(?:.*;)?(?:max-)?(?:width|height):0(?:px)?;
    | transform:scale[xy]?\(0\)
    """,
    re.VERBOSE,
)
_TINY = re.compile(r"(?<![\w-])font-size:(?:0(?:\.\d+)?(?:px|pt|em|rem|%)?|1(?:\.0)?(?:px|pt));")
_FONT_SIZE = re.compile(r"(?<![\w-])font(?:-size)?:")
_COLOR = re.compile(r"(?<![\w-])color:([^;]+);")
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?:([^;]+);")
_SCREEN_READER_ONLY = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
)
_NEVER = frozenset({"html", "body", "main", "article"})
"""Pages hide these only until their script has run (a person then sees them)."""

_SIMPLE_SELECTOR = re.compile(r"[\w.#\s-]+")
_RULES_READ = 2_000
"""Rules read of a page's own style sheets: enough for a page, not for a framework."""


def take_out_hidden(tree: HtmlElement) -> list[LeftOut]:
    """Removes from ``tree`` what a browser would not show, and returns what it said."""
    styles = _styles(tree)
    left_out: list[LeftOut] = []
    secret = hidden_characters(str(tree.text_content()))
    if secret:
        left_out.append(LeftOut("hidden text", secret))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or element.tag == "head":
            continue
        if _is_hidden(element, styles) and element.getparent() is not None:
            text = visible(" ".join(_own_text(element)))
            element.drop_tree()
            if text:
                left_out.append(LeftOut("hidden text", text))
    return left_out


def _own_text(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if part.tag not in ("script", "style"):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _is_hidden(element: HtmlElement, styles: dict[HtmlElement, str]) -> bool:
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if _SCREEN_READER_ONLY.intersection(element.get("class", "").split()):
        return True
    if element.tag == "font" and element.get("size") == "0":
        return True
    style = styles.get(element, "")
    if not style and element.get("color") is None:
        return False
    if _NOT_SHOWN.search(style):
        return True
    if _TINY.search(style):
        return not any(
            _FONT_SIZE.search(styles.get(part, "")) for part in element.iterdescendants()
        )
    return _is_white_on_white(element, styles)


def _is_white_on_white(element: HtmlElement, styles: dict[HtmlElement, str]) -> bool:
    """Whether text has the colour of what it stands on; a page is white unless it
    says otherwise."""
    color = _last(_COLOR, styles.get(element, "")) or element.get("color")
    if color is None:
        return False
    ink = _rgb(color)
    if ink is None:
        return "transparent" in color
    place: HtmlElement | None = element
    while place is not None:
        background = _last(_BACKGROUND, styles.get(place, "")) or place.get("bgcolor")
        if background is not None and "transparent" not in background:
            paper = _rgb(background)
            return paper is not None and _close(ink, paper)
        place = place.getparent()
    return _close(ink, (255, 255, 255))


def _close(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 8 for a, b in zip(one, other, strict=True))


def _last(pattern: re.Pattern[str], style: str) -> str | None:
    found = pattern.findall(style)
    return found[-1] if found else None


_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}


def _rgb(color: str) -> tuple[int, int, int] | None:
    """The colour a declaration names, None where it is a picture, a variable or a name."""
    color = color.strip().lower().replace("!important", "")
    for name, value in _NAMED.items():
        if re.search(rf"(?<![\w-]){name}(?![\w-])", color):
            return value
    if found := re.search(r"#([0-9a-f]{6})", color):
        digits = found[1]
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := re.search(r"#([0-9a-f])([0-9a-f])([0-9a-f])(?![0-9a-f])", color):
        return int(found[1] * 2, 16), int(found[2] * 2, 16), int(found[3] * 2, 16)
    if found := re.search(r"rgba?\(\s*(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})", color):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _styles(tree: HtmlElement) -> dict[HtmlElement, str]:
    """The declarations that hold for each element: "color:white;display:none;"."""
    styles: dict[HtmlElement, str] = {}
    for selector, declarations in _rules(tree):
        for element in tree.cssselect(selector, translator="html"):
            styles[element] = styles.get(element, "") + declarations
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("style"):
            styles[element] = styles.get(element, "") + _squeezed(element.get("style", ""))
    return styles


def _rules(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The rules of embedded style sheets that can hide text. Rules for another
    medium or a state (@media, :hover) are not what a person first sees."""
    sheet = "\n".join(style.text or "" for style in tree.iter("style"))
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    sheet = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;", "", sheet)
    for count, found in enumerate(re.finditer(r"([^{}]+)\{([^{}]*)\}", sheet)):
        if count == _RULES_READ:
            return
        declarations = _squeezed(found[2])
        if not re.search(
            r"display|visibility|font-size|color|background|clip|indent", declarations
        ):
            continue
        for selector in found[1].split(","):
            if _SIMPLE_SELECTOR.fullmatch(selector) and selector.strip():
                yield selector.strip(), declarations


def _squeezed(style: str) -> str:
    """Declarations in lower case without spaces around their signs, each with its ";"."""
    declarations = re.sub(r"\s*([:;(),])\s*", r"\1", style.strip().lower())
    return declarations.rstrip(";") + ";"
