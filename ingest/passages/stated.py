"""What a paper states of itself and its case: court, number, judge, parties and their counsel, its
counts, what it asks for, what it rules, what it is about.

Recognised by the forms in which papers state it: the lines of the caption and of signatures, the
headings, the opening and closing words. Each fact is a stretch of one passage. Nothing is found
where no form tells it. What a paper is (its kind) is not looked at: a person may still correct it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Passage, StatedFact, StatedField
from ingest.passages.headings import COUNT, INDEX
from ingest.text.caption_forms import (
    AFTER_NAME,
    CASE_NUMBER,
    COURT,
    COURT_GOES_ON,
    DIVISION,
    PARTY_ROLE,
    VERSUS,
)
from ingest.text.sentences import sentences

_CAPTION_LINES = 90
"""Lines at the beginning of a document among which its caption stands, as for its description."""
_LONGEST_NAME = 120
_LONGEST_QUOTE = 700
_MOST = 3
"""Sentences that request or rule, of one document."""
_LEAST_PROSE = 100
_LEAST_WORDS = 15
"""Words without a capital in a paragraph of running text: captions and addresses have few."""

_CASE_LABEL = re.compile(r"(?:Case|Civil Action|Docket|Cause|Index|Action)? ?(?:Nos?\.|Number)\b")
_JUDGE_LINE = re.compile(
    r"(?:(?:Presiding|Assigned|Trial|Chief|Magistrate|District|Senior) )*J(?:udge|UDGE)s?:? "
    r"(?!of\b)(?=Hon\b|[A-Z])(?P<name>.{3,80})$"
    r"|(?P<hon>(?:The )?Hon(?:orable|\.) [A-Z].{3,80})$"
    r"|(?i:sous la présidence d[eu]) (?P<presiding>.{5,80}?)$"
    r"|(?:(?:Before|BEFORE): ?)?(?P<panel>[A-Z].{3,100}, (?:Circuit|District) Judges?)\.?$"
)
_JUDGE_TITLE = re.compile(
    r"(?:UNITED STATES |United States |U\.S\. )?(?:CHIEF |Chief |SENIOR |Senior )?"
    r"(?:DISTRICT|District|MAGISTRATE|Magistrate|CIRCUIT|Circuit|BANKRUPTCY|Bankruptcy|SUPERIOR"
    r"|Superior|Workers['’] Compensation)(?: COURT| Court)? J(?:UDGE|udge)\.?$"
    r"|(?:JUDGE|Judge) (?:OF|of) (?:THE|the) .{3,60}COURT$"
)
_PERSON = re.compile(r"(?:(?:Hon\.|[A-ZÀ-Þ][\w.'’-]*),? ?){2,6}$")
# French courts name who sat: « Présidente : Mme Roy », « M. Roy, président », « présidée par ».
_FRENCH_TITLE = r"(?:M\.|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+"
_FRENCH_PERSON = (
    rf"{_FRENCH_TITLE}(?:[A-ZÀ-Þ][\w.'’-]*\s*(?:d[eu]s?\s+(?=[A-ZÀ-Þ]))?){{1,5}}(?<![\s.])"
)
_PRESIDES = (
    r"(?:premi[eè]re?\s|vice-|première vice-)?(?:pr[ée]sidente?|juge|magistrate?)"
    r"(?:\s(?:de (?:la )?(?:chambre|formation|section)|du tribunal|unique|rapporteure?"
    r"|de la mise en état|des référés|commissaire))?"
)
_FRENCH_JUDGE = re.compile(
    rf"(?:^|(?<=[\n.;:–—-]\s)|(?<=\s))(?:(?i:la |le )?(?i:{_PRESIDES})\s?(?::|,)\s?"
    rf"|(?i:(?:présidée?|tenue) par |sous la présidence d[eu] ))(?P<after>{_FRENCH_PERSON})"
    rf"|(?P<before>{_FRENCH_PERSON}),\s(?:(?i:en qualité de |faisant fonction de |comme ))?"
    r"(?i:(?:premi[eè]re?\s|vice-|première vice-)?pr[ée]sidente?)(?:\s(?:de chambre|du tribunal"
    r"|de la (?:chambre|formation)))?(?=\s*(?:[,;.)]|$|et\b))"
)
_FOR_COMPANY = re.compile(
    r"(?:représentée?s?|prise?s? en la personne|agissant|poursuites|en la personne|son|sa|leur)\b"
    r"[^.;]{0,80}$"
)
# « représentée par Me Roy, avocat au barreau de Lille »
_BAR = (
    r",?\s+(?:avocate?s?\s+(?:plaidante?s?\s+|postulante?s?\s+|inscrite?s?\s+)?(?:au|aux)|du|des)"
    r"\s+barreaux?\s+(?:d[eu]s?\s+|d['’])(?:l[ae]s?\s+)?[^\s,;.]+"
)
_FRENCH_COUNSEL = re.compile(
    r"(?:(?:représenté|assisté|comparant)e?s?|plaidant"
    r"|ayant\s+pour\s+(?:avocat|conseil)e?s?(?:\s+(?:plaid|postul)ante?s?)?)\s*:?\s+"
    r"(?:et\s+(?:assistée?s?|plaidant)\s+)?(?:par\s+|de\s+)?"
    r"(?P<who>(?:Mes?|Ma[iî]tres?)\s+[A-ZÀ-Þ][^;.:,]{2,80}?"
    rf"(?:{_BAR}|,?\s+avocate?s?\b|(?=[,;.]|$)))"
)

_FRENCH_ROLE = re.compile(
    r"\b(?:DEMANDE(?:UR|RESSE)S?|D[ÉE]FENDE(?:UR|RESSE)S?|APPELANTE?S?|INTIM[ÉE]E?S?|REQU[ÉE]RANTE?S?"
    r"|ENTRE|ET|D['’]UNE PART|D['’]AUTRE PART)\s?:?\s"
)
"""Before the name of a party, in the head of a French judgment."""
_BEHIND_NAME = re.compile(r"\b(?:demeurant|représentée?s?|dont le siège|domiciliée?s?)\b")
_LONGEST_PARTY = 80

_JUDGE_OPENS = re.compile(
    r"(?P<name>[A-Z][A-Z.'’ -]{3,50}), (?:(?:United|UNITED) (?:States|STATES) )?"
    r"(?:Chief |Senior )?(?:District|Magistrate|Circuit|Bankruptcy) Judges?\s?[:.]"
    r"|(?:Chief )?J(?:USTICE|ustice) (?P<justice>[A-Z]{3,}) delivered the opinion"
)

_ATTORNEY = re.compile(
    r"\b(?:Bar (?:ID )?(?:No|#)|SBN|State Bar|CSB|[Pp]ro hac vice|PRO HAC VICE)"
    r"|\bEsq\b|\b(?:LLP|P\.C\.|PLLC|L\.L\.P\.)(?:\W|$)|, Avocate?s?\b|^(?:Me|Ma[iî]tre) [A-Z]"
)
_COUNSEL_FOR = re.compile(
    r"(?:(?:Lead |Co-)?(?:Attorneys?|ATTORNEYS?|Counsel|COUNSEL|Lawyers?|Solicitors?) "
    r"(?:for|FOR|of record for)|Avocate?s? d[eu]s?|Conseils? d[eu]s?)\s(?P<whom>.{3,})$"
    r"|^In [Pp]ro(?:pria)? [Pp]er(?:sona)?$|^P(?:ro|RO) [Ss](?:e|E)$"
)
_LEAST_TOLD = 7
"""Words in small letters that make a sentence of a line about counsel."""
_CONTACT = re.compile(
    r"@|\b(?:Tel|Fax|Phone|Telephone|Facsimile|E-?mail|Suite|Floor|Street|Avenue|Blvd)\b|\d{5}"
    r"|\(?\d{3}\)?[ .-]\d{3}-\d{4}",
    re.IGNORECASE,
)

_OPENING = re.compile(
    r"(?:[IVX\d]+\. )?"
    r"(?:nature of (?:the |this )?(?:action|case|suit|proceedings?|complaint|dispute)"
    r"|introduction(?: and summary.*)?|preliminary statement|summary of (?:the )?(?:action|case)"
    r"|overview|introductory statement|exposé du litige|faits et procédure"
    r"|(?:rappel des )?faits|objet du litige)\b",
    re.IGNORECASE,
)
_PRAYER = re.compile(
    r"(?:[IVX\d]+\. )?(?:prayers?(?: for relief)?|request(?:ed)?(?: for)? relief|relief"
    r"(?: requested| sought)?|demand for (?:relief|judgment)|conclusions? et demandes"
    r"|(?:par ces motifs|dispositif))\W*$",
    re.IGNORECASE,
)
_NOT_ABOUT = re.compile(r"(?:NOTE|NOTICE|Note|Notice): |This opinion\b|TABLE OF\b")
_CLOSING = re.compile(r"\s(?:Dated?|DATED?)(?::| this\b)|\sRespectfully submitted\b|\s/s/")
_FRENCH_DISPOSITION = re.compile(r"(?:par ces motifs|dispositif)\b", re.IGNORECASE)
_WHEREFORE = re.compile(r"(?:\d+\. )?WHEREFORE\b")
_ITEM = re.compile(
    r"\(?(?:[a-z]|[A-Z]|\d{1,2}|[ivx]{1,5}|[IVX]{1,5})[.)]\s+\S|[-–•·]\s+\S|(?:On|As to) the \w+ "
)
_CLAIM = re.compile(r"(?:\(\d{1,2}\)|\d{1,2}[.)])\s+\S")
_NO_CLAIM = re.compile(
    r"DEMAND|JURY|Jury|Judge|JUDGE|Date|DATE|Time|Trial|TRIAL|Hearing|Courtroom|Case|CASE|Action"
    r"|Filed|\[|Re:|Place|Complaint",
)
_REQUEST = re.compile(
    r"\b(?:(?:will and )?hereby (?:does |do )?(?:moves?|requests?|asks?|demands?)"
    r"|respectfully (?:moves?|requests?|asks?|submits? this motion)"
    r"|(?:moves?|asks?|petitions?) (?:the|this) (?:Honorable )?Court\b|moves (?:for|to)\b"
    r"|requests? that (?:the|this) (?:Honorable )?Court"
    r"|[Ww]e (?:hereby )?(?:demand|request|ask|require)\b"
    r"|demand(?:e|ent) (?:à la (?:cour|juridiction)|au (?:tribunal|juge|conseil))"
    r"|(?:sollicit|réclam)(?:e|ent|ons) |nous (?:vous )?(?:demandons|mettons en demeure)"
    r"|[Mm]ise en demeure)"
)
_RULED = (
    r"(?:GRANTED|DENIED|AFFIRMED|REVERSED|VACATED|REMANDED|DISMISSED|OVERRULED|SUSTAINED|STRICKEN"
    r"|granted|denied|affirmed|reversed|vacated|remanded|dismissed|overruled|sustained|stricken)"
)
_RULING = re.compile(
    rf"\b(?:is|are) (?:(?:hereby|therefore|accordingly|also) )*{_RULED}\b"
    rf"|\b(?:IT IS|it is) (?:(?:HEREBY|hereby|FURTHER|further|THEREFORE|therefore),? )*"
    r"(?:ORDERED|ordered|ADJUDGED|DECREED)\b[,:]? .{12}"
    r"|\b(?:Court|court|we|We|I) (?:(?:hereby|therefore|accordingly|thus|also) )*"
    r"(?:GRANTS?|DENY|DENIES|AFFIRMS?|REVERSES?|VACATES?|DISMISS(?:ES)?|REMANDS?|ORDERS?"
    r"|grants?|deny|denies|affirms?|reverses?|vacates?|remands?)\b"
    r"|\b(?:REJETTE|CASSE|ANNULE|CONDAMNE|DÉBOUTE|CONFIRME|INFIRME|DÉCLARE|ORDONNE)\b"
    r"|^(?:AFFIRMED|REVERSED|VACATED|DENIED|GRANTED)\b"
)


@dataclass(frozen=True, slots=True)
class _TextLine:
    """text[start:end] of a passage, without white space around it."""

    start: int
    end: int
    text: str


def stated_facts(passages: Sequence[Passage]) -> list[StatedFact]:
    """What the passages of a document state, by field, each field in the order of the pages."""
    zone = _zone(passages)
    parties = list(_parties(passages[:zone]))
    return [
        *_courts(passages[:zone]),
        *_numbers(passages[:zone]),
        *_judges(passages, zone),
        *parties,
        *_claims(passages[:zone]),
        *_counsel(passages, zone, parties),
        *_about(passages, zone),
        *_counts(passages),
        *_relief(passages),
        *_sentences(passages, "request", _REQUEST, last=False),
        *_sentences(passages, "ruling", _RULING, last=True),
    ]


def _zone(passages: Sequence[Passage]) -> int:
    """How many passages the caption stands in: those that begin on the first two pages, up to so
    many lines, and up to the first numbered paragraph."""
    lines = 0
    for index, passage in enumerate(passages):
        lines += len(passage.spans)
        # Where none is printed, paragraphs are only counted.
        label = re.escape("".join(passage.paragraphs[:1]))
        numbered = (
            bool(label)
            and passage.role == "body"
            and re.match(rf"(?:[¶§\[(\s]|[A-Z]\w+\.? )*{label}\b", passage.text) is not None
        )
        if passage.page > 2 or numbered or (index and lines > _CAPTION_LINES):
            return index
    return len(passages)


def _lines(passage: Passage) -> list[_TextLine]:
    found = []
    for span in passage.spans:
        text = passage.text[span.start : span.end]
        start = span.start + len(text) - len(text.lstrip())
        if text.strip():
            found.append(_TextLine(start, start + len(text.strip()), text.strip()))
    return found


def _fact(
    field: StatedField, index: int, passage: Passage, start: int, end: int, value: str = ""
) -> StatedFact:
    page = next(
        (span.page for span in reversed(passage.spans) if span.start <= start), passage.page
    )
    words = " ".join((value or passage.text[start:end]).split())
    return StatedFact(field, index, start, end, page, words)


def _courts(zone: Sequence[Passage]) -> Iterator[StatedFact]:
    """The first line that names a court, with the lines that go on with it."""
    for index, passage in enumerate(zone):
        lines = _lines(passage)
        for at, line in enumerate(lines):
            cut_off = line.text.endswith((" OF", " FOR"))
            if len(line.text) < 90 and COURT.match(line.text) and not cut_off:
                end = line.end
                for following in lines[at + 1 : at + 3]:
                    if not COURT_GOES_ON.match(following.text):
                        break
                    end = following.end
                yield _fact("court", index, passage, line.start, end)
                return


def _numbers(zone: Sequence[Passage]) -> Iterator[StatedFact]:
    for index, passage in enumerate(zone):
        for line in _lines(passage):
            found = CASE_NUMBER.search(line.text)
            if found and len(line.text) < 90 and not _ATTORNEY.search(line.text):
                number = next(filter(None, found.groups())).rstrip(".,:–-")
                yield _fact("case number", index, passage, line.start, line.end, number)
                return


def _judges(passages: Sequence[Passage], zone: int) -> Iterator[StatedFact]:
    """Whom the caption names as the judge, who opens the text as its judge, and who signs it."""
    known: set[str] = set()
    for index, passage in enumerate(passages):
        lines = _lines(passage)
        found: list[StatedFact] = []
        if index < zone:
            for line in lines:
                named = _JUDGE_LINE.match(line.text)
                if named and not _CONTACT.search(line.text):
                    name = next(filter(None, named.groups()))
                    found.append(_fact("judge", index, passage, line.start, line.end, name))
        if index < zone or passage.role == "signature" or index == len(passages) - 1:
            found += _french_judges(index, passage)
        if passage.role != "footnote" and (opens := _JUDGE_OPENS.match(passage.text)):
            name = opens["name"] or opens["justice"]
            found.append(_fact("judge", index, passage, 0, opens.end(), name))
        for line, below in pairwise(lines):
            if _JUDGE_TITLE.match(below.text) and _PERSON.match(line.text):
                found.append(_fact("judge", index, passage, line.start, below.end, line.text))
        for fact in found:
            if fact.value.casefold() not in known:
                known.add(fact.value.casefold())
                yield fact


def _french_judges(index: int, passage: Passage) -> Iterator[StatedFact]:
    """Who presides, of those that the head or the signature of a French judgment names; no
    president of a company."""
    if passage.language != "fr":
        return
    for found in _FRENCH_JUDGE.finditer(passage.text):
        if _FOR_COMPANY.search(passage.text[: found.start()]):
            continue
        name = found["after"] or found["before"]
        yield _fact("judge", index, passage, found.start(), found.end(), name)


def _parties(zone: Sequence[Passage]) -> Iterator[StatedFact]:
    """The names before "Plaintiff," and "Defendant." in the caption, with that word."""
    known: set[str] = set()
    for index, passage in enumerate(zone):
        name: list[_TextLine] = []
        for line in _lines(passage):
            bare = line.text.strip(" )")
            if PARTY_ROLE.match(bare):
                printed = " ".join(part.text.strip(" )") for part in name)
                party = AFTER_NAME.sub("", printed).strip(" ,;:")
                if len(party) >= _LONGEST_NAME:
                    party = party.partition(",")[0]  # the first of several
                if _BEHIND_NAME.search(printed):
                    party = ""  # French judgments name the role first: it is of the next party
                if party and len(party) < _LONGEST_NAME and party.casefold() not in known:
                    known.add(party.casefold())
                    yield _fact("party", index, passage, name[0].start, line.end, party)
                name = []
            elif _is_no_name(bare) or (not name and COURT_GOES_ON.match(bare)):
                name = []
            else:
                name.append(line)


def _is_no_name(line: str) -> bool:
    forms = (VERSUS, COURT, DIVISION, _JUDGE_LINE)
    return (
        any(form.match(line) for form in forms)
        or bool(CASE_NUMBER.search(line) or _CASE_LABEL.match(line) or _COUNSEL_FOR.search(line))
        or bool(_CONTACT.search(line))
        or (line.endswith((".", "]")) and " " in line and line[-4:-1].islower())
    )


def _claims(zone: Sequence[Passage]) -> Iterator[StatedFact]:
    """The claims that the caption of a complaint lists: "(1) BREACH OF CONTRACT;"."""
    for index, passage in enumerate(zone):
        lines = _lines(passage)
        opened: list[_TextLine] = []
        begun = any(line.text.rstrip(": ").upper().endswith(" FOR") for line in lines)
        if not begun:
            continue
        for line in [*lines, _TextLine(len(passage.text), len(passage.text), "DEMAND")]:
            starts = _CLAIM.match(line.text)
            if opened and (starts or _NO_CLAIM.match(line.text)):
                yield _fact("claim", index, passage, opened[0].start, opened[-1].end)
                opened = []
            if starts or opened:
                opened.append(line)


def _counsel(
    passages: Sequence[Passage], zone: int, parties: Sequence[StatedFact]
) -> Iterator[StatedFact]:
    """Blocks of counsel: above the caption, and in signatures. Those for whom they act are the
    value; each is given once."""
    names = {word for party in parties for word in _long_words(party.value)}
    known: set[str] = set()
    for index, passage in enumerate(passages):
        if index >= zone and passage.role != "signature":
            continue
        if passage.language == "fr" and (french := list(_french_counsel(index, passage))):
            yield from french
            continue
        lines = _lines(passage)
        acts = [
            at
            for at, line in enumerate(lines)
            if _COUNSEL_FOR.search(line.text) and not _tells(line.text)
        ]
        named = [at for at, line in enumerate(lines) if _ATTORNEY.search(line.text)]
        if not acts and (not named or (known and index >= zone)):
            continue
        whom, end = _for_whom(lines, acts[0], names) if acts else ("", named[-1])
        first = _first_of_block(lines, acts, named, signature=passage.role == "signature")
        start, stop = lines[first].start, lines[end].end
        if stop - start > _LONGEST_QUOTE or first > end:
            start, stop = (
                (lines[acts[0]].start, lines[end].end)
                if acts
                else (lines[named[0]].start, lines[named[0]].end)
            )
        key = " ".join(re.findall(r"\w+", whom or passage.text[start:stop])).casefold()
        if key not in known:
            known.add(key)
            yield _fact("counsel", index, passage, start, stop, whom)


def _tells(text: str) -> bool:
    """Whether a line is a sentence: "Counsel for the parties conferred by telephone and could not
    agree." says whom nobody acts for."""
    small = re.findall(r"\b[a-z]+\b", text)
    return len(small) >= _LEAST_TOLD and text.endswith(f"{small[-1]}.")


