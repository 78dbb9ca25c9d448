"""Where a short paragraph ends without a full stop: addresses, lists, the heads of an e-mail.
Several of them stand in one passage, and no sentence runs over them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.document import Line, Role
from ingest.passages.headings import SMALL_WORDS, is_upper
from ingest.passages.joining import LinePlace
from ingest.text.sentences import ENUMERATOR, breaks_off

_GOES_ON = re.compile(r"[,;:(\[–—&/-]$")
_OF_PROSE: tuple[Role, ...] = ("body", "list", "footnote")


def may_part(role: Role) -> bool:
    """Whether a passage of this role may hold paragraphs that end without a full stop."""
    return role in (*_OF_PROSE, "caption")


def parts(before: LinePlace, after: LinePlace, rights: Mapping[int, float]) -> bool:
    """Whether the paragraph of which ``before`` is the last line is over with it, although it may
    have no full stop. ``rights`` has the right edge of the text of each page: on a PDF page
    paragraphs are told by their indents, which may deceive, so that there the next word must have
    had room in the line."""
    text, rest = before.text.strip(), after.text.strip()
    if not text or not rest or _GOES_ON.search(text) or ENUMERATOR.fullmatch(text):
        return False
    if not (rest[0].isupper() or rest[0].isdigit() or rest[0] in '([«“"*•-'):
        return False
    if text.split()[-1].lower() in SMALL_WORDS or breaks_off(text, rest):
        return False
    if is_upper(text) and is_upper(rest):
        return False  # a title on two lines, the name of a court
    if before.line.box is None:
        return True
    return before.line.role in _OF_PROSE and _had_room(before, after.line, rights)


def _had_room(before: LinePlace, after: Line, rights: Mapping[int, float]) -> bool:
    line = before.line
    assert line.box
    word = len(after.text.split(maxsplit=1)[0])
    end = line.edges[before.end] if line.edges else line.box.x1
    start = line.edges[before.start] if line.edges else line.box.x0
    a_letter = (end - start) / max(1, before.end - before.start)
    return end + (word + 1) * a_letter < rights.get(before.page, 0.0)
