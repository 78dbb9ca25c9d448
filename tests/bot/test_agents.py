"""The tool server, asked by the SDK's own client: in this process, and as a program over stdio."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the packages of requirements-chat.txt")

from mcp import Client, StdioServerParameters

from bot.agents import server_of
from bot.ask import Bot
from ingest.settings import ROOT
from ingest.store.local_only import mark_local_only
from tests.support.attempts import RECORDER
from tests.support.sample_case import CASE

TOOLS = {"list_cases", "search", "ask", "open_citation"}


def asked(bot: Bot, talk: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    async def talking() -> Any:
        async with Client(server_of(bot)) as client:
            return await talk(client)

    return asyncio.run(talking())


def result(bot: Bot, tool: str, **arguments: object) -> Any:
    """What a tool answers, as an agent gets it."""

    async def call(client: Client) -> Any:
        reply = await client.call_tool(tool, arguments)
        assert not reply.is_error, reply.content
        structured = reply.structured_content
        return structured["result"] if set(structured or {}) == {"result"} else structured

    return asked(bot, call)


def refused(bot: Bot, tool: str, **arguments: object) -> str:
    async def call(client: Client) -> str:
        reply = await client.call_tool(tool, arguments)
        assert reply.is_error
        [content] = reply.content
        assert content.type == "text"
        return content.text

    return str(asked(bot, call))


def test_the_tools_only_read(bot: Bot) -> None:
    async def listed(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = asked(bot, listed)
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description for tool in tools)


def test_cases_are_listed_with_their_documents(bot: Bot) -> None:
    [case] = result(bot, "list_cases")
    assert case["case"] == CASE
    assert {"path": "complaint.pdf", "kind": "complaint"}.items() <= next(
        document for document in case["documents"] if document["path"] == "complaint.pdf"
    ).items()


def test_a_search_gives_verbatim_passages_with_pins(bot: Bot) -> None:
    found = result(bot, "search", case=CASE, query="How much was recovered?", limit=3)
    assert len(found) == 3
    for excerpt in found:
        passage = bot.library.catalogue.passage(excerpt["passage_id"]).passage
        assert excerpt["quote"] == passage.text
        assert excerpt["pin"]
        assert excerpt["voice"]


def test_an_answer_and_its_citation_opened(bot: Bot) -> None:
    answer = result(bot, "ask", case=CASE, question="paragraph 23 of the complaint")
    assert answer["status"] == "answered"
    [citation] = answer["citations"]
    place = {name: citation[name] for name in ("passage_id", "start", "end")}
    opened = result(bot, "open_citation", case=CASE, **place)
    assert opened["quote"] == citation["quote"]
    assert opened["pin"] == "Compl. (ECF No. 1) ¶ 23, at 4:17-19"
    assert opened["before"][0].startswith("22.")
    assert opened["after"][0].startswith("24.")


def test_what_is_not_there_is_a_plain_refusal(bot: Bot) -> None:
    assert "nowhere" in refused(bot, "search", case="nowhere", query="x")
    assert "no passage" in refused(bot, "open_citation", case=CASE, passage_id=10**9)


def test_a_case_that_stays_here_is_not_told_to_agents(bot: Bot) -> None:
    catalogue = bot.library.catalogue
    case = catalogue.case(CASE)
    mark_local_only(catalogue, case, True)
    try:
        assert result(bot, "list_cases") == []
        for tool, arguments in (
            ("search", {"query": "x"}),
            ("ask", {"question": "x"}),
            ("open_citation", {"passage_id": 1}),
        ):
            assert "must not leave" in refused(bot, tool, case=CASE, **arguments)
    finally:
        mark_local_only(catalogue, case, False)


def test_as_a_program_over_stdio(tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp", "--library", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(RECORDER)},
    )

    async def talk() -> tuple[set[str], str]:
        async with Client(server) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            reply = await client.call_tool("list_cases", {})
            return tools, json.dumps(reply.structured_content)

    tools, cases = asyncio.run(talk())
    assert tools == TOOLS
    assert json.loads(cases) == {"result": []}
