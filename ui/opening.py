"""Opens a library for the pages: the bot and everything that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from threading import Lock

from bot.ask import Bot
from bot.evaluation.evaluate import Done, evaluate
from bot.evaluation.outcome import Report
from bot.evaluation.question_set import TestQuestion
from bot.evaluation.question_sets import QuestionSets
from bot.evaluation.runs import LibraryRuns
from bot.overview.claims import compare
from bot.overview.disagreements import LookedAt, disagreements
from bot.reading.assistant import Assistant
from ingest.settings import Settings
from ingest.store.cases import Cases
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.store.people import People
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.background import Background
from ingest.sync.job import IngestJob
from ingest.sync.uploads import Uploads
from ui import loading, metrics
from ui.desk import Desk

_OPENING = Lock()


def shared_desk() -> Desk:
    """The desk of this process. Raises PinciteError where the library cannot be opened."""
    with _OPENING:
        return _shared_desk()


@lru_cache(1)
def _shared_desk() -> Desk:
    """The one desk of the process, for all its windows and the commands that ask it. Its models
    take seconds to load: that begins once the first page is drawn, and goes on while it is read."""
    settings = Settings.from_environment()
    library = Library(settings)
    bot = Bot(library)
    desk = open_desk(library, bot, lambda: Library(settings))

    def warm_up() -> None:
        bot.warm_up()
        loading.keep()

    desk.warming.plan(warm_up)
    return desk


def open_desk(library: Library, bot: Bot, open_again: Callable[[], Library]) -> Desk:
    """``open_again`` opens the same library once more, for whoever writes it."""
    uploads = Uploads(library.folder)
    return Desk(
        bot=bot,
        contents=library.catalogue,
        conversations=Conversations(library.catalogue),
        cases=Cases(library.catalogue),
        catalogue=library.catalogue,
        uploads=uploads,
        ingest_job=IngestJob(open_again, uploads, metrics.ingested),
        saved=SavedQuestions(library.catalogue),
        reasking=Background(),
        question_sets=QuestionSets(library.folder),
        runs=LibraryRuns(library),
        evaluate=partial(_evaluate, bot),
        evaluating=Background(),
        compare=partial(compare, library, bot.reranker),
        comparing=Background(),
        disagreements=partial(disagreements, library, reader=bot.reranker, looked_at=LookedAt()),
        disagreeing=Background(),
        people=People(library.catalogue),
    )


def _evaluate(
    bot: Bot,
    case: Case,
    name: str,
    questions: Sequence[TestQuestion],
    done: Done,
    assistant: Assistant | None,
) -> Report:
    # Loaded late: this brings in the terminal, which pages do not need.
    from bot.cli.evaluate import ReadBy, settings_of

    return evaluate(
        ReadBy(bot, assistant) if assistant else bot,
        bot.library.catalogue,
        case.name,
        questions,
        name=name,
        settings=settings_of(bot, assistant),
        done=done,
    )
