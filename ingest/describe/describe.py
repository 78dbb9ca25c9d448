"""What a document is: read from its stamp, then its caption, and last from its file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from ingest.describe.case_file import CaseFile as CaseFile
from ingest.describe.case_file import load_case_yaml as load_case_yaml
from ingest.describe.french import FrenchDecision, french_decision
from ingest.describe.kinds import kind_of
from ingest.describe.kinds import voice_of as voice_of
from ingest.document import Description, Kind, Line, Page, Stamp
from ingest.passages.headings import SMALL_WORDS, is_upper
from ingest.text.caption_forms import (
    AFTER_NAME,
    CASE_NUMBER,
    COURT,
    COURT_GOES_ON,
    DIVISION,
    NOT_THE_CASES,
    PARTY_ROLE,
    VERSUS,
)
from ingest.text.dates import read_day
from ingest.text.terms import fold
from ingest.text.vocabulary import MONTHS

CAPTION_LINES = 90
"""Lines at the beginning of a document among which its caption stands: counsel,
court, parties and title fill one page, on slip opinions the next as well."""
LONGEST_TITLE = 90

DATE = r"([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{2,4})"
FILED = re.compile(rf"\b(?:[Ff]iled|FILED|Decided|Entered|ENTERED):?(?: on| in)? {DATE}")

# What stands under or beside a title without being part of it.
NOT_TITLE = re.compile(
    r"\(\d+\)|\d+\.|I\. |A\. |\[(?!PROPOSED)|Re:|DATE|TIME|Judge|JUDGE|Hon\b|Courtroom|COURTROOM"
    r"|Dept|Hearing|HEARING|Case N|CASE N|No\.|Docket|Civil Action|JURY|DEMAND FOR|Action Filed"
    r"|Trial|Ctrm|Complaint |Location|Place|State File|Filed|FILED|AND$|\(",
)
POSSESSOR = re.compile(
    r"^(?:joint )?(?:(?:plaintiff|defendant|petitioner|respondent|appell(?:ant|ee))(?:s|\(s\))?"
    r"[-–,]?(?:\s|$)|[\w.,&’'-]+\s){0,14}?[\w.)]+(?:['’]s?|s['’])\s+"
    r"(?=(?:\w+ ){0,4}(?:notice|motion|reply|opposition|answer|brief|memorandum|response|first"
    r"|second|third|amended|complaint|ex parte|objection|declaration|stipulation)\b)",
    re.IGNORECASE,
)
RULING = re.compile(r"(?:[\w\]-]+ ){0,3}?(?:order|judgment|ruling|opinion)\b", re.IGNORECASE)
CUT_TITLE = re.compile(r"\s*;.*|\s+(?:for|and)?:\s*$|\s+pursuant to\b.*", re.IGNORECASE)
OF_COMPLAINT = re.compile(r"^((?:\w+ )?(?:amended )?complaint)\b.*", re.IGNORECASE)
SYLLABUS = re.compile(
    r"^syllabus\s+|\s+(?:certiorari|on (?:writ|appeal)|appeal from)\b.*", re.IGNORECASE
)
EXHIBIT_LABEL = re.compile(r"^exhibit\s+[\d.]+\s*", re.IGNORECASE)
CASE_NAME = re.compile(r"[A-ZÀ-Þ][^,;:()]{2,50} v\. [A-ZÀ-Þ][^,;:()]{2,50}$")
DECIDED = re.compile(r"\W*(?:Argued|Decided|Submitted|PER CURIAM|Per Curiam|Before:)")
AGREEMENT = re.compile(r"^((?:[A-Z][A-Z&,’'.-]*\s+){1,8}?(?:AGREEMENT|CONTRACT|LEASE))\b")
RECAP = re.compile(r"gov\.uscourts\.[a-z]+\.\d+\.(\d+)\.(\d+)")
_FRENCH_MONTHS = "|".join(f"{name}|{fold(name)}" for name, *_short in MONTHS["fr"])
FRENCH_DAY = re.compile(rf"\b\d{{1,2}}(?:er)? (?:{_FRENCH_MONTHS})(?= \d{{4}}\b)", re.IGNORECASE)
LETTER = re.compile(r"(?:Dear |Via (?:e-?mail|fax|certified)|Madame,? Monsieur|Monsieur,|Madame,)")


def describe(
    own: Description, pages: Sequence[Page], name: str, overrides: Mapping[str, Any]
) -> Description:
    """Say what a document is.

    ``own`` is what its container says, ``pages`` are its first pages, ``name`` is its file name,
    and ``overrides`` is what case.yaml says of it, which wins over everything else.
    """
    lines = [line for page in pages for line in page.lines if line.text.strip()][:CAPTION_LINES]
    stamp = next((page.stamp for page in pages if page.stamp), None)
    paged = any(page.width for page in pages)
    # Without pages the title stands in the container; what looks printed is a section's.
    printed = _printed_title(lines) if paged or not own.title else ""
    title = _title(own, printed, lines, name)
    kind = _kind(own, printed, title, lines, name)
    decision = french_decision([line.text for line in lines[:_HEAD]], _text_of(pages))
    if decision is not None and (own.kind in ("other", "article") or own.kind == decision.kind):
        kind, title = decision.kind, _title_of_decision(decision, own, title)
    parties = own.parties or (decision.parties if decision else ()) or _parties(lines)
    if kind == "opinion" and len(parties) > 1 and title == _from_name(name):
        title = f"{parties[0]} v. {parties[1]}"
    filed_in_court = kind not in ("article", "contract", "letter")
    in_a_case = filed_in_court or stamp is not None
    found = Description(
        title=title,
        kind=kind,
        court=own.court
        or (decision.court if decision else "")
        or (_court(lines) if filed_in_court else ""),
        case_number=own.case_number
        or (decision.number if decision else "")
        or (_case_number(stamp, lines) if in_a_case else ""),
        ecf=own.ecf or (stamp.ecf if stamp else _ecf_in(name)),
        filed=own.filed or (decision.day if decision else None) or _filed(stamp, lines),
        parties=parties if filed_in_court else own.parties,
        language=own.language or ("fr" if decision else ""),
    )
    known = {field.name for field in fields(Description)}
    return replace(found, **{key: value for key, value in overrides.items() if key in known})


_HEAD = 60
"""Lines in which a French decision says what it is."""


def _text_of(pages: Sequence[Page]) -> str:
    return "\n".join(line.text for page in pages for line in page.lines)


def _title_of_decision(decision: FrenchDecision, own: Description, title: str) -> str:
    """The title that its page or file bears where it names what it is, else what it is."""
    bears = own.title and (own.kind == decision.kind or kind_of(own.title) != "other")
    named = kind_of(title) == decision.kind and title != decision.name
    return title if bears or named else decision.title


def _court(lines: Sequence[Line]) -> str:
    for number, line in enumerate(lines):
        text = line.text.strip()
        if len(text) < 90 and COURT.match(text) and not text.endswith((" OF", " FOR")):
            parts = [text]
            for following in lines[number + 1 : number + 3]:
                if not COURT_GOES_ON.match(following.text.strip()):
                    break
                parts.append(following.text.strip())
            joined = " ".join(parts)
            court = title_case(re.sub(r"^in the ", "", joined, flags=re.IGNORECASE))
            return re.sub(r"(District Court) (?:for the )?(?=\w+ern|Central|Mid|D)", r"\1, ", court)
    return ""


def _case_number(stamp: Stamp | None, lines: Sequence[Line]) -> str:
    if stamp:
        return stamp.case_number
    for line in lines:
        for found in CASE_NUMBER.finditer(line.text):
            if not NOT_THE_CASES.search(line.text[: found.start()]):
                number: str = next(filter(None, found.groups()))
                return number.rstrip(".,:–-")
    return ""


def _ecf_in(name: str) -> str:
    """Files of the RECAP archive carry the docket number and the attachment's."""
    found = RECAP.match(name)
    if not found:
        return ""
    return found[1] if found[2] == "0" else f"{found[1]}-{found[2]}"


