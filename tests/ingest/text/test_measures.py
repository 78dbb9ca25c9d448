from __future__ import annotations

from ingest.text.measures import stretches


def test_an_amount_is_the_number_at_the_currency_sign() -> None:
    text = "invoice 4417 $8,405.85, puis 30 € 40 €"
    assert [text[start:end] for start, end in stretches(text, "amount")] == [
        "$8,405.85",
        "30 €",
        "40 €",
    ]
