"""Word's equations as text: "D = $105,000 + $22,500", "(a + b)/2", "x²"."""

from __future__ import annotations

import re

from lxml.etree import _Element

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = frozenset({f"{_MATH}oMath", f"{_MATH}oMathPara"})
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_SIMPLE = re.compile(r"[\w.,$€£%]*")
_DEEPEST = 30


def equation(element: _Element, depth: int = 0) -> str:
    """The text of an equation, on one line."""
    name = str(element.tag).removeprefix(_MATH)
    if depth > _DEEPEST:
        return ""
    if name == "t":
        return element.text or ""

    def part(child: str) -> str:
        found = element.find(_MATH + child)
        return "" if found is None else equation(found, depth + 1)

    if name == "f":
        return f"{_grouped(part('num'))}/{_grouped(part('den'))}"
    if name == "sSup":
        return part("e") + _shifted(part("sup"), _RAISED, "^")
    if name == "sSub":
        return part("e") + _shifted(part("sub"), _LOWERED, "_")
    if name == "sSubSup":
        lowered = _shifted(part("sub"), _LOWERED, "_")
        return part("e") + lowered + _shifted(part("sup"), _RAISED, "^")
    if name == "rad":
        degree = part("deg")
        return f"{degree.translate(_RAISED)}√{_grouped(part('e'))}"
    if name == "nary":
        sign = element.find(f"{_MATH}naryPr/{_MATH}chr")
        return f"{'∫' if sign is None else _value(sign)}{part('sub')}{part('sup')} {part('e')}"
    if name == "d":
        opening, closing = (
            element.find(f"{_MATH}dPr/{_MATH}{end}") for end in ("begChr", "endChr")
        )
        inside = ", ".join(equation(inner, depth + 1) for inner in element.iterfind(_MATH + "e"))
        left = "(" if opening is None else _value(opening)
        return left + inside + (")" if closing is None else _value(closing))
    if name == "oMathPara":
        return " ".join(equation(inner, depth + 1) for inner in element.iterchildren())
    return "".join(equation(inner, depth + 1) for inner in element.iterchildren())


def _value(element: _Element) -> str:
    return element.get(_MATH + "val") or ""


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _shifted(text: str, table: dict[int, int], sign: str) -> str:
    shifted = text.translate(table)
    if all(letter not in shifted for letter in text if not letter.isspace()):
        return shifted
    return sign + _grouped(text)
