"""What a reader must know of a quote before relying on it, beside its place."""

from __future__ import annotations

from bot.answer import Citation

_OCR = {"en": "read by OCR", "fr": "lu par OCR"}
_STRUCK = {"en": "struck-out words left out", "fr": "mots biffés omis"}

ADDRESSES = {
    "en": "this text addresses the reader",
    "fr": "ce texte s’adresse au lecteur",
}


def caveats(citation: Citation, language: str) -> list[str]:
    """In the language of the question, "en" or "fr"; most quotes have none."""
    said = (
        (citation.ocr, _OCR),
        (citation.struck, _STRUCK),
        (citation.addresses_reader, ADDRESSES),
    )
    return [words[language] for holds, words in said if holds]
