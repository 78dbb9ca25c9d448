"""The layers run by onnxruntime: the graph is the one that is drawn, results are those of torch."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import get_ident

import numpy as np
import pytest
from safetensors.numpy import save_file
from safetensors.torch import save_file as save_torch
from tokenizers import Encoding

from ingest.embedding import encoder as encoder_module
from ingest.embedding.encoder import EIGHT_BIT_GRAPH, GRAPH, Array, Encoder, tensors
from ingest.embedding.model import default_model
from ingest.settings import Settings
from scripts.encoder_graph import graph

TOKENS = 64
TEXTS = [
    "query: How much does Acme claim?",
    "",
    "passage: La requérante réclame sept millions. " * 20,  # longer than the layers read
    "passage:  \ufdfa  Smith paid.\n",
    "passage: Smith paid nothing.",
]
PAIRS = [("Who paid?", text) for text in TEXTS]


@pytest.fixture(scope="module")
def folder() -> Path:
    return default_model(Settings.from_environment())


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder(folder, tensors(folder / "model.safetensors"), TOKENS)


@pytest.fixture(scope="module")
def rounding(folder: Path) -> Encoder:
    return Encoder(folder, tensors(folder / "model.safetensors"), TOKENS, eight_bits=True)


def test_the_graphs_are_those_that_are_drawn() -> None:
    assert GRAPH.read_bytes() == graph().SerializeToString(deterministic=True)
    drawn = graph(eight_bits=True).SerializeToString(deterministic=True)
    assert EIGHT_BIT_GRAPH.read_bytes() == drawn


def test_tensors_of_both_kinds_of_numbers(tmp_path: Path) -> None:
    import torch

    values = np.array([[1.5, -2.25], [0.0, 3.0e5]], dtype=np.float32)
    save_file({"a": values, "b": values[0]}, tmp_path / "exact", metadata={"format": "pt"})
    save_torch({"a": torch.from_numpy(values).bfloat16()}, tmp_path / "rounded")
    assert tensors(tmp_path / "exact")["a"].tolist() == values.tolist()
    assert tensors(tmp_path / "exact")["b"].tolist() == [1.5, -2.25]
    rounded = torch.from_numpy(values).bfloat16().float()
    assert tensors(tmp_path / "rounded")["a"].tolist() == rounded.tolist()


@pytest.mark.model
def test_states_are_those_of_torch(folder: Path, encoder: Encoder) -> None:
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ours = dict(encoder.states(TEXTS))
    assert sorted(ours) == list(range(len(TEXTS)))
    for place, text in enumerate(TEXTS):
        given = tokenizer(text, return_tensors="pt", truncation=True, max_length=TOKENS)
        with torch.no_grad():
            theirs = model(**given).last_hidden_state[0].numpy()
        assert ours[place].shape == theirs.shape
        assert np.abs(ours[place] - theirs).max() < 1e-4


@pytest.mark.model
def test_company_in_a_batch_changes_nothing(encoder: Encoder) -> None:
    together = dict(encoder.states(PAIRS))
    for place, pair in enumerate(PAIRS):
        ((_, alone),) = encoder.states([pair])
        assert np.abs(together[place] - alone).max() < 1e-4
    assert list(encoder.states([])) == []


@pytest.mark.model
def test_eight_bits_give_nearly_the_first_state(encoder: Encoder, rounding: Encoder) -> None:
    exact, rounded = dict(encoder.states(PAIRS)), dict(rounding.states(PAIRS))
    for place in range(len(PAIRS)):
        assert rounded[place].shape == (1, encoder.width)
        theirs, ours = exact[place][0], rounded[place][0]
        assert not np.array_equal(ours, theirs)
        assert ours @ theirs > 0.995 * np.linalg.norm(ours) * np.linalg.norm(theirs)


@pytest.mark.model
def test_a_rounded_state_is_that_of_the_text_alone(rounding: Encoder) -> None:
    together = dict(rounding.states(PAIRS))
    for place, pair in enumerate(PAIRS):
        ((_, alone),) = rounding.states([pair])
        assert np.abs(together[place] - alone).max() < 1e-5


@pytest.mark.model
def test_processors_side_by_side_compute_what_one_does(
    folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"passage: Smith paid {number} dollars. " * (number % 9) for number in range(80)]
    alone = dict(encoder.states(texts))
    threads = set()

    def run(self: Encoder, batch: Sequence[Encoding]) -> list[Array]:
        threads.add(get_ident())
        return unwatched(self, batch)

    unwatched = Encoder._run
    monkeypatch.setattr(Encoder, "_run", run)
    monkeypatch.setattr(encoder_module, "_threads", lambda: 3)
    encoder_module._workers.cache_clear()
    together = dict(encoder.states(texts))
    encoder_module._workers().shutdown()
    encoder_module._workers.cache_clear()
    assert get_ident() not in threads
    assert alone.keys() == together.keys()
    assert all(np.array_equal(alone[place], together[place]) for place in alone)


@pytest.mark.model
def test_the_default_models_need_no_torch(tmp_path: Path) -> None:
    asks = (
        "import sys\n"
        "from pathlib import Path\n"
        "import bot.cli.commands\n"
        "from bot.cli.opening import open_library\n"
        "open_library(Path(sys.argv[1]), ).warm_up()\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'sklearn', 'scipy',\n"
        "         'langchain_chroma', 'langsmith'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    subprocess.run([sys.executable, "-c", asks, tmp_path], check=True)
