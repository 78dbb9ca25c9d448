"""Sentences of documents that speak to a language model rather than to a reader.

Nothing about a case stands in them, so they are no answers; and a model that reads is not shown
them, because some models obey whatever they read. Forms of address and of command in English and
French; what is put otherwise is left to the frame and to the checker.
"""

from __future__ import annotations

import re

from bot.search.excerpt import quotable
from ingest.store.catalogue import Stored
from ingest.text.terms import fold

_COMMANDS = re.compile(
    # Take back what was said before.
    r"(?:^\W*|[.:;!]\s*|\b(?:please|must|now)\s+)(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instruction|prompt|rule|guideline|previous|prior|above|earlier|everything)"
    r"|(?:^\W*|[.:;!]\s*|\b(?:veuillez|devez|dois)\s+)"
    r"(?:ignore[rz]?|oublie[rz]?|neglige[rz]?|ne (?:tiens|tenez) (?:pas|aucun) compte)\b.{0,40}"
    r"\b(?:instruction|consigne|regle|precedent|ci-dessus|tout ce qui)"
    # Say who somebody is to be, or speak to a model by that name.
    r"|\b(?:you are|you're|act|behave|pretend|tu es|vous etes|agis|agissez|comporte)\b.{0,30}"
    r"\b(?:assistant|chatbot|language model|a\.?i\.?|ia|modele|robot)\b"
    r"|\b(?:chatgpt|chatbots?|language models?|a\.?i\.? (?:assistants?|models?|systems?|readers?)"
    r"|modeles? de langage|assistants? (?:ia|virtuels?)|systemes? d['’]ia)\b.{0,60}"
    r"\b(?:must|should|shall|please|have to|doi\w+|veuille\w*|answer|reply|respond|repond\w*)\b"
    r"|\b(?:note|message|instruction|attention|notice)\b.{0,20}\b(?:to|for|a|au|aux|pour)\b.{0,20}"
    r"\b(?:a\.?i\.?|chatbot|assistant|language model|modele|ia)\b"
    # Tell what to say.
    r"|\b(?:you must|you should|you will|always|only|now|please|instead|simply)\b.{0,15}"
    r"\b(?:answer|reply|respond|say|output|print|write|state)\b.{0,20}\b(?:that|with|only|exactly|:)"
    r"|^\W*(?:answer|reply|respond|output|print|say|state|write)\b.{0,12}"
    r"\b(?:that|with|only|exactly|none|:)"
    r"|\b(?:reponds|repondez|ecris|ecrivez|dis|dites|affiche|affichez|affirme que la reponse)\b"
    r".{0,25}\b(?:que|uniquement|seulement|exactement|toujours|simplement|aucun|:)"
    r"|\b(?:the (?:correct|right|only) answer is|la (?:bonne|seule) reponse est)\b"
    # Parts of a prompt.
    r"|\b(?:system|assistant|user|developer)\s?(?:prompt|message)?\s?:\s"
    r"|\bend of (?:the )?(?:documents?|passages|sentences|context)\b"
    r"|\bfin (?:du|des) (?:documents?|passages|phrases|contexte)\b"
    r"|<\|?\w+\|?>|\[/?inst\]|###\s?\w+\s?:"
)


# In a row of a table, where no full stop parts one cell from the next.
_BEGINS = re.compile(
    r"\s(?=(?:Ignore[rz]?|Disregard|Forget|Override|Bypass|Oublie[rz]?|Négligez?)\s)"
)


def speaks_to_a_model(text: str) -> bool:
    """Whether a sentence commands or addresses a model."""
    return bool(_COMMANDS.search(fold(_BEGINS.sub(" : ", text))))


def for_a_model(stored: Stored) -> str:
    """The text of a passage with spaces in place of such sentences, so that every other character
    keeps its place."""
    text = stored.passage.text
    for start, end in quotable(stored):
        if speaks_to_a_model(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
    return text
