"""The sample case in a library of hand-computable vectors, made once for all tests here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ask import Bot
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.run_folder import once_a_run
from tests.support.sample_case import CASE, HALF_OF_THE_WORDS, SAMPLE


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    with once_a_run(tmp_path_factory, "library") as folder:
        library = Library(replace(Settings(), library=folder), WordEmbedder())
        ingest(library, CASE, [SAMPLE])
    return library


@pytest.fixture(scope="session")
def bot(library: Library) -> Bot:
    return Bot(library, HALF_OF_THE_WORDS, NoOpinion())
