"""The real embedding model, in the few things that the rest relies on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.model import Embedder
from ingest.errors import ModelMissing
from ingest.settings import Settings

PASSAGES = [
    "Wiwynn seeks at least $61 million in damages.",
    "Wiwynn réclame au moins 61 millions de dollars de dommages-intérêts.",
    "The weather in Paris was mild and rather cloudy.",
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(Settings.from_environment())


@pytest.mark.model
def test_meaning_counts_across_languages(embedder: Embedder) -> None:
    vectors = embedder.embed(PASSAGES)
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    english, french, weather = vectors @ np.array(embedder.embed_query("How much is claimed?"))
    assert min(english, french) > weather + 0.05


@pytest.mark.model
def test_the_character_that_crashes_the_wheels_engine_is_harmless(embedder: Embedder) -> None:
    assert embedder.embed(["\ufdfa" * 400, ""]).shape == (2, 384)


def test_identity_tells_models_apart(tmp_path: Path) -> None:
    default = Settings()
    (tmp_path / "config.json").write_text('{"hidden_size": 8}', encoding="utf-8")
    other = replace(default, model=str(tmp_path))
    before = Embedder(other).identity
    (tmp_path / "config.json").write_text('{"hidden_size": 9}', encoding="utf-8")
    identities = {Embedder(default).identity, before, Embedder(other).identity}
    assert len(identities) == 3


def test_a_model_that_is_not_there_is_told_with_its_mending(tmp_path: Path) -> None:
    embedder = Embedder(replace(Settings(), model=str(tmp_path)))
    with pytest.raises(ModelMissing, match="PINCITE_MODEL"):
        embedder.embed(["text"])
