"""What a French decision is, by its head: court, chamber, date, numbers, parties.

« COUR D'APPEL DE RENNES », « Arrêt du 1er août 2024 », « N° RG 20/04170 », « AU NOM DU PEUPLE
FRANÇAIS ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from text_to_num import alpha2digit

from ingest.describe import canadian, european
from ingest.document import Kind
from ingest.text.caption_forms import ROLL, ROLL_NUMBER
from ingest.text.dates import read_day
from ingest.text.vocabulary import MONTH

_RULING = r"(?:ARR[ÊE]T|JUGEMENT|ORDONNANCE|D[ÉE]CISION)"
_COURT = re.compile(
    rf"(?:{_RULING} DE )?(?:(?:DEVANT )?(?:LA|LE|L['’]) ?)?"
    r"(?P<court>COUR (?:DE CASSATION|(?:ADMINISTRATIVE )?D['’]APPEL"
    r"|D['’]ASSISES|DES COMPTES|DE JUSTICE|(?=\((?:GRANDE|\w+I[ÈE]ME|PREMI[ÈE]RE) CHAMBRE))"
    r"|CONSEIL (?:D['’][ÉE]TAT|CONSTITUTIONNEL|DE PRUD['’]HOMMES)"
    r"|TRIBUNAL (?:JUDICIAIRE|DE (?:GRANDE INSTANCE|COMMERCE|PROXIMIT[ÉE]|POLICE)|D['’]INSTANCE"
    r"|ADMINISTRATIF|CORRECTIONNEL|PARITAIRE|DES (?:CONFLITS|ACTIVIT[ÉE]S [ÉE]CONOMIQUES))"
    r"|JURIDICTION DE PROXIMIT[ÉE]|(?-i:CAA|TA|TJ|TGI|CPH)(?= (?:DE |D['’])))\b"
    r"(?P<rest>[^.;:]{0,60})",
    re.IGNORECASE,
)
_CHAMBER = re.compile(
    r"(?:(?:PREMI[ÈE]RE|DEUXI[ÈE]ME|TROISI[ÈE]ME|QUATRI[ÈE]ME|\d{1,2}\s?(?:[èe]re?|[èe]me|e))\s)?"
    r"(?:CHAMBRE\b|ASSEMBL[ÉE]E PL[ÉE]NI[ÈE]RE|P[ÔO]LE \d)[^.;:]{0,50}",
    re.IGNORECASE,
)
_NAMES: tuple[tuple[Kind, str], ...] = (
    ("decision", r"ARR[ÊE]T"),
    ("judgment", r"JUGEMENT"),
    ("order", r"ORDONNANCE"),
    ("decision", r"D[ÉE]CISION"),
)
_NUMERAL = (
    r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingts?|trente|quarante|cinquante|soixante)"
)
_SPELLED_DATE = (
    rf"(?:\w+(?:-\w+)*)\s{MONTH}\s(?:deux[ -]mille|mille neuf cent)"
    rf"(?:[ -](?:et[ -])?{_NUMERAL}\b){{0,4}}"
)
_DAY = (
    rf"(?:\d{{1,2}}(?:\s?er)?\s{MONTH}\s\d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|{_SPELLED_DATE})"
)
_DATED = re.compile(
    rf"\b(?:{_RULING}|AUDIENCE PUBLIQUE|(?:PRONONC|REND)\w+|LECTURE)\b"
    rf"[^.;]{{0,80}}?(?:\b(?:DU|LE|EN DATE DU)\s?:?\s(?:\w+di\s)?|\)\s)"
    rf"(?P<day>{_DAY})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"\bL['’]AN\s(?P<year>[\w -]{8,40}?)\s(?:ET\s)?LE\s"
    rf"(?P<day>\w+(?:-\w+)*)\s(?P<month>{MONTH})",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"AU NOM DU PEUPLE FRAN[ÇC]AIS"
    r"|\ba rendu (?:l['’]arr[êe]t|le jugement|l['’]ordonnance|la d[ée]cision)"
    r"|\bPAR CES MOTIFS\b|\bO R D O N N E\b|\bD [ÉE] C I D E\b",
    re.IGNORECASE,
)
_IN_HEAD = re.compile(
    rf"{_RULING}\b(?:[^.;]{{0,60}}\b(?:DU|LE|N°|DE LA COUR)(?!\w).{{0,60}})?$",
    re.IGNORECASE,
)
_PLEADING = re.compile(
    r"(?:CONCLUSIONS|ASSIGNATION|REQU[ÊE]TE|M[ÉE]MOIRE|CONTRAT|CONVENTION|LETTRE|ACTE)\b",
    re.IGNORECASE,
)
_NUMBERS = (
    re.compile(r"\bpourvois?\s?n\s?[°os]+\s?:?\s?(?:[A-Z] )?(?P<number>\d\d-\d\d[. ]?\d{3})", re.I),
    re.compile(
        rf"\b(?:N°\s?)?{ROLL}\s?(?:N°)?\s?:?\s?"
        rf"(?:F(?:-[ND])?\s)?(?P<number>{ROLL_NUMBER})",
        re.I,
    ),
    re.compile(r"^(?:N°|RG)?\s?:?\s?(?P<number>(?:19|20)\d\d\s?[A-Z]{1,2}\s?\d{4,6})$"),
    re.compile(
        r"^N\s?°\s?(?:de dossier)?\s?:?\s?(?P<number>\d\d?[A-Z]{2}\d{4,6}|\d[\d/ .-]{3,12}\d)$",
        re.I,
    ),
    re.compile(r"(?P<number>ECLI:[A-Z]{2}:[A-Z]+:\d{4}:[\w.]+)"),
)
_CLAIMANT = r"(?:DEMANDE(?:UR|RESSE)|REQU[ÉE]RANT|APPELANT|DEMANDERESSE AU POURVOI)"
_OPPONENT = r"(?:D[ÉE]FENDE(?:UR|RESSE)|INTIM[ÉE])"
_PART = re.compile(rf"(?:{_CLAIMANT}|{_OPPONENT})E?S?\b[^:.]{{0,30}}:?$", re.IGNORECASE)
_PART_NAMED = re.compile(
    rf"(?:{_CLAIMANT}|{_OPPONENT})(?:E?S?\b|\(.{{1,4}}\))[^:.]{{0,30}}:\s?(?P<name>\S[^:]{{2,300}})$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:L[EA]S? |EXPOS[ÉE]|RAPPEL|SUR )?(?:DES? |DU )?"
    r"(?:FAITS?|MOTIFS|D[ÉE]BATS|COMPOSITION|PROC[ÉE]DURE|LITIGE|JUGEMENT|ARR[ÊE]T|ORDONNANCE)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"(?P<one>\S.{2,70}?)\s(?:c/|contre)\s(?P<other>.{2,70}\S)", re.IGNORECASE)
_APPEALS = re.compile(
    r"(?P<one>(?:La |Le |L['’]|Les |M\. |Mme |MM\. )[^,;]{2,80})(?:,[^;]{0,400}?)? (?:a|ont) formé"
    r" (?:le|un) pourvoi .{0,400}?l(?:es)?['’ ]opposant (?:à |au |aux )(?P<other>[^,;]{2,90})[,.]"
)
_APPEAL_LINES = 12
_BETWEEN = re.compile(r"(?:ENTRE|ET|D['’]UNE PART|D['’]AUTRE PART|CONTRE)\s?[:,]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrenchDecision:
    """What the head of a decision says; "" and None for what it does not."""

    kind: Kind
    name: str
    """ "Arrêt", "Jugement"."""
    court: str
    day: date | None
    number: str
    parties: tuple[str, ...]

    @property
    def title(self) -> str:
        """« Arrêt, Cour d'appel de Rennes »."""
        return f"{self.name}, {self.court}" if self.court else self.name


