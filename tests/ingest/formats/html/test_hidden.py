# ruff: noqa: E501 - a case of a table, or a line of a page, is read on one line
from __future__ import annotations

import pytest

from ingest.document import LeftOut
from ingest.formats.html.blocks import blocks_of, tree_of
from ingest.formats.html.hidden import take_out_hidden
from tests.support.shown_in_a_browser import NOT_SHOWN, SHOWN, WORD


def seen_and_hidden(page: str) -> tuple[list[str], list[str]]:
    tree = tree_of(page)
    hidden = [left.text for left in take_out_hidden(tree)]
    return [block.text for block in blocks_of(tree)], hidden


HIDDEN = [
    "<p hidden>trap</p>",
    '<p style="display:none">trap</p>',
    '<p style="DISPLAY : None !important">trap</p>',
    '<div style="visibility: hidden"><p>trap</p></div>',
    '<p style="opacity:0">trap</p>',
    '<p style="font-size:0">trap</p>',
    '<p style="font-size: 1px">trap</p>',
    '<p style="position:absolute; left:-9999px">trap</p>',
    '<p style="text-indent:-5000px">trap</p>',
    '<p style="height:0; overflow:hidden">trap</p>',
    '<p style="position: absolute; clip: rect(0, 0, 0, 0)">trap</p>',
    '<p style="color:white">trap</p>',
    '<p style="color:#FFF; background:#ffffff">trap</p>',
    '<div style="background:rgb(0,0,0)"><p style="color:#000000">trap</p></div>',
    '<p><font color="white">trap</font></p>',
    '<p style="color:transparent">trap</p>',
    '<span class="sr-only">trap</span>',
    "<style>.x{display:none}</style><p class='a x'>trap</p>",
    "<style>/* c */ #y , p.z { color : #fff }</style><p id=y>trap</p>",
    "<style>@import 'a'; @media print{.q{color:red}} div .w{font-size:0}</style>"
    "<div><p><b class=w>trap</b></p></div>",
    "<style>[data-note=x]{display:none}</style><p data-note=x>trap</p>",
    "<style>.x.x{display:none}</style><p class=x>trap</p>",
    "<style>ul > li:first-child{display:none}</style><ul><li>trap</ul>",
    "<style>@media screen and (min-width: 600px){.x{display:none}}</style><p class=x>trap</p>",
    "<style>@supports (display:grid){.x{display:none}}</style><p class=x>trap</p>",
    "<style>.x{display:none !important} #y{display:block}</style><p class=x id=y>trap</p>",
    "<style>:root{--paper:#fff}.x{color:var(--paper)}</style><p class=x>trap</p>",
    "<style>.x{color:var(--none, white)}</style><p class=x>trap</p>",
    '<p style="color:hsl(0 0% 100%)">trap</p>',
    '<p style="color:ivory">trap</p>',
    '<p style="color:rgb(0 0 0 / 2%)">trap</p>',
    '<div style="background:black"><p>trap</p></div>',
    '<p style="opacity:1%">trap</p>',
    '<p style="position:fixed;left:-20em">trap</p>',
    '<p style="transform:translate(-200vw)">trap</p>',
    '<p style="transform:scale(.001)">trap</p>',
    '<p style="clip-path:circle(0)">trap</p>',
    '<p style="width:1%;overflow:hidden">trap</p>',
    '<p style="max-height:0;overflow:clip">trap</p>',
    '<p style="content-visibility:hidden">trap</p>',
    '<p style="font:0/1 serif">trap</p>',
    '<div style="font-size:1px"><p style="font-size:100%">trap</p></div>',
]


@pytest.mark.parametrize("body", HIDDEN)
def test_what_nobody_sees_is_taken_out_and_reported(body: str) -> None:
    assert seen_and_hidden(f"<html><body><p>seen</p>{body}</body></html>") == (["seen"], ["trap"])


@pytest.mark.parametrize(
    "word",
    [
        "<s>not</s>",
        "<del>not</del>",
        "<strike><b>not</b></strike>",
        '<span style="text-decoration: line-through">not</span>',
        "<style>.old{text-decoration:line-through}</style><i class=old>not</i>",
    ],
)
def test_words_struck_out_are_taken_out_and_reported(word: str) -> None:
    tree = tree_of(f"<html><body><p>X shall {word} pay.</p></body></html>")
    assert take_out_hidden(tree) == [LeftOut("struck out", "not")]
    assert [block.text for block in blocks_of(tree)] == ["X shall pay."]


