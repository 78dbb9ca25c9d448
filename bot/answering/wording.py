"""What is said of an answer in words. It is in the language of the question (`translated`), which
need not be the reader's."""

from __future__ import annotations

from ingest.document import Kind
from ingest.text.vocabulary import kind_name
from ingest.translation import ENGLISH, N_, _, known, quoted_as, speaking, translated, word

NOT_FOUND = N_("Not found in these documents")
NO_SENTENCE = N_("No passage says it outright")
NEAREST = N_("The nearest passages:")
NO_DOCUMENTS = N_("This case had no documents to search when this was asked.")
OTHER_LANGUAGE = N_("Questions are understood in English and French only: ask it in one of them.")
QUOTES_ONLY = N_("Answers are quotes from the documents: no summaries, opinions or new texts.")


def understood_as(question: str, language: str) -> str:
    """How a follow-up was completed, or a misspelt name read."""
    return translated("Understood as: {question}", language).format(question=question)


def whose_word(kind: Kind, verb: str, language: str) -> str:
    """Whose word a quote is: "The complaint alleges:", « La plainte allègue : »."""
    name = kind_name(kind, known(language))
    with speaking(language):
        says = word(verb or "says")
        if says == verb and known(language) != ENGLISH:
            says = word("says")  # an answer kept from before, with a verb there is no more
        return _("{document} {says}:").format(document=name[0].upper() + name[1:], says=says)


def said_by(quote: str, kind: Kind, verb: str, language: str) -> str:
    """A quote after whose word it is: The complaint alleges: “…”"""
    with speaking(language):
        return f"{whose_word(kind, verb, language)} {quoted_as('', quote)}"
