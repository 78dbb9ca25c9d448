"""What the lines of a docket state: its judge, its court, its dates, its parties and their counsel.

Recognised by the labels that CM/ECF prints ("Assigned to: ...", "Date Filed: ..."), or by the
heading that the format gives a value, once, when a docket is ingested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ingest.document import REPRESENTED, DocketFact, DocketField, Passage
from ingest.text.parties import begins_with_part, name_before_part

# The label at the beginning of a line of the header; the value is what follows.
_LABELLED: tuple[tuple[DocketField, re.Pattern[str]], ...] = (
    ("referral", re.compile(r"Referred to:")),
    (
        "judge",
        re.compile(
            r"(?:(?:Trial|Ordering|Sentencing) Judge|Assigned to|Presiding|Judge)\b[^:]{0,20}:"
        ),
    ),
    # Courts of appeals name the judge below after the kind of proceeding.
    (
        "judge",
        re.compile(r"(?:Civil|Criminal|\w+) Proceeding: (?=[^:]{3,60}, (?:\S+ ){0,3}Judge$)"),
    ),
    ("nature of suit", re.compile(r"Nature of Suit:")),
    ("cause", re.compile(r"Cause:")),
    ("jury", re.compile(r"Jury Demand:")),
    ("jurisdiction", re.compile(r"Jurisdiction:")),
    ("demand", re.compile(r"(?:Demand|Dollar Demand):")),
    ("date terminated", re.compile(r"(?:Date Terminated|Termed):")),
    ("date filed", re.compile(r"(?:Date [Ff]iled|Docketed):")),
    ("multidistrict litigation", re.compile(r"MDL\b")),
)
# What states its field by its form; the value is the whole line.
_FORMS: tuple[tuple[DocketField, re.Pattern[str]], ...] = (
    (
        "court",
        re.compile(
            r"(?:U\.S\.|United States) (?:[A-Z][a-z]+ Court\b|Court of Appeals\b|\w+ Appellate)"
        ),
    ),
)
_HEADINGS: dict[str, DocketField] = {
    "Court": "court",
    "Docket Number": "case number",
    "Party": "parties",
    "Attorney": "lawyers",
}
_CASE_NUMBER = re.compile(
    r"(?:DOCKET FOR CASE\b|(?:Docket|Petition|Proceeding) ?(?:No|Number|#)|^Case Number:)[^\d]*"
    r"|^(?=\d{1,2}:\d\d-[a-z]{2}-\d{5}|\d\d-\d{5}\b)"
    # of the court below, in the docket of an appeal
    r"|^District: (?:[\d-]+ ?: ?)?(?=\d{1,2}:\d\d-)"
)
# Under this heading stand the dates of the case from which an appeal comes.
_COURT_BELOW = re.compile(r"Originating Court Information:")
_OF_THE_APPEAL = ("date filed", "date terminated")
_COUNSEL = re.compile(r"represented by\b")
_TRIAL = re.compile(
    r"(?i)(?<!-)\btrial\b[^.;]{0,40}\b(?:set|scheduled|reset|continued)\b"
    r"|\b(?:re)?(?:setting|sets|scheduling|schedules|continuing)\b[^.;]{0,40}(?<!-)\btrial\b"
    r"[^.;]{0,30}\b(?:for|to|on)\b[^.;]{0,20}\d"
)
# An entry begins with its day, as CM/ECF prints it: "10/16/2024", in lists of documents after
# its number: "1 Filed & Entered: 10/16/2024".
_DAY = re.compile(
    r"(?:(?:\d{1,5} )?(?:Filed|Entered|Filed & Entered): )?"
    r"(?:(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))\b(?=\s+\S)"
)


def docket_facts(passages: Sequence[Passage]) -> list[DocketFact]:
    """The facts that the passages of a docket state, in their order; ``passage`` of each is the
    index of its passage."""
    below = False
    header: list[DocketFact] = []
    for index, passage in enumerate(passages):
        if passage.paragraphs or _DAY.match(passage.text):
            continue
        below = below or bool(_COURT_BELOW.match(passage.text))
        header += [
            fact
            for fact in _of_header(index, passage)
            if not (below and fact.field in _OF_THE_APPEAL)
        ]
    trials = (
        _fact("trial date", passage.text, index, passage, found.start())
        for index, passage in enumerate(passages)
        if (found := _TRIAL.search(passage.text))
    )
    facts = [*header, *trials, *_entries(passages)]
    return sorted(facts, key=lambda fact: fact.passage)


def _of_header(index: int, passage: Passage) -> Iterator[DocketFact]:
    text = passage.text
    if field := _field_of(passage.headings[-1] if passage.headings else ""):
        yield _fact(field, text, index, passage)
        return
    for field, label in _LABELLED:
        if found := label.match(text):
            yield _fact(field, text[found.end() :], index, passage)
    for field, form in _FORMS:
        if form.match(text):
            yield _fact(field, text, index, passage)
    yield from _of_party(index, passage)
    if found := _CASE_NUMBER.search(text):
        yield _fact("case number", text[found.end() :], index, passage, found.start())


def _field_of(heading: str) -> DocketField | None:
    """The field whose name the heading is, as a format without labels of its own gives it."""
    labels = (field for field, label in _LABELLED if label.fullmatch(f"{heading}:"))
    return _HEADINGS.get(heading) or next(labels, None)


def _of_party(index: int, passage: Passage) -> Iterator[DocketFact]:
    """The party that a passage names, and its counsel: after "represented by", or, where the part
    stands after the name, on the lines that follow."""
    text = passage.text
    after_name = name_before_part(text[: passage.spans[0].end])
    if begins_with_part(text) or after_name:
        yield _fact("parties", text, index, passage)
    if found := _COUNSEL.search(text):
        yield _fact("lawyers", text[found.end() :], index, passage, found.start())
    elif len(passage.spans) > 1 and (after_name or REPRESENTED in passage.headings):
        start = passage.spans[1].start
        yield _fact("lawyers", text[start:], index, passage, start)


def _entries(passages: Iterable[Passage]) -> Iterator[DocketFact]:
    """The days of the docket entries, as ISO dates. What a long entry goes on with is of the day
    it began with."""
    day = ""
    for index, passage in enumerate(passages):
        opening = _DAY.match(passage.text)
        if opening:
            day = opening["iso"] or _iso(*map(int, opening.group("month", "day", "year")))
        if day and (opening or passage.paragraphs):
            yield _fact("entry", day, index, passage)


def _iso(month: int, day: int, year: int) -> str:
    """The date; empty where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _fact(field: DocketField, value: str, index: int, passage: Passage, at: int = 0) -> DocketFact:
    """The fact that stands at a character of a passage."""
    span = next((span for span in reversed(passage.spans) if span.start <= at), passage.spans[0])
    return DocketFact(field, value.strip(), index, span.page, span.line)
