"""Whose word a quote is."""

from __future__ import annotations

import pytest

from bot.answer import Citation
from bot.answering.voice import voice
from ingest.document import Kind, Passage, Role, Span


def said(kind: Kind, text: str, quote: str, role: Role = "body") -> str:
    start = text.index(quote)
    cited = Citation(
        number=1, document="a.pdf", document_id="", title="", kind=kind, ecf="", page=1,
        last_page=1, page_label=None, paragraphs=(), lines=None, quote=quote, language="en",
        pin="", passage_id=1, start=start, end=start + len(quote),
    )  # fmt: skip
    return voice(cited, Passage(text, (Span(0, len(text), 1, 0, 0),), role=role))


TWO = "Acme says: “We paid. We owe nothing.” The Court disagrees."


@pytest.mark.parametrize(
    ("kind", "text", "quote", "verb"),
    [
        ("order", TWO, "We owe nothing.”", "quotes"),
        ("order", TWO, "The Court disagrees.", "finds"),
        # The document's own words lead into the quotation: its voice.
        ("order", TWO, "Acme says: “We paid.", "finds"),
        ("order", "“We paid.” (Doc. 5 at 3.)", "“We paid.” (Doc. 5 at 3.)", "quotes"),
        ("complaint", "7. “We paid.”", "7. “We paid.”", "quotes"),
        ("motion", 'Bolt wrote: "Pay us. Now." It did.', 'Now."', "quotes"),
        ("motion", 'Bolt wrote: "Pay us. Now." It did.', "It did.", "argues"),
        ("motion", 'A 19" rack. It holds 6" servers" each. We paid.', "We paid.", "argues"),
        ("order", "“[W]e “never” paid. Ever.”", "Ever.”", "quotes"),
        ("article", "« Nous avons payé. Tout. » Selon Acme.", "Tout. »", "quotes"),
        ("article", "« Nous avons payé. Tout. » Selon Acme.", "Selon Acme.", "reports"),
        # One of several quoted paragraphs; a quotation begun in the passage before.
        ("order", "“We paid. We owe nothing.", "We owe nothing.", "quotes"),
        ("order", "We paid. All of it.” The Court disagrees.", "We paid.", "quotes"),
        ("order", "We paid. All of it.” The Court disagrees.", "The Court disagrees.", "finds"),
        # A mark that was never closed says nothing about what follows.
        ("order", "The “Payment was late. The Court so finds.", "The Court so finds.", "finds"),
        ("order", "See (1) and [2].", "(1) and [2].", "finds"),
        ("contract", "“Buyer” pays.", "“Buyer”", "provides"),
        ("order", "Acme argues that it paid. It did.", "Acme argues that it paid.", "recounts"),
        ("order", "Acme argues that it paid. It did.", "It did.", "finds"),
        ("motion", "Acme argues that it paid.", "Acme argues that it paid.", "argues"),
    ],
)
def test_words_between_marks_are_not_the_documents(
    kind: Kind, text: str, quote: str, verb: str
) -> None:
    assert said(kind, text, quote) == verb


@pytest.mark.parametrize(
    ("kind", "verb"),
    [("order", "quotes"), ("complaint", "quotes"), ("article", "quotes"), ("answer", "quotes"),
     ("contract", "provides"), ("transcript", "records"), ("exhibit", "says")],
)  # fmt: skip
def test_a_block_quote_is_not_the_documents_word(kind: Kind, verb: str) -> None:
    text = "We have paid every invoice in full."
    assert said(kind, text, text, role="quote") == verb
