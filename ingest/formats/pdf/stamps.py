"""The stamp that CM/ECF prints on every page of a filing."""

from __future__ import annotations

import re

from ingest.document import Stamp
from ingest.text.dates import read_day

_CASE = re.compile(
    r"^\W{0,3}(?:USCA\w*\s+|Appellate\s+|Bankr\w*\s+)?(?:Appeal|Case|Cas)?\s*(?:No\.?)?\s*[:#]?\s*"
    r"(?P<case>(?:\d{1,2}:)?\d{2,4}-(?:[A-Za-z]{1,5}-?)?\d{2,7}(?:-[\w()]+)*|MDL No\. \d{2,5})",
    re.IGNORECASE,
)
_ECF = re.compile(
    r"(?:Doc(?:ument)?s?\.?|DktEntry|Entry\s+Number|ECF\s+No\.?|Dkt\.?)\s*[:#]?\s*#?\s*(?P<ecf>\d+(?:[-.]\d+)*)"
    r"|(?<=\s)\#\s*:?\s*(?P<bare>\d+(?:-\d+)?)",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\b(?:Page|Pg)\s*:?\s*(?P<page>\d+)(?:\s*(?:of|/)\s*(?P<pages>\d+))?", re.IGNORECASE
)
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b")


def read_stamp(text: str) -> Stamp | None:
    """What CM/ECF printed in this line, or None if it is no such stamp. Courts differ
    in words, order and punctuation; every stamp has the case, and two of the document's
    number, the date of filing and the page."""
    case = _CASE.match(text)
    if not case:
        return None
    rest = text[case.end() :]
    ecf, page, filed = _ECF.search(rest), _PAGE.search(rest), _DATE.search(rest)
    if (ecf is None) + (page is None) + (filed is None) > 1 or (ecf is None and page is None):
        return None
    return Stamp(
        case_number=case["case"],
        ecf=(ecf["ecf"] or ecf["bare"]).replace(".", "-") if ecf else "",
        filed=read_day(filed[0]) if filed else None,
        page=int(page["page"]) if page else None,
        pages=int(page["pages"]) if page and page["pages"] else None,
    )


_CUT_OFF_STAMP = re.compile(r"(?:(?:Page|Pg) ?ID|#) ?:?$", re.IGNORECASE)
_PAGE_ID = re.compile(r"(?:ID )?#? ?:? ?\d{1,6}", re.IGNORECASE)
_END_OF_STAMP = re.compile(r".{0,70}\b(?:Page|Pg)\s*:?\s*\d+\s*(?:of|/)\s*\d+$", re.IGNORECASE)


def ends_stamp(stamp: str, text: str) -> bool:
    """Whether the line below a stamp is its second: "Main Document Page 1 of 9" below one
    without a page, or the number of a "Page ID #:"."""
    if _CUT_OFF_STAMP.search(stamp):
        return bool(_PAGE_ID.fullmatch(text))
    return not _PAGE.search(stamp) and bool(_END_OF_STAMP.match(text))
