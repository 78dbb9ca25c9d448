"""Which numbers number the paragraphs and clauses of a document."""

from __future__ import annotations

import re

NUMBERED = re.compile(
    r"(?:[¶§]\s*(\d{1,4})\b[.)]?"
    r"|(\d{1,4}(?:°?[ \xa0](?:bis|ter|quater|quinquies))?)"
    r"(?:[ \xa0]?[.)/]|°[)/]?|[ \xa0]?[-–](?=\s))"
    r"|\[(\d{1,4})\])(?=\s|$)"
)
"""As printed: "23.", "¶ 23", "[23]", in French pleadings "2 bis.", "3-", "3/", "4°)", "§ 5."."""
_PLAIN = re.compile(r"(\d{1,4})\s+(?=[A-ZÀ-Þ«“‘(])")
_OF_THE_UNION = re.compile(
    r"(?:Dans (?:l['’]affaire|les affaires)(?: jointes)?|In (?:Joined )?Cases?) [CT]\W\d"
    r"|ECLI:EU:[CTF]:\d"
)
"""The head of a decision of the Court of Justice, whose paragraphs have a number without a sign."""
_SIGNED = re.compile(r"[¶§\[]")
"""Numbers that are told by their sign, whatever stands before them."""
CLAUSE = re.compile(
    r"(?:(?:section|article|clause|art\.|§)\s*(\d{1,3}(?:\.\d{1,3})*)"
    r"|(\d{1,3}(?:\.\d{1,3})+))[.:)]?(?=\s|$)",
    re.IGNORECASE,
)


_AGAIN = r"bis|ter|quater|quinquies|sexies|septies"
_REFERENCE = re.compile(
    # "Section 12.1 of the Agreement provides", "Article 8 (Révision) prévoit"
    r"(?i:sections?|articles?|clauses?|art\.|sec\.|cl\.|§+)"
    r"[ \xa0]?\d{1,4}(?:\.\d{1,3})*(?:\(\w{1,4}\))*"
    rf"(?:[ \xa0](?:{_AGAIN})\b)?(?:[ \xa0]\([^()]{{5,80}}\))?[ \xa0](?!(?:{_AGAIN})\b)[a-zß-ÿ]"
)
# "¶ 23 of the Complaint"
_SIGNED_ELSEWHERE = re.compile(r"[¶§]+[ \xa0]?\d{1,4}[ \xa0](?:of|in|du|de|des|à)\b")


def refers(text: str) -> bool:
    """Whether a text that begins with a number of a section only speaks of that section, which
    may be another document's: the sentence goes on ("Section 12.1 of the Agreement provides"),
    where a section's own number is followed by a title, a stop or the end of the line."""
    return bool(_REFERENCE.match(text) or _SIGNED_ELSEWHERE.match(text))


_HIGHEST_FIRST = 500
"""An excerpt begins with a lower number: "1999." is a year."""
_MIXED = frozenset({".", "-", "–", "°)", "°", ")", "§", "§.", "/", "°/"})
"""Styles that one author mixes where numbers simply go on."""


