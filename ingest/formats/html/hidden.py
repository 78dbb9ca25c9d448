"""Text that a page carries but does not show, a trap for readers that are no person; and
text that it shows struck out.

Inline styles, attributes, the class names that frameworks reserve for screen
readers, and simple rules of the page's own style sheets. External style sheets
are not fetched: nothing here opens a connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.document import LeftOut
from ingest.formats.text import hidden_characters, visible

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
_NEVER = frozenset({"html", "head", "title", "body", "main", "article"})
"""Pages hide these only until their script has run (a person then sees them)."""

_SIMPLE = re.compile(r"[.#]?[\w-]+")
_SELECTOR = re.compile(r"[.#]?[\w-]+(?:[.#][\w-]+)*(?:\s+[.#]?[\w-]+(?:[.#][\w-]+)*){0,3}")
_CAN_HIDE = re.compile(
    r"display:|visibility:|opacity:|font-size:|color:|background|clip|indent|:-\d{3}|overflow:"
    r"|line-through"
)
_STRUCK_OUT = frozenset({"s", "strike", "del"})
_STYLE_READ = 5_000
"""Characters read of one set of declarations: browsers write hundreds."""
_RULES_READ = 2_000
"""Rules read of a page's own style sheets: enough for a page, not for a framework."""


def take_out_hidden(tree: HtmlElement) -> list[LeftOut]:
    """Removes from ``tree`` what a browser would not show, or would show struck out, and returns
    what it said."""
    styles = _styles(tree)
    left_out: list[LeftOut] = []
    secret = hidden_characters(str(tree.text_content()))
    if secret:
        left_out.append(LeftOut("hidden text", secret))
    resized = _with_sizes_inside(styles)
    inside = 0  # how many of the next elements stand in one already taken out
    for element in list(tree.iter()):
        if inside:
            inside -= 1
        elif (
            isinstance(element.tag, str)
            and element.tag not in _NEVER
            and element.getparent() is not None
            and (
                (hidden := _is_hidden(element, styles, resized)) or _is_struck_out(element, styles)
            )
        ):
            inside = sum(1 for _ in element.iterdescendants())
            text = visible(" ".join("".join(_own_text(element)).split()))
            element.drop_tree()
            if text:
                left_out.append(LeftOut("hidden text" if hidden else "struck out", text))
    return left_out


def _is_struck_out(element: HtmlElement, styles: dict[HtmlElement, str]) -> bool:
    return element.tag in _STRUCK_OUT or "line-through" in styles.get(element, "")


def _own_text(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if part.tag not in ("script", "style"):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _with_sizes_inside(styles: dict[HtmlElement, str]) -> set[HtmlElement]:
    """The elements within which the size of letters is set anew."""
    found: set[HtmlElement] = set()
    for element, style in styles.items():
        if _FONT_SIZE.search(style):
            for above in element.iterancestors():
                if above in found:
                    break
                found.add(above)
    return found


def _is_hidden(
    element: HtmlElement, styles: dict[HtmlElement, str], resized: set[HtmlElement]
) -> bool:
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
        return element not in resized
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
    rules: dict[str, list[tuple[list[str], str]]] = {}
    for selector, declarations in _rules(tree):
        compounds = selector.split()
        key = _SIMPLE.findall(compounds[-1])[-1]
        rules.setdefault(key, []).append((compounds, declarations))
    styles: dict[HtmlElement, str] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        held = "".join(
            declarations
            for key in _names(element) & rules.keys()
            for compounds, declarations in rules[key]
            if _matches(element, compounds)
        )
        held += _squeezed(element.get("style", ""))
        if held:
            styles[element] = held
    return styles


def _matches(element: HtmlElement, compounds: list[str]) -> bool:
    """Whether a selector ("div.box .note") holds for an element."""
    *above, last = compounds
    if not _names(element).issuperset(_SIMPLE.findall(last)):
        return False
    ancestors = element.iterancestors()
    return all(
        any(_names(place).issuperset(_SIMPLE.findall(compound)) for place in ancestors)
        for compound in reversed(above)
    )


def _names(element: HtmlElement) -> set[str]:
    """The simple selectors that hold for an element: "p", "#intro", ".note"."""
    names = {f".{name}" for name in element.get("class", "").split()}
    return names | {str(element.tag), f"#{element.get('id')}"}


def _rules(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The rules of embedded style sheets that can hide text. Rules for another
    medium or a state (@media, :hover) are not what a person first sees."""
    sheet = "\n".join(style.text or "" for style in tree.iter("style"))
    count = 0
    for selectors, block in _top_level(re.sub(r"/\*.*?(?:\*/|\Z)", "", sheet, flags=re.S)):
        declarations = _squeezed(block)
        if not _CAN_HIDE.search(declarations):
            continue
        for selector in selectors.split(","):
            if count == _RULES_READ:
                return
            if _SELECTOR.fullmatch(selector.strip()):
                yield selector.strip(), declarations
                count += 1


def _top_level(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that stand in no other, in one pass."""
    depth = 0
    selectors, block = "", ""
    pieces = iter(re.split(r"([{};])", sheet))
    for text, end in zip(pieces, pieces, strict=False):
        if end == "{":
            if depth == 0:
                selectors, block = text, ""
            depth += 1
        elif depth == 1:
            block += text + ";"
        if end == "}" and depth:
            depth -= 1
            if depth == 0 and not selectors.lstrip().startswith("@"):
                yield selectors, block


def _squeezed(style: str) -> str:
    """Declarations in lower case without spaces around their signs, each with its ";"."""
    if not style.strip():
        return ""
    declarations = re.sub(
        r"\s+(?=[:;(),])|(?<=[:;(),])\s+", "", style[:_STYLE_READ].lower().strip()
    )
    return declarations.rstrip(";") + ";"
