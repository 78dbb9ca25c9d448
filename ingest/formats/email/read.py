"""E-mails saved as files (.eml): the heads, what was written, and what is attached.

Attachments of a kind that is read follow as pages (`ingest.formats.email.attachments`); all are
named, so that who looks for another knows what to save and add.
"""

from __future__ import annotations

import codecs
import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime
from itertools import chain, islice
from typing import NamedTuple

from ingest.document import ATTACHMENT, Description, LeftOut, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.decode import as_browsers_do, decoded, decoded_page
from ingest.formats.email.attachments import DEEPEST as DEEPEST_MAIL
from ingest.formats.email.attachments import MOST, Attachment, attached_pages, is_readable, unpacked
from ingest.formats.email.calendar import invitation
from ingest.formats.email.envelopes import (
    MOST_MESSAGES,
    apple_message,
    count_messages,
    is_signed,
    is_winmail,
    messages_of,
    outlook_message,
    signed_message,
    winmail_message,
    without_signature,
)
from ingest.formats.email.flowed import unflowed
from ingest.formats.email.uuencoded import without_files
from ingest.formats.html.blocks import blocks_of, take_out_controls, tree_of
from ingest.formats.html.frames import open_frames
from ingest.formats.html.hidden import take_out_hidden
from ingest.formats.html.note_marks import take_out_note_marks
from ingest.formats.html.styles import styles_of
from ingest.formats.text import hidden_characters, lines_of, rules_of, visible
from ingest.translation import N_

