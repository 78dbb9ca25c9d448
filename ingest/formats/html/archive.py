"""Web pages saved with all that belongs to them in one file (MHTML, RFC 2557): the page itself,
with the frames that it shows."""

from __future__ import annotations

import html
import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import default

from ingest.errors import FileRefused
from ingest.formats.decode import as_browsers_do, decoded_page

_MOST_PARTS = 2_000
_FRAME = re.compile(r"(<i?frame\b[^>]*?)\ssrc\s*=\s*(['\"])(?P<address>.*?)\2", re.IGNORECASE)
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError)


def page_of(content: bytes) -> str:
    """The source of the page. Raises `FileRefused` for an archive without one."""
    try:
        archive = message_from_bytes(content, policy=default)
        pages = [
            (_names(part), _source(part))
            for part, _ in zip(archive.walk(), range(_MOST_PARTS), strict=False)
            if part.get_content_type() in ("text/html", "application/xhtml+xml")
        ]
    except (RecursionError, *_BROKEN) as error:
        raise _damaged() from error
    if not pages:
        raise _damaged()
    frames = {name: source for names, source in pages[1:] for name in names}

    def shown(frame: re.Match[str]) -> str:
        source = frames.get(html.unescape(frame["address"]))
        return frame[0] if source is None else f'{frame[1]} srcdoc="{html.escape(source)}"'

    return _FRAME.sub(shown, pages[0][1])


def _names(part: Message) -> list[str]:
    """By which a page may call a part: its address, and its identity."""
    identity = str(part.get("Content-ID", "")).strip("<> ")
    address = str(part.get("Content-Location", "")).strip()
    return [name for name in (address, f"cid:{identity}" if identity else "") if name]


def _source(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    declared = part.get_content_charset()
    if declared:
        try:
            return payload.decode(as_browsers_do(declared))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded_page(payload)


def _damaged() -> FileRefused:
    return FileRefused(
        "It is a web archive (MIME) without a page that can be read.",
        "Open it in a browser and print it to PDF.",
    )
