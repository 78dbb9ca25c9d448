"""Words that somebody struck out: a judge in a proposed order, a redline in a contract. What
remains is what the document says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.document import Box, LeftOut
from ingest.formats.pdf.glyphs import Glyphs
from ingest.formats.pdf.hidden_text import reported

_THIN, _SHORTEST = 2.0, 6.0
"""Points: the height and the length of a rule that may strike words out."""
_HIGHEST, _LOWEST = 0.42, 0.7
"""Where it crosses letters, as shares of the height of their font from its top down.
Underlines are below 0.8."""
_BEYOND = 1.0
"""A rule reaches beyond the words that it strikes out by less than this, in heights of their
font: one that does is a rule of a table or a form."""


def without_struck(
    glyphs: Glyphs, rules: Sequence[Box], marked: Sequence[Box] = ()
) -> tuple[Glyphs, list[LeftOut]]:
    """The characters that no rule of the page strikes out, and those that one does.
    ``marked``: where words are struck out by annotations, as around those words."""
    level = [
        rule for rule in rules if rule.y1 - rule.y0 <= _THIN and rule.x1 - rule.x0 >= _SHORTEST
    ]
    if not (level or marked) or not glyphs.text:
        return glyphs, []
    x0, y0, x1, y1 = glyphs.boxes.T
    middles, heights = (x0 + x1) / 2, np.maximum(y1 - y0, 0.1)
    struck = np.zeros(len(middles), dtype=np.bool_)
    centres = (y0 + y1) / 2
    for box in marked:
        inside = (middles > box.x0) & (middles < box.x1)
        struck |= inside & (centres > box.y0) & (centres < box.y1)
    for rule in level:
        depth = ((rule.y0 + rule.y1) / 2 - y0) / heights
        crossed = (depth > _HIGHEST) & (depth < _LOWEST)
        crossed &= (middles > rule.x0 - 0.5) & (middles < rule.x1 + 0.5)
        at = np.flatnonzero(crossed)
        if len(at) < 2:
            continue
        beyond = _BEYOND * heights[at].max()
        if x0[at].min() - rule.x0 < beyond and rule.x1 - x1[at].max() < beyond:
            struck |= crossed
    if not struck.any():
        return glyphs, []
    return glyphs.without(struck), reported(glyphs, struck, "struck out")