def _french_counsel(index: int, passage: Passage) -> Iterator[StatedFact]:
    """Counsel whom the head of a French judgment names behind their party."""
    behind = 0
    for found in _FRENCH_COUNSEL.finditer(passage.text):
        named = _FRENCH_ROLE.split(passage.text[behind : found.start()])[-1]
        party = named.strip(" ,;.:").partition(",")[0].strip()
        behind = found.end()
        whom = party if 2 < len(party) < _LONGEST_PARTY and party[:1].isupper() else ""
        yield _fact("counsel", index, passage, found.start("who"), found.end("who"), whom)


def _long_words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w{3,}", text)]


def _for_whom(lines: Sequence[_TextLine], at: int, names: Collection[str]) -> tuple[str, int]:
    """Whom counsel acts for, and the last line that says so: the name of a party may stand on the
    next one."""
    found = _COUNSEL_FOR.search(lines[at].text)
    whom = (found["whom"] or "") if found else ""
    if at + 1 < len(lines) and PARTY_ROLE.fullmatch(whom):
        below = lines[at + 1].text
        if any(word in names for word in _long_words(below)) and not _CONTACT.search(below):
            return f"{whom} {below}", at + 1
    return whom, at


def _first_of_block(
    lines: Sequence[_TextLine], acts: Sequence[int], named: Sequence[int], *, signature: bool
) -> int:
    """Above the caption a block begins with its passage; in a signature after the date."""
    if not signature:
        return 0
    first = min([*acts[:1], *named[:1]])
    above = [
        at
        for at in range(first)
        if not re.match(r"(?i)dated?\b|respectfully|by:?$|submitted", lines[at].text)
    ]
    return above[-1] if above and above[-1] == first - 1 and not named else first


