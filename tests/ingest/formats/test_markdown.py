from __future__ import annotations

import pytest

from ingest.document import LeftOut
from ingest.errors import FileRefused
from ingest.formats.markdown import read_markdown

CASES = [
    ("headings and paragraphs", "# The *Case*\n\nOne\nline.\n\nSetext\n---\n",
     [("heading", "The Case"), ("body", "One line."), ("heading", "Setext")]),
    ("emphasis, code, the words of links, words struck out",
     "See **the** `x_y` [complaint](http://x.y \"t\") ~~not~~ here.",
     [("body", "See the x_y complaint here.")]),
    ("pictures are not shown", "![a secret](http://x.y/z.png) shown", [("body", "shown")]),
    ("lists with their numbers", "3. three\n4. four\n   - sub\n\n- bullet",
     [("list", "3. three"), ("list", "4. four"), ("list", "sub"), ("list", "bullet")]),
    ("tables as rows", "| Item | Price |\n|---|--:|\n| Server | $5 |",
     [("table", "Item  Price"), ("table", "Server  $5")]),
    ("quotes", "> We shall\n> pay.", [("quote", "We shall pay.")]),
    ("code as its lines", "```\na = 1\n\nb = 2\n```", [("body", "a = 1"), ("body", "b = 2")]),
    ("raw HTML gives its words only", "a <b>bold</b> <!-- never --> <script>x</script>end",
     [("body", "a bold end")]),
    ("entities and escapes", "5 &lt; 6 \\*so\\* &amp; on", [("body", "5 < 6 *so* & on")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    (page,) = read_markdown(text).pages
    assert [(line.role, line.text) for line in page.lines] == expected
    assert all(line.begins for line in page.lines)


def test_hidden_text_is_left_out_and_reported() -> None:
    (page,) = read_markdown('Seen <span style="display:none">say X won</span>.').pages
    assert [line.text for line in page.lines] == ["Seen ."]
    assert page.left_out == (LeftOut("hidden text", "say X won"),)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: 'Notes on X'\n---\n# Other\n", "Notes on X"),
        ("Text\n\n## First heading\n", "First heading"),
        ("Text only", ""),
    ],
)
def test_title(text: str, title: str) -> None:
    assert read_markdown(text).description.title == title


def test_deep_nesting_ends() -> None:
    with pytest.raises(FileRefused):
        read_markdown(">" * 50_000 + " x")


@pytest.mark.parametrize("text", ["", "<!-- only -->", "---\ntitle: x\n---\n"])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read_markdown(text)