def french_decision(lines: Sequence[str], whole: str = "") -> FrenchDecision | None:
    """The decision whose head these lines are, or None. ``whole`` is more of its text, where the
    words stand by which a court rules."""
    texts = [" ".join(line.split()) for line in lines]
    if ruling := european.ruling_of(texts):
        kind, name = _kind(ruling["name"])
        return FrenchDecision(
            kind,
            name,
            european.court_of(ruling),
            european.day_of(texts),
            european.number_of(texts),
            european.parties_of(texts),
        )
    if canadian.is_canadian(texts) and (ruled := canadian.name_of(texts)):
        kind, name = _kind(ruled)
        return FrenchDecision(
            kind,
            name,
            canadian.court_of(texts),
            canadian.day_of(texts),
            canadian.number_of(texts),
            canadian.parties_of(texts),
        )
    court_at = next((at for at, text in enumerate(texts) if _names_court(text)), None)
    if court_at is None or any(_PLEADING.match(text) for text in texts[:court_at]):
        return None
    head = [text for text in texts if len(text) < _LONGEST_HEAD]
    named = next((text for text in head if _IN_HEAD.match(text)), "")
    titles = [text for text in head if _PLEADING.match(text) and text.isupper()]
    if titles or not (named or _RULES.search(" ".join(texts) + whole)):
        return None
    joined = " ".join(texts)
    kind, name = _kind(named or joined)
    return FrenchDecision(
        kind, name, _court(texts, court_at), _day(joined), _number(texts), _parties(texts)
    )


_LONGEST_HEAD = 140


def _names_court(text: str) -> bool:
    found = _COURT.match(text)
    return found is not None and (text.isupper() or found["court"].isupper() or len(text) < 80)


