"""Whether a clause says that something is so or is not so, in English and French."""

from __future__ import annotations

import re

from ingest.text.terms import fold

# "No. 5" is a number, "no later than" and "not only" deny nothing, « ne … que » means "only".
_NOT_DENYING = re.compile(
    r"\bno\.? ?\d|\bnos\. ?\d|\bno (?:later|less|more|fewer|sooner|earlier) than\b"
    r"|\bnot (?:only|limited to|merely|less than|more than|later than)\b|\bwhether or not\b"
    r"|\bnon seulement\b|\bsans doute\b|\bno doubt\b"
    r"|\bnon[- ]?(?:custom|disclosure|exclusive|profit|party|jury|binding|recourse)\w*"
    r"|\bnon \w+(?:e|i|u|is|if|al)e?s?\b|\bpas (?:moins|plus) d[e'’]"
    r"|\b(?:ne |n['’])(?:(?!pas\b|jamais\b|plus\b|aucun|rien\b)\w+[ ’']){1,8}?(?=que\b|qu['’])"
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|without|cannot|nowhere)\b|n[’']t\b"
    r"|\b(?:ne\s|n[’'])[\w’' -]{1,40}?\b(?:pas|jamais|plus|aucune?|rien|ni|personne|point|guere)\b"
    r"|\b(?:aucune?|ni|sans|jamais|non)\b|\bn[’'](?=\w)|\bne\b"
)
# Words that deny by what they mean, with their counterparts in the other language.
_LEXICAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus\w+|fail(?:s|ed|ing|ure)?\b(?! to state)|declin\w+"
    r"|lack(?:s|ed)?|unable|cease[sd]?|ceasing|stop(?:s|ped|ping)?|unpaid|unanswered|disput(?:e|es|ed|ing)"
    r"|nie(?:nt)?|nia|niait|a nie|cess(?:e|ent|ait|aient|er|a)?|arret(?:e|ent|er|a)|incapables?"
    r"|impayee?s?|contest(?:e|ent|ait|er|a))\b"
)
_CLAUSE = re.compile(
    r"[,;:—–()]\s+|\s+(?:but|because|although|though|while|whereas|when|mais|car|alors que|bien que"
    r"|tandis que|parce que|puisque|however|cependant|quand|lorsque)\s+"
    r"|\s+(?:and|et)\s+(?=(?:has|have|had|was|were|is|are|did|does|not|a|ont|est|sont|n['’]|ne|non)\b)",
    re.IGNORECASE,
)
_SHORTEST = 12


def is_denied(text: str) -> bool:
    """Whether a clause says that something is not so. A word of negation and a word that denies by
    its meaning ("did not refuse") undo each other."""
    folded = _NOT_DENYING.sub(" ", fold(text))
    return bool(_NEGATED.search(folded)) != bool(_LEXICAL.search(folded))


def clauses(text: str) -> list[str]:
    """A sentence in its clauses, short ones with the one before."""
    found: list[str] = []
    for piece in _CLAUSE.split(text):
        if not piece or not piece.strip():
            continue
        if found and (len(piece) < _SHORTEST or len(found[-1]) < _SHORTEST):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found
