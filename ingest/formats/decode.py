"""Bytes decoded to text."""

from __future__ import annotations

import codecs
import re

from ingest.errors import FileRefused

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_DECLARED = re.compile(
    rb"""(?i)<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*["']?\s*"""
    rb"""(iso-8859-\d{1,2}|windows-125\d|us-ascii|latin-?1|koi8-[ru]|macintosh|shift_jis|euc-(?:jp|kr)"""
    rb"""|gb2312|gbk|gb18030|big5(?:-hkscs)?)\b"""
)
"""Encodings that pages declare, out of those that are encodings of text: Python
knows codecs by which a page could hide anything."""
_AS_BROWSERS_DO = {
    "iso8859-1": "windows-1252",
    "ascii": "windows-1252",
    "iso8859-9": "windows-1254",
    "gb2312": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
"""Encodings, as Python calls them, that stand for larger ones: what is declared to be ISO-8859-1
is mostly Windows-1252, whose euro sign, dashes and quotation marks are control characters there."""


def as_browsers_do(encoding: str) -> str:
    """The encoding by which browsers and mail programs read what declares this one. Raises
    LookupError for none that Python knows."""
    known = codecs.lookup(encoding).name
    return _AS_BROWSERS_DO.get(known, known)


def decoded(data: bytes) -> str:
    """The text that bytes hold: by byte order mark, as UTF-8 or UTF-16, else as Windows-1252.

    Where UTF-8 fails it is tried again line by line, for files pasted together
    from several sources. Raises `FileRefused` for bytes that are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise not_text() from error
    if b"\x00" in data:
        return _decoded_wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = _eight_bit_encoding(data)
        text = "".join(_decoded_line(line, encoding) for line in data.splitlines(keepends=True))
    if _too_many_controls(text):
        raise not_text()
    return text


def decoded_page(data: bytes) -> str:
    """The text of a web page: as `decoded`, but by the encoding the page declares
    where it is not UTF-8."""
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            encoding = declared[1].decode("ascii").lower()
            try:
                return data.decode(as_browsers_do(encoding)).replace("\x00", "")
            except UnicodeDecodeError:
                pass
    return decoded(data)


_MOSTLY = 0.7
"""The share of the characters of a western text that UTF-16 writes with a zero byte."""


def _decoded_wide(data: bytes) -> str:
    """Text in UTF-16 without a byte order mark, as Windows programs export it: one byte of two is
    zero, always the same. Raises `FileRefused` for other bytes."""
    start = data[:4096]
    first, second = (start[at::2].count(0) for at in (0, 1))
    least = _MOSTLY * (len(start) // 2)
    encoding = "utf-16-le" if first < second else "utf-16-be"
    if max(first, second) < least or min(first, second):
        raise not_text()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise not_text() from error
    if _too_many_controls(text):
        raise not_text()
    return text


def _decoded_line(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return line.decode(encoding, errors="replace")


_EIGHT_BIT = ("windows-1252", "mac-roman", "cp850", "cp437")
"""How text was written in western Europe before UTF-8: by Windows, the Macintosh, and DOS."""
_USUAL = frozenset("éèêëàâäçîïôöûùüÿœæÉÈÊËÀÂÄÇÎÏÔÖÛÙÜŒÆñÑáíóúßãõ«»’‘“”–—…€£§°©®™•·\xa0")
"""What is not ASCII in English, French and their neighbours."""
_SURE = 6
"""Two letters that one encoding explains and Windows-1252 does not."""
_LOOKED_AT = 200_000


def _eight_bit_encoding(data: bytes) -> str:
    """The encoding by which most of what is not ASCII is what people write, Windows-1252 where
    that is as good as another: "soci\x8et\x8e" is « société » by a Macintosh only."""

    def usual(encoding: str) -> int:
        strange = [letter for letter in _decoded(encoding) if letter > "\x7f"]
        known = sum(letter in _USUAL for letter in strange)
        in_words = len(re.findall(r"[a-z][ÉÈÊËÀÂÄÇÎÏÔÖÛÙÜŒÆÑ][a-z]", _decoded(encoding)))
        return known - 3 * (len(strange) - known) - 2 * in_words

    def _decoded(encoding: str) -> str:
        return data[:_LOOKED_AT].decode(encoding, errors="replace")

    best = max(_EIGHT_BIT, key=usual)
    # Below nothing, more of it is strange than usual: bytes that are no text in any of them.
    explains = usual(best) > 0 and usual(best) >= usual(_EIGHT_BIT[0]) + _SURE
    return best if explains else _EIGHT_BIT[0]


def _too_many_controls(text: str) -> bool:
    """Whether control characters and bytes that stand for none are more than one in a
    hundred: bytes, not writing."""
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]", text))
    return controls > len(text) / 100


def not_text() -> FileRefused:
    """The refusal of bytes that are no text."""
    return FileRefused(
        "It holds binary data of no kind that is read.",
        "Save it as PDF, .docx, or text in UTF-8.",
    )
