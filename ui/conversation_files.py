"""A conversation, or one answer of it, as a file: a plain link leads here, which works whatever the
page is drawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answer import Answer
from bot.answering.later_versions import status_of
from bot.answering.stored_answer import from_json
from bot.overview.conversation_export import conversation_report
from bot.overview.report import FILES
from ingest.errors import LibraryDamaged
from ingest.store.catalogue import Catalogue
from ingest.store.user_data.visitors_conversations import conversations_of
from ingest.store.visitors import VisitorsCatalogue
from ingest.translation import ENGLISH, _, language, speaking

OpenCatalogue = Callable[[Request], Catalogue]


def routes(open_catalogue: OpenCatalogue) -> list[BaseRoute]:
    """``open_catalogue`` gives the catalogue as who sends a request may see it. What is said around
    the answers is in the language that the link names: that of the page it stands on."""

    def file(request: Request) -> Response:
        number = request.path_params["conversation"]
        kind = request.path_params["kind"]
        turn = request.query_params.get("turn", "")
        with speaking(request.query_params.get("language", ENGLISH)):
            return _file(open_catalogue(request), number, kind, turn)

    return [Route("/conversations/{conversation:int}.{kind}", file)]


def address(number: int, kind: str, turn: int | None = None) -> str:
    """Of a conversation as a file of a kind, or of the answer of one turn, in the language of the
    page that names it."""
    alone = f"&turn={turn}" if turn is not None else ""
    return f"/conversations/{number}.{kind}?language={language()}{alone}"


def _file(catalogue: Catalogue, number: int, kind: str, alone: str) -> Response:
    """``alone`` is the ordinal of the turn whose answer is wanted, empty for all."""
    kept = conversations_of(catalogue)
    owner = kept.case_of(number)
    case = next((case for case in catalogue.cases() if case.id == owner), None)
    outcomes = []
    for turn in kept.turns(number):
        if alone not in ("", str(turn.ordinal)):
            continue
        try:
            outcomes.append(from_json(turn.outcome) if turn.outcome else None)
        except LibraryDamaged:
            continue
    answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    if case is None or not answers or kind not in FILES:
        return PlainTextResponse(f"{_('There is no such conversation.')}\n", 404)
    if isinstance(catalogue, VisitorsCatalogue):
        catalogue.note("took along", case, conversation_id=number, about=kind)
    media_type, write = FILES[kind]
    report = conversation_report(case.title or case.name, answers, partial(status_of, catalogue))
    content = write(report)
    name = "-".join(filter(None, (case.name, str(number), alone)))
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
    }
    return Response(content, media_type=media_type, headers=headers)
