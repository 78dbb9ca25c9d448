"""Files that are written into the text of an e-mail."""

from __future__ import annotations

from binascii import b2a_uu

import pytest

from ingest.formats.email.read import read_email

SURVEY = b"The survey of the north wall was made on 3 May 2019 by Ewart Lisle of York.\n"


def written_out(content: bytes, end: str = "`\nend\n") -> str:
    lines = [b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45)]
    return f"begin 644 survey.txt\n{''.join(lines)}{end}"


def mail(text: str) -> bytes:
    heads = "From: a@example.org\nTo: b@example.org\nSubject: Survey\nMessage-ID: <1@example.org>\n"
    return f"{heads}\n{text}".encode()


@pytest.mark.parametrize("end", ["`\nend\n", " \nend\n", "\nend\n", "end\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_in_the_text_is_an_attachment(end: str, line_end: str) -> None:
    text = f"Here it is.\n\n{written_out(SURVEY, end)}\nAnn\n".replace("\n", line_end)
    own, attached = read_email(mail(text)).pages
    assert [line.text for line in own.lines[3:]] == [
        "Here it is.",
        "Ann",
        "Attachment: survey.txt (1 KB)",
    ]
    assert attached.lines[-1].text == SURVEY.decode().strip()


@pytest.mark.parametrize(
    "text",
    [
        "We begin 644 repairs\nand so on.\nend\n",
        "begin 644 a.txt\nThis is prose that only looks like a file.\nend\n",
        "begin 644 a.txt\nand it never ends\n",
    ],
)
def test_what_only_looks_like_a_file_stays(text: str) -> None:
    (own,) = read_email(mail(text)).pages
    assert [line.text for line in own.lines[3:]] == text.splitlines()
