"""The numbers that Word prints before paragraphs and stores nowhere in their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.formats.html.blocks import numeral
from ingest.formats.word.names import w

_STYLES = {
    "decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
_IN_WORDS = ("cardinalText", "ordinalText")
"""Numbers written out in the language of the document ("First"): what is not known to be printed is
not read."""
_SUFFIX = {"nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and how its number is printed."""

    format: str
    text: str
    """As Word keeps it: "%1.%2" prints the numbers of the first two levels."""
    start: int
    restarts_after: int
    """Index of the deepest level whose number starts this one again; -1 for none."""
    legal: bool
    suffix: str
    style: str
    """Id of the paragraph style that stands at this level, or ""."""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counting as its paragraphs go by."""

    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _own_levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """Levels that one list prints otherwise than the others of its kind."""
    _abstract: dict[str, str] = field(default_factory=dict)
    _overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _met: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: _Element | None) -> Numbering:
        """Reads the root of ``word/numbering.xml``; None where there is none."""
        numbering = cls()
        if root is None:
            return numbering
        of_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in root.iterfind(w("abstractNum")):
            abstract_id = _get(abstract, "abstractNumId")
            numbering._levels[abstract_id] = {
                _number(level, "ilvl", 0): _level(level) for level in abstract.iterfind(w("lvl"))
            }
            of_style.setdefault(_value(abstract, "styleLink"), abstract_id)
            links[abstract_id] = _value(abstract, "numStyleLink")
        for num in root.iterfind(w("num")):
            num_id = _get(num, "numId")
            abstract_id = _value(num, "abstractNumId")
            linked = links.get(abstract_id)  # its levels are those of a style of lists
            numbering._abstract[num_id] = (
                of_style.get(linked, abstract_id) if linked else abstract_id
            )
            numbering._own_levels[num_id] = {
                _number(override, "ilvl", 0): _level(level)
                for override in num.iterfind(w("lvlOverride"))
                if (level := override.find(w("lvl"))) is not None
            }
            for override in num.iterfind(w("lvlOverride")):
                start = override.find(w("startOverride"))
                if start is not None:
                    key = (num_id, _number(override, "ilvl", 0))
                    numbering._overrides[key] = _number(start, "val", 1)
        return numbering

    def _levels_of(self, num_id: str) -> dict[int, Level]:
        shared = self._levels.get(self._abstract.get(num_id, ""), {})
        return {**shared, **self._own_levels.get(num_id, {})}

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level of a list at which a paragraph style stands: 0 unless it says so."""
        levels = self._levels_of(num_id)
        return next((index for index, level in levels.items() if level.style == style), 0)

    def is_bullet(self, num_id: str, index: int) -> bool:
        level = self._levels_of(num_id).get(index)
        return level is not None and level.format in ("bullet", "none")

    def next(self, num_id: str, index: int) -> str:
        """Counts one more paragraph and returns its number with what follows it
        ("12. "), or "" for bullets and unknown lists."""
        abstract = self._abstract.get(num_id, "")
        levels = self._levels_of(num_id)
        level = levels.get(index)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        override = self._overrides.get((num_id, index))
        if override is not None and (num_id, index) not in self._met:
            counts[index] = override
        else:
            counts[index] = counts.get(index, level.start - 1) + 1
        self._met.add((num_id, index))
        for deeper, other in levels.items():
            if deeper > index and other.restarts_after >= index:
                counts.pop(deeper, None)
        if level.format in ("bullet", "none", *_IN_WORDS):
            return ""
        printed = re.sub(
            r"%(\d)",
            lambda found: self._printed(levels, counts, int(found[1]) - 1, level),
            level.text,
        )
        return printed + level.suffix if printed.strip() else ""

    @staticmethod
    def _printed(levels: dict[int, Level], counts: dict[int, int], index: int, at: Level) -> str:
        level = levels.get(index)
        if level is None:
            return ""
        number = counts.get(index, level.start)
        if at.legal and level.format != "decimalZero":  # "Section 2.01" keeps its nought
            return str(number)
        if level.format in ("lowerLetter", "upperLetter") and number > 26:
            # Word goes on with aa, bb, cc where spreadsheets have aa, ab, ac.
            return numeral((number - 1) % 26 + 1, _STYLES[level.format]) * ((number - 1) // 26 + 1)
        if level.format == "decimalZero":
            return f"{number:02}"
        if level.format == "ordinal":
            return _ordinal(number)
        return numeral(number, _STYLES.get(level.format, "1"))


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _level(element: _Element) -> Level:
    index = _number(element, "ilvl", 0)
    restart = element.find(w("lvlRestart"))
    start = element.find(w("start"))
    return Level(
        format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        start=1 if start is None else _number(start, "val", 1),
        restarts_after=index - 1 if restart is None else _number(restart, "val", 0) - 1,
        legal=element.find(w("isLgl")) is not None,
        suffix=_SUFFIX.get(_value(element, "suff"), " "),
        style=_value(element, "pStyle"),
    )


def _value(parent: _Element, name: str) -> str:
    child = parent.find(w(name))
    return "" if child is None else _get(child, "val")


def _get(element: _Element, name: str) -> str:
    return element.get(w(name)) or ""


def _number(element: _Element, name: str, otherwise: int) -> int:
    value = _get(element, name)
    return int(value) if re.fullmatch(r"\d{1,9}", value) else otherwise
