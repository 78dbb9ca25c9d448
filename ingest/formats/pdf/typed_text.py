"""Text that was typed onto a page as a note (FreeText) of which the file has no picture: how
programs draw it that show the page."""

from __future__ import annotations

import re
import textwrap

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s+Tf")
_COLOUR = re.compile(r"((?:[\d.]+\s+){3}rg|[\d.]+\s+g|(?:[\d.]+\s+){4}k)\b")
_USUAL_SIZE = 12.0
_A_LETTER = 0.5
"""Of the size of Helvetica, on average."""
_LEADING = 1.2
_MARGIN = 2.0
_MOST_LINES = 500


def typed_text(text: str, appearance: str, sides: tuple[float, float, float, float]) -> str:
    """The content that draws ``text`` within left, bottom, right and top, in the size and colour
    that the default appearance of the note gives ("0 g /Helv 11 Tf"). It is set in Helvetica, which
    is drawn where no font is named; letters that Windows-1252 does not have are drawn as "?"."""
    left, _, right, top = sides
    given = _SIZE.search(appearance)
    size = float(given[1]) if given and float(given[1]) > 0 else _USUAL_SIZE
    colour = _COLOUR.search(appearance)
    letters = max(1, int((right - left - 2 * _MARGIN) / (_A_LETTER * size)))
    lines = [
        line
        for paragraph in re.split(r"\r\n|\r|\n", text)
        for line in textwrap.wrap(paragraph, letters, break_long_words=False) or [""]
    ][:_MOST_LINES]
    first = top - _MARGIN - size
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    return (
        f"q {colour[1] if colour else '0 g'} BT /Helv {size:g} Tf {_LEADING * size:g} TL"
        f" 1 0 0 1 {left + _MARGIN:g} {first:g} Tm\n{shown}\nET Q"
    )


def _escaped(line: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b"()\\" else f"\\{byte:03o}"
        for byte in line.encode("cp1252", "replace")
    )
