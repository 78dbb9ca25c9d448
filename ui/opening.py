"""A library opened for the pages: the bot and everything that is kept, put together."""

from __future__ import annotations

from collections.abc import Callable

from bot.ask import Bot
from bot.cli.evaluate import settings_of
from bot.evaluation.evaluate import evaluate
from bot.evaluation.question_sets import QuestionSets
from bot.evaluation.runs import LibraryRuns
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.background import Background
from ingest.sync.job import IngestJob
from ingest.sync.uploads import Uploads
from ui.desk import Desk


def open_desk(library: Library, bot: Bot, open_again: Callable[[], Library]) -> Desk:
    """``open_again`` opens the same library once more, for whoever writes it."""
    uploads = Uploads(library.folder)
    return Desk(
        bot=bot,
        contents=library.catalogue,
        conversations=Conversations(library.catalogue),
        catalogue=library.catalogue,
        uploads=uploads,
        ingest_job=IngestJob(open_again, uploads),
        saved=SavedQuestions(library.catalogue),
        reasking=Background(),
        question_sets=QuestionSets(library.folder),
        runs=LibraryRuns(library),
        evaluate=lambda case, name, questions, done: evaluate(
            bot,
            library.catalogue,
            case.name,
            questions,
            name=name,
            settings=settings_of(bot),
            done=done,
        ),
        evaluating=Background(),
    )
