"""The style that holds for each element of a page: its own style sheets and attributes, cascaded.

tinycss2 reads the declarations, cssselect the selectors. A page is looked at as on a screen of
1280 by 800 pixels. External style sheets are not fetched: nothing here opens a connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import tinycss2
from cssselect import HTMLTranslator, Selector, SelectorError
from cssselect import parse as parse_selectors
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Function, Hash, Pseudo
from lxml import etree
from lxml.html import HtmlElement
from tinycss2.ast import (
    AtRule,
    Declaration,
    DimensionToken,
    FunctionBlock,
    HashToken,
    IdentToken,
    Node,
    NumberToken,
    PercentageToken,
    QualifiedRule,
    URLToken,
)
from tinycss2.color4 import parse_color

SCREEN = (1280.0, 800.0)
"""Width and height in pixels of the screen on which a page is looked at."""
_SHEET_READ = 500_000
"""Characters read of a page's style sheets; beyond that stands a framework."""
_STYLE_READ = 5_000
"""Characters read of one style attribute: browsers write hundreds."""
_SELECTORS_READ = 20_000
"""Characters of the selectors of one rule, above which it is passed over."""
_RULES_USED = 2_000
"""Rules that may hold for an element of the page, after which the rest is passed over."""
_DEEPEST = 5
"""How deep rules may stand in @media and its like."""
_PARTS_READ = 200
"""Parts read of a value: variables can name each other without end."""

_LOOKED_AT = frozenset(
    """
    background-color background-image bottom clip clip-path color content-visibility display
    font-size height left margin-left margin-top max-height max-width opacity overflow position
    right text-decoration-line text-indent top transform visibility width
    """.split()
)
_SHORTHANDS = frozenset({"background", "font", "text-decoration"})
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54}
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "lh": 1.2}

Value = tuple[Node, ...]