class Numbers:
    """Which numbers may come next, so that "1999." or an item of a list within
    paragraph 23 does not pass for a paragraph."""

    def __init__(self) -> None:
        self.expected = [1]
        self.clause: tuple[int, ...] = ()
        self.restart = True
        self.refused = 0
        self.style = ""
        self.first: int | None = None
        self.are_plain = False
        """Whether the paragraphs have a number without a sign, and what has one is quoted."""

    def note_head(self, text: str) -> None:
        """Look at a line before the first number: it may tell how numbers are printed."""
        if self.first is None and not self.are_plain:
            self.are_plain = _OF_THE_UNION.match(text) is not None

    def under_heading(self, text: str) -> None:
        """Numbering may begin again, except in a prayer for relief: its items are a
        list, and "¶ 1" is the complaint's first paragraph."""
        self.restart = not re.match(r"prayer|relief|wherefore|par ces motifs", text, re.IGNORECASE)

    def is_signed_next(self, text: str) -> bool:
        """Whether text begins with the number to come, set apart by a sign as all before it."""
        found = NUMBERED.match(text)
        if not found or not _SIGNED.match(text):
            return False
        style = re.sub(r"[\d\s]", "", found[0])
        return style == self.style and int(found[1] or found[3]) == self.expected[-1]

    def is_plain_next(self, text: str) -> bool:
        """Whether text begins with the number to come of paragraphs without a sign."""
        found = _PLAIN.match(text) if self.are_plain else None
        return found is not None and int(found[1]) == self.expected[-1]

    def accept(self, text: str) -> str:
        """The number with which ``text`` begins, if it is the one to come."""
        if self.are_plain:
            plain = _PLAIN.match(text)
            own = int(plain[1]) if plain else 0
            # One or two may not have been seen.
            if own == self.expected[-1] or 0 < own - self.expected[-1] <= 2 < own:
                self.first, self.expected = self.first or own, [own + 1]
                return str(own)
            return ""
        clause = CLAUSE.match(text)
        if clause and text.startswith("§") and self.style and clause[1] == str(self.expected[-1]):
            return "" if _SIGNED_ELSEWHERE.match(text) else self._paragraph(int(clause[1]), "§")
        if refers(text):
            return ""
        if clause:
            return self._clause(clause[1] or clause[2])
        if found := NUMBERED.match(text):
            # A complaint numbered "31." may quote another's "¶ 31".
            style = re.sub(r"[\d\s]|bis|ter|quater|quinquies", "", found[0])
            printed = found[1] or found[2] or found[3]
            number, _, again = printed.replace("\xa0", " ").replace("°", "").partition(" ")
            if again:
                return f"{number} {again}" if int(number) == self.expected[-1] - 1 else ""
            is_next = int(number) == self.expected[-1] and int(number) > 1
            mixed = is_next and {style, self.style} <= _MIXED
            if self.style in ("", style) or self.restart or mixed:
                return self._paragraph(int(number), style)
        return ""

    def _paragraph(self, number: int, style: str) -> str:
        if self.first is None and 1 < number < _HIGHEST_FIRST and self.expected == [1]:
            # An excerpt, or one regulation of several, begins with any number.
            self.first, self.expected = number, [1, number + 1]
            self.restart, self.style = False, style
            return str(number)
        if self.first is None:
            self.first = number
        elif number == self.first > 1 and self.expected[-1] > number + 1:
            self.expected = [1, number + 1]  # the same again, in the other language
            return str(number)
        known = next((n for n in self.expected if n <= number <= n + (n > 2)), None)
        if number == 1 and self.restart and known is None:
            self.expected = [self.expected[0], 2]
        elif known is not None:
            # One number may be unreadable in a scan.
            self.expected = [*self.expected[: self.expected.index(known)], number + 1]
        elif number == self.refused + 1 > self.expected[0]:
            # So may several: two numbers in sequence, further on, take it up again.
            self.expected = [number + 1]
        else:
            self.refused = number
            return ""
        self.restart = False
        self.style = style
        return str(number)

    def _clause(self, printed: str) -> str:
        number = tuple(int(part) for part in printed.split("."))
        first = not self.clause and (number[-1] <= 1 or number[0] == self.expected[-1] - 1)
        if not (first or self._follows(number) or (number[-1] <= 1 and self.restart)):
            return ""
        self.clause = number
        self.restart = False
        return printed

    def _follows(self, number: tuple[int, ...]) -> bool:
        """4.1 is followed by 4.2 (4.3 if one is unreadable), 4.1.1, 5 or 5.1."""
        if number[-1] <= 1 and number[:-1] == self.clause:
            return True
        for depth, (new, old) in enumerate(zip(number, self.clause, strict=False)):
            if new != old:
                return 0 < new - old <= 2 and all(part <= 1 for part in number[depth + 1 :])
        return False
