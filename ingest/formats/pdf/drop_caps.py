"""The large first letter of an article or a chapter, set over several lines: it belongs to the
word that goes on beside its top."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.formats.pdf.glyphs import Piece

_LARGE = 1.6
"""A drop cap is this many times as high as the letters beside it."""
_NEAR = 0.5
"""The word goes on within this share of its height."""
_WORDS = frozenset("AIOYÀÔ")
"""Letters that are words: they are joined only to what follows closely."""
_CLOSE = 0.12


def with_drop_caps(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with each drop cap at the beginning of the piece that goes on with its word."""
    caps = [
        piece
        for piece in pieces
        if len(piece.text) == 1 and piece.text.isupper() and piece.text.isalpha()
    ]
    found = list(pieces)
    for cap in caps:
        beside = [
            piece
            for piece in found
            if piece is not cap
            and cap.height > _LARGE * piece.height
            and -0.05 * cap.height < piece.x0 - cap.x1 < _NEAR * cap.height
            and cap.top - 0.3 * cap.height < piece.baseline < cap.baseline + 0.5 * piece.height
        ]
        below = [piece for piece in beside if piece.baseline > cap.top + 0.3 * cap.height]
        first = min(beside, key=lambda piece: piece.baseline, default=None)
        if first is None or not below or not first.text[:1].isalpha():
            continue
        gap = first.x0 - cap.x1
        if cap.text in _WORDS and gap > _CLOSE * cap.height:
            continue
        at = next(i for i, piece in enumerate(found) if piece is first)
        whole = first._replace(text=cap.text + first.text, edges=[cap.x0, *first.edges])
        found[at] = whole
        found = [piece for piece in found if piece is not cap]
    return found