class Rgb(NamedTuple):
    """A colour, each part from 0 to 1; ``alpha`` 0 lets everything through."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, paper: Rgb) -> Rgb:
        """This colour as seen on ``paper``, which lets nothing through."""
        return Rgb(
            *(
                a * self.alpha + b * (1 - self.alpha)
                for a, b in zip(self[:3], paper[:3], strict=True)
            )
        )


BLACK, WHITE = Rgb(0, 0, 0), Rgb(1, 1, 1)


def styles_of(tree: HtmlElement) -> dict[HtmlElement, dict[str, Value]]:
    """The declarations that hold for each element that has any, by property, shorthands taken
    apart and variables put in. Nothing is inherited but variables."""
    held: dict[HtmlElement, list[tuple[tuple[int, ...], Declaration]]] = {}
    for order, (selector, declarations) in enumerate(_rules(tree)):
        for element in _matched(selector, tree):
            for declaration in declarations:
                rank = (int(declaration.important), 0, *selector.specificity(), order)
                held.setdefault(element, []).append((rank, declaration))
    for element in tree.iter():
        style = element.get("style") if isinstance(element.tag, str) else None
        for declaration in _declarations(style[:_STYLE_READ]) if style else ():
            held.setdefault(element, []).append(((int(declaration.important), 1), declaration))
    return _with_variables(tree, held)


def pixels(node: Node, font_size: float = 16.0) -> float | None:
    """A length in pixels; None for what is none, and for a percentage."""
    if isinstance(node, NumberToken):
        return 0.0 if node.value == 0 else None
    if not isinstance(node, DimensionToken):
        return None
    unit = node.lower_unit
    if unit in _OF_FONT or unit == "rem":
        return float(node.value) * (_OF_FONT[unit] * font_size if unit in _OF_FONT else 16.0)
    if found := re.fullmatch(r"[sld]?v(w|h|i|b|min|max)", unit):
        width, height = SCREEN
        side = {"w": width, "i": width, "max": width}.get(found[1], height)
        return float(node.value) * side / 100
    return float(node.value) * _UNITS[unit] if unit in _UNITS else None


def colour(value: Iterable[Node] | str) -> Rgb | None:
    """The colour that a value names; None where it names none, or one relative to another."""
    text = value if isinstance(value, str) else tinycss2.serialize(value)
    parsed = parse_color(text.strip())
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue = parsed.to("srgb").coordinates
    except NotImplementedError:
        return None
    return Rgb(red or 0.0, green or 0.0, blue or 0.0, parsed.alpha)


def words_of(value: Iterable[Node]) -> set[str]:
    """The keywords of a value, in lower case."""
    return {node.lower_value for node in value if isinstance(node, IdentToken)}


def _rules(tree: HtmlElement) -> Iterator[tuple[Selector, list[Declaration]]]:
    """Selectors that may hold for an element of the page, in the order of its style sheets."""
    names = _names(tree)
    count = 0
    for rule in _style_rules(_sheet(tree), 0):
        declarations = _declarations(rule.content)
        prelude = tinycss2.serialize(rule.prelude).strip()
        if not declarations or len(prelude) > _SELECTORS_READ:
            continue
        try:
            selectors = parse_selectors(prelude)
        except SelectorError:
            continue  # as in a browser, which drops the rule
        for selector in selectors:
            if selector.pseudo_element is None and _required(selector) <= names:
                yield selector, declarations
                count += 1
                if count == _RULES_USED:
                    return


def _sheet(tree: HtmlElement) -> list[Node]:
    sheets = (
        str(style.text_content())
        for style in tree.iter("style")
        if _is_on_screen(style.get("media") or "all")
    )
    whole = "\n".join(sheets)[:_SHEET_READ]
    return list(tinycss2.parse_stylesheet(whole, skip_comments=True, skip_whitespace=True))


def _style_rules(rules: Iterable[Node], depth: int) -> Iterator[QualifiedRule]:
    """The rules that hold on a screen, in @media and @supports too. What holds only in a state
    (:hover) is not what a person first sees; cssselect lets it match nothing."""
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield rule
        elif isinstance(rule, AtRule) and rule.content is not None and depth < _DEEPEST:
            condition = tinycss2.serialize(rule.prelude).strip().lower()
            if _holds(rule.lower_at_keyword, condition):
                inside = tinycss2.parse_rule_list(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                yield from _style_rules(inside, depth + 1)


def _holds(keyword: str, condition: str) -> bool:
    if keyword == "media":
        return _is_on_screen(condition)
    return keyword == "layer" or (keyword == "supports" and not condition.startswith("not"))


def _is_on_screen(condition: str) -> bool:
    """Whether a media query holds on the screen that we look at; an unknown feature does not."""
    return any(_query_holds(query.strip().lower()) for query in condition.split(","))


def _query_holds(query: str) -> bool:
    kind, *features = re.split(r"\s+and\s+", query.removeprefix("only "))
    if kind.startswith("("):
        features.insert(0, kind)
    elif kind not in ("screen", "all"):
        return False
    return all(map(_feature_holds, features))


def _feature_holds(feature: str) -> bool:
    found = re.fullmatch(r"\(\s*(min|max)-(width|height)\s*:\s*([\d.]+(?:px|r?em))\s*\)", feature)
    if found is None:
        return re.fullmatch(r"\(\s*orientation\s*:\s*landscape\s*\)", feature) is not None
    limit = pixels(tinycss2.parse_one_component_value(found[3])) or 0.0
    side = SCREEN[found[2] == "height"]
    return side >= limit if found[1] == "min" else side <= limit


def _names(tree: HtmlElement) -> set[str]:
    """What selectors can name of the page: "p", "#intro", ".note"."""
    names: set[str] = set()
    for element in tree.iter():
        if isinstance(element.tag, str):
            names.add(element.tag)
            names.add(f"#{element.get('id')}")
            names.update(f".{name}" for name in element.get("class", "").split())
    return names


def _required(selector: Selector) -> set[str]:
    """The names without which the selector holds for no element."""
    names: set[str] = set()
    parts: list[object] = [selector.parsed_tree]
    while parts:
        match parts.pop():
            case CombinedSelector(selector=left, subselector=right):
                parts += [left, right]
            case Class(selector=inner, class_name=name):
                parts.append(inner)
                names.add(f".{name}")
            case Hash(selector=inner, id=name):
                parts.append(inner)
                names.add(f"#{name}")
            case Element(element=str(name)):
                names.add(name.lower())
            case Attrib(selector=inner) | Function(selector=inner) | Pseudo(selector=inner):
                parts.append(inner)
    return names


_TRANSLATOR = HTMLTranslator()


def _matched(selector: Selector, tree: HtmlElement) -> list[HtmlElement]:
    try:
        found = etree.XPath(_TRANSLATOR.selector_to_xpath(selector))(tree)
    except (SelectorError, etree.XPathError):
        return []  # a state, or a name space
    return found if isinstance(found, list) else []


def _declarations(source: str | Iterable[Node]) -> list[Declaration]:
    """Those of a block's declarations that can hide text or strike it out."""
    parsed = tinycss2.parse_blocks_contents(source, skip_comments=True, skip_whitespace=True)
    return [
        node
        for node in parsed
        if isinstance(node, Declaration)
        and (
            node.lower_name in _LOOKED_AT
            or node.lower_name in _SHORTHANDS
            or node.name.startswith("--")
        )
    ]