SEEN = [
    '<p style="opacity:0.9">seen</p>',
    '<p style="font-size:10px">seen</p>',
    '<p style="line-height:0;font-size:1em">seen</p>',
    '<div style="font-size:0"><p style="font-size:16px">seen</p></div>',
    '<p style="color:white;background-color:navy">seen</p>',
    '<div style="background-image:url(x.png)"><p style="color:#fff">seen</p></div>',
    '<table bgcolor="#000080"><tr><td><font color="#ffffff">seen</font></td></tr></table>',
    '<p style="background-color:white">seen</p>',
    '<p style="margin-left:-10px;border-color:white">seen</p>',
    '<p style="max-height:0.5em;overflow:hidden">seen</p>',
    '<p aria-hidden="true">seen</p>',
    "<style>@media print{.x{display:none}} .x:hover{display:none}</style><p class=x>seen</p>",
    "<style>.box .x{display:none}</style><p class=x>seen</p>",
    "<style>body{visibility:hidden}</style><p>seen</p>",
    '<div style="visibility:hidden"><p style="visibility:visible">seen</p></div>',
    '<div style="color:white"><p style="color:black">seen</p></div>',
    "<style>.x{color:white} .x{color:black}</style><p class=x>seen</p>",
    "<style>#y{color:black} .x{color:white}</style><p class=x id=y>seen</p>",
    "<style media=print>.x{display:none}</style><p class=x>seen</p>",
    "<style>@media (max-width: 600px){.x{display:none}}</style><p class=x>seen</p>",
    "<style>.x::before{display:none}</style><p class=x>seen</p>",
    "<style>p:not(.x){display:none}</style><p class=x>seen</p>",
    "<style>[hidden]{display:block}</style><p hidden>seen</p>",
    '<p style="left:-9999px">seen</p>',
    '<p style="position:absolute;left:50%;transform:translate(-50%,-50%)">seen</p>',
    "<style>del{text-decoration:none}</style><p><del>seen</del></p>",
    '<body text="#ffffff" bgcolor="#000000"><p>seen</p>',
]


@pytest.mark.parametrize("body", SEEN)
def test_what_a_person_sees_stays(body: str) -> None:
    assert seen_and_hidden(f"<html><body>{body}</body></html>") == (["seen"], [])


def reads_the_word(body: str) -> bool:
    read, _ = seen_and_hidden(f"<!doctype html><html><body>{body}</body></html>")
    return WORD in " ".join(read)


@pytest.mark.parametrize("body", NOT_SHOWN)
def test_what_a_browser_does_not_show_is_not_read(body: str) -> None:
    assert not reads_the_word(body)


@pytest.mark.parametrize("body", SHOWN)
def test_what_a_browser_shows_is_read(body: str) -> None:
    assert reads_the_word(body)


def test_text_around_what_is_shown_again_is_taken_out_alone() -> None:
    page = '<div style="color:white">trap <b style="color:black">seen</b> trick</div>'
    assert seen_and_hidden(f"<html><body>{page}</body></html>") == (["seen"], ["trap trick"])


def test_odd_characters_beside_hidden_text_do_no_harm() -> None:
    assert seen_and_hidden("<body>a&#1;<i hidden>b&#2;</i>&#3;c</body>") == (["a c"], ["b"])


def test_hidden_text_within_hidden_text_is_reported_once() -> None:
    page = "<body>seen<div hidden>a <p style='display:none'>b</p></div> too</body>"
    assert seen_and_hidden(page) == (["seen too"], ["a b"])


@pytest.mark.parametrize(
    "sheet",
    ["@media " * 20_000 + "{" * 20_000, "}" * 50_000, "/*" * 50_000, "a" * 200_000, ".a,"*50_000 + "{display:none}", "p{--a:" + "var(--a)" * 5_000 + ";color:var(--a)}"],
)  # fmt: skip
def test_hostile_style_sheets_take_no_time(sheet: str) -> None:
    page = f"<html><head><style>{sheet}</style></head><body><p>seen</p></body></html>"
    assert seen_and_hidden(page) == (["seen"], [])
