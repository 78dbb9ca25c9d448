"""A text layer is judged by what it says, not by how much of it there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.pdf.text_layer import garbled

ENGLISH = """The Court has received plaintiff's motion for relief under Federal Rule of Civil
Procedure 60(b), dated June 18, 2020. Daniel moves for relief because he argues that the record
shows that defendants knowingly misrepresented facts and committed fraud."""
FRENCH = """Wistron et sa filiale réclament le paiement des composants que la société avait
commandés avant le changement de propriétaire. Selon la plainte, aucune facture n'a été réglée
depuis le mois de novembre 2022, et les courriers sont restés sans réponse."""


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        FRENCH,
        ENGLISH.upper(),
        "",
        "12",
        "EXHIBIT A",
        "I. INTRODUCTION " + "." * 90 + " 1\nII. ARGUMENT " + "." * 95 + " 2\nIII. CONCLUSION",
        "2021 1,250.00 3,400.00\n2022 1,875.50 2,210.75\n2023 900.00 4,125.10\nTotal 4,025.50",
        "SEAN RIORDAN sriordan@aclunc.org\nWILLIAM S. FREEMAN wfreeman@aclunc.org\n"
        "39 Drumm Street San Francisco, CA 94111 Telephone: (415) 621-2493",
        "Mann Foundation for Science v. Cochlear Corp., 604 F.3d 1354 (Fed. Cir. 2010)\n"
        "Aspex Eyewear, Inc. v. Miracle Optics, Inc., 434 F.3d 1336 (Fed. Cir. 2006)",
    ],
)
def test_text(text: str) -> None:
    assert garbled(text) == ""


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.upper(), FRENCH])
@pytest.mark.parametrize("shift", [-29, 3, 31, 0xE000])
def test_shifted_glyphs(text: str, shift: int) -> None:
    """Fonts without a map to Unicode: "7KH)$&" for "THE FAC"."""
    moved = "".join(letter if letter.isspace() else chr(ord(letter) + shift) for letter in text)
    assert garbled(moved)


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(garbled(text), str)
