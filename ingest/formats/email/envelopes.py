"""Messages inside other forms: signed by S/MIME, in Outlook's winmail.dat or .msg, several in one
mbox. Each is turned into what a mail program would have sent."""

from __future__ import annotations

import mimetypes
import re
import struct
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO

from asn1crypto import cms
from oxmsg import Message as OutlookMessage
from tnefparse import TNEF

from ingest.errors import FileRefused

_SIGNED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_MBOX_MESSAGE = re.compile(
    rb"(?:\A|\n\r?\n)(?=From \S+[^\r\n]*\d{4}[^\r\n]*\r?\n[\w-]+:"
    rb"|From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)?"
    rb"[^\r\n]* \d{4}\s*?\r?\n)"
)
"""Where a message of an mbox begins: at a line of its own with sender and day, before its heads; a
message without heads is told by the form of the day alone, that of asctime."""
_PLIST = re.compile(rb"\s*<\?xml[^>]*>\s*(?:<!DOCTYPE plist[^>]*>\s*)?<plist\b")
_DAMAGED = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError,
    struct.error, OverflowError, RecursionError, MemoryError, NotImplementedError,
)  # fmt: skip
"""What the libraries raise for files that break the rules."""
MOST_MESSAGES = 2_000
"""Messages of one mbox that are read."""


def is_signed(kind: str, name: str) -> bool:
    return kind in _SIGNED or name.lower().endswith(".p7m")


def is_winmail(kind: str, name: str) -> bool:
    return kind in _WINMAIL or name.lower() == "winmail.dat"


def signed_message(content: bytes) -> bytes | None:
    """The message inside an S/MIME signature, as bytes; None where it is encrypted or damaged.
    The signature is not checked."""
    try:
        info = cms.ContentInfo.load(content)
        if info["content_type"].native != "signed_data":
            return None
        inner = info["content"]["encap_content_info"]["content"].native
    except _DAMAGED:
        return None
    return inner if isinstance(inner, bytes) else None


def winmail_message(content: bytes) -> EmailMessage | None:
    """What Outlook packed into winmail.dat; None where it is damaged."""
    try:
        packed = TNEF(content)
        message = EmailMessage()
        page, plain = packed.htmlbody, packed.body
        if page:
            message.set_content(_text(page), subtype="html")
        elif plain:
            message.set_content(_text(plain))
        else:
            message.set_content("")
        for attached in packed.attachments:
            _attach(message, str(attached.long_filename() or attached.name or ""), attached.data)
    except _DAMAGED:
        return None
    return message


def outlook_message(content: bytes) -> EmailMessage:
    """A message that Outlook saved (.msg). Raises `FileRefused` for one that is damaged."""
    try:
        saved = OutlookMessage.load(BytesIO(content))
        message = EmailMessage()
        for name in ("From", "To", "Cc", "Bcc", "Reply-To", "Date"):
            said = " ".join(saved.message_headers.get(name, "").split())
            if said:
                message[name] = said
        if "From" not in message and saved.sender:
            message["From"] = saved.sender
        if "To" not in message and saved.recipients:
            people = [
                f"{recipient.name} <{recipient.email_address}>" for recipient in saved.recipients
            ]
            message["To"] = ", ".join(people)
        if "Date" not in message and saved.sent_date:
            message["Date"] = saved.sent_date
        message["Subject"] = " ".join((saved.subject or "").split())
        if saved.body and saved.body.strip():
            message.set_content(saved.body)
        elif saved.html_body:
            message.set_content(saved.html_body, subtype="html")
        else:
            message.set_content("")
        for attached in saved.attachments:
            if attached.attached_by_value:
                _attach(message, attached.file_name or "", attached.file_bytes or b"")
    except Exception as error:
        raise FileRefused(
            "It is an Outlook message (.msg) that is damaged or not complete.",
            "Open it in Outlook and save it again, or print it to PDF.",
        ) from error
    return message


def apple_message(content: bytes) -> bytes:
    """The message in a file of Apple Mail (.emlx), which begins with its length in bytes and ends
    with a list of properties; any other content as it is."""
    length, _, _ = content[:100].partition(b"\n")
    if not length.strip().isdigit():
        return content
    begins, ends = len(length) + 1, len(length) + 1 + int(length)
    return content[begins:ends] if _PLIST.match(content[ends : ends + 400]) else content


_SIGNED_TEXT = re.compile(
    r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: [^\n]*\n)*\n(?P<text>.*?)"
    r"^-----BEGIN PGP SIGNATURE-----\n.*?^-----END PGP SIGNATURE-----[^\S\n]*\n?",
    re.DOTALL,
)


def without_signature(text: str) -> tuple[str, list[str]]:
    """A text that was signed by PGP without what the program put around it (RFC 4880, 7), and what
    that was."""
    around: list[str] = []

    def signed(found: re.Match[str]) -> str:
        before, after = found["text"], found[0].partition(found["text"])
        around.extend(" ".join(part.split()) for part in (after[0], after[2]))
        return re.sub(r"(?m)^- ", "", before)

    if "-----BEGIN PGP SIGNED" not in text:
        return text, []
    return _SIGNED_TEXT.sub(signed, text.replace("\r\n", "\n")), around


def messages_of(content: bytes) -> Iterator[bytes]:
    """The messages of an mbox, each without the line before it that is not its own; the
    ">" by which their lines "From " were marked is taken off."""
    starts = [found.end() for found in _MBOX_MESSAGE.finditer(content)]
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        first, _, message = content[start:end].partition(b"\n")
        if not re.match(rb"[\w-]+:", message):  # without heads: its first line says whose it is
            _, sender, day = first.split(maxsplit=2)
            heads = b"From: %s\nDate: %s\nMIME-Version: 1.0\n\n" % (sender, day.strip())
            message = heads + message.lstrip(b"\r\n")
        yield re.sub(rb"(?m)^>(?=>*From )", b"", message)


def count_messages(content: bytes) -> int:
    """How many messages an mbox holds; 0 for what is none."""
    return len(_MBOX_MESSAGE.findall(content)) if content.startswith(b"From ") else 0


def _attach(message: EmailMessage, name: str, content: bytes) -> None:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    main, _, sub = kind.partition("/")
    part = EmailMessage()
    if main == "text":
        main, sub = "application", "octet-stream"  # told by its name: its encoding is not known
    part.set_content(content, maintype=main, subtype=sub, disposition="attachment", filename=name)
    if not message.is_multipart():
        message.make_mixed()
    message.attach(part)


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode("utf-8", "replace")
