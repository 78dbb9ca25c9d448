"""Pieces of a page as the reader of PDF finds them."""

from __future__ import annotations

from ingest.formats.pdf.glyphs import Piece


def piece(text: str, x: float, baseline: float, size: float = 12) -> Piece:
    edges = [x + i * size / 2 for i in range(len(text) + 1)]
    return Piece(text, edges, baseline - size * 0.8, baseline + size * 0.2, baseline, False, size)
