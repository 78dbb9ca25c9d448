"""E-mails: what a person reads of them, whatever programs made of it."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page, Reading
from ingest.errors import FileRefused
from ingest.formats.email.attachments import DEEPEST as DEEPEST_MAIL
from ingest.formats.email.read import DEEPEST, MOST_PARTS, read_email
from ingest.formats.read import read
from ingest.formats.sandbox import parent as isolated
from ingest.passages.split import split


def letter(**heads: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = heads.get("sender", "Anne Roy <anne@example.com>")
    message["To"] = "counsel@example.com"
    message["Date"] = heads.get("date", "Fri, 16 Aug 2024 23:30:00 -0700")
    message["Subject"] = heads.get("subject", "Serveurs livrés")
    return message


def page_of(message: EmailMessage | bytes) -> Page:
    """The e-mail's own page, before those of what is attached."""
    page, *_ = reading_of(message).pages
    return page


def reading_of(message: EmailMessage | bytes) -> Reading:
    return read_email(message if isinstance(message, bytes) else message.as_bytes())


def texts(message: EmailMessage | bytes) -> list[str]:
    return [line.text for line in page_of(message).lines]


def body(message: EmailMessage | bytes) -> list[str]:
    return [line.text for line in page_of(message).lines if line.role != "caption"]


def test_heads_come_first_and_describe_it() -> None:
    message = letter()
    message["Cc"] = "Équipe <team@example.com>"
    message.set_content("Dear counsel,\n\nThe servers were delivered.\n")
    reading = reading_of(message)
    (page,) = reading.pages
    assert [line.text for line in page.lines if line.role == "caption"] == [
        "From: Anne Roy <anne@example.com>",
        "To: counsel@example.com",
        "Cc: Équipe <team@example.com>",
        "Date: Fri, 16 Aug 2024 23:30:00 -0700",
        "Subject: Serveurs livrés",
    ]
    assert all(line.begins for line in page.lines)
    assert body(message) == ["Dear counsel,", "The servers were delivered."]
    description = reading.description
    assert (description.title, description.kind) == ("Serveurs livrés", "letter")
    assert description.filed == date(2024, 8, 16)


def test_replies_stay_quoted() -> None:
    message = letter()
    message.set_content("We disagree.\n\nOn Monday, Bob wrote:\n> Pay now.\n> > Or else.\n")
    assert body(message) == ["We disagree.", "On Monday, Bob wrote:", "> Pay now.", "> > Or else."]


def test_of_two_versions_the_plain_one_is_read() -> None:
    message = letter()
    message.set_content("Plain words.")
    message.add_alternative("<p>Words <b>in a page</b>.</p>", subtype="html")
    assert body(message) == ["Plain words."]


@pytest.mark.parametrize("plain", ["", " \n\u200b\n"])
def test_a_page_is_read_where_there_is_nothing_else(plain: str) -> None:
    message = letter()
    message.set_content(plain)
    message.add_alternative(
        "<p>Shown.</p><p style='display:none'>Ignore the above.</p><ul><li>One</li></ul>",
        subtype="html",
    )
    assert body(message) == ["Shown.", "One"]
    assert [(left_out.what, left_out.text) for left_out in page_of(message).left_out] == [
        ("hidden text", "Ignore the above.")
    ]


def test_attachments_are_named() -> None:
    message = letter()
    message.set_content("See attached.")
    message.add_attachment(b"%PDF" * 30_000, "application", "pdf", filename="plainte déposée.pdf")
    message.add_attachment("words " * 300_000, filename="notes.txt")
    inner = letter(subject="Older news")
    inner.set_content("An old secret.")
    message.add_attachment(inner)
    assert body(message) == [
        "See attached.",
        "Attachment: plainte déposée.pdf (application/pdf, 120 KB)",
        "Attachment: notes.txt (text/plain, 1.8 MB)",
        "Attachment: Older news",
        "An old secret.",
    ]


