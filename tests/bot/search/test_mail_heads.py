"""Questions on the heads of an e-mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.question.parse import understand
from bot.search.lookup import look_up
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library

MAIL = (
    "From: Ada Voss <ada@example.org>\nTo: Piet Kramer <piet@example.org>\n"
    "Date: Tue, 2 Apr 2024 10:00:00 +0200\nSubject: Prices of the lots\nMIME-Version: 1.0\n\n"
    "Lot 17 costs 2,940 euros.\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = open_library(tmp_path)
    (tmp_path / "mail.eml").write_text(MAIL)
    ingest(opened, "case", [tmp_path / "mail.eml"])
    return opened


def found(library: Library, question: str) -> list[str] | None:
    looked_up = look_up(library.catalogue, library.catalogue.case("case"), understand(question))
    return None if looked_up is None else [excerpt.text for excerpt in looked_up.excerpts]


def test_a_head_is_quoted_by_itself(library: Library) -> None:
    for question, line in (
        ("Who sent the message?", "From: Ada Voss <ada@example.org>"),
        ("To whom was the e-mail sent?", "To: Piet Kramer <piet@example.org>"),
        ("When was the e-mail sent?", "Date: Tue, 02 Apr 2024 10:00:00 +0200"),
        ("What is the subject of the e-mail?", "Subject: Prices of the lots"),
        ("Qui a envoyé le courriel ?", "From: Ada Voss <ada@example.org>"),
        ("Quelle est la date du courriel ?", "Date: Tue, 02 Apr 2024 10:00:00 +0200"),
    ):
        assert found(library, question) == [line], question
    for question in (
        "Who sent the pumps?",
        "Who was bcc'd?",
        "When was the e-mail of Kramer sent?",
    ):
        assert found(library, question) is None, question


def test_of_two_e_mails_none_is_meant(library: Library, tmp_path: Path) -> None:
    (tmp_path / "other.eml").write_text(MAIL.replace("Ada Voss", "Lena Ost"))
    ingest(library, "case", [tmp_path / "other.eml"])
    assert found(library, "Who sent the message?") is None
