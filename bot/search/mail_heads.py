"""The heads of an e-mail: who sent it, to whom, when and about what, each answered by its line."""

from __future__ import annotations

import re

from bot.question.parse import Question
from bot.search.excerpt import Excerpt
from bot.search.sources import sources
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.text.sentences import sentences

_MAIL = (
    r"(?:(?:the|this|that|le|la|l['’]|ce|cet|cette|du|de la|de l['’])\s?)"
    r"(?:e-?mail|message|mail|courriel|courrier électronique)"
)
_SENT = r"(?:sent|written|addressed)"
_ENVOYE = r"(?:envoyée?|écrite?|adressée?)"
_ASKED = {
    "From": rf"who (?:sent|wrote) {_MAIL}|(?:who (?:is|was) )?the sender of {_MAIL}"
    rf"|qui a {_ENVOYE} {_MAIL}|(?:qui est )?l['’](?:expéditeur|auteur) {_MAIL}",
    "To": rf"(?:to whom|who) was {_MAIL} {_SENT}(?: to)?|who (?:received|got) {_MAIL}"
    rf"|à qui {_MAIL} (?:a-t-il été |a été |est )?{_ENVOYE}|qui a reçu {_MAIL}",
    "Cc": rf"who (?:was|were) (?:cc['’]?d|copied|in copy)(?: (?:on|in) {_MAIL})?"
    rf"|qui (?:est|était) en copie(?: {_MAIL})?",
    "Bcc": rf"who (?:was|were) (?:bcc['’]?d|blind copied)(?: (?:on|in) {_MAIL})?",
    "Date": rf"when (?:was|is) {_MAIL} {_SENT}|(?:what is )?the date of {_MAIL}"
    rf"|quand {_MAIL}\sa-t-il été {_ENVOYE}|(?:quelle est )?la date {_MAIL}"
    rf"|de quand date {_MAIL}",
    "Subject": rf"(?:what is )?the subject of {_MAIL}|(?:quel est )?l['’]objet {_MAIL}",
}
_FORMS = {head: re.compile(rf"(?:{form})\s*[?.]?", re.IGNORECASE) for head, form in _ASKED.items()}


def look_up_mail_head(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The line of the head that is asked for, where the question is about nothing else and just one
    e-mail can be meant."""
    asked = " ".join(question.text.split())
    head = next((head for head, form in _FORMS.items() if form.fullmatch(asked)), None)
    if head is None:
        return None
    mails = [
        stored
        for document in sources(catalogue, case, question)
        if document.description.kind == "letter"
        for stored in catalogue.passages_of(document.id)
        if stored.passage.role == "caption" and _line(stored, "From") and _line(stored, "Date")
    ]
    line = _line(mails[0], head) if len(mails) == 1 else None
    return None if line is None else (line,)


def _line(stored: Stored, head: str) -> Excerpt | None:
    passage = stored.passage
    return next(
        (
            Excerpt(stored, start, end)
            for start, end in sentences(passage.text, passage.language, passage.parted)
            if passage.text.startswith(f"{head}: ", start)
        ),
        None,
    )