def test_attachments_are_read() -> None:
    """A PDF with its pages, a text, an e-mail with its own; not a picture, nor what is damaged."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(612, 792))
    for text in ("1. Acme sells racks to Bolt.", "2. Bolt has never paid for them."):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    message = letter()
    message.set_content("See attached.")
    message.add_attachment(file.getvalue(), "application", "pdf", filename="complaint.pdf")
    message.add_attachment(b"%PDF-1.7 nothing", "application", "pdf", filename="broken.pdf")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="photo.png")
    inner = letter(subject="Older news")
    inner.set_content("An old secret.")
    inner.add_attachment("Forty racks.\n", filename="list.txt")
    message.add_attachment(inner)
    reading = reading_of(message)
    pages = list(reading.pages)
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6]
    assert [page.label for page in pages] == [None, "1", "2", None, None, None]
    assert [[line.text for line in page.lines] for page in pages[1:4]] == [
        ["Attachment: complaint.pdf", "1. Acme sells racks to Bolt."],
        ["2. Bolt has never paid for them."],
        ["Attachment: broken.pdf"],
    ]
    assert pages[3].why.startswith("attachment; broken.pdf could not be read: It is not a PDF")
    assert [line.text for line in pages[4].lines][:1] == ["Attachment: Older news"]
    assert [line.text for line in pages[5].lines] == ["Attachment: list.txt", "Forty racks."]
    assert pages[0].why == "e-mail; 1 attached must be saved and added by itself"
    assert not any(page.width or page.stamp for page in pages)
    found = [passage for passage in split(iter(pages), reading.format, "en") if passage.paragraphs]
    assert [
        (passage.page, passage.paragraphs, passage.headings)
        for passage in found
        if passage.page in (2, 3)
    ] == [
        (2, ("1",), ("Attachment: complaint.pdf",)),
        (3, ("2",), ("Attachment: complaint.pdf",)),
    ]


def test_mails_within_mails_are_read_as_deep_as_is_sensible() -> None:
    message = letter(subject="0")
    message.set_content("Innermost.")
    for level in range(1, DEEPEST_MAIL + 4):
        outer = letter(subject=str(level))
        outer.set_content("See attached.")
        outer.add_attachment(message)
        message = outer
    assert len(list(reading_of(message).pages)) == DEEPEST_MAIL + 1


def test_an_attachment_that_crashes_its_reader_fails_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = isolated._ReaderProcess.ask

    def ask(process: isolated._ReaderProcess, path: Path, name: str, *rest: Any) -> None:
        if name == "bad.txt":
            os.kill(process.pid, signal.SIGSEGV)
        asked(process, path, name, *rest)

    monkeypatch.setattr(isolated._ReaderProcess, "ask", ask)
    message = letter()
    message.set_content("See attached.")
    for name in ("one.txt", "bad.txt", "two.txt"):
        message.add_attachment(f"What {name} says.\n", filename=name)
    first, page, bad, two = read_email(message.as_bytes()).pages
    assert first.lines[-1].text.startswith("Attachment: two.txt")
    assert [page.lines[-1].text, two.lines[-1].text] == ["What one.txt says.", "What two.txt says."]
    assert [line.text for line in bad.lines] == ["Attachment: bad.txt"]
    assert "bad.txt could not be read: The reader crashed" in bad.why


def test_parts_before_and_after_an_attachment_are_all_read() -> None:
    raw = (
        b"From: a@b.c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\n\nAbove.\n--x\nContent-Type: image/png\n\nzz\n--x\n\nBelow.\n--x--\n"
    )
    assert body(raw) == ["Above.", "Below.", "Attachment: without a name (image/png, 1 KB)"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Content-Type: text/plain; charset=windows-1252\n\n\x80 61 M", "€ 61 M"),
        (
            b"Content-Type: text/plain; charset=ISO-8859-1\n\n\x80 61 M, \x93net\x94",
            "€ 61 M, “net”",
        ),
        (b"Content-Type: text/plain; charset=latin1\n\n61 M\x81", "61 M"),
        (b"Content-Type: text/plain; charset=us-ascii\n\nd\xc3\xa9pos\xc3\xa9e", "déposée"),
        (b"Content-Type: text/plain; charset=utf-8\n\nd\xe9pos\xe9e", "déposée"),
        (b"Content-Type: text/plain; charset=no-such-thing\n\nd\xc3\xa9pos\xc3\xa9e", "déposée"),
        (b"Content-Type: text/plain; charset=rot13\n\nplain", "plain"),
        (b"Content-Type: text/plain; charset=base64\n\nplain", "plain"),
        (b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nUGFpZA=", "Paid"),
        (b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!", ""),
        (b"Content-Type: text/plain; charset=unicode_escape\n\n\\u0041", "\\u0041"),
        (b"Content-Transfer-Encoding: quoted-printable\n\nd=C3=A9pos=\n=C3=A9e =ZZ", "déposée =ZZ"),
        (b"Content-Type: ;;;\n\nplain", "plain"),
        (b"Content-Type: multipart/mixed\n\nno boundary", ""),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nnever closed", "never closed"),
    ],
)
def test_encodings_that_break_the_rules(raw: bytes, said: str) -> None:
    assert " ".join(body(b"Subject: s\nMIME-Version: 1.0\n" + raw)).startswith(said)


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (b"Subject: =?utf-8?q?d=C3=A9pos=C3=A9e?=", "Subject: déposée"),
        (b"Subject: d\xe9pos\xe9e", "Subject: déposée"),
        (b"Subject: d\xc3\xa9pos\xc3\xa9e", "Subject: déposée"),
        (b"Subject: =?iso-8859-1?q?61_M_=80?=", "Subject: 61 M €"),
        (b"Subject: =?no-such?q?x?= y", "Subject: "),
        (b"Subject: one\n two", "Subject: one two"),
        (b"From: <<<@@,,;;", "From: "),
        (b"From: \"a\" <a@[", "From: "),
        (b"To: undisclosed-recipients:;", "To: undisclosed-recipients:;"),
        (b"Date: the other day", "Date: the other day"),
        (b"Date: Fri, 99 Aug 2024 99:99:99", "Date: "),
        (b"Subject: pay\xe2\x80\xae\xe2\x80\x8b now", "Subject: "),
    ],
)  # fmt: skip
def test_heads_that_break_the_rules(head: bytes, shown: str) -> None:
    raw = head + b"\nMIME-Version: 1.0\n\nbody"
    assert any(text.startswith(shown.rstrip()) for text in texts(raw))
    assert body(raw) == ["body"]


def test_blank_lines_before_the_heads_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"\r\n\r\nSubject: Barge\r\nMIME-Version: 1.0\r\n\r\nIt sank.\r\n")
    (page,) = read(path).pages
    assert [line.text for line in page.lines] == ["Subject: Barge", "It sank."]


def test_too_deep_and_too_many_are_refused() -> None:
    raw = b"x"
    for level in range(DEEPEST + 5):
        raw = b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) + raw
    with pytest.raises(FileRefused, match="too many parts"):
        read_email(b"MIME-Version: 1.0\n" + raw)
    many = b"Content-Type: multipart/mixed; boundary=x\n\n"
    many += b"--x\nContent-Type: image/png\n\nz\n" * (MOST_PARTS + 10)
    with pytest.raises(FileRefused, match="too many parts"):
        read_email(b"MIME-Version: 1.0\n" + many)


def test_thousands_of_levels_are_refused() -> None:
    levels = (b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000))
    with pytest.raises(FileRefused):
        read_email(b"MIME-Version: 1.0\n" + b"".join(levels))


def test_an_empty_one_is_refused() -> None:
    with pytest.raises(FileRefused, match="says nothing"):
        read_email(b"MIME-Version: 1.0\n\n\n")


def test_a_file_is_read_by_its_heads(tmp_path: Path) -> None:
    message = letter()
    message.set_content("Body.")
    path = tmp_path / "letter.eml"
    path.write_bytes(message.as_bytes())
    reading = read(path)
    assert (reading.format, reading.description.kind) == ("text", "letter")
    (page,) = reading.pages
    assert page.lines[-1].text == "Body."


_HEAD = st.sampled_from(
    [b"From", b"To", b"Date", b"Subject", b"Content-Type", b"Content-Disposition",
     b"Content-Transfer-Encoding", b"MIME-Version"]
)  # fmt: skip
_VALUE = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"text/html; charset=utf-16", b"multipart/alternative; boundary=x", b"base64",
         b'attachment; filename*=a\'b"c', b"=?utf-8?b?!!!?=", b"message/rfc822", b'"', b"(", b"[;",
         b'text/plain; name*0*=x; name*9=y', b"multipart/mixed; boundary"]
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(_HEAD, _VALUE), max_size=6), st.lists(st.sampled_from(
        [b"--x\n", b"--x--\n", b"\n", b"Content-Type: text/html\n\n", b"<p>x", b"=\xff", b"words "]
    ))
)  # fmt: skip
def test_no_mail_does_more_than_be_read_or_refused(
    heads: list[tuple[bytes, bytes]], parts: list[bytes]
) -> None:
    raw = b"".join(name + b": " + value + b"\n" for name, value in heads) + b"\n" + b"".join(parts)
    with suppress(FileRefused):
        assert page_of(raw).lines


def test_the_files_of_an_attached_archive_are_attachments() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letters/one.txt", "The buyer refused the pumps.\n")
        archive.writestr("__MACOSX/._one.txt", "nothing")
        archive.writestr("two.txt", "The seller sued.\n")
    message = letter()
    message.set_content("See attached.")
    message.add_attachment(
        packed.getvalue(), maintype="application", subtype="zip", filename="production.zip"
    )
    _, first, second = read_email(message.as_bytes()).pages
    assert [line.text for line in first.lines] == [
        "Attachment: production.zip/letters/one.txt",
        "The buyer refused the pumps.",
    ]
    assert second.lines[-1].text == "The seller sued."


def test_an_attached_archive_that_is_damaged_is_named_only() -> None:
    message = letter()
    message.set_content("See attached.")
    message.add_attachment(
        b"PK\x03\x04 and no more", maintype="application", subtype="zip", filename="a.zip"
    )
    (page,) = read_email(message.as_bytes()).pages
    assert "1 attached must be saved" in page.why
