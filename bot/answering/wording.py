"""What is said of an answer in words. It is in the language of the question (`translated`), which
need not be the reader's."""

from __future__ import annotations

from ingest.translation import N_, translated

NOT_FOUND = N_("Not found in these documents")
NO_SENTENCE = N_("No passage says it outright")
NEAREST = N_("The nearest passages:")
NO_DOCUMENTS = N_("This case had no documents to search when this was asked.")
OTHER_LANGUAGE = N_("Questions are understood in English and French only: ask it in one of them.")
QUOTES_ONLY = N_("Answers are quotes from the documents: no summaries, opinions or new texts.")


def understood_as(question: str, language: str) -> str:
    """How a follow-up was completed, or a misspelt name read."""
    return translated("Understood as: {question}", language).format(question=question)
