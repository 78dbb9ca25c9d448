from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import FileRefused
from ingest.formats.decode import decoded, decoded_page

ENCODED = [
    ("déjà".encode(), "déjà"),
    ("\ufeffdéjà".encode(), "déjà"),
    ("déjà".encode("utf-16"), "déjà"),
    ("\ufeffdéjà".encode("utf-16-be"), "déjà"),
    ("\ufeffdéjà".encode("utf-32-le"), "déjà"),
    ("61 M€, déjà".encode("utf-16-le"), "61 M€, déjà"),
    ("61 M€, déjà".encode("utf-16-be"), "61 M€, déjà"),
    ("« déjà » – 61 M€".encode("windows-1252"), "« déjà » – 61 M€"),
    (b"a stray byte in many " * 9 + b"\x81", "a stray byte in many " * 9 + "\ufffd"),
    ("déjà\n".encode() + "vu à\n".encode("windows-1252") + "été".encode(), "déjà\nvu à\nété"),
]


@pytest.mark.parametrize(("data", "text"), ENCODED)
def test_encodings(data: bytes, text: str) -> None:
    assert decoded(data) == text


PAGES = [
    ('<meta charset="iso-8859-1">é€', "windows-1252"),
    ('<meta http-equiv="c" content="text/html; charset=windows-1252">é', "windows-1252"),
    ('<meta charset="gb2312">公司', "gb18030"),
    ("<meta charset=big5>公司", "big5"),
    ("<?xml version='1.0' encoding='Shift_JIS'?>会社", "shift_jis"),
    ('<meta charset="iso-8859-1">déjà en UTF-8', "utf-8"),
    ('<meta charset="utf-7">+ADw-', "utf-8"),
    ('<meta charset="rot13">plain é', "windows-1252"),
]


@pytest.mark.parametrize(("page", "encoding"), PAGES)
def test_pages_are_decoded_as_they_declare_unless_they_are_utf8(page: str, encoding: str) -> None:
    assert decoded_page(page.encode(encoding)) == page


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decoded(data)
    except FileRefused:
        return
    assert len(text) <= len(data)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decoded(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850", "windows-1252"])
def test_french_as_the_macintosh_dos_and_windows_wrote_it(encoding: str) -> None:
    text = "La société a été condamnée à payer les dépens, où qu’elle siège.\n"
    text = text.replace("’", "'") if encoding == "cp850" else text
    assert decoded(text.encode(encoding)) == text
