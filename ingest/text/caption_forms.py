"""The forms of the lines of a caption: the court, the number of the case, the parties."""

from __future__ import annotations

import re

COURT = re.compile(
    r"(?:IN THE )?(?:[A-Z.'’ ]+ )?(?:COURT|TRIBUNAL|COUR)\b(?! (?:REPORTER|CLERK))[^.;:]*$"
    r"|(?:In the )?United States (?:District Court|Court of Appeals|Bankruptcy Court)[^.;:]*$"
)
COURT_GOES_ON = re.compile(
    r"(?:FOR|OF|AT|(?:NORTHERN|SOUTHERN|EASTERN|WESTERN|CENTRAL|MIDDLE)? ?DISTRICT"
    r"|COUNTY)\b[^.;:]*$",
    re.IGNORECASE,
)
DIVISION = re.compile(r"[A-Z ]+ DIVISION$")
ROLL_NUMBER = r"(?:\d{2,4}/\d{3,6}|(?:19|20)\d\d ?[A-Z]{1,2} ?\d{3,6})"
"""As French courts number cases: 23/04567, and tribunaux de commerce 2022J00918."""
ROLL = (
    r"(?:R\.?G\.?|(?:num[ée]ro )?(?:d[eu] )?r[ôo]le(?: g[ée]n[ée]ral)?"
    r"|r[ée]pertoire g[ée]n[ée]ral)"
)
"""What French courts call their list of cases."""
CASE_NUMBER = re.compile(
    rf"\b(?:n ?[°o]s? ?)?{ROLL} ?(?:n ?[°o] ?)?:? ?(?:F(?:-[ND])? )?({ROLL_NUMBER})\b"
    r"|\bpourvois? ?n ?[°os]+ ?:? ?(?:[A-Z] )?(\d\d-\d\d[. ]?\d{3})"
    r"|(?:\b(?:Case|Civil Action|Docket|Cause|Index|Action|RG|dossier)\s*)?"
    r"\b(?:Nos?\.|Number|n[°o])\s*:?\s*((?=[^\s,;]*\d)[\dA-Za-z:–/-]{4,})"
    r"|\baffaires?(?: jointes)? ((?:[CTF]-\d{1,4}/\d\d(?:,| et| à)?\s?)+)"
    r"|\b(\d{2} Civ\. \d{2,5}(?: \([A-Z]+\))?)",
    re.IGNORECASE,
)
NOT_THE_CASES = re.compile(
    r"\b(?:bar|[a-z]{0,3}sb[a-z]?|ardc|bbo|(?:attorney|atty|i\.?d)\.?)\W*$",
    re.IGNORECASE,
)
"""What stands before the number of a lawyer."""
VERSUS = re.compile(r"\W{0,2}(?:vs?\.?|contre|against|and)\W{0,2}$", re.IGNORECASE)
_ROLE = (
    r"plaintiff|defendant|petitioner|respondent|appell(?:ant|ee)|claimant|employe[er]|carrier"
    r"|intervenor|movant|demande(?:ur|resse)|défende(?:ur|resse)|debtor|claimant"
)
PARTY_ROLE = re.compile(
    rf"\W{{0,2}}(?:(?:third[- ]party|counter[- ]?|cross[- ]?)?(?:{_ROLE})"
    r"(?:s|\(s\))?(?:[-–/ ,]+(?:and )?)?)+[.,;]?\d*$",
    re.IGNORECASE,
)
# What follows a name and is not the name.
AFTER_NAME = re.compile(
    # "A." is an initial: Otis A. Daniel.
    r",? (?:an?(?!\.)|the|individually|on behalf|formerly|d/b/a|f/k/a|a/k/a|et al|in (?:his|her)"
    r"|as)\b(?!\.).*"
    r"|[,;:]? et al\.?.*|;.*",
    re.IGNORECASE,
)
