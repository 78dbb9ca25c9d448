"""Which numbers number the paragraphs and clauses of a document."""

from __future__ import annotations

import re

NUMBERED = re.compile(r"(?:¶\s*(\d{1,4})\b[.)]?|(\d{1,4})\s?[.)]|\[(\d{1,4})\])(?=\s|$)")
CLAUSE = re.compile(
    r"(?:(?:section|article|clause|art\.|§)\s*(\d{1,3}(?:\.\d{1,3})*)"
    r"|(\d{1,3}(?:\.\d{1,3})+))[.:)]?(?=\s|$)",
    re.IGNORECASE,
)


class Numbers:
    """Which numbers may come next, so that "1999." or an item of a list within
    paragraph 23 does not pass for a paragraph."""

    def __init__(self) -> None:
        self.expected = [1]
        self.clause: tuple[int, ...] = ()
        self.restart = True
        self.refused = 0
        self.style = ""

    def under_heading(self, text: str) -> None:
        """Numbering may begin again, except in a prayer for relief: its items are a
        list, and "¶ 1" is the complaint's first paragraph."""
        self.restart = not re.match(r"prayer|relief|wherefore|par ces motifs", text, re.IGNORECASE)

    def accept(self, text: str) -> str:
        """The number with which ``text`` begins, if it is the one to come."""
        if clause := CLAUSE.match(text):
            return self._clause(clause[1] or clause[2])
        if found := NUMBERED.match(text):
            # A complaint numbered "31." may quote another's "¶ 31".
            style = re.sub(r"[\d\s]", "", found[0])
            if self.style in ("", style) or self.restart:
                return self._paragraph(int(found[1] or found[2] or found[3]), style)
        return ""

    def _paragraph(self, number: int, style: str) -> str:
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
