# ruff: noqa: E501 - a case of a table, or a line of a page, is read on one line
from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import FileRefused
from ingest.formats.html.blocks import blocks_of, numeral, take_out_controls, tree_of


def shown(body: str) -> list[tuple[str, str]]:
    lines = [block.line for block in blocks_of(tree_of(f"<html><body>{body}</body></html>"))]
    return [(line.role, line.text) for line in lines]


CASES = [
    ("white space as shown", "<p> One\n  <b>t</b>wo&nbsp;three </p>", [("body", "One two three")]),
    ("text between blocks", "a<p>b</p>c<div>d</div>e",
     [("body", "a"), ("body", "b"), ("body", "c"), ("body", "d"), ("body", "e")]),
    ("one break goes on, two begin", "<p>a<br>b<br><br>c</p>", [("body", "a b"), ("body", "c")]),
    ("headings", "<h1>A</h1><h3>B <i>c</i></h3>", [("heading", "A"), ("heading", "B c")]),
    ("quotes", "<blockquote><p>a</p><p>b</p></blockquote>", [("quote", "a"), ("quote", "b")]),
    ("lists", "<ul><li>a</li><li><p>b</p></li></ul>", [("list", "a"), ("list", "b")]),
    ("numbers that lists show", "<ol start=3><li>a<ol type=i><li>x</ol><li value=9>b<li>c</ol>",
     [("list", "3. a"), ("list", "i. x"), ("list", "9. b"), ("list", "10. c")]),
    ("lists that show none", "<ol style='list-style:none'><li>a</ol>", [("list", "a")]),
    ("definitions", "<dl><dt>Term</dt><dd>Meaning</dd></dl>", [("list", "Term"), ("list", "Meaning")]),
    ("tables as rows",
     "<table><caption>T</caption><tr><th>A<th>B</tr><tr><td><p>1</p><td>2<br>3</tr></table>",
     [("heading", "T"), ("table", "A  B"), ("table", "1  2 3")]),
    ("tables that lay out",
     "<table><tr><td><p>a</p><p>b</p><p>c</p></td><td><ul><li>d</ul></td></tr></table>",
     [("body", "a"), ("body", "b"), ("body", "c"), ("list", "d")]),
    ("a table in a table", "<table><tr><td>a</td><td><table><tr><td>b<td>c</table></td></tr></table>",
     [("body", "a"), ("table", "b  c")]),
    ("lines of preformatted text", "<pre>a  b\nc\n\nd</pre>",
     [("body", "a  b"), ("body", "c"), ("body", "d")]),
    ("what is never text", "<script>x</script><style>y</style>a<noscript>n</noscript><svg><text>s</text>"
     "</svg><button>k</button><select><option>o</select><textarea>t</textarea><!-- c -->",
     [("body", "a")]),
    ("characters that are none", "a&#1;b<b>c</b>&#11;d&#xFFFE;e\x02", [("body", "a bc d e")]),
    ("unclosed tags", "<p>a<p>b<b>c", [("body", "a"), ("body", "bc")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    assert shown(body) == expected


def test_pages_as_deep_as_the_parser_goes_are_read() -> None:
    assert shown("<div>" * 2_000 + "deep" + "</div>" * 2_000 + "after") == [
        ("body", "deep"), ("body", "after"),
    ]  # fmt: skip


def test_deeper_pages_are_refused_since_their_end_would_be_lost() -> None:
    with pytest.raises(FileRefused, match="nested too deeply"):
        tree_of("<div>" * 100_000 + "x")


def test_a_tag_of_thousands_of_attributes_is_refused() -> None:
    with pytest.raises(FileRefused, match="thousands of attributes"):
        tree_of("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x</p>")


def test_a_long_attribute_is_none_of_these() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 200_000}" alt="{"a b " * 5_000}">'
    assert shown(f"{picture}seen") == [("body", "seen")]


@pytest.mark.parametrize("page", ["", "<!-- nothing -->", "<html></html>"])
def test_a_page_of_nothing_has_no_blocks(page: str) -> None:
    try:
        tree = tree_of(page)
    except FileRefused as refused:
        assert refused.advice  # noqa: PT017 - either way is right
    else:
        assert blocks_of(tree) == []


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [(1, "a", "a"), (26, "A", "Z"), (27, "a", "aa"), (703, "a", "aaa"), (4, "i", "iv"),
     (1999, "I", "MCMXCIX"), (0, "a", "0"), (4000, "i", "4000"), (7, "?", "7")],
)  # fmt: skip
def test_numerals(number: int, style: str, expected: str) -> None:
    assert numeral(number, style) == expected


TAGS = [
    "p",
    "div",
    "b",
    "i",
    "span",
    "h2",
    "li",
    "ul",
    "ol",
    "td",
    "tr",
    "table",
    "blockquote",
    "a",
]
WORDS = st.text("abcdefgh ", min_size=1, max_size=8)
PIECES = st.one_of(
    WORDS, st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS])
)


# A busy computer takes a second for an import within the first example: no slow generation.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_letter_of_a_page_is_lost_whatever_its_tags(body: str) -> None:
    tree = tree_of(f"<html><body>{body}</body></html>")
    wanted = re.sub(r"\s", "", str(tree.text_content()))
    assert re.sub(r"\s", "", "".join(block.text for block in blocks_of(tree))) == wanted


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<p><input type=checkbox checked> by hand <input type=checkbox> by mail",
            "☒ by hand ☐ by mail",
        ),
        ("<label><input type=radio checked=''>yes</label>", "☒ yes"),
        ("<input type=checkbox id=a><label for=a>Sealed</label>", "☐ Sealed"),
        ("<input type=checkbox id=menu><label for=menu><i></i></label>a", "a"),
        ("<input type=text value=x> a", "a"),
    ],
)
def test_a_box_is_ticked_or_empty(body: str, text: str) -> None:
    tree = tree_of(f"<html><body>{body}</body></html>")
    take_out_controls(tree)
    assert [block.line.text for block in blocks_of(tree)] == [text]


FILLED = """<p>Sum: <input value="$310"> <input type=hidden value=x><input type=submit value=Send></p>
<p>Why: <textarea>It burned
down.</textarea></p><p>Court: <select><option>Lyon<option selected>Dover</select></p>"""


@pytest.mark.parametrize(
    ("is_site", "read"),
    [
        (False, ["Sum: $310", "Why: It burned down.", "Court: Dover"]),
        (True, ["Sum:", "Why:", "Court:"]),
    ],
)
def test_fields_that_are_filled_in(is_site: bool, read: list[str]) -> None:
    tree = tree_of(f"<html><body>{FILLED}</body></html>")
    left_out = " ".join(left.text for left in take_out_controls(tree, is_site))
    assert [block.line.text for block in blocks_of(tree)] == read
    assert "Lyon" in left_out
    assert ("Dover" in left_out) is is_site


def test_rows_of_heads() -> None:
    tree = tree_of(
        "<table><tr><td><th>2021<th>2022<tr><th>Dover<td>1<td>2</table>"
        "<table><thead><tr><td>A<td>B</thead><tr><td>c<td>d</table>"
    )
    assert [(b.text, b.line.is_head) for b in blocks_of(tree)] == [
        ("2021  2022", True), ("Dover  1  2", False), ("A  B", True), ("c  d", False),
    ]  # fmt: skip
