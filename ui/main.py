"""What a visit of Pincite runs: the pages, with all they work with. ui/app.py serves it."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

import streamlit as st

from bot.ask import Bot
from bot.cli.evaluate import settings_of
from bot.evaluation.evaluate import evaluate
from bot.evaluation.question_sets import QuestionSets
from bot.evaluation.runs import LibraryRuns
from ingest.errors import ModelMissing, PinciteError
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.background import Background
from ingest.sync.job import IngestJob
from ingest.sync.uploads import Uploads
from ui import frame
from ui import navigation as pages
from ui.desk import Desk


@st.cache_resource(show_spinner="Opening the library…")
def desk() -> Desk:
    """One for the process: the embedding model in it takes seconds to load. That goes on
    while the first question is being written."""
    settings = Settings.from_environment()
    library = Library(settings)
    Thread(target=_load_model, args=(library,), daemon=True).start()
    bot, uploads = Bot(library), Uploads(library.folder)
    return Desk(
        bot=bot,
        contents=library.catalogue,
        conversations=Conversations(library.catalogue),
        catalogue=library.catalogue,
        uploads=uploads,
        ingest_job=IngestJob(lambda: Library(settings), uploads),
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


def _load_model(opened: Library) -> None:
    # Where there is no model, the first question says so.
    with suppress(ModelMissing):
        opened.embedder.embed_query("")


def main() -> None:
    frame.prepare()
    try:
        pages.run(desk())
    except PinciteError as error:
        frame.draw_error(error)


main()
