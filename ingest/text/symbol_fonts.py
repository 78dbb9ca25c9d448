"""Fonts of bullets, ticks and checkboxes. Word processors keep their characters in the private
area of Unicode, where a code says nothing without the name of its font."""

from __future__ import annotations

_SYMBOL = {
    0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xDE: "⇒", 0xE2: "®", 0xE3: "©",
    0xE4: "™",
}  # fmt: skip
"""Of Adobe's Symbol, as its encoding has them; letters and rarer signs are left out."""
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x78: "☒", 0x9F: "•",
    0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x53: "☒", 0xA3: "☐"}
"""Of Microsoft's fonts, what filings are set with: an empty box is ☐ in whatever thickness."""

BULLETS = "•●▪◦■□☐☑☒✓✗❑❒❖➢"
"""What an item of a list, or an option of a form, begins with, in whatever font."""

FIRST, LAST = 0xF020, 0xF0FF
"""The part of the private area in which these fonts lie."""


def meant_by(font: str, code: int) -> str:
    """The Unicode character that a font shows for one of its codes, given with or without the
    private area's offset; "" where it is not known."""
    name = font.lower().replace(" ", "").replace("-", "")
    at = code & 0xFF if FIRST <= code <= LAST else code
    if "wingdings2" in name:
        return _WINGDINGS_2.get(at, "")
    if "wingdings" in name:
        return _WINGDINGS.get(at, "") if "wingdings3" not in name else ""
    return _SYMBOL.get(at, "") if "symbol" in name else ""
