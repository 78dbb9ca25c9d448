"""The style that holds for each element of a page: its own style sheets and attributes, cascaded.

tinycss2 reads the declarations, cssselect the selectors; `media` decides which conditions hold.
External style sheets are not fetched: nothing here opens a connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

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

from ingest.formats.html.colours import colour
from ingest.formats.html.lengths import number, pixels, share, words_of
from ingest.formats.html.media import is_on_screen, is_supported

_SHEET_READ = 500_000
"""Characters read of a page's style sheets; beyond that stands a framework."""
_STYLE_READ = 5_000
"""Characters read of one style attribute: browsers write hundreds."""
_SELECTORS_READ = 20_000
"""Characters of the selectors of one rule, above which it is passed over."""
_RULES_USED = 2_000
"""Rules that may hold for an element of the page, after which the rest is passed over."""
_DEEPEST = 5
"""How deep rules may stand in @media and its like, and in other rules."""
_EVERYWHERE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_LENGTHS = frozenset(
    """
    bottom font-size height left margin-left margin-top max-height max-width min-height min-width
    right text-indent top vertical-align width
    """.split()
)
_WORDS = {
    "display": frozenset(
        """
        none contents block inline inline-block flex inline-flex grid inline-grid flow flow-root
        list-item table inline-table table-row table-cell table-caption table-column
        table-column-group table-row-group table-header-group table-footer-group ruby ruby-base
        ruby-text ruby-base-container ruby-text-container run-in math -webkit-box
        -webkit-inline-box -webkit-flex -webkit-inline-flex
        """.split()
    ),
    "visibility": frozenset({"visible", "hidden", "collapse"}),
    "content-visibility": frozenset({"visible", "hidden", "auto"}),
    "position": frozenset({"static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"}),
    "overflow-x": frozenset({"visible", "hidden", "clip", "scroll", "auto", "overlay"}),
    "overflow-y": frozenset({"visible", "hidden", "clip", "scroll", "auto", "overlay"}),
    "backface-visibility": frozenset({"visible", "hidden"}),
}
"""The keywords that are all that some properties take."""
_PARTS_READ = 200
"""Parts read of a value: variables can name each other without end."""
_NESTED = 100
"""Selectors that a rule within another may have."""
_NO_LAYER = 1_000_000

_LOOKED_AT = frozenset(
    """
    backface-visibility background-clip background-color background-image bottom clip clip-path
    color contain content-visibility display filter float font-size height left margin-left
    margin-top mask-image max-height max-width min-height min-width opacity overflow-x overflow-y
    position right rotate scale text-decoration-line text-indent text-shadow top transform
    translate vertical-align visibility -webkit-text-fill-color -webkit-text-stroke-color
    -webkit-text-stroke-width width z-index zoom
    """.split()
)
_OTHER_NAMES = {
    "block-size": "height", "inline-size": "width", "max-block-size": "max-height",
    "max-inline-size": "max-width", "min-block-size": "min-height", "min-inline-size": "min-width",
    "inset-block-start": "top", "inset-block-end": "bottom", "inset-inline-start": "left",
    "inset-inline-end": "right", "margin-block-start": "margin-top",
    "margin-inline-start": "margin-left", "overflow-inline": "overflow-x",
    "overflow-block": "overflow-y",
    "-webkit-background-clip": "background-clip", "-webkit-mask-image": "mask-image",
    "-webkit-mask": "mask", "-webkit-filter": "filter",
    "-webkit-transform": "transform", "-webkit-clip-path": "clip-path",
    "-webkit-opacity": "opacity", "-webkit-backface-visibility": "backface-visibility",
}  # fmt: skip
"""Properties by those that they set in writing from left to right, or that they are older names
of."""
Value = tuple[Node, ...]