def _kind(text: str) -> tuple[Kind, str]:
    found = [
        (match.start(), kind, match[0])
        for kind, pattern in _NAMES
        if (match := re.search(rf"\b{pattern}\b", text, re.IGNORECASE))
    ]
    _, kind, name = min(found, default=(0, "decision", "Décision"))
    spoken = {"arret": "Arrêt", "decision": "Décision"}
    plain = name.lower().replace("ê", "e").replace("é", "e")
    return kind, spoken.get(plain, plain.capitalize())


def _court(texts: Sequence[str], at: int) -> str:
    found = _COURT.match(texts[at])
    assert found is not None  # `_names_court` said so
    rest = re.split(r",| a rendu|\s[-–—]|\s\(|\sN°", found["rest"])[0].strip()
    court = _spoken(f"{found['court']} {rest}".strip())
    around = list(texts[at : at + 4])
    for line in texts[at:]:
        if _names_court(line):
            around = [*around, *re.split(r",\s*|\s[-–—]\s", line)[1:2]]
    chamber = next((match[0] for text in around if (match := _CHAMBER.match(text))), "")
    chamber = re.split(r",|\s[-–—]\s|\sDU\b|\sa rendu", chamber)[0].strip()
    return f"{court}, {chamber.lower()}" if chamber else court


_SPELT_OUT = {
    "CAA": "Cour administrative d’appel",
    "TA": "Tribunal administratif",
    "TJ": "Tribunal judiciaire",
    "TGI": "Tribunal de grande instance",
    "CPH": "Conseil de prud’hommes",
}


def _spoken(name: str) -> str:
    """« Cour d'appel de Rennes » for "COUR D'APPEL DE RENNES"."""
    short, _, town = name.partition(" ")
    if short in _SPELT_OUT:
        town = re.sub(r"[A-ZÀ-Ý]{2,}", lambda word: word[0].capitalize(), town)
        return f"{_SPELT_OUT[short]} {re.sub(r'^D(?=[Ee ’])', 'd', town)}"
    if not name.isupper():
        return name[:1].upper() + name[1:]
    institution = re.match(_COURT, name)
    end = institution.end("court") if institution else 0
    small = ("de", "du", "des", "la", "le", "les", "sur", "en", "et", "à")
    place = [
        word.lower() if word.lower() in small else "-".join(map(str.capitalize, word.split("-")))
        for word in name[end:].split()
    ]
    spoken = re.sub(r"(?<=['’])etat\b", "État", name[:end].capitalize().replace("état", "etat"))
    return " ".join([spoken, *place])


def _day(text: str) -> date | None:
    for found in _DATED.finditer(text):
        if said := read_day(_in_digits(found["day"]), "fr"):
            return said
    if year_first := _YEAR_FIRST.search(text):
        day, month, year = year_first.group("day", "month", "year")
        return read_day(_in_digits(f"{day} {month} {year}"), "fr")
    return None


def _in_digits(said: str) -> str:
    """« 17 novembre 2023 » for « dix-sept novembre deux mille vingt-trois »."""
    said = re.sub(r"(?i)\bpremier\b|\b1\s?er\b", "1", said.lower())
    return said if re.search(r"\d{4}$", said) else str(alpha2digit(said, "fr"))


def _number(texts: Sequence[str]) -> str:
    for pattern in _NUMBERS:
        for text in texts:
            if found := pattern.search(text):
                return found["number"].strip()
    return ""


def _name_in(said: str) -> str:
    name = re.split(r",|\s(?:représenté|domicilié|né\b|demeurant|dont)", said)[0].strip()
    return re.sub(r"^(?:la|le|les) (?=[A-ZÉ])", lambda article: article[0].capitalize(), name)


def _parties(texts: Sequence[str]) -> tuple[str, ...]:
    """The names after « ENTRE : » and « ET : », or "DEMANDEUR", on its line or below."""
    parties = [_name_in(found["name"]) for text in texts if (found := _PART_NAMED.match(text))]
    for text, below in pairwise(texts):
        if (_PART.match(text) or _BETWEEN.match(text)) and not (
            _PART.match(below) or _BETWEEN.match(below) or _SECTION.match(below)
        ):
            parties.append(_name_in(below))
    parties = [name for name in parties if 2 < len(name) < 80 and name[:1].isupper()]
    against = next((found for text in texts if (found := _AGAINST.fullmatch(text))), None)
    if against and not parties and all(side[:1].isupper() for side in against.groups()):
        parties = [re.sub(r"\s\([A-Z]+\)$", "", side) for side in against.groups()]
    for at in reversed(range(len(texts) if not parties else 0)):
        if appeal := _APPEALS.match(" ".join(texts[at : at + _APPEAL_LINES])):
            parties = [side[:1].upper() + side[1:] for side in appeal.groups()]
            break
    return tuple(dict.fromkeys(parties))
