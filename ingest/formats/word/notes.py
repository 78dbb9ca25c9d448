"""The notes of a Word document, and the marks that Word prints for them and stores nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.formats.html.blocks import numeral
from ingest.formats.word.names import w
from ingest.formats.word.runs import NoteCall

_STYLES = {
    "decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
_SIGNS = "*†‡§"
_USUAL = {"footnote": "decimal", "endnote": "lowerRoman"}
"""How Word counts where a document does not say."""


@dataclass(slots=True)
class _Count:
    format: str
    start: int = 1
    restarts: str = "continuous"
    number: int = 0


@dataclass(slots=True)
class Notes:
    """Counts notes as their references go by."""

    _notes: dict[str, dict[str, _Element]] = field(default_factory=dict)
    _counts: dict[str, _Count] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: dict[str, _Element], settings: _Element | None, body: _Element) -> Notes:
        """``parts`` are the roots of the parts of footnotes and endnotes, by kind."""
        notes = cls({kind: _by_id(root, kind) for kind, root in parts.items()})
        for kind, usual in _USUAL.items():
            count = _Count(usual)
            last = next(body.iterchildren(w("sectPr"), reversed=True), None)
            for place in (settings, last):
                found = None if place is None else place.find(w(f"{kind}Pr"))
                if found is not None:
                    count.format = _value(found, "numFmt") or count.format
                    start = _value(found, "numStart")
                    count.start = int(start) if start.isdigit() else count.start
                    count.restarts = _value(found, "numRestart") or count.restarts
            count.number = count.start - 1
            notes._counts[kind] = count
        return notes

    def called(self, call: NoteCall) -> tuple[str, Iterator[_Element]] | None:
        """The mark of a note and its paragraphs; None where there is no such note."""
        note = self._notes.get(call.kind, {}).get(call.note_id)
        if note is None:
            return None
        mark = call.mark
        if not mark:
            count = self._counts[call.kind]
            count.number += 1
            mark = _printed(count)
        return mark, note.iter(w("p"))

    def begin(self, part: str) -> None:
        """A page ("eachPage") or a section ("eachSect") begins: some count anew."""
        for count in self._counts.values():
            if count.restarts == part:
                count.number = count.start - 1


def _printed(count: _Count) -> str:
    if count.format == "chicago":
        turn, sign = divmod(count.number - 1, len(_SIGNS))
        return _SIGNS[sign] * (turn + 1)
    return numeral(count.number, _STYLES.get(count.format, "1"))


def _by_id(root: _Element, kind: str) -> dict[str, _Element]:
    return {
        note.get(w("id")) or "": note
        for note in root.iterfind(w(kind))
        if note.get(w("type")) in (None, "normal")
    }


def _value(parent: _Element, name: str) -> str:
    child = parent.find(w(name))
    return "" if child is None else child.get(w("val")) or ""
