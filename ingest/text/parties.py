"""How a docket names a party: by its part in the case, before the name or after it."""

from __future__ import annotations

import re

_PART = (
    r"(?:Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Debtor|Claimant|Intervenor"
    r"|Movant|Creditor|Trustee|Amicus Curiae|Amici Curiae)s?"
)
_FURTHER = (
    r"(?:(?:Joint|U\.S\.|Alternate|Counter|Cross|Third[- ]Party|Consolidated|Interested)[- ]?)?"
)
_BEFORE = re.compile(rf"{_FURTHER}{_PART}\s+(?!.*:\s*$)[^\s-]")
_AFTER = re.compile(rf"(?P<name>\S.{{1,200}}?)\s(?:(?:- |for )?\b{_PART}(?:\s|$))+$")
_VERSUS = re.compile(r"\svs?\.\s")
_ENDED = re.compile(r",?\s*Terminated:.*")


def begins_with_part(line: str) -> bool:
    """Whether a line names a party after its part: "Defendant Acme, Inc."."""
    return bool(_BEFORE.match(line))


def name_before_part(line: str) -> str:
    """The name in "Acme, Inc. Terminated: 07/31/2017 Defendant - Appellee"; "" for what names no
    party before its part, as a caption or a sentence."""
    found = _AFTER.fullmatch(line.strip())
    if found is None or _VERSUS.search(line):
        return ""
    name = _ENDED.sub("", found["name"]).strip(" ,-")
    is_part = re.fullmatch(_PART, name) is not None
    return "" if is_part or ":" in name or name[:1].islower() else name
