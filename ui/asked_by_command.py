"""Answers questions that `pincite ask` sends to the running app, whose models are loaded."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.answer import Answer
from bot.answering.stored_answer import FailedQuestion, to_json
from bot.cli.running_app import PATH
from bot.search.narrowing import paths_named
from ingest.errors import PinciteError
from ui import metrics
from ui.waiting_line import ANSWERS

if TYPE_CHECKING:
    from ui.desk import Desk

_LONGEST = 100_000
"""Bytes of a question with those before it."""


def route(open_desk: Callable[[], Desk], secret: str) -> Route:
    """``open_desk`` is called at each question; it may take its time. Without the secret there is
    no answer."""

    async def ask(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if not secret or not hmac.compare_digest(given.encode(), f"Bearer {secret}".encode()):
            return PlainTextResponse("Not for you.\n", 403)
        if int(request.headers.get("content-length") or _LONGEST) >= _LONGEST:
            return PlainTextResponse("Too long.\n", 413)
        try:
            asked = json.loads(await request.body())
            question, case = str(asked["question"]), str(asked["case"])
            earlier, only = [str(e) for e in asked["earlier"]], [str(o) for o in asked["only"]]
        except (ValueError, KeyError, TypeError):
            return PlainTextResponse("Not understood.\n", 400)
        outcome = await run_in_threadpool(_answer, open_desk, question, case, earlier, only)
        return Response(to_json(outcome), media_type="application/json")

    return Route(PATH, ask, methods=["POST"])


def _answer(
    open_desk: Callable[[], Desk], question: str, case: str, earlier: list[str], only: list[str]
) -> Answer | FailedQuestion:
    # Loaded late: this brings in the terminal, which pages do not need.
    from bot.cli.opening import only_case

    began = time.monotonic()
    try:
        desk = open_desk()
        name = case or only_case(desk.bot.cases())
        chosen = paths_named(desk.catalogue, desk.catalogue.case(name), only) if only else None
        with ANSWERS.turn(object(), lambda: True):
            answer = desk.bot.ask(question, name, lambda _: None, earlier, None, chosen)
        metrics.asked(answer, time.monotonic() - began)
        return answer
    except PinciteError as error:
        metrics.asked(None, None)
        return FailedQuestion(error.reason, error.advice)