def _about(passages: Sequence[Passage], zone: int) -> Iterator[StatedFact]:
    """What stands first under a heading such as "Nature of the action"; without any, the first
    paragraph of running text after the caption."""
    under = [
        (index, passage)
        for index, passage in enumerate(passages)
        if _is_prose(passage) and any(_OPENING.match(heading) for heading in passage.headings[-1:])
    ]
    if under:
        opening = under[0][1].headings
        chosen = [(index, passage) for index, passage in under if passage.headings == opening][:2]
    else:
        prose = [
            (index, passage)
            for index, passage in enumerate(passages)
            if _is_prose(passage) and (index >= zone or not _names_counsel(passage))
        ]
        chosen = prose[:1]
    for index, passage in chosen:
        start, end = _beginning(passage)
        yield _fact("about", index, passage, start, end)


def _is_prose(passage: Passage) -> bool:
    text = passage.text
    if passage.role not in ("body", "list") or len(text) < _LEAST_PROSE or _NOT_ABOUT.match(text):
        return False
    if any(INDEX.fullmatch(heading) for heading in passage.headings):
        return False
    written_small = sum(word.islower() for word in re.findall(r"[^\W\d_]+", text))
    return written_small >= _LEAST_WORDS and bool(re.search(r"[.;:!?…]", text))