def styles_of(tree: HtmlElement) -> dict[HtmlElement, dict[str, Value]]:
    """The declarations that hold for each element that has any, by property, shorthands taken
    apart and variables put in. Nothing is inherited but variables."""
    held: dict[HtmlElement, list[tuple[tuple[int, ...], Declaration]]] = {}
    sheet = _StyleSheet(tree)
    for order, (selector, layer, declarations) in enumerate(sheet.rules()):
        for element in _matched(selector, tree):
            for declaration in declarations:
                # What is important counts the other way round: the first layer has most weight.
                weight = -layer if declaration.important else layer
                rank = (int(declaration.important), 0, weight, *selector.specificity(), order)
                held.setdefault(element, []).append((rank, declaration))
    for element in tree.iter():
        style = element.get("style") if isinstance(element.tag, str) else None
        for declaration in _declarations(style[:_STYLE_READ]) if style else ():
            held.setdefault(element, []).append(((int(declaration.important), 1), declaration))
    return _with_variables(tree, held, sheet.initial)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Declarations for what a selector matches; ``layer`` is the number of its layer."""

    selector: str
    declarations: list[Declaration]
    layer: int


class _StyleSheet:
    """The style sheets of a page, as one. ``initial`` are the custom properties that it registers
    with a value of their own, known once the rules were walked through."""

    def __init__(self, tree: HtmlElement) -> None:
        self.initial: dict[str, Value] = {}
        self._tree = tree
        self._layers: dict[str, int] = {}

    def rules(self) -> Iterator[tuple[Selector, int, list[Declaration]]]:
        """Selectors that may hold for an element of the page, in the order of its style sheets,
        each with the number of its layer."""
        names = _names(self._tree)
        count = 0
        for rule in self._rules(self._parsed(), 0, "", ""):
            if not rule.declarations or len(rule.selector) > _SELECTORS_READ:
                continue
            try:
                selectors = parse_selectors(rule.selector)
            except SelectorError:
                continue  # as in a browser, which drops the rule
            for selector in selectors:
                if selector.pseudo_element is None and _required(selector) <= names:
                    yield selector, rule.layer, rule.declarations
                    count += 1
                    if count == _RULES_USED:
                        return

    def _parsed(self) -> list[Node]:
        sheets = (
            str(style.text_content())
            for style in self._tree.iter("style")
            if is_on_screen(style.get("media") or "all")
        )
        whole = "\n".join(sheets)[:_SHEET_READ]
        return list(tinycss2.parse_stylesheet(whole, skip_comments=True, skip_whitespace=True))

    def _rules(self, nodes: Iterable[Node], depth: int, layer: str, within: str) -> Iterator[_Rule]:
        """The rules that hold on a screen. What holds only in a state (:hover) is not what a
        person first sees; cssselect lets it match nothing. ``within`` is the selector of the rule
        that these stand in."""
        for node in nodes:
            if isinstance(node, QualifiedRule):
                yield from self._rule(node, depth, layer, within)
            elif isinstance(node, AtRule):
                yield from self._at_rule(node, depth, layer, within)

    def _rule(self, rule: QualifiedRule, depth: int, layer: str, within: str) -> Iterator[_Rule]:
        selector = _inside(within, tinycss2.serialize(rule.prelude).strip())
        inside = _block(rule.content)
        yield _Rule(selector, _looked_at(inside), self._number(layer))
        if depth < _DEEPEST and len(selector) <= _SELECTORS_READ:
            yield from self._rules(inside, depth + 1, layer, selector)

    def _at_rule(self, rule: AtRule, depth: int, layer: str, within: str) -> Iterator[_Rule]:
        keyword = rule.lower_at_keyword
        prelude = tinycss2.serialize(rule.prelude).strip()
        if keyword == "property" and rule.content is not None:
            for node in tinycss2.parse_blocks_contents(rule.content):
                if isinstance(node, Declaration) and node.lower_name == "initial-value":
                    self.initial[prelude] = tuple(node.value)
        if keyword == "layer":
            names = prelude.split(",") if prelude else [f" {len(self._layers)}"]
            named = [".".join(filter(None, (layer, name.strip()))) for name in names]
            for name in named:
                self._number(name)
            layer = named[0]
        if rule.content is None or depth >= _DEEPEST or not _holds(keyword, prelude):
            return
        inside = _block(rule.content)
        if within and (declarations := _looked_at(inside)):
            yield _Rule(within, declarations, self._number(layer))
        yield from self._rules(inside, depth + 1, layer, within)

    def _number(self, layer: str) -> int:
        """Later layers have more weight, and what stands in none has most."""
        return self._layers.setdefault(layer, len(self._layers)) if layer else _NO_LAYER


def _inside(within: str, selector: str) -> str:
    """The selector of a rule that stands in another."""
    if not within:
        return selector
    outer = [part.strip() for part in within.split(",")]
    inner = [part.strip() for part in selector.split(",")]
    if len(outer) * len(inner) > _NESTED or "(" in within or "(" in selector:
        outer, inner = [within], [selector]
    return ", ".join(
        part.replace("&", parent) if "&" in part else f"{parent} {part}"
        for parent in outer
        for part in inner
    )


def _block(content: Iterable[Node]) -> list[Node]:
    return list(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True))


def _holds(keyword: str, condition: str) -> bool:
    if keyword == "media":
        return is_on_screen(condition)
    return keyword in ("layer", "scope", "container") or (
        keyword == "supports" and is_supported(condition)
    )


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


def _declarations(source: str) -> list[Declaration]:
    """The declarations of a style attribute."""
    return _looked_at(
        tinycss2.parse_blocks_contents(source, skip_comments=True, skip_whitespace=True)
    )


def _looked_at(nodes: Iterable[Node]) -> list[Declaration]:
    """The declarations that can hide text or strike it out."""
    return [
        node
        for node in nodes
        if isinstance(node, Declaration)
        and (
            _property(node) in _LOOKED_AT
            or _property(node) in _TAKEN_APART
            or node.name.startswith("--")
        )
    ]


def _property(declaration: Declaration) -> str:
    name: str = declaration.lower_name
    return _OTHER_NAMES.get(name, name)


def _with_variables(
    tree: HtmlElement,
    held: Mapping[HtmlElement, list[tuple[tuple[int, ...], Declaration]]],
    initial: Mapping[str, Value],
) -> dict[HtmlElement, dict[str, Value]]:
    styles: dict[HtmlElement, dict[str, Value]] = {}
    variables: dict[HtmlElement | None, Mapping[str, Value]] = {None: {}}
    for element in tree.iter():
        known = variables[element.getparent()] if element is not tree else initial
        in_order = sorted(held.get(element, ()), key=lambda ranked: ranked[0])
        own = {d.name: tuple(d.value) for _, d in in_order if d.name.startswith("--")}
        variables[element] = known = {**known, **own} if own else known
        style: dict[str, Value] = {}
        for _, declaration in in_order:
            if not declaration.name.startswith("--"):
                value = _Variables(known).put_in(declaration.value)
                parts = _longhands(_property(declaration), value)
                style |= {name: part for name, part in parts.items() if _is_understood(name, part)}
        if style:
            styles[element] = style
    return styles


class _Variables:
    """What custom properties stand for at one element."""

    def __init__(self, known: Mapping[str, Value]) -> None:
        self._known = known
        self._left = _PARTS_READ

    def put_in(self, value: Iterable[Node], depth: int = 0) -> Value:
        """The value with its variables put in, without white space."""
        parts: list[Node] = []
        for node in value:
            if self._left == 0 or depth > _DEEPEST:
                break
            self._left -= 1
            if isinstance(node, FunctionBlock) and node.lower_name == "var":
                name, *fallback = [
                    part for part in node.arguments if part.type != "whitespace"
                ] or [None]
                inside = self._known.get(getattr(name, "value", ""), tuple(fallback[1:]))
                parts += self.put_in(inside, depth + 1)
            elif isinstance(node, FunctionBlock):
                arguments = list(self.put_in(node.arguments, depth + 1))
                parts.append(
                    FunctionBlock(node.source_line, node.source_column, node.name, arguments)
                )
            elif node.type not in ("whitespace", "comment"):
                parts.append(node)
        return tuple(parts)


def _is_understood(name: str, value: Value) -> bool:
    """Whether a browser takes the value; what it does not take leaves the one before in force."""
    if not value or words_of(value) & _EVERYWHERE:
        return True
    if name in ("color", "background-color", "-webkit-text-fill-color"):
        return colour(value) is not None or "currentcolor" in words_of(value)
    if name in _WORDS:
        return words_of(value) <= _WORDS[name] and all(map(_is_word, value))
    if name == "opacity":
        return len(value) == 1 and number(value[0]) is not None
    if name in _LENGTHS:
        return len(value) == 1 and (
            _is_word(value[0])
            or isinstance(value[0], FunctionBlock)
            or pixels(value[0]) is not None
            or share(value[0]) is not None
        )
    return True


def _is_word(node: Node) -> bool:
    return isinstance(node, IdentToken)


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
    current = tuple(node for node in value if words_of((node,)) == {"currentcolor"})
    return {
        "background-image": pictures,
        "background-color": (colours or current)[-1:] or transparent,
    }


def _font(value: Value) -> dict[str, Value]:
    sizes = [n for n in value if isinstance(n, DimensionToken | PercentageToken)]
    zero = [n for n in value if isinstance(n, NumberToken) and n.value == 0]
    size = (sizes or zero)[:1]
    return {"font-size": tuple(size)} if size else {}


def _sides(*names: str) -> Callable[[Value], dict[str, Value]]:
    """One to four values for top, right, bottom and left, of which the named sides are returned."""

    def take(value: Value) -> dict[str, Value]:
        if not value or len(value) > 4:
            return {}
        top = value[0]
        right = value[1] if len(value) > 1 else top
        bottom = value[2] if len(value) > 2 else top
        left = value[3] if len(value) > 3 else right
        return {
            name: (side,)
            for name, side in zip(names, (top, right, bottom, left), strict=True)
            if name
        }

    return take


def _overflow(value: Value) -> dict[str, Value]:
    return {"overflow-x": value[:1], "overflow-y": value[-1:]}


def _mask(value: Value) -> dict[str, Value]:
    pictures = (node for node in value if isinstance(node, FunctionBlock | URLToken))
    return {"mask-image": tuple(pictures)}


def _stroke(value: Value) -> dict[str, Value]:
    widths = tuple(node for node in value if pixels(node) is not None)
    colours = tuple(node for node in value if colour((node,)) is not None)
    return {"-webkit-text-stroke-width": widths, "-webkit-text-stroke-color": colours}


_TAKEN_APART: dict[str, Callable[[Value], dict[str, Value]]] = {
    "background": _background,
    "font": _font,
    "inset": _sides("top", "right", "bottom", "left"),
    "inset-block": lambda value: {"top": value[:1], "bottom": value[-1:]},
    "inset-inline": lambda value: {"left": value[:1], "right": value[-1:]},
    "margin": _sides("margin-top", "", "", "margin-left"),
    "margin-block": lambda value: {"margin-top": value[:1]},
    "margin-inline": lambda value: {"margin-left": value[:1]},
    "mask": _mask,
    "overflow": _overflow,
    "text-decoration": lambda value: {"text-decoration-line": value},
    "-webkit-text-stroke": _stroke,
}