def _with_variables(
    tree: HtmlElement, held: Mapping[HtmlElement, list[tuple[tuple[int, ...], Declaration]]]
) -> dict[HtmlElement, dict[str, Value]]:
    styles: dict[HtmlElement, dict[str, Value]] = {}
    variables: dict[HtmlElement | None, Mapping[str, Value]] = {None: {}}
    for element in tree.iter():
        known = variables[element.getparent()] if element is not tree else {}
        in_order = sorted(held.get(element, ()), key=lambda ranked: ranked[0])
        own = {d.name: tuple(d.value) for _, d in in_order if d.name.startswith("--")}
        variables[element] = known = {**known, **own} if own else known
        style: dict[str, Value] = {}
        for _, declaration in in_order:
            if not declaration.name.startswith("--"):
                value = _resolved(declaration.value, known)
                style.update(_longhands(declaration.lower_name, value))
        if style:
            styles[element] = style
    return styles


def _resolved(value: Iterable[Node], variables: Mapping[str, Value]) -> Value:
    """The value with its variables put in, without white space."""
    parts: list[Node] = []
    pending = list(reversed(list(value)))
    for _ in range(_PARTS_READ):
        if not pending:
            break
        node = pending.pop()
        if isinstance(node, FunctionBlock) and node.lower_name == "var":
            name, *fallback = [part for part in node.arguments if part.type != "whitespace"] or [""]
            inside = variables.get(getattr(name, "value", ""), tuple(fallback[1:]))
            pending += reversed(inside[:_PARTS_READ])
        elif node.type not in ("whitespace", "comment"):
            parts.append(node)
    return tuple(parts)


def _longhands(name: str, value: Value) -> dict[str, Value]:
    """A declaration by the properties that are looked at."""
    take = _TAKEN_APART.get(name)
    return take(value) if take else {name: value}


def _background(value: Value) -> dict[str, Value]:
    pictures = tuple(
        node
        for node in value
        if isinstance(node, URLToken)
        or (isinstance(node, FunctionBlock) and re.search(r"gradient|url|image", node.lower_name))
    )
    colours = tuple(
        node
        for node in value
        if isinstance(node, IdentToken | HashToken | FunctionBlock) and colour((node,)) is not None
    )
    transparent = tuple(tinycss2.parse_component_value_list("transparent"))
    return {"background-image": pictures, "background-color": colours[-1:] or transparent}


def _font(value: Value) -> dict[str, Value]:
    sizes = [n for n in value if isinstance(n, DimensionToken | PercentageToken)]
    zero = [n for n in value if isinstance(n, NumberToken) and n.value == 0]
    size = (sizes or zero)[:1]
    return {"font-size": tuple(size)} if size else {}


_TAKEN_APART: dict[str, Callable[[Value], dict[str, Value]]] = {
    "background": _background,
    "font": _font,
    "text-decoration": lambda value: {"text-decoration-line": value},
}
