"""Whether a clause says that something is so or is not so, in English and French.

Some words deny by what they mean. Those that always do ("refuse", "without") count by themselves;
others ("dismissed", "left", "inconclusive") only beside a text that denies the same by another word
("denied", "stopped", "not conclusive"), as they are no denial in other places.
"""

from __future__ import annotations

import re

from ingest.text.terms import fold

# "No. 5" is a number, "no later than" and "not only" deny nothing, « ne … que » means "only".
_NOT_DENYING = re.compile(
    r"\bno\.? ?\d|\bnos\. ?\d|\bno (?:later|less|more|fewer|sooner|earlier) than\b"
    r"|\bnot (?:only|limited to|merely|less than|more than|later than)\b|\b(?:or not|ou non)\b"
    r"|\bnon seulement\b|\bsans doute\b|\bno doubt\b"
    r"|\bnon[- ]?(?:custom|disclosure|exclusive|profit|party|jury|binding|recourse)\w*"
    r"|\b(?:motion|request) to (?:deny|dismiss|stop)\b|\bdenied in part\b"
    r"|\bcontest\w+ (?:l['’]|(?:le|la|les|ce|cet|cette|son|sa) )"
    r"(?:refus|decision|arret|jugement|rejet|amende|licenciement)"
    r"|\bnon \w{3,}(?:e|i|u|is|if|al)e?s?\b|\bpas (?:moins|plus) d[e'’]"
    r"|\b(?:a moins|avant|de peur|de crainte) (?:que|qu['’])[^,;.]{1,60}?\b(?:ne\b|n['’])"
    r"|\b(?:in|the|this|any|a|no) disputes?\b|\b(?:the|these|those|all|any|such) disputed\b"
    r"|\b(?:ne |n['’])(?:(?!pas\b|jamais\b|plus\b|aucun|rien\b|nul)\w+[ ’']){1,8}?(?=que\b|qu['’])"
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
    r"\b(?:ne |n['’])((?:(?!pas\b|jamais\b|plus\b|aucun|rien\b|nul)\w+[ ’']){1,8}?)(?:que |qu['’])"
)
_CLAUSE = re.compile(
    r"[,;:—–()]\s+|\s+(?:but|because(?! of\b)|although|though|while|whereas|when|which|who|whom"
    r"|that|mais|car|alors que|bien que|tandis que|parce que|puisque|however|cependant|quand"
    r"|lorsque|qui|dont|que)\s+"
    r"|\s+(?=(?:without|sans)\s)"
    r"|\s+(?:lors|puis|parce |alors |tandis |bien )?qu['’](?=\w)"
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


def denials(text: str, other: str = "") -> int:
    """How many times a text denies, beside another one on the same matter if there is one."""
    folded = _NOT_DENYING.sub(" ", fold(text))
    if _NE.search(folded):
        # « Aucun … n'a … » and « ne … pas » are one negation each; a second « ne » is another.
        french = max(1, len(_NE.findall(folded)))
    else:
        french = len(_ALONE.findall(folded))
    french += len(re.findall(r"\bnon\b", folded))
    english = len(_ENGLISH.findall(folded))
    beside = _beside(text, other) if other else 0
    return french + english + len(_LEXICAL.findall(folded)) + beside


# Words that deny, and others that do beside one of them.
_FAMILIES = tuple(
    (re.compile(rf"\b(?:{always})\b"), re.compile(rf"\b(?:{beside})\b"))
    for always, beside in (
        (
            r"den(?:y|ies|ied|ying)|refus\w+|declin\w+|nie(?:nt)?|nia|niait",
            r"denials?|refus|reject\w*|rejet\w*|dismiss\w*|debout\w*|overrul\w*",
        ),
        (
            r"ceas(?:e[sd]?|ing)|stop(?:s|ped|ping)?|cess(?:e|ent|ait|aient|er|a)?"
            r"|arret(?:e|ent|er|a)",
            r"left|leav(?:es?|ing)|quit\w*|resign\w*|demission\w*|suspend\w*|interromp\w*",
        ),
        (
            r"stat(?:es?|ing) no|(?:does|do|did) not state|faute de",
            r"fail(?:s|ed|ing|ure)? to state",
        ),
        (r"without|sans", r"absen\w*|lack\w*|manqu\w*"),
    )
)
_PREFIXED = re.compile(r"\b(?:in|im|ir|il|un|non|non-)(\w{5,})|\bun(\w{4})\b")
_SAME_BEGINNING = 5


def is_opposed(text: str, other: str) -> bool:
    """Whether one of two clauses on the same matter denies and the other does not."""
    return (denials(text, other) - denials(other, text)) % 2 == 1


def _beside(text: str, other: str) -> int:
    """The words of a text that deny beside the other one only."""
    ours, theirs = (_NOT_DENYING.sub(" ", fold(each)) for each in (text, other))
    found = 0
    for always, beside in _FAMILIES:
        alone = len(always.findall(theirs)) - len(always.findall(ours))
        found += max(0, min(alone, len(beside.findall(ours))))
    its_words = re.findall(r"\w{4,}", theirs)
    for prefixed in _PREFIXED.finditer(ours):
        whole = prefixed[0][: _SAME_BEGINNING + 2]
        base = (prefixed[1] or prefixed[2])[:_SAME_BEGINNING]
        found += any(word.startswith(base) for word in its_words) and not any(
            word.startswith(whole) for word in its_words
        )
    return found


# « …, a décidé l'administration »: whose word it is, after what is said.
_SAID_BY = re.compile(
    r"(?:a|ont) \w+[eé] (?:l['’]|la|le|les|M\.|Mme)\b|\w+(?:-t)?-(?:il|elle|ils|elles|on)\b"
    r"|(?:said|says) ", re.IGNORECASE,
)  # fmt: skip


# A clause without a subject of its own.
_GOES_ON = re.compile(
    r"(?:ne\b|n['’])|(?:is|are|was|were|has|have|had|does|did|do|can|could|may|might|must|shall|will"
    r"|would|should|est|sont|étaient|était|a(?= \w+[éiu]\b)|ont|avait|avaient|peut|peuvent|doit"
    r"|doivent|sera|seront|fut|furent)\b(?!-)",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """A sentence in its clauses, short ones with the one before."""
    found: list[str] = []
    text = _ONLY.sub(r"\1 seulement ", text)
    begins, apart = 0, False
    for mark in [*_CLAUSE.finditer(text), None]:
        piece = text[begins : mark.start() if mark else len(text)]
        if piece.strip():
            is_short = len(piece) < _SHORTEST or bool(_SAID_BY.match(piece))
            if apart and len(found) > 1 and _GOES_ON.match(piece) and not denials(found[-2]):
                # "The effects, little known, were never shown": its subject stands before both.
                found[-2] += f" {piece}"
            elif found and (is_short or len(found[-1]) < _SHORTEST):
                found[-1] += f", {piece}"
            else:
                found.append(piece)
        if mark:
            begins, apart = mark.end(), mark[0].startswith(",")
    return found
