"""Messages inside other forms, and texts that mail programs show otherwise than they are sent."""

from __future__ import annotations

import struct
from base64 import encodebytes
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from ingest.document import Page
from ingest.errors import FileRefused
from ingest.formats.email.calendar import invitation
from ingest.formats.email.read import OUTLOOK, read_email
from ingest.passages.split import split

HEADS = "From: ann@example.com\nTo: bob@example.com\nSubject: Pumps\nMIME-Version: 1.0\n"
INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nWe end the lease on 3 May 2022.\r\n"


def texts(message: bytes | str) -> list[str]:
    content = message if isinstance(message, bytes) else message.encode()
    return [line.text for page in read_email(content).pages for line in page.lines]


def with_part(kind: str, name: str, content: bytes) -> str:
    return (
        f"{HEADS}Content-Type: {kind}; name={name}\nContent-Transfer-Encoding: base64\n\n"
        + encodebytes(content).decode()
    )


def signed(content: bytes) -> bytes:
    """An S/MIME message that is signed and not encrypted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def winmail(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat of attributes: level, number, content."""
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(
        struct.pack("<BII", level, number, len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
        for level, number, content in attributes
    )


def test_what_is_signed_is_read() -> None:
    message = with_part("application/pkcs7-mime", "smime.p7m", signed(INNER))
    assert texts(message)[-1] == "We end the lease on 3 May 2022."


def test_what_is_encrypted_is_named() -> None:
    found = texts(with_part("application/pkcs7-mime", "smime.p7m", b"0\x80 damaged"))
    assert found[-1].startswith("Attachment: smime.p7m")


def test_winmail_is_opened() -> None:
    packed = winmail(
        (1, 0x0002800C, b"The pumps leak.\x00"),
        (2, 0x00069002, b"\x01\x00" + b"\x00" * 12),
        (2, 0x00018010, b"list.txt\x00"),
        (2, 0x0006800F, b"Forty pumps."),
    )
    found = texts(with_part("application/ms-tnef", "winmail.dat", packed))
    assert "The pumps leak." in [text.strip("\x00 ") for text in found]
    assert "Forty pumps." in found


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_an_attached_message_in_an_encoding(encoding: str) -> None:
    inner = f"{HEADS}Content-Type: text/plain\n\nThe valves left on 2 July 2020.\n"
    sent = encodebytes(inner.encode()).decode() if encoding == "base64" else inner
    message = (
        f"{HEADS}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        f"See below.\n--b\nContent-Type: message/rfc822; name=old.eml\n"
        f"Content-Transfer-Encoding: {encoding}\n\n{sent}\n--b--\n"
    )
    assert texts(message)[-1] == "The valves left on 2 July 2020."
    (page,) = read_email(message.encode()).pages
    last = list(split([page], "text", "en"))[-1]
    assert last.headings[0] == "Attachment: old.eml"


@pytest.mark.parametrize(
    "stub",
    [
        "Your program cannot show this message.",
        "Votre logiciel de messagerie n’affiche pas les messages en HTML. Pour lire celui-ci,"
        " ouvrez-le dans un navigateur ou adressez-vous à la personne qui vous l’a envoyé.",
    ],
)
def test_the_page_is_read_where_the_plain_text_only_points_to_it(stub: str) -> None:
    message = EmailMessage()
    message["From"] = "ann@example.com"
    message.set_content(stub)
    page = "<p>We refuse the offer of 12 June and ask for the sum of 900 euros at once.</p>"
    message.add_alternative(page, subtype="html")
    assert texts(message.as_bytes())[-1].startswith("We refuse the offer")


def test_an_mbox_is_several_messages() -> None:
    message = (
        "From {0}@example.com Mon Mar  4 09:12:00 2024\n"
        + HEADS
        + "\nWords of {0}.\n>From here.\n\n"
    )
    pages = list(read_email((message.format("ann") + message.format("bob")).encode()).pages)
    assert [page_texts(page)[-2:] for page in pages] == [
        ["Words of ann.", "From here."],
        ["Words of bob.", "From here."],
    ]


def page_texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_all_heads_of_a_sender_are_shown() -> None:
    found = texts(f"Bcc: Varga <v@example.org>\nReply-To: r@example.org\n{HEADS}\nWords.\n")
    assert {"Bcc: Varga <v@example.org>", "Reply-To: r@example.org"} < {*found}


def test_soft_line_ends_are_taken_back() -> None:
    head = f"{HEADS}Content-Type: text/plain; format=flowed; delsp=yes\n\n"
    assert texts(f"{head}We agree to the terms of the con \ntract.\n")[-1] == (
        "We agree to the terms of the contract."
    )


def test_an_invitation_says_what_when_and_where() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Hearing\\, room 4\r\n"
        "DTSTART;TZID=Europe/Paris:20240304T093000\r\nLOCATION:Ly\r\n on\r\n"
        "ORGANIZER;CN=Ann Roy:mailto:ann@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert invitation(event) == [
        "Event: Hearing, room 4",
        "Begins: 4 March 2024, 09:30 (Europe/Paris)",
        "Place: Lyon",
        "Organizer: Ann Roy <ann@example.com>",
    ]


def test_a_damaged_outlook_message_is_refused() -> None:
    with pytest.raises(FileRefused, match="Outlook message"):
        read_email(OUTLOOK + b"\x00" * 600)


def test_an_mbox_of_messages_without_heads() -> None:
    mbox = (
        b"From ann@example.com Tue Mar  5 10:00:00 2002\n\nSeven valves cracked.\n\n"
        b"From bob@example.com Wed Mar  6 11:00:00 2002\n\nWe replace them.\n"
        b">From now on at our cost.\n"
    )
    pages = [[line.text for line in page.lines] for page in read_email(mbox).pages]
    assert [page[1] for page in pages] == ["From: ann@example.com", "From: bob@example.com"]
    assert "6 Mar 2002" in pages[1][2].replace("06", "6")
    assert [page[3:] for page in pages] == [
        ["Seven valves cracked."],
        ["We replace them.", "From now on at our cost."],
    ]


def test_a_file_of_apple_mail() -> None:
    message = f"{HEADS}\nSeven valves cracked.\n"
    tail = '<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'
    assert texts(f"{len(message)}      \n{message}{tail}")[-1] == "Seven valves cracked."


def test_what_pgp_put_around_a_signed_text_is_left_out() -> None:
    text = (
        "Hello.\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWe end the lease.\n"
        "- - at once\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n-----END PGP SIGNATURE-----\n"
    )
    (page,) = read_email(f"{HEADS}\n{text}".encode()).pages
    assert [line.text for line in page.lines][3:] == ["Hello.", "We end the lease.", "- at once"]
    assert ["iQEzBAEB" in left.text for left in page.left_out] == [False, True]
