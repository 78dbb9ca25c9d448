"""Whether a clause says that something is so or is not so, in English and French."""

from __future__ import annotations

import re

from ingest.text.terms import fold

# "No. 5" is a number, "no later than" and "not only" deny nothing, « ne … que » means "only".
_NOT_DENYING = re.compile(
    r"\bno\.? ?\d|\bnos\. ?\d|\bno (?:later|less|more|fewer|sooner|earlier) than\b"
    r"|\bnot (?:only|limited to|merely|less than|more than|later than)\b|\b(?:or not|ou non)\b"
    r"|\bnon seulement\b|\bsans doute\b|\bno doubt\b"
    r"|\bnon[- ]?(?:custom|disclosure|exclusive|profit|party|jury|binding|recourse)\w*"
    r"|\bnon \w{3,}(?:e|i|u|is|if|al)e?s?\b|\bpas (?:moins|plus) d[e'’]"
    r"|\b(?:a moins|avant|de peur|de crainte) (?:que|qu['’])[^,;.]{1,60}?\b(?:ne\b|n['’])"
    r"|\b(?:in|the|this|any|a|no) disputes?\b|\b(?:the|these|those|all|any|such) disputed\b"
    r"|\b(?:ne |n['’])(?:(?!pas\b|jamais\b|plus\b|aucun|rien\b)\w+[ ’']){1,8}?(?=que\b|qu['’])"
)
# Words that deny by what they mean, with their counterparts in the other language.
_LEXICAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus\w+|fail(?:s|ed|ing|ure)?\b(?! to state)|declin\w+"
    r"|lack(?:s|ed)?|unable|cease[sd]?|ceasing|stop(?:s|ped|ping)?|unpaid|unanswered|disput(?:es|ed|ing)"
    r"|unaware|silent|ignor(?:e|ent|ait|aient)"
    r"|nie(?:nt)?|nia|niait|a nie|cess(?:e|ent|ait|aient|er|a)?|arret(?:e|ent|er|a)|incapables?"
    r"|echecs?|echou\w+|exempt(?:e|es|s|ed|ee|ees|er|ent)?|exoner\w+|degage\w* d[e'’]"
    r"|impayee?s?|contest(?:e|ent|ait|er|a))\b"
)
# « Ne … que » means "only": its « que » begins no clause.
_ONLY = re.compile(
    r"\b(?:ne |n['’])((?:(?!pas\b|jamais\b|plus\b|aucun|rien\b)\w+[ ’']){1,8}?)(?:que |qu['’])"
)
_CLAUSE = re.compile(
    r"[,;:—–()]\s+|\s+(?:but|because|although|though|while|whereas|when|which|who|whom|that|mais|car"
    r"|alors que|bien que|tandis que|parce que|puisque|however|cependant|quand|lorsque|qui|dont"
    r"|que)\s+"
    r"|\s+qu['’](?=\w)"
    r"|\s+(?:and|et)\s+(?=(?:has|have|had|was|were|is|are|did|does|not|a|ont|est|sont|n['’]|ne|non)\b)",
    re.IGNORECASE,
)
_SHORTEST = 12


_NE = re.compile(r"\bne\b|\bn[’'](?=\w)")
_ALONE = re.compile(r"\b(?:aucune?|sans(?: jamais| aucune?)?|jamais)\b")
_ENGLISH = re.compile(
    r"\b(?:not|no|never|none|neither|nothing|nobody|without|cannot|nowhere)\b|n[’']t\b"
)


def is_denied(text: str) -> bool:
    """Whether a clause says that something is not so. Two negations, or one and a word that denies
    by its meaning ("did not refuse"), undo each other."""
    return bool(denials(text) % 2)


def denials(text: str) -> int:
    """How many times a text denies."""
    folded = _NOT_DENYING.sub(" ", fold(text))
    if _NE.search(folded):
        # « Aucun … n'a … » and « ne … pas » are one negation each; a second « ne » is another.
        french = max(1, len(_NE.findall(folded)))
    else:
        french = len(_ALONE.findall(folded))
    french += len(re.findall(r"\bnon\b", folded))
    english = len(_ENGLISH.findall(folded))
    return french + english + len(_LEXICAL.findall(folded))


def clauses(text: str) -> list[str]:
    """A sentence in its clauses, short ones with the one before."""
    found: list[str] = []
    for piece in _CLAUSE.split(_ONLY.sub(r"\1 seulement ", text)):
        if not piece or not piece.strip():
            continue
        if found and (len(piece) < _SHORTEST or len(found[-1]) < _SHORTEST):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found
