"""What a judgment of a Canadian court is, by the head of its French text.

« COUR SUPÉRIEURE » with « PROVINCE DE QUÉBEC » and « DISTRICT DE MONTRÉAL » below it, the number of
the file, « DATE : 14 juin 2021 », « SOUS LA PRÉSIDENCE DE », the parties over their roles, and the
word « JUGEMENT » by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ingest.text.dates import read_day
from ingest.text.vocabulary import MONTH

_COURT = re.compile(
    r"(?P<court>COUR (?:SUP[ÉE]RIEURE|D['’]APPEL|DU QU[ÉE]BEC|SUPR[ÊE]ME|F[ÉE]D[ÉE]RALE"
    r"|D['’]APPEL F[ÉE]D[ÉE]RALE|MUNICIPALE)|TRIBUNAL (?:ADMINISTRATIF|DES? [\w ]{4,40}))"
    r"(?P<rest> (?:DU QU[ÉE]BEC|DU CANADA|DU LOGEMENT|DU TRAVAIL))?$",
    re.IGNORECASE,
)
_PROVINCE = re.compile(
    r"(?:CANADA|PROVINCE DE QU[ÉE]BEC|CANADA\W{1,3}PROVINCE DE QU[ÉE]BEC)$", re.I
)
_DISTRICT = re.compile(r"(?:DISTRICT|LOCALIT[ÉE]) DE (?P<place>[\w' ’-]{3,40})$", re.IGNORECASE)
_NEUTRAL = re.compile(r"\b(?:19|20)\d\d (?:QC[A-Z]{2,4}|CSC|CF|CAF|CCI)\b \d+")
_NAME = re.compile(
    r"(?P<name>JUGEMENT|ARR[ÊE]T|ORDONNANCE|D[ÉE]CISION)\b(?: [\w ,'’()-]{2,90})?$", re.IGNORECASE
)
_DAY = re.compile(
    rf"Dates?\s?:\s?(?:Le )?(?:(?P<day>\d{{1,2}})\s?(?:er)?\s(?P<month>{MONTH})\s(?P<year>\d{{4}})"
    r"|(?P<figures>(?:19|20)\d{6}))$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:N[°os]+|Dossiers?|No)\s?:?\s?(?P<number>\d{3}-\d\d-\d{6}-\d{2,3}|[A-Z]-\d{1,5}-\d\d|\d{5})",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:DEMANDE(?:UR|RESSE)|D[ÉE]FENDE(?:UR|RESSE)|APPELANTE?|INTIM[ÉE]E?|REQU[ÉE]RANTE?"
    r"|MISE? EN CAUSE|PARTIE (?:DEMANDERESSE|D[ÉE]FENDERESSE))S?\b[^.]{0,40}$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"(?:c\.|et|contre|_+|-+)$", re.IGNORECASE)


def is_canadian(texts: Sequence[str]) -> bool:
    """Whether a head names a Canadian court, and its province or a neutral citation."""
    return any(map(_COURT.match, texts)) and (
        any(text and _PROVINCE.match(text) for text in texts) or any(map(_NEUTRAL.search, texts))
    )


def name_of(texts: Sequence[str]) -> str:
    """« JUGEMENT », or "" where nothing says what it is."""
    return next((found["name"] for found in map(_NAME.match, texts) if found), "")


def court_of(texts: Sequence[str]) -> str:
    """« Cour supérieure du Québec, district de Montréal »."""
    found = next(filter(None, map(_COURT.match, texts)), None)
    if found is None:
        return ""
    court = re.sub(r"\bqu[ée]bec|\bcanada", lambda word: word[0].capitalize(), found[0].lower())
    court = court[:1].upper() + court[1:]
    of_province = any(text and _PROVINCE.match(text) for text in texts) and "Québec" not in court
    court += " du Québec" if of_province and "Canada" not in court else ""
    district = next(filter(None, map(_DISTRICT.match, texts)), None)
    if district is None:
        return court
    place = "-".join(part.capitalize() for part in district["place"].split("-"))
    return f"{court}, district de {place}"


def day_of(texts: Sequence[str]) -> date | None:
    found = next(filter(None, map(_DAY.match, texts)), None)
    if found is None:
        return None
    if found["figures"]:
        figures = found["figures"]
        return read_day(f"{figures[:4]}-{figures[4:6]}-{figures[6:]}", "fr")
    return read_day(f"{found['day']} {found['month']} {found['year']}", "fr")


def number_of(texts: Sequence[str]) -> str:
    """The number of the file; its neutral citation where it has none."""
    number = next((found["number"] for found in map(_NUMBER.match, texts) if found), "")
    cited = next((found[0] for found in map(_NEUTRAL.search, texts) if found), "")
    return number or cited


def parties_of(texts: Sequence[str]) -> tuple[str, ...]:
    """The line above each role, which is the name of a party."""
    named = [
        above.strip(" ,;")
        for above, below in pairwise(texts)
        if _ROLE.match(below) and not _NO_NAME.match(above) and not _ROLE.match(above)
    ]
    return tuple(dict.fromkeys(name for name in named if 2 < len(name) < 90))