def _names_counsel(passage: Passage) -> bool:
    lines = _lines(passage)
    return any(
        _ATTORNEY.search(line.text) or _COUNSEL_FOR.search(line.text) or PARTY_ROLE.match(line.text)
        for line in lines
    )


def _beginning(passage: Passage) -> tuple[int, int]:
    """The sentences at the beginning of a passage, no more than make a quote."""
    numbered = re.match(r"(?:¶\s*)?\d{1,4}\s?[.)]\s+", passage.text) if passage.paragraphs else None
    start = numbered.end() if numbered else 0
    end = start
    for _, stops in sentences(passage.text, passage.language, passage.parted):
        if stops <= start:
            continue
        if end > start and stops - start > _LONGEST_QUOTE:
            break
        end = stops
    return start, end or len(passage.text)


def _counts(passages: Sequence[Passage]) -> Iterator[StatedFact]:
    known: set[str] = set()
    for index, passage in enumerate(passages):
        heading = next((text for text in passage.headings if COUNT.match(text)), "")
        in_index = any(INDEX.fullmatch(text) for text in passage.headings)
        if heading and heading not in known and not in_index and passage.role != "table":
            known.add(heading)
            first = next(
                iter(sentences(passage.text, passage.language, passage.parted)),
                (0, len(passage.text)),
            )
            yield _fact("count", index, passage, *first, heading)