def _filed(stamp: Stamp | None, lines: Iterable[Line]) -> date | None:
    if stamp and stamp.filed:
        return stamp.filed
    found = FILED.search(" ".join(line.text for line in lines))
    return read_day(found[1]) if found else None


def _parties(lines: Sequence[Line]) -> tuple[str, ...]:
    """Names before "Plaintiff," and "Defendant." in the caption."""
    parties: list[str] = []
    name: list[str] = []
    for line in lines:
        text = line.text.strip(" )")
        if PARTY_ROLE.match(text):
            party = AFTER_NAME.sub("", " ".join(name)).strip(" ,;:")
            if party and len(party) < 120:
                parties.append(party if not is_upper(party) else title_case(party))
            name = []
        elif any(other.match(text) for other in (VERSUS, COURT, COURT_GOES_ON, DIVISION)):
            name = []
        elif line.begins and name and not name[-1].endswith((",", "&")) and line.role != "caption":
            name = [text]
        else:
            name.append(text)
    return tuple(dict.fromkeys(parties))


def _printed_title(lines: Sequence[Line]) -> str:
    """The lines of the title as they are printed, joined."""
    for number, line in enumerate(lines):
        text = line.text.strip()
        set_apart = line.role in ("caption", "heading") or is_upper(text)
        if not set_apart or len(text) > 120 or NOT_TITLE.match(text):
            continue
        if kind_of(text) == "other" and not text.startswith("[PROPOSED]"):
            continue
        parts = [text]
        before = lines[number - 1].text.strip() if number else ""
        if is_upper(before) and (before.endswith(("’S", "'S", "S’", "S'")) or not line.begins):
            parts.insert(0, before)
        for following in lines[number + 1 : number + 8]:
            more = following.text.strip()
            if NOT_TITLE.match(more) or not is_upper(more) or parts[-1].endswith(":"):
                break
            parts.append(more)
        return re.sub(r"(\w)- (\w)", r"\1-\2", " ".join(" ".join(parts).split()))
    return ""


