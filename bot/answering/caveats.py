"""What a reader must know of a quote before relying on it, beside its place."""

from __future__ import annotations

from bot.answer import Answer, Citation
from ingest.translation import N_, translated

_OCR = N_("read by OCR")
_STRUCK = N_("struck-out words left out")
ADDRESSES = N_("this text addresses the reader")


def caveats(citation: Citation, language: str) -> list[str]:
    """What to say beside a quote, in the language of the question ("en" or "fr"); most quotes have
    no caveat."""
    said = (
        (citation.ocr, _OCR),
        (citation.struck, _STRUCK),
        (citation.addresses_reader, ADDRESSES),
    )
    return [translated(words, language) for holds, words in said if holds]


_SURE = 0.5


def unsure(answer: Answer, language: str) -> str:
    """What is said above an answer that is more often wrong than right; nothing above others, nor
    where the answer was looked up or a chat model read."""
    sure = answer.confidence is None or answer.confidence >= _SURE
    if sure or not answer.statements or answer.model is not None:
        return ""
    right = max(1, round(10 * (answer.confidence or 0.0)))
    return translated(
        "Unsure: of answers like this, about {right} in 10 were right on test questions. Read it "
        "on its page.",
        language,
    ).format(right=right)
