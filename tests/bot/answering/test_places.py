"""A document as it is shown: one under a password, whose words are known and its pages not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from bot.answering.places import show, unlock
from ingest import passwords
from ingest.formats.pdf.render import render_page
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library
from tests.support.paper import make, write


@pytest.mark.parametrize("password", ["sesame", ""])
def test_a_protected_file_is_locked_until_its_password_is_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setattr(passwords, "_kept", {})
    lock = StandardEncryption(password, ownerPassword="owner", strength=128)
    make(tmp_path / "a.pdf", lambda canvas: write(canvas, ["Acme paid Bolt."]), encrypt=lock)
    library = open_library(tmp_path)
    ingest(library, "case", [tmp_path / "a.pdf"], passwords=[password] if password else [])
    catalogue = library.catalogue
    (document,) = catalogue.documents(catalogue.case("case"))
    assert not show(catalogue, document.id).is_locked
    passwords.forget([library.folder / document.file])
    assert show(catalogue, document.id).is_locked is bool(password)
    if password:
        assert not unlock(catalogue, document.id, "other")
        assert show(catalogue, document.id).is_locked
        assert unlock(catalogue, document.id, password)
        assert not show(catalogue, document.id).is_locked
    assert render_page(library.folder / document.file, 1, 0.2).width
