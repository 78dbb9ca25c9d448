"""E-mails saved as files (.eml): the heads, what was written, and what is attached.

Attachments of a kind that is read follow as pages (`ingest.formats.email.attachments`); all are
named, so that who looks for another knows what to save and add.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import NamedTuple

from ingest.document import ATTACHMENT, Description, LeftOut, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.decode import decoded, decoded_page
from ingest.formats.email.attachments import MOST, Attachment, attached_pages, is_readable
from ingest.formats.html.blocks import blocks_of, tree_of
from ingest.formats.html.hidden import take_out_hidden
from ingest.formats.html.note_marks import take_out_note_marks
from ingest.formats.text import hidden_characters, lines_of, visible

HEADS = ("From", "To", "Cc", "Date", "Subject")
DEEPEST = 20
"""Parts within parts are followed this far; mail programs nest three or four."""
MOST_PARTS = 1_000

_MALFORMED = (
    MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError
)  # fmt: skip
"""What the parser of heads raises for some that break the rules."""


class _Part(NamedTuple):
    """A part that is shown: its text, or that of its page, and what it hides."""

    lines: list[Line]
    left_out: list[LeftOut]


class _Attached(NamedTuple):
    """An attachment as it is named on the e-mail's page, and its file."""

    told: str
    file: Attachment


def read_email(content: bytes, depth: int = 0) -> Reading:
    """Reads an e-mail: a page with its heads as lines of role "caption", then the pages of its
    attachments. Replies quoted in it stay as they are. ``depth`` counts the e-mails to which
    it is attached. Raises `FileRefused` for one that says nothing, or is nested too deep.
    """
    try:
        message = message_from_bytes(content, _class=EmailMessage, policy=default)
    except (RecursionError, *_MALFORMED) as error:
        raise FileRefused(
            "It is an e-mail that cannot be taken apart.",
            "Open it in a mail program and print it to PDF.",
        ) from error
    heads = [Line(f"{name}: {said}", begins=True, role="caption") for name, said in _heads(message)]
    attached: list[_Attached] = []
    shown = [_shown(part) for part in _texts(message, attached, 0)]
    lines = [*heads, *(line for part in shown for line in part.lines)]
    lines += [Line(f"{ATTACHMENT}{one.told}", begins=True) for one in attached]
    if not lines:
        raise FileRefused("It is an e-mail that says nothing.", "Save it again.")
    readable = [one.file for one in attached if is_readable(one.file, depth)][:MOST]
    unread = len(attached) - len(readable)
    why = f"e-mail; {unread} attached must be saved and added by itself" if unread else "e-mail"
    left_out = tuple(one for part in shown for one in part.left_out)
    page = Page(1, tuple(lines), why=why, left_out=left_out)
    pages = chain((page,), attached_pages(readable, 2, depth, read_email))
    return Reading(pages, "text", _of(message, bool(readable)))


def _of(message: EmailMessage, holds_others: bool) -> Description:
    # Without a subject, what is printed on an attachment must not become the title.
    title = _head(message, "Subject") or ("E-mail" if holds_others else "")
    return Description(title=title, kind="letter", filed=_date(message))


def _heads(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for name in HEADS:
        said = _head(message, name)
        if said:
            yield name, said


def _head(message: Message, name: str) -> str:
    """A head as it is shown, or as it stands in the file where it breaks the rules."""
    try:
        return visible(str(message.get(name, "")))
    except (RecursionError, *_MALFORMED):
        raw = (said for head, said in message.raw_items() if head.lower() == name.lower())
        return visible(str(next(raw, "")))


def _date(message: EmailMessage) -> date | None:
    """The day on which it was sent, where it was sent."""
    try:
        return parsedate_to_datetime(_head(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _texts(part: Message, attached: list[_Attached], depth: int) -> list[Message]:
    """The parts of text that a person reads, in order; the names of the others."""
    if depth > DEEPEST or len(attached) > MOST_PARTS:
        raise FileRefused(
            "It is an e-mail of too many parts within parts.",
            "Open it in a mail program and print it to PDF.",
        )
    kind = _kind(part)
    if kind.startswith("multipart/") and part.is_multipart():
        inner = _inner(part)
        if kind != "multipart/alternative":
            return [text for one in inner for text in _texts(one, attached, depth + 1)]
        versions = [_texts(one, attached, depth + 1) for one in inner]
        return _preferred([version for version in versions if version])
    if kind in ("text/plain", "text/html") and not _is_attached(part):
        return [part]
    if _name(part) or kind != "text/calendar":
        attached.append(_Attached(_named(part, kind), Attachment(*_file(part, kind))))
    return []


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except (RecursionError, *_MALFORMED):
        return "application/octet-stream"


def _preferred(versions: list[list[Message]]) -> list[Message]:
    """Of versions of one text the plain one, unless it is empty."""
    for version in versions:
        kinds = {_kind(part) for part in version}
        if kinds == {"text/plain"} and any(visible(_text(part)) for part in version):
            return version
    return versions[-1] if versions else []


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except (RecursionError, *_MALFORMED):
        return True


def _name(part: Message) -> str:
    try:
        return visible(part.get_filename() or "")
    except (RecursionError, *_MALFORMED):
        return ""


def _named(part: Message, kind: str) -> str:
    inner = _inner(part)
    if kind == "message/rfc822" and inner:
        return f"{_name(part) or _head(inner[0], 'Subject') or 'an e-mail'} ({kind})"
    return f"{_name(part) or 'without a name'} ({kind}, {_size(len(_bytes(part)))})"


def _file(part: Message, kind: str) -> tuple[str, bytes]:
    inner = _inner(part)
    if kind != "message/rfc822" or not inner:
        return _name(part) or "without a name", _bytes(part)
    name = _name(part) or _head(inner[0], "Subject") or "an e-mail"
    with suppress(RecursionError, *_MALFORMED):
        return name, inner[0].as_bytes()
    return name, b""


def _size(length: int) -> str:
    return f"{length / 1e6:.1f} MB" if length >= 1e6 else f"{max(1, round(length / 1000))} KB"


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _MALFORMED:
        content = None
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    """By the encoding that it declares, if that is one of text and the bytes are in it."""
    content = _bytes(part)
    with suppress(RecursionError, *_MALFORMED):  # among them an encoding that is none
        declared = part.get_content_charset() or ""
        if declared and declared not in _NO_ALPHABETS:
            return content.decode(declared)
    return decoded_page(content) if _kind(part) == "text/html" else decoded(content)


_NO_ALPHABETS = ("unicode_escape", "raw_unicode_escape", "unicode-escape", "idna", "punycode")
"""Encodings of Python by which words could hide that no mail program shows."""


def _shown(part: Message) -> _Part:
    text = _text(part)
    if _kind(part) == "text/plain":
        secret = hidden_characters(text)
        return _Part(lines_of(text), [LeftOut("hidden text", secret)] if secret else [])
    if not visible(text):
        return _Part([], [])
    tree = tree_of(text)
    left_out = take_out_hidden(tree) + take_out_note_marks(tree)
    return _Part([block.line for block in blocks_of(tree)], left_out)
