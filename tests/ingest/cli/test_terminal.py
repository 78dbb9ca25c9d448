"""What goes to a terminal as text of documents and names of files."""

from __future__ import annotations

import pytest

from ingest.cli.terminal import printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a.pdf\n\x1b[2Jb", "a.pdf\\n\\x1b[2Jb"),
        ("turned\u202egnp", "turned\\u202egnp"),
        ("allègue\u00a0: «\u00a0l’article\u202f»", "allègue\u00a0: «\u00a0l’article\u202f»"),
    ],
)
def test_nothing_draws_on_the_terminal_and_french_spaces_stay(text: str, printed: str) -> None:
    assert printable(text) == printed
