"""Plain text and Markdown: the lines as a person sees them.

Also home of two rules that every format of running text shares: which
characters are visible at all (`visible`), and which lines are furniture of a
web page rather than part of what it says (`is_web_furniture`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import LeftOut, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.text_tables import as_row, is_rule, rows_of_tables
from ingest.text.symbol_fonts import BULLETS
from ingest.translation import N_

_LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
_SPACE = re.compile(r"\s")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Control, format and tag characters: nobody sees them, and they can smuggle
text past a reader. Joiners (U+200C, U+200D) stay: scripts and emoji need them."""

_BEGINS_ITEM = re.compile(
    rf"(?:[-*+‣·{BULLETS}]"
    r"|\(?\d{1,3}[.)]|\(?[a-z][.)]|\((?:[A-Z]|[ivxlc]{1,6})\)|[IVXLC]{1,6}[.)]"
    r"|¶+\s?\d+|§+\s?\d+)\s"
)
_LONG = 120
"""Characters in a line: text wrapped by hand or by a typewriter stays below."""

_FURNITURE = re.compile(
    r"""
      (?:(?:laisse[rz]|ajoute[rz]|poste[rz]|écri(?:re|vez))\s(?:un|votre)\scommentaire)
    | (?:(?:leave|post|add|write)\sa\s(?:comment|reply))
    | (?:(?:\d+\s)?comment(?:s|aires?)(?:\s?\(\d+\))?)
    | (?:partage[rz](?:\s(?:cet\sarticle|sur\s.{1,40}))?) | (?:tweete[rz]?)
    | (?:share(?:\s(?:this(?:\s\w+)?|on\s.{1,40}|via\s.{1,40}))?)
    | (?:(?:à\s)?(?:lire|voir)\s(?:aussi|également)(?:\s?:.{0,120})?)
    | (?:(?:read|see)\s(?:also|more)(?:\s?:.{0,120})?)
    | (?:articles?\s(?:similaires?|liés?|connexes?|recommandés?)) | (?:sur\sle\smême\ssujet)
    | (?:related\s(?:articles?|posts?|stories|news)) | (?:you\s(?:may|might)\salso\slike)
    | (?:(?:s['’]abonner|abonnez-vous|s['’]inscrire|inscrivez-vous)
        (?:\sà\s(?:la|notre)\snewsletter)?)
    | (?:(?:subscribe|sign\sup)(?:\s(?:to|for)\s(?:our|the)\snewsletter)?) | (?:newsletter)
    | (?:(?:tout\s)?(?:accepter|refuser)(?:\s(?:tous\s)?les\scookies)?) | (?:gérer\sles\scookies)
    | (?:(?:accept|reject)(?:\sall)?\scookies) | (?:(?:manage\s)?cookie\s(?:settings|preferences))
    | (?:(?:télécharger|imprimer|enregistrer)
        (?:\s(?:(?:cette|la)\spage|(?:(?:le|en)\s)?(?:pdf|document)))?)
    | (?:(?:download|print|save)(?:\s(?:this\spage|(?:the\s|as\s)?(?:pdf|document)))?)
    | (?:retour\sen\shaut(?:\sde\s(?:la\s)?page)?) | (?:back\sto\stop)
    | (?:aller\sau\s(?:contenu|menu).{0,20}) | (?:skip\sto\s(?:main\s|the\s)?content)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Whole lines by which web pages ask for something: a comment, a share, another
click, an address, a consent. French and English, as the sites print them."""


def visible(text: str) -> str:
    """``text`` without invisible characters, every white space as a plain space."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def hidden_characters(text: str) -> str:
    """What tag characters (U+E0020 to U+E007E) spell: ASCII that no screen shows."""
    return "".join(chr(ord(c) - 0xE0000) for c in re.findall("[\U000e0020-\U000e007e]", text))


def is_web_furniture(line: str) -> bool:
    """Whether a whole line is a web page asking for something, not its article."""
    return bool(_FURNITURE.fullmatch(line.rstrip(" .!…»>↓→")))


def read_text(text: str) -> Reading:
    """Plain text: physical lines are lines, a form feed starts a page.

    Raises `FileRefused` where nothing in it can be seen.
    """
    if not visible(text):
        raise FileRefused("It holds no text, only white space.", "Check that it was saved whole.")
    return Reading(pages=_pages(text), format="text")


def lines_of(text: str) -> list[Line]:
    """The visible lines of a stretch of plain text, without blank ones and the rules of tables.

    A paragraph begins after a blank line, with a number or a bullet, and with
    every line where lines are too long to have been wrapped.
    """
    raw = _LINE_END.split(text)
    in_tables = {at: as_row(raw[at]) for at in rows_of_tables(raw)}
    physical = [visible(in_tables.get(at, line)) for at, line in enumerate(raw)]
    written = [line for line in physical if line]
    unwrapped = sum(len(line) > _LONG for line in written) > len(written) / 4
    lines: list[Line] = []
    after_blank = True
    for at, line in enumerate(physical):
        if at in in_tables:
            lines.append(Line(line, begins=True, role="table"))
        elif line and not (is_rule(line) and {at - 1, at + 1} & in_tables.keys()):
            item = _BEGINS_ITEM.match(line + " ") is not None
            bullet = item and not line[0].isalnum() and line[0] not in "(¶§"
            lines.append(
                Line(
                    line,
                    begins=unwrapped or after_blank or item,
                    role="list" if bullet else "body",
                )
            )
        after_blank = not line
    return lines


def rules_of(text: str) -> list[str]:
    """The rules of the tables in a stretch of plain text, which `lines_of` passes over."""
    raw = _LINE_END.split(text)
    in_tables = rows_of_tables(raw)
    return [
        visible(line)
        for at, line in enumerate(raw)
        if is_rule(line) and {at - 1, at + 1} & in_tables
    ]


def _pages(text: str) -> Iterator[Page]:
    # A form feed before all text, or after it, separates nothing.
    written = text.strip("\f").split("\f")
    sheets, rules = [lines_of(sheet) for sheet in written], [rules_of(sheet) for sheet in written]
    secret = hidden_characters(text)
    head = _furniture_at(line for sheet in sheets for line in sheet)
    tail = _furniture_at(line for sheet in reversed(sheets) for line in reversed(sheet))
    dropped = {id(line) for line in head + tail}
    if len(dropped) == sum(map(len, sheets)):
        dropped = set()  # a file of nothing else is meant to be read
    for number, lines in enumerate(sheets, 1):
        left_out = [LeftOut("web furniture", line.text) for line in lines if id(line) in dropped]
        left_out += [LeftOut("rule", rule) for rule in rules[number - 1]]
        if secret and number == 1:
            left_out.append(LeftOut("hidden text", secret))
        yield Page(
            number,
            tuple(line for line in lines if id(line) not in dropped),
            why=N_("plain text"),
            left_out=tuple(left_out),
        )


def _furniture_at(lines: Iterator[Line]) -> list[Line]:
    """The run of furniture with which ``lines`` open."""
    run: list[Line] = []
    for line in lines:
        if not is_web_furniture(line.text):
            break
        run.append(line)
    return run