HEADS = ("From", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
DEEPEST = 20
"""Parts within parts are followed this far; mail programs nest three or four."""
MOST_PARTS = 1_000

_MALFORMED = (
    MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError
)  # fmt: skip
"""What the parser of heads raises for some that break the rules."""


class _MailPart(NamedTuple):
    """A part that is shown: its text, or that of its page, and what it hides."""

    lines: list[Line]
    left_out: list[LeftOut]


class _Attached(NamedTuple):
    """An attachment as it is named on the e-mail's page, and its file."""

    label: str
    file: Attachment


def read_email(content: bytes, depth: int = 0) -> Reading:
    """Reads an e-mail: a page with its heads as lines of role "caption", then the pages of its
    attachments. Replies quoted in it stay as they are. ``depth`` counts the e-mails to which
    it is attached. Raises `FileRefused` for one that says nothing, or is nested too deep.
    """
    content = apple_message(content).lstrip(b"\r\n")
    messages = count_messages(content) if depth == 0 else 0
    if messages > 1:
        return _read_mailbox(content)
    if messages == 1:
        content = next(messages_of(content))
    if content.startswith(OUTLOOK):
        return _read_message(outlook_message(content), depth)
    return _read_message(_parsed(content), depth)


OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""With which a file of Outlook begins."""


def _parsed(content: bytes) -> EmailMessage:
    try:
        return message_from_bytes(content, _class=EmailMessage, policy=default)
    except (RecursionError, *_MALFORMED) as error:
        raise FileRefused(
            "It is an e-mail that cannot be taken apart.",
            "Open it in a mail program and print it to PDF.",
        ) from error


def _read_mailbox(content: bytes) -> Reading:
    """Every message of an mbox as an e-mail of its own, under a heading that names it."""
    messages = [
        Attachment(_title_of(message), message)
        for message in islice(messages_of(content), MOST_MESSAGES)
    ]
    title = f"{len(messages)} e-mails"
    pages = attached_pages(messages, 1, 0, read_email)
    return Reading(pages, "text", Description(title=title, kind="letter"))


def _title_of(content: bytes) -> str:
    message = _parsed(content)
    return _head(message, "Subject") or "an e-mail"


def _read_message(message: EmailMessage, depth: int) -> Reading:
    attached: list[_Attached] = []
    lines, left_out = _own_lines(message, attached)
    inline = [attachment for attachment in attached if _is_inline(attachment.file, depth)]
    lines += [
        Line(f"{ATTACHMENT}{attachment.label}", begins=True)
        for attachment in attached
        if attachment not in inline
    ]
    for attachment in inline:
        inner = next(iter(read_email(attachment.file.content, depth + 1).pages))
        lines.append(Line(f"{ATTACHMENT}{attachment.file.name}", begins=True, role="heading"))
        lines += inner.lines
        left_out += inner.left_out
    if not lines:
        raise FileRefused("It is an e-mail that says nothing.", "Save it again.")
    files = unpacked([attachment.file for attachment in attached if attachment not in inline])
    readable = [file for file in files if is_readable(file, depth)][:MOST]
    unread = len(files) - len(readable)
    why = N_(f"e-mail; {unread} attached must be saved and added by itself") if unread else "e-mail"
    page = Page(1, tuple(lines), why=why, left_out=tuple(left_out))
    pages = chain((page,), attached_pages(readable, 2, depth, read_email))
    return Reading(pages, "text", _of(message, bool(readable or inline)))


def _own_lines(
    message: EmailMessage, attached: list[_Attached]
) -> tuple[list[Line], list[LeftOut]]:
    """The heads of a message and what is written in it; what is attached is noted."""
    heads = [Line(f"{name}: {said}", begins=True, role="caption") for name, said in _heads(message)]
    shown = [_shown(part) for part in _texts(message, attached, 0)]
    return (
        [*heads, *(line for part in shown for line in part.lines)],
        [left for part in shown for left in part.left_out],
    )


def _is_inline(attachment: Attachment, depth: int) -> bool:
    """Whether it is a message that mail programs show below the one that it came with: one
    without attachments of its own."""
    if attachment.kind != "message/rfc822" or depth >= DEEPEST_MAIL:
        return False
    try:
        inner = _parsed(attachment.content)
        attached: list[_Attached] = []
        lines, _ = _own_lines(inner, attached)
    except FileRefused:
        return False
    return bool(lines) and not attached


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
        said = str(message.get(name, ""))
    except (RecursionError, *_MALFORMED):
        said = _as_it_stands(message, name)
    if "\ufffd" in said:  # letters in an encoding that is not declared
        raw = _as_it_stands(message, name).encode("utf-8", "surrogateescape")
        with suppress(FileRefused):
            said = decoded(raw)
    return visible(said.translate(_WINDOWS))


_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""What heads declared to be in ISO-8859-1 mean by its control characters: "€", "’"."""


def _as_it_stands(message: Message, name: str) -> str:
    return str(
        next((said for head, said in message.raw_items() if head.lower() == name.lower()), "")
    )


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
            "It is an e-mail with too many parts, or parts nested too deeply.",
            "Open it in a mail program and print it to PDF.",
        )
    kind = _kind(part)
    if kind.startswith("multipart/") and part.is_multipart():
        inner = _inner(part)
        if kind != "multipart/alternative":
            return [text for part in inner for text in _texts(part, attached, depth + 1)]
        versions = [_texts(part, attached, depth + 1) for part in inner]
        return _preferred([version for version in versions if version])
    if kind in ("text/plain", "text/html", "text/calendar") and not _is_attached(part):
        if kind == "text/plain":
            attached += map(_written_out, without_files(_text(part)).files)
        return [part]
    opened = _opened(part, kind)
    if opened is not None:
        return _texts(opened, attached, depth + 1)
    attached.append(_Attached(_named(part, kind), Attachment(*_file(part, kind), kind)))
    return []


def _written_out(file: Attachment) -> _Attached:
    return _Attached(f"{file.name} ({_size(len(file.content))})", file)


def _opened(part: Message, kind: str) -> EmailMessage | None:
    """The message inside a part that mail programs open unasked; None where it is none."""
    name = _name(part)
    if is_signed(kind, name):
        content = signed_message(_bytes(part))
        return _parsed(content) if content else None
    return winmail_message(_bytes(part)) if is_winmail(kind, name) else None


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    if _kind(part) == "message/rfc822" and isinstance(inner, list) and len(inner) == 1:
        return [_decoded_message(part, inner[0])]
    return [part for part in inner if isinstance(part, Message)] if isinstance(inner, list) else []


