"""Fixed phrases around an answer, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Searched
from ingest.document import Kind
from ingest.text.vocabulary import KIND_NAMES
from ingest.translation import language

LANGUAGES = ("en", "fr")

# What a voice "does" in French; English shows the voice as it is.
_VERBS = {
    "agrees": "convient",
    "alleges": "allègue",
    "argues": "soutient",
    "denies": "nie",
    "finds": "retient",
    "gives notice": "notifie",
    "provides": "stipule",
    "quotes": "cite",
    "records": "consigne",
    "reports": "rapporte",
    "says": "indique",
    "states": "indique",
    "swears": "déclare sous serment",
}

_LANGUAGE_NAMES = {"en": ("English", "anglais"), "fr": ("French", "français")}


def voice(kind: Kind, verb: str, language: str) -> str:
    """Whose word a quote is: "The complaint alleges:", « La plainte allègue : »."""
    english, french = (name[0].upper() + name[1:] for name in KIND_NAMES[kind])
    if language == "fr":
        return f"{french} {_VERBS.get(verb, 'indique')} :"
    return f"{english} {verb or 'says'}:"


def language_name(code: str) -> str:
    """ "English" or "French" in the reader's words; the code itself for a language without a name
    here."""
    english, french = _LANGUAGE_NAMES.get(code, (code, code))
    return french if language() == "fr" else english


def _listed(items: Sequence[str], last: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def _count(number: int, singular: str, many: str, language: str) -> str:
    # In French zero is singular, and thousands are parted by a narrow space.
    single = number < 2 if language == "fr" else number == 1
    figure = f"{number:,}"
    if language == "fr":
        figure = figure.replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{figure} {singular if single else many}"


def searched(what: Searched, language: str) -> str:
    """What was searched: "Searched 7 documents and 412 passages, in English and French." Where a
    person chose some of them: "Searched 2 of 7 documents, those you chose, and 61 passages"."""
    documents = _count(what.documents, "document", "documents", language)
    if what.of > what.documents:
        of = _count(what.of, "document", "documents", language)
        documents = (
            f"{what.documents} sur {of}, ceux que vous avez choisis,"
            if language == "fr"
            else f"{what.documents} of {of}, those you chose,"
        )
    passages = _count(what.passages, "passage", "passages", language)
    names = [
        _LANGUAGE_NAMES.get(code, (code, code))[LANGUAGES.index(language)]
        for code in what.languages
    ]
    if language == "fr":
        place = f", en {_listed(names, 'et en')}" if names else ""
        return f"Recherche faite dans {documents} et {passages}{place}."
    place = f", in {_listed(names, 'and')}" if names else ""
    return f"Searched {documents} and {passages}{place}."


def understood(question: str, language: str) -> str:
    """How a follow-up was completed by the questions before it, or a misspelt name read."""
    return f"Compris comme : {question}" if language == "fr" else f"Understood as: {question}"


CHANGE = {"en": "Not what you meant? Change it", "fr": "Pas votre sens ? Corrigez"}
NOT_FOUND = {
    "en": "Not found in these documents.",
    "fr": "Introuvable dans ces documents.",
}
NOT_FOUND_ADVICE = {
    "en": "No passage answers this question, so none is shown. Other words, or the name of a "
    "document, may help.",
    "fr": "Aucun passage ne répond à cette question : aucun n’est donc montré. D’autres mots, ou "
    "le nom d’un document, peuvent aider.",
}
LEADS = {
    "en": "No sentence says it outright.",
    "fr": "Aucune phrase ne le dit expressément.",
}
LEADS_ADVICE = {
    "en": "These passages are nearest. They are not an answer: read them where they stand.",
    "fr": "Voici les passages les plus proches. Ce n’est pas une réponse : lisez-les sur leur "
    "page.",
}
UNSUPPORTED = {
    "en": "That is no question the documents can answer.",
    "fr": "Ce n’est pas une question à laquelle les documents peuvent répondre.",
}
UNSUPPORTED_ADVICE = {
    "en": "Ask for something they say: who, what, when, where, how much. A paragraph, a page or an "
    "ECF number is opened by its name.",
    "fr": "Demandez ce qu’ils disent : qui, quoi, quand, où, combien. Un paragraphe, une page ou "
    "un numéro ECF s’ouvre par son nom.",
}
READ_ON = {
    "en": "Read on under these headings of the documents:",
    "fr": "Continuer sous ces titres des documents :",
}
PARTIAL = {
    "en": "The documents answer only part of this question.",
    "fr": "Les documents ne répondent qu’à une partie de cette question.",
}
ALSO = {
    "en": "Also relevant, not part of the answer",
    "fr": "À lire aussi, hors de la réponse",
}
FAILED = {
    "en": "This question could not be answered.",
    "fr": "Cette question n’a pas pu être traitée.",
}
INTERRUPTED = {
    "en": "Pincite was stopped before this question was answered.",
    "fr": "Pincite a été arrêté avant d’avoir répondu à cette question.",
}
ANSWER_NOW = {"en": "Answer it now", "fr": "Répondre maintenant"}
STOP = {"en": "Stop", "fr": "Arrêter"}
WARMING = {
    "en": "getting the models ready; your question is next…",
    "fr": "préparation des modèles ; votre question vient ensuite…",
}
WORKING = {"en": "Searching…", "fr": "Recherche en cours…"}

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
    if language == "fr":
        return f"{count} question{'s' * (count > 1)} avant la vôtre…"
    return f"{_count(count, 'question', 'questions', 'en')} before yours…"
