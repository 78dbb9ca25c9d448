"""Requests that are no question on what the documents say, and that quotes cannot answer."""

from __future__ import annotations

import re
from typing import Literal

from ingest.text.terms import fold

Request = Literal["greeting", "summary", "timeline", "opinion", "text"]
"""Nothing but politeness or a call for help; to sum up, to order by date, to judge, to write
something."""

_PLEASE = (
    r"^(?:(?:please|kindly|can you|could you|would you|will you|i want you to|i need"
    r"|s[’']il (?:te|vous) plait|peux[- ]tu|pouvez[- ]vous|pourrais[- ]tu|pourriez[- ]vous"
    r"|je veux|je voudrais|j[’']aimerais|il me faut),? )*"
)
_ME = r"(?:[- ](?:me|moi|nous|us))?"
_GIVE = (
    rf"(?:(?:give|make|write|show|draw up|prepare|provide){_ME} |fais{_ME} |faites{_ME} "
    rf"|donne(?:z|r)?{_ME} |dresse(?:z|r)?{_ME} |etabli\w*{_ME} |faire |me faire )?"
    r"(?:an? |the |un |une |la |le )?(?:short |brief |quick |full |court |petit |bref )?"
)
_FORMS: tuple[tuple[Request, re.Pattern[str]], ...] = (
    (
        "greeting",
        re.compile(
            r"^(?:(?:hello|hi|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?"
            r"(?: very much)?|ok(?:ay)?|please|help(?: me)?|what can you do|how does this work"
            r"|bonjour|bonsoir|salut|merci(?: beaucoup)?|d[’']accord|aide(?:[- ]moi)?"
            r"|que (?:peux[- ]tu|pouvez[- ]vous) faire|comment ca marche)[\s,.!?]*)+$"
        ),
    ),
    (
        "summary",
        re.compile(
            rf"{_PLEASE}(?:(?:summari[sz]e|sum up|recap|resume(?:z|r)?|synthetise(?:z|r)?)\b"
            rf"|{_GIVE}(?:summary|recap|overview|resume|synthese)\b)"
        ),
    ),
    (
        "timeline",
        re.compile(rf"{_PLEASE}{_GIVE}(?:timeline|chronology|chronologie|frise chronologique)\b"),
    ),
    (
        "opinion",
        re.compile(
            r"\bwhat do you think\b|\byour (?:opinion|view|take)\b|\bdo you (?:think|believe)\b"
            r"|\b(?:who|which (?:side|party)) (?:will|should|is going to) (?:win|prevail)"
            r"|\bque penses[- ]tu\b|\bqu[’']en penses[- ]tu\b|\b(?:ton|votre) (?:avis|opinion)\b"
            r"|\b(?:penses|crois)[- ]tu\b|\b(?:pensez|croyez)[- ]vous\b|\bqui va gagner\b"
            r"|\bqui devrait (?:gagner|l[’']emporter)\b"
        ),
    ),
    (
        "text",
        re.compile(
            rf"{_PLEASE}(?:(?:translate|draft|rewrite|traduis|traduisez|traduire|redige(?:z|r)?"
            r"|reformule(?:z|r)?)\b|(?:write|ecris|ecrivez|ecrire) (?:me |us |moi |nous )?"
            r"(?:an?|the|une?|la|le) (?:letter|memo|brief|article|email|lettre|note|courriel)\b)"
        ),
    ),
)


def request_in(question: str) -> Request | None:
    """What a text requests instead of asking a question; None for a question on the documents."""
    folded = fold(question).strip()
    return next((request for request, form in _FORMS if form.search(folded)), None)
