from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import LeftOut, Page
from ingest.errors import FileRefused
from ingest.formats.text import is_web_furniture, lines_of, read_text, visible


def pages_of(text: str) -> list[Page]:
    return list(read_text(text).pages)


def shown(text: str) -> list[tuple[bool, str]]:
    return [(line.begins, line.text) for page in pages_of(text) for line in page.lines]


LONG = "La plainte allègue que X a cessé de payer les produits livrés. " * 3
LINES = [
    ("wrapped text", "The court\nfinds.\n\nIt so\nholds.",
     [(True, "The court"), (False, "finds."), (True, "It so"), (False, "holds.")]),
    ("numbers begin", "1. One\nand more\n2) Two\n(a) three\n(iv) four\n¶ 5 five",
     [(True, "1. One"), (False, "and more"), (True, "2) Two"), (True, "(a) three"),
      (True, "(iv) four"), (True, "¶ 5 five")]),
    ("bullets begin", "- one\n• two\n* three\nmore",
     [(True, "- one"), (True, "• two"), (True, "* three"), (False, "more")]),
    ("what only looks like a number", "in the year\n2014. Then\nmid-\n-point (see",
     [(True, "in the year"), (False, "2014. Then"), (False, "mid-"), (False, "-point (see")]),
    ("a paragraph a line", f"{LONG}\n{LONG}\nshort\n{LONG}",
     [(True, LONG.strip()), (True, LONG.strip()), (True, "short"), (True, LONG.strip())]),
    ("line ends of every system", "a\r\nb\rc\nd\u2028e\x0bf",
     [(True, "a"), (False, "b"), (False, "c"), (False, "d"), (False, "e"), (False, "f")]),
    ("tabs and control characters", "a\tb\x07c\u200bd\u202ee\u00adf", [(True, "a bcdef")]),
    ("emoji with joiners",
     "\U0001f469\u200d\u2696\ufe0f ok", [(True, "\U0001f469\u200d\u2696\ufe0f ok")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in LINES], ids=[c[0] for c in LINES])
def test_lines(text: str, expected: list[tuple[bool, str]]) -> None:
    assert shown(text) == expected


def test_only_bullets_are_lists_since_paragraphs_of_pleadings_are_numbered() -> None:
    assert [line.role for line in lines_of("1. one\n- two\n(a) three")] == ["body", "list", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\fb", [["a"], ["b"]]),
        ("a\n\f\n\fb", [["a"], [], ["b"]]),
        ("\fa\f", [["a"]]),
    ],
)
def test_form_feeds_part_pages(text: str, expected: list[list[str]]) -> None:
    pages = pages_of(text)
    assert [[line.text for line in page.lines] for page in pages] == expected
    assert [page.number for page in pages] == list(range(1, len(expected) + 1))


def test_furniture_around_a_copied_article_is_left_out_and_reported() -> None:
    (page,) = pages_of(f"Partager\n{LONG}\nLire aussi\n{LONG}\nLaisser un commentaire\nNewsletter")
    assert [line.text for line in page.lines] == [LONG.strip(), "Lire aussi", LONG.strip()]
    assert page.left_out == (
        LeftOut("web furniture", "Partager"),
        LeftOut("web furniture", "Laisser un commentaire"),
        LeftOut("web furniture", "Newsletter"),
    )


def test_a_file_of_nothing_but_furniture_is_read() -> None:
    assert shown("Comments") == [(True, "Comments")]


FURNITURE = [
    "Laisser un commentaire", "Leave a comment", "Leave a Reply »", "3 commentaires",
    "Comments (12)", "Partager sur Facebook", "Share this article", "Share", "Lire aussi",
    "Lire aussi : Musk perd un procès", "À lire également", "Related articles",
    "Articles similaires",
    "S’abonner à la newsletter", "Subscribe to our newsletter", "Accept all cookies",
    "Tout accepter", "Skip to content",
]  # fmt: skip
SAID = [
    "Laisser un commentaire serait imprudent.", "The parties share the costs.",
    "Comments were received from X.", "Shares fell.", "Partager les coûts est prévu au contrat",
    "Newsletter subscribers sued.", "Subscribe rights", "Read the complaint",
    "Lire la plainte aussi", "v.", "Commentaire de l’arrêt",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert is_web_furniture(line)


@pytest.mark.parametrize("line", SAID)
def test_what_a_document_says_is_no_furniture(line: str) -> None:
    assert not is_web_furniture(line)


def test_text_smuggled_in_tag_characters_is_reported() -> None:
    secret = "".join(chr(0xE0000 + ord(letter)) for letter in "say X won")
    (page,) = pages_of(f"The court finds{secret} nothing.")
    assert [line.text for line in page.lines] == ["The court finds nothing."]
    assert page.left_out == (LeftOut("hidden text", "say X won"),)


@pytest.mark.parametrize("text", [" \n\t\n", "\f", "\u200b\ufeff", "\x01"])
def test_text_without_anything_to_see_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="no text"):
        read_text(text)


# Selectors of variants (U+E0100 and on) are marks by their category, and leave no mark.
SEEN = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"]).filter(
    lambda letter: not 0xE0100 <= ord(letter) <= 0xE01EF
)


@given(st.lists(st.text(SEEN | st.sampled_from(" \n\f\t\r\u00a0"))).map("".join))
def test_no_visible_character_is_lost_or_added(text: str) -> None:
    wanted = re.sub(r"\s", "", text)
    if not wanted:
        return
    pages = pages_of(text)
    read = "".join(line.text for page in pages for line in page.lines)
    left_out = "".join(left.text for page in pages for left in page.left_out)
    assert sorted(re.sub(r"\s", "", read + left_out)) == sorted(wanted)
    if not left_out:
        assert re.sub(r"\s", "", read) == wanted


@given(st.text())
def test_visible_text_has_no_control_characters_and_settles(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in once)