def _relief(passages: Sequence[Passage]) -> Iterator[StatedFact]:
    """What is prayed for: each item by itself, or the sentences."""
    for index, passage in enumerate(passages):
        heading = passage.headings[-1] if passage.headings else ""
        prays = bool(_PRAYER.match(heading)) and not _FRENCH_DISPOSITION.match(heading)
        if passage.role in ("signature", "caption", "footnote") or not (
            prays or _WHEREFORE.match(passage.text)
        ):
            continue
        lines = _lines(passage)
        starts = [line.start for line in lines if _ITEM.match(line.text)]
        if not starts:
            starts = [
                start for start, _ in sentences(passage.text, passage.language, passage.parted)
            ]
        starts = sorted({0, *starts})
        closing = _CLOSING.search(passage.text)
        last = closing.start() if closing else len(passage.text)
        starts = [start for start in starts if start < last]
        for start, end in pairwise([*starts, last]):
            stop = start + len(passage.text[start:end].rstrip())
            if stop > start:
                yield _fact("relief", index, passage, start, stop)


def _sentences(
    passages: Sequence[Passage], field: StatedField, form: re.Pattern[str], *, last: bool
) -> list[StatedFact]:
    """The sentences of a form, the first or the last of them."""
    found = [
        _fact(field, index, passage, start, end)
        for index, passage in enumerate(passages)
        if passage.role in ("body", "list") and form.search(passage.text)
        for start, end in sentences(passage.text, passage.language, passage.parted)
        if form.search(passage.text[start:end])
        and end - start < _LONGEST_QUOTE
        and not re.match(r"(?:If|Si|Unless)\b", passage.text[start:end])
    ]
    return found[-_MOST:] if last else found[:_MOST]
