"""The sample case in a library of hand-computable vectors, made once for all tests here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from bot.ask import Bot
from bot.reading.evidence import Form, Signs
from bot.reading.threshold import Floor, Regression, Sort
from ingest.settings import ROOT, Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder

SAMPLE = ROOT / "data" / "wiwynn-v-x"
CASE = "wiwynn-v-x"
# Only the share of the question's words that a sentence holds counts: half of them pass.
_WORDS = Regression(
    {name: 10.0 if name == "covered" else 0.0 for name in Signs.names()}, intercept=-5.0
)
HALF_OF_THE_WORDS = Floor(dict.fromkeys(get_args(Form), _WORDS), dict.fromkeys(get_args(Sort), 0.5))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("library")
    library = Library(replace(Settings(), library=folder), WordEmbedder())
    ingest(library, CASE, [SAMPLE])
    return library


@pytest.fixture(scope="session")
def bot(library: Library) -> Bot:
    return Bot(library, HALF_OF_THE_WORDS, NoOpinion())
