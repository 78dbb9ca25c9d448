"""What a reader must know of a quote before relying on it, beside its place."""

from __future__ import annotations

from bot.answer import Answer, Citation

_OCR = {"en": "read by OCR", "fr": "lu par OCR"}
_STRUCK = {"en": "struck-out words left out", "fr": "mots biffés omis"}

ADDRESSES = {
    "en": "this text addresses the reader",
    "fr": "ce texte s’adresse au lecteur",
}


def caveats(citation: Citation, language: str) -> list[str]:
    """What to say beside a quote, in the language of the question ("en" or "fr"); most quotes have
    no caveat."""
    said = (
        (citation.ocr, _OCR),
        (citation.struck, _STRUCK),
        (citation.addresses_reader, ADDRESSES),
    )
    return [words[language] for holds, words in said if holds]


_UNSURE = {
    "en": "Unsure: of answers like this, about {} in 10 were right on test questions. Read it on "
    "its page.",
    "fr": "Incertain : sur des questions d’essai, environ {} réponses de ce genre sur 10 étaient "
    "justes. Lisez-la sur sa page.",
}
_SURE = 0.5


def unsure(answer: Answer, language: str) -> str:
    """What is said above an answer that is more often wrong than right; nothing above others, nor
    where the answer was looked up or a chat model read."""
    sure = answer.confidence is None or answer.confidence >= _SURE
    if sure or not answer.statements or answer.model is not None:
        return ""
    return _UNSURE[language].format(max(1, round(10 * (answer.confidence or 0.0))))
