"""What is said around an answer. It is in the language of the question (`translated`), which need
not be the reader's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Searched
from ingest.translation import (
    N_,
    _,
    counted,
    figure,
    language,
    ngettext,
    speaking,
    translated,
)

_LANGUAGE_NAMES = {"en": N_("English"), "fr": N_("French")}


def language_name(code: str) -> str:
    """ "English" or "French" in the reader's words; the code itself for a language without a name
    here."""
    return translated(_LANGUAGE_NAMES.get(code, code), language())


def searched(what: Searched, language: str) -> str:
    """What was searched: "Searched 7 documents and 412 passages, in English and French." Where a
    person chose some of them: "Searched 2 of 7 documents, those you chose, and 61 passages"."""
    with speaking(language):
        documents = counted(what.documents, "document")
        if what.of > what.documents:
            documents = _("{number} of {documents}, those you chose,").format(
                number=figure(what.documents), documents=counted(what.of, "document")
            )
        passages = counted(what.passages, "passage")
        if not what.languages:
            return _("Searched {documents} and {passages}.").format(
                documents=documents, passages=passages
            )
        *others, last = map(language_name, what.languages)
        languages = (
            # Of languages: "in English and French".
            _("in {others} and {last}").format(others=", ".join(others), last=last)
            if others
            else _("in {language}").format(language=last)
        )
        return _("Searched {documents} and {passages}, {languages}.").format(
            documents=documents, passages=passages, languages=languages
        )


def unchosen(titles: Sequence[str], language: str) -> str:
    """That what the question names was not searched."""
    with speaking(language):
        named = ", ".join(titles[:2]) + (", …" if len(titles) > 2 else "")
        return _(
            "The question names a document that is not among those you chose: {named}. It was not "
            "searched."
        ).format(named=named)


def understood(question: str, language: str) -> str:
    """How a follow-up was completed by the questions before it, or a misspelt name read."""
    return translated("Understood as: {question}", language).format(question=question)


def asked_while_reading(file: int, files: int, ready: int, language: str) -> str:
    """That documents were being added when a question was asked, and how many were ready."""
    with speaking(language):
        if not files:
            return _("Asked while the documents of this case were being read.")
        return ngettext(
            "Asked while documents were being read, at file {file} of {files}: {ready} document "
            "was ready to be searched.",
            "Asked while documents were being read, at file {file} of {files}: {ready} documents "
            "were ready to be searched.",
            ready,
        ).format(file=figure(file), files=figure(files), ready=figure(ready))


CHANGE = N_("Not what you meant? Change it")
NOT_FOUND = N_("Not found in these documents.")
NOT_FOUND_ADVICE = N_(
    "No passage answers this question, so none is shown. Other words, or the name of a document, "
    "may help; the Search page finds words as they stand."
)
NOTHING_YET = N_("Nothing could be answered yet.")
NO_DOCUMENTS_ADVICE = N_("Add documents, then ask again.")
LEADS = N_("No sentence says it outright.")
LEADS_ADVICE = N_("These passages are nearest. They are not an answer: read them where they stand.")
UNSUPPORTED = N_("That is no question the documents can answer.")
UNSUPPORTED_ADVICE = N_(
    "Ask for something they say: who, what, when, where, how much. A paragraph, a page or an ECF "
    "number is opened by its name."
)
READ_ON = N_("Read on under these headings of the documents:")
PARTIAL = N_("The documents answer only part of this question.")
ALSO = N_("Also relevant, not part of the answer")
FAILED = N_("This question could not be answered.")
INTERRUPTED = N_("Pincite was stopped before this question was answered.")
ANSWER_NOW = N_("Answer it now")
STOP = N_("Stop")
WARMING = N_("getting the models ready; your question is next…")
WORKING = N_("Searching…")

# Asked of a case that brings no example questions of its own.
EXAMPLES = (
    "Who is suing whom, and in which court?",
    "How much money is claimed?",
    "When was the complaint filed?",
    "Qui sont les parties ?",
    "Quel montant est réclamé ?",
    "Quand la plainte a-t-elle été déposée ?",
)


def before_yours(count: int, language: str) -> str:
    """How many questions are answered before this one."""
    with speaking(language):
        before = ngettext(
            "{number} question before yours…", "{number} questions before yours…", count
        )
        return before.format(number=figure(count))
