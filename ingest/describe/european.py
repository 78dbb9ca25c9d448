"""What a decision of the Court of Justice of the European Union is, by the head of its French text.

« ARRÊT DE LA COUR (grande chambre) », the day on a line of its own, « Dans l'affaire C-236/08 »,
the parties between « dans la procédure » and « LA COUR ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import dropwhile, takewhile

from ingest.text.dates import read_day
from ingest.text.vocabulary import MONTH

_RULING = re.compile(
    r"(?P<name>ARR[ÊE]T|ORDONNANCE|AVIS) (?P<court>DE LA COUR|DU TRIBUNAL)"
    r"(?:\s\((?P<formation>[^)]{4,40})\))?$",
    re.IGNORECASE,
)
_COURTS = {
    "cour": "Cour de justice de l’Union européenne",
    "tribunal": "Tribunal de l’Union européenne",
}
_ALONE = re.compile(rf"(?P<day>\d{{1,2}}(?:\s?er)?\s{MONTH}\s\d{{4}})\s?(?:\(\*\)|\*)?$", re.I)
_CASES = re.compile(
    r"Dans (?:l['’]affaire|les affaires)(?: jointes)? (?P<numbers>[CT]-.{3,60}?),?$"
)
_PROCEEDINGS = re.compile(r"dans (?:la procédure|les procédures|l['’]affaire)\b[^,]{0,20}$", re.I)
_FORMATION = re.compile(r"(?:LA COUR|LE TRIBUNAL)\b")
_BETWEEN = re.compile(
    r"(?:contre|et|en présence de\s?:?|parties? (?:requérantes?|défenderesses?).*)$"
)
_IN_CASE = re.compile(r"\s*\([CT]-\d+/\d\d[^)]{0,30}\)")
_ECLI = re.compile(r"ECLI:EU:[CTF]:\d{4}:\d+")


def ruling_of(texts: Sequence[str]) -> re.Match[str] | None:
    """« ARRÊT DE LA COUR (grande chambre) » among the first lines, with the name of the ruling;
    None where there is none, or nothing by which the Union's courts are told from others."""
    ruling = next(filter(None, map(_RULING.match, texts)), None)
    is_of_union = any(_CASES.match(text) or _ECLI.search(text) for text in texts)
    return ruling if is_of_union else None


def court_of(ruling: re.Match[str]) -> str:
    court = _COURTS[ruling["court"].split()[-1].lower()]
    return f"{court}, {ruling['formation'].lower()}" if ruling["formation"] else court


def day_of(texts: Sequence[str]) -> date | None:
    """The first day that stands on a line of its own."""
    found = next(filter(None, map(_ALONE.match, texts)), None)
    return read_day(re.sub(r"(?<=\d)\s?er\b", "", found["day"]), "fr") if found else None


def number_of(texts: Sequence[str]) -> str:
    """« C-236/08 à C-238/08 »; its ECLI where it names no case."""
    cases = next(filter(None, map(_CASES.match, texts)), None)
    ecli = next(filter(None, map(_ECLI.search, texts)), None)
    return cases["numbers"] if cases else ecli[0] if ecli else ""


def parties_of(texts: Sequence[str]) -> tuple[str, ...]:
    after = dropwhile(lambda text: not _PROCEEDINGS.search(text), texts)
    named = takewhile(lambda text: not _FORMATION.match(text), [*after][1:])
    return tuple(dict.fromkeys(_names(named)))


def _names(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        name = _IN_CASE.sub("", line).strip(" ,;")
        if name and name[:1].isupper() and not _BETWEEN.match(name) and len(name) < 90:
            yield name