def _title(own: Description, printed: str, lines: Sequence[Line], name: str) -> str:
    if own.kind in ("article", "docket") and own.title:
        return own.title
    if printed:
        return spoken_title(printed)
    if own.title:
        return own.title
    return _headline(lines) or _from_name(name)


def _headline(lines: Sequence[Line]) -> str:
    """The title of a contract, or the name of the case an opinion decides."""
    for line in lines[:6]:
        # Contracts filed with the S.E.C. have an exhibit number first, and columns of blanks.
        text = re.split(r"\s{3,}", EXHIBIT_LABEL.sub("", line.text).strip())[0]
        if agreement := AGREEMENT.match(text):
            return title_case(agreement[1])
        if len(text) < LONGEST_TITLE and kind_of(text) == "contract":
            return title_case(text) if is_upper(text) else text
    if any(DECIDED.match(line.text.strip()) for line in lines):
        return next((line.text.strip() for line in lines if CASE_NAME.match(line.text.strip())), "")
    return ""


def _kind(own: Description, printed: str, title: str, lines: Sequence[Line], name: str) -> Kind:
    if own.kind != "other":
        return own.kind
    kind = kind_of(printed or title)
    if kind == "other" and any(LETTER.match(line.text.strip()) for line in lines):
        return "letter"
    if kind == "other" and _court(lines) and any(DECIDED.match(line.text) for line in lines):
        return "opinion"
    return kind if kind != "other" else kind_of(_from_name(name))


def _from_name(name: str) -> str:
    """ "motion-to-compel.pdf" is "Motion to compel"."""
    if ecf := _ecf_in(name):
        return f"ECF No. {ecf}"
    stem = re.sub(r"(?:\.(?:fr|en))?\.\w{2,5}$", "", name)
    words = re.sub(r"[_\s-]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def spoken_title(printed: str) -> str:
    """What a person calls a document: not "DEFENDANT’S NOTICE OF MOTION AND MOTION TO
    DISMISS; MEMORANDUM" but "Motion to Dismiss"."""
    text = CUT_TITLE.sub("", printed)
    # "Order granting plaintiff's motion" is no motion.
    text = text if RULING.match(text) else POSSESSOR.sub("", text)
    text = re.sub(r"^notice of motion and (?=motion)|(?<=of )its (?=motion)", "", text, flags=re.I)
    text = OF_COMPLAINT.sub(r"\1", text)
    text = SYLLABUS.sub("", text)
    text = re.sub(r"\bRE:? ", "re ", text)
    text = title_case(text) if is_upper(text) else text
    if len(text) > LONGEST_TITLE:
        text = text[:LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,") + " …"
    return text.strip(" ,:")


def title_case(text: str) -> str:
    """Upper case as a title: "Order re Attorney-Client Privilege Dispute". French writes months
    small: « Arrêt du 14 mars 2024 »."""
    words = []
    for number, word in enumerate(text.split()):
        lower = word.lower()
        if number and lower.strip(",") in SMALL_WORDS | {"re", "v.", "al.", "et"}:
            words.append(lower)
        elif re.fullmatch(r"(?:[A-Z]\.)+,?|[A-Z&]{1,2}|LLC|LLP|LP|II|III|IV|USA,?", word):
            words.append(word)
        else:
            words.append(re.sub(r"(?<![\w’'])[^\W\d_]", lambda m: m[0].upper(), lower))
    return FRENCH_DAY.sub(lambda day: day[0].lower(), " ".join(words))
