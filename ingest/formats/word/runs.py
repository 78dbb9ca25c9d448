"""What the runs of a Word paragraph show, and what they hide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml.etree import _Element

from ingest.formats.word import colours
from ingest.formats.word.equations import EQUATIONS, equation
from ingest.formats.word.form_fields import field_text, is_switched_on, prompt_of
from ingest.formats.word.hidden import (
    first_found,
    is_box_hidden,
    is_filled_with_nothing,
    is_paragraph_hidden,
    is_run_hidden,
)
from ingest.formats.word.names import w
from ingest.text import symbol_fonts
from ingest.text.raised import is_mark, read_raised

PAGE_BREAK = "\f"
"""Stands for a page break within a paragraph's text; a form feed is not legal XML."""
RENDERED = "\x0b"
"""Follows a page break that Word noted while laying out, as against one typed."""
OTHERWISE = "\x1d"
"""Stands between two wordings, of which the program that fills a template chooses one. White space
to `str.split`, and no legal XML either."""
BOX = w("txbxContent")
_ON = ("1", "true", "on")
_INSTRUCTION = re.compile(
    r"\{%[^\f]*?%\}|\{#[^\f]*?#\}|\{\{\s*(?:[#/^!][^{}\f]*|else)\}\}|\{\{![^\f]*?\}\}"
)
"""What a template says to the program that fills it (Jinja, Liquid, Twig; Handlebars,
Mustache). A name to be filled in, ``{{name}}``, is a blank of the document and is read."""
_OTHERWISE = re.compile(r"\{%[-p ]*el[^\f]*?%\}|\{\{ *else *\}\}")
"""What stands between two wordings in a template."""
_TAKEN_OUT = frozenset({w("del"), w("moveFrom")})
_DELETED = _TAKEN_OUT | {w("pPr"), w("rPr")}
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/"
_DRAWN: dict[str | None, str] = {
    f"{_DRAWINGML}diagram}}relIds": f"{_RELATIONS}dm",
    f"{_DRAWINGML}chart}}chart": f"{_RELATIONS}id",
}
"""What stands for a diagram or a chart, and its attribute that names the part with its words."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class NoteCall(NamedTuple):
    """A reference to a note."""

    kind: Literal["footnote", "endnote"]
    note_id: str
    mark: str = ""
    """The mark that is typed in its place, where it is not counted."""


@dataclass(slots=True)
class ShownRuns:
    """What runs show, what they hide or strike out, and the notes they call, in order."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    notes: list[NoteCall] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """Marks of notes typed by hand, in raised type."""
    readings: list[str] = field(default_factory=list)
    """How words are pronounced, above them."""
    instructions: list[str] = field(default_factory=list)
    """What a template says to the program that fills it, or asks of whoever does."""
    boxes: list[_Element] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    """Ids of the comments made on it."""
    drawings: list[str] = field(default_factory=list)
    """Ids of the parts in which the words of diagrams and charts stand."""
    open_fields: list[bool] = field(default_factory=list)
    """Of each field that has begun, outermost first, whether its instruction goes on: what stands
    in that, the result of another field too, is not shown."""


class Styles:
    """The styles of a document, and what paragraphs and runs have by them."""

    def __init__(self, root: _Element) -> None:
        """``root`` is the root of ``word/styles.xml``."""
        self._styles = {style.get(w("styleId")): style for style in root.iter(w("style"))}
        self._default = next(
            (
                style.get(w("styleId"))
                for style in root.iter(w("style"))
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in _ON
            ),
            None,
        )
        self._root = root

    def name_of(self, style_id: str | None) -> str:
        """The name of a style in lower case, "" where there is none."""
        style = self._styles.get(style_id or "")
        name = None if style is None else style.find(w("name"))
        return "" if name is None else (name.get(w("val")) or "").lower()

    def of_paragraph(self, paragraph: _Element) -> Iterator[_Element]:
        """A paragraph's own properties, then those of its styles, nearest first."""
        direct = paragraph.find(w("pPr"))
        if direct is not None:
            yield direct
        yield from self._chain(value_of(paragraph, "pStyle") or self._default, "pPr")
        yield from self._defaults("pPr")

    def of_run(self, run: _Element) -> Iterator[_Element]:
        """A run's own properties, then those of its styles, nearest first."""
        direct = run.find(w("rPr"))
        if direct is not None:
            yield direct
            style = direct.find(w("rStyle"))
            if style is not None:
                yield from self._chain(style.get(w("val")), "rPr")
        for paragraph in run.iterancestors(w("p")):
            yield from self._chain(value_of(paragraph, "pStyle") or self._default, "rPr")
            break
        yield from self._defaults("rPr")

    def _defaults(self, name: str) -> Iterator[_Element]:
        """What holds where no style says otherwise."""
        properties = self._root.find(f"{w('docDefaults')}/{w(f'{name}Default')}/{w(name)}")
        if properties is not None:
            yield properties

    def _chain(self, style_id: str | None, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            style = self._styles[style_id]
            properties = style.find(w(name))
            if properties is not None:
                yield properties
            based = style.find(w("basedOn"))
            style_id = None if based is None else based.get(w("val"))


def value_of(paragraph: _Element, name: str) -> str | None:
    """The value of one of a paragraph's own properties."""
    found = paragraph.find(f"{w('pPr')}/{w(name)}")
    return None if found is None else found.get(w("val"))


def is_on(paragraph: _Element, name: str) -> bool:
    """Whether one of a paragraph's own properties is switched on."""
    found = paragraph.find(f"{w('pPr')}/{w(name)}")
    return found is not None and is_switched_on(found)


def has_text(element: _Element) -> bool:
    """Whether an element holds any letter, shown or not."""
    return any((text.text or "").strip() for text in element.iter(w("t")))


def shown_by(paragraph: _Element, styles: Styles) -> ShownRuns:
    """What a paragraph shows: insertions as made, deletions gone."""
    around = filter(None, map(prompt_of, paragraph.iterancestors(w("sdt"))))
    if prompt := next(around, ""):
        return ShownRuns(instructions=[prompt])
    shown = ShownRuns()
    _gather(paragraph, styles, shown, shown.text)
    if is_paragraph_hidden(
        paragraph, lambda name: first_found(styles.of_paragraph(paragraph), w(name))
    ):
        return ShownRuns(hidden=[*shown.text, *shown.hidden])
    text = "".join(shown.text)
    instructions = _INSTRUCTION.findall(text)
    if instructions:
        shown.instructions += instructions
        shown.text = [_INSTRUCTION.sub("", _OTHERWISE.sub(OTHERWISE, text))]
    return shown


def _gather(parent: _Element, styles: Styles, shown: ShownRuns, into: list[str]) -> None:
    """``into`` is the list of ``shown`` that takes the text."""
    for element in parent:
        tag = element.tag
        if tag in _DELETED or tag == _FALLBACK:
            if tag in _TAKEN_OUT:
                shown.struck += [text.text or "" for text in element.iter(w("t"), w("delText"))]
            continue
        if tag == w("sdt") and (prompt := prompt_of(element)):
            shown.instructions.append(prompt)
        elif tag == BOX and is_box_hidden(element):
            shown.hidden += [f"{text.text or ''} " for text in element.iter(w("t"))]
        elif tag == BOX:
            shown.boxes.append(element)
        elif tag == w("rt"):  # how a word is pronounced, in small type above it
            shown.readings.append("".join(text.text or "" for text in element.iter(w("t"))))
        elif tag in _DRAWN:
            shown.drawings.append(element.get(_DRAWN[tag]) or "")
        elif tag == w("r"):
            _gather_run(element, styles, shown)
        elif tag in (w("footnoteReference"), w("endnoteReference")):
            kind: Literal["footnote", "endnote"] = (
                "footnote" if tag == w("footnoteReference") else "endnote"
            )
            shown.notes.append(NoteCall(kind, element.get(w("id")) or "", _custom_mark(element)))
        elif tag in EQUATIONS:
            into.append(f" {' '.join(equation(element).split())} ")
        elif tag == w("fldChar"):
            if not any(shown.open_fields):
                into.append(field_text(element))
            _note_field(element, shown.open_fields)
        elif tag == w("commentReference"):
            shown.comments.append(element.get(w("id")) or "")
        elif tag == w("lastRenderedPageBreak"):
            shown.text.append(PAGE_BREAK + RENDERED)
        elif tag == w("br") and element.get(w("type")) == "page":
            shown.text.append(PAGE_BREAK)
        elif (text := _text(element)) is not None:
            if any(shown.open_fields):
                shown.instructions += [text] * bool(text.strip())
            elif _is_custom_mark(element):
                shown.marks.append(text)
            else:
                into.append(text)
        else:
            _gather(element, styles, shown, into)


def _note_field(character: _Element, open_fields: list[bool]) -> None:
    kind = character.get(w("fldCharType"))
    if kind == "begin":
        open_fields.append(True)
    elif kind == "separate" and open_fields:
        open_fields[-1] = False
    elif kind == "end" and open_fields:
        open_fields.pop()


def _gather_run(run: _Element, styles: Styles, shown: ShownRuns) -> None:
    into = _list_for(run, styles, shown)
    if into is not shown.text or not _is_superscript(run, styles):
        _gather(run, styles, shown, into)
        return
    raised: list[str] = []
    _gather(run, styles, shown, raised)
    text = "".join(raised)
    before = "".join(shown.text)
    if not text.strip():
        shown.text.append(text)
    elif not before.strip():  # the mark of the note itself
        shown.text.append(f"{text} " if is_mark(text) else text)
    elif (said := read_raised(before[-24:], text)) is None:
        shown.marks.append(text.strip())
    else:
        shown.text.append(said)


def _is_superscript(run: _Element, styles: Styles) -> bool:
    for properties in styles.of_run(run):
        found = properties.find(w("vertAlign"))
        if found is not None:
            return found.get(w("val")) == "superscript"
        position = properties.find(w("position"))
        if position is not None:
            return re.fullmatch(r"[1-9]\d?", position.get(w("val")) or "") is not None
    return False


def _custom_mark(reference: _Element) -> str:
    """The mark typed after a reference that is not counted; "" for one that is."""
    if (reference.get(w("customMarkFollows")) or "0").lower() not in ("1", "true", "on"):
        return ""
    parts = [_text(element) or "" for element in reference.itersiblings()]
    return "".join(parts).strip()


def _is_custom_mark(element: _Element) -> bool:
    """Whether text of a run is the mark of a reference before it."""
    return any(
        before.tag in (w("footnoteReference"), w("endnoteReference")) and _custom_mark(before)
        for before in element.itersiblings(preceding=True)
    )


def _list_for(run: _Element, styles: Styles, shown: ShownRuns) -> list[str]:
    if _is_hidden(run, styles):
        return shown.hidden
    struck = any(_has(run, styles, name) for name in ("strike", "dstrike"))
    return shown.struck if struck else shown.text


def _text(element: _Element) -> str | None:
    """What a leaf of a run shows, or None where the element is not one."""
    tag = element.tag
    if tag == w("t"):
        return (element.text or "").replace(PAGE_BREAK, " ").replace(RENDERED, " ")
    if tag in (w("tab"), w("br"), w("cr"), w("ptab")):
        return " "
    if tag == w("noBreakHyphen"):
        return "-"
    if tag == w("sym"):
        return _symbol(element.get(w("font")) or "", element.get(w("char")) or "")
    if tag in (w("instrText"), w("delText"), w("delInstrText")):
        return ""
    return None


def _symbol(font: str, code: str) -> str:
    try:
        number = int(code, 16)
        return symbol_fonts.meant_by(font, number) if _is_symbol(font, number) else chr(number)
    except ValueError:
        return ""


def _is_symbol(font: str, code: int) -> bool:
    """Whether a code means what its font shows, not what Unicode says."""
    if symbol_fonts.FIRST <= code <= symbol_fonts.LAST:
        return True
    own = ("symbol", "wingdings", "webdings")
    return code <= 0xFF and any(name in font.lower() for name in own)


def _has(run: _Element, styles: Styles, name: str) -> bool:
    """Whether a property is switched on for a run, by itself or else by its style."""
    for properties in styles.of_run(run):
        found = properties.find(w(name))
        if found is not None:
            return is_switched_on(found)
    return False


def _is_hidden(run: _Element, styles: Styles) -> bool:
    if is_run_hidden(run, lambda name: first_found(styles.of_run(run), w(name))):
        return True
    if is_filled_with_nothing(lambda name: first_found(styles.of_run(run), name)):
        return True
    paper, is_highlight = _paper(run, styles)
    if paper is None:
        return False
    ink = colours.colour_of(_run_value(run, styles, "color"))
    return colours.are_alike(ink or colours.automatic(paper, is_highlight), paper)


def _run_value(run: _Element, styles: Styles, name: str) -> str | None:
    """The value of a property of a run, its own or else by its style."""
    for properties in styles.of_run(run):
        found = properties.find(w(name))
        if found is not None:
            return found.get(w("val"))
    return None


def _paper(run: _Element, styles: Styles) -> tuple[colours.Colour | None, bool]:
    """The colour on which a run stands, and whether it is a highlight; None where the style
    of a table may colour it."""
    marked = colours.highlight(_run_value(run, styles, "highlight"))
    if marked is not None:
        return marked, True
    for properties in styles.of_run(run):
        shade = colours.shade(properties)
        if shade is not None:
            return shade, False
    for place in run.iterancestors(w("p"), w("tc"), w("tbl")):
        for name in ("pPr", "tcPr", "tblPr"):
            own = place.find(w(name))
            if own is None:
                continue
            shade = colours.shade(own)
            if shade is not None:
                return shade, False
            if own.find(w("tblStyle")) is not None:
                return None, False
        if place.tag == w("p"):
            for properties in styles.of_paragraph(place):
                shade = colours.shade(properties)
                if shade is not None:
                    return shade, False
    return colours.WHITE, False