def _decoded_message(part: Message, inner: object) -> Message:
    """An attached message, taken out of base64 or quoted-printable, by which some programs
    send it; the parser takes it for a message without heads."""
    if not isinstance(inner, Message):
        return EmailMessage(policy=default)
    encoding = _head(part, "Content-Transfer-Encoding").lower()
    if encoding not in ("base64", "quoted-printable"):
        return inner
    with suppress(RecursionError, *_MALFORMED):
        raw = inner.as_bytes().lstrip(b"\r\n")
        content = a2b_base64(raw) if encoding == "base64" else a2b_qp(raw)
        return _parsed(content)
    return inner


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except (RecursionError, *_MALFORMED):
        return "application/octet-stream"


def _preferred(versions: list[list[Message]]) -> list[Message]:
    """Of the versions of one text the plain text, unless it is empty or only says that there is
    another; and the invitation that goes with it."""
    events = [part for version in versions for part in version if _kind(part) == "text/calendar"]
    written = [version for version in versions if not {*version} & {*events}]
    said = [" ".join([_plain_text(part) for part in version]) for version in written]
    for at, (version, text) in enumerate(zip(written, said, strict=True)):
        kinds = {_kind(part) for part in version}
        words = _words(text)
        others = [_words(other) for other in [*said[:at], *said[at + 1 :]]]
        longest = max(others, key=len, default=set())
        is_whole = len(words & longest) >= _WHOLE * len(longest) - _FEW
        if kinds == {"text/plain"} and words and is_whole:
            return [*version, *events]
    return [*(written[-1] if written else []), *events]


_WHOLE, _FEW = 0.5, 3
"""The plain version of a text has this share of the words of the other at least, but for a
few."""


def _plain_text(part: Message) -> str:
    if _kind(part) == "text/html":
        return " ".join([line.text for line in _shown(part).lines])
    return visible(without_files(_text(part)).text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


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
    """Decode a part by the encoding that it declares, if that is an encoding of text and the bytes
    are in it."""
    content = _bytes(part)
    with suppress(RecursionError, *_MALFORMED):  # among them an encoding that is none
        declared = part.get_content_charset() or ""
        if declared and declared not in _NO_ALPHABETS:
            return _decoded_as(declared, content)
    return decoded_page(content) if _kind(part) == "text/html" else decoded(content)


def _decoded_as(declared: str, content: bytes) -> str:
    if codecs.lookup(declared).name == "ascii":  # most often UTF-8 where it is more than ASCII
        return content.decode("ascii")
    try:
        return content.decode(as_browsers_do(declared))
    except UnicodeDecodeError:
        return content.decode(declared)


_NO_ALPHABETS = ("unicode_escape", "raw_unicode_escape", "unicode-escape", "idna", "punycode")
"""Encodings of Python by which words could hide that no mail program shows."""


def _parameter(part: Message, name: str) -> str:
    with suppress(RecursionError, *_MALFORMED):
        return str(part.get_param(name) or "").lower()
    return ""


def _shown(part: Message) -> _MailPart:
    text = _text(part)
    if _kind(part) == "text/calendar":
        return _MailPart([Line(said, begins=True) for said in invitation(text)], [])
    if _kind(part) == "text/plain":
        text = without_files(text).text
        if _parameter(part, "format") == "flowed":
            text = unflowed(text, _parameter(part, "delsp") == "yes")
        text, around = without_signature(text)
        left = [LeftOut("web furniture", said) for said in around]
        left += [LeftOut("rule", rule) for rule in rules_of(text)]
        secret = hidden_characters(text)
        return _MailPart(lines_of(text), left + [LeftOut("hidden text", secret)] * bool(secret))
    if not visible(text):
        return _MailPart([], [])
    tree = tree_of(text)
    styles = styles_of(tree)
    left_out = take_out_hidden(tree, styles) + open_frames(tree)
    left_out += take_out_note_marks(tree, styles)
    left_out += take_out_controls(tree)
    return _MailPart([block.line for block in blocks_of(tree)], left_out)
