"""Training on a toy model: the loss falls, a killed run goes on to the very same weights, and
the program reads what was trained."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from bot.reading.cross_encoder import WORDS, load
from tests.bench.paired import p_value
from tests.bench.train_reranker import (
    RECIPES,
    Group,
    Recipe,
    Stage,
    Training,
    batches,
    rates,
    read_groups,
)

COLOURS = "red blue green white black grey brown pink".split()
RECIPE = Recipe(
    base=None,
    stages=(Stage(("a",), 16, 5e-3), Stage(("a", "no answer"), 14, 5e-3, absolute=1.0)),
    groups=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny embedder with one word for each colour."""
    folder = tmp_path_factory.mktemp("toy")
    words = ["<s>", "<pad>", "</s>", "<unk>", *COLOURS]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", model_max_length=64
    ).save_pretrained(folder)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        pad_token_id=1,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def sets() -> dict[str, list[Group]]:
    """What holds pink answers."""
    chance = random.Random(7)
    found: dict[str, list[Group]] = {"a": [], "no answer": []}
    for number in range(40):
        asked = COLOURS[number % 7]
        texts = [" ".join(chance.sample(COLOURS[:7], 2)) for _ in range(5)]
        found["a"].append(Group(asked, f"{chance.choice(COLOURS[:7])} pink", tuple(texts)))
        found["no answer"].append(Group(asked, None, tuple(texts)))
    return found


def test_the_loss_falls_and_the_program_reads_the_result(
    folder: Path, sets: dict[str, list[Group]], tmp_path: Path
) -> None:
    training = Training(RECIPE, sets, folder, tmp_path)
    losses = training.run()
    assert len(losses) == 30
    assert np.mean(losses[11:16]) < 0.5 * np.mean(losses[:5])
    file = training.save()
    assert not any(name.endswith(WORDS) for name in load_file(file))
    model = load(folder, file, dtype="float32")
    right, wrong = model.predict([("red", "blue pink"), ("red", "green blue")])
    assert right > wrong + 1


def test_the_word_vectors_stay(folder: Path, sets: dict[str, list[Group]], tmp_path: Path) -> None:
    training = Training(RECIPE, sets, folder, tmp_path)
    training.run(3)
    weights = dict(training.model.named_parameters())
    words = next(one for name, one in weights.items() if name.endswith(WORDS))
    assert torch.equal(words.detach(), load_file(folder / "model.safetensors")[WORDS])


@pytest.mark.parametrize("killed_after", [5, 20])
def test_a_killed_run_goes_on_to_the_very_same_weights(
    folder: Path, sets: dict[str, list[Group]], tmp_path: Path, killed_after: int
) -> None:
    whole = Training(RECIPE, sets, folder, tmp_path / "whole")
    losses = whole.run()
    Training(RECIPE, sets, folder, tmp_path / "killed").run(killed_after)
    resumed = Training(RECIPE, sets, folder, tmp_path / "killed")
    assert resumed.run() == losses[killed_after:]
    one, other = load_file(whole.save()), load_file(resumed.save())
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_checkpoint_of_another_recipe_is_refused(
    folder: Path, sets: dict[str, list[Group]], tmp_path: Path
) -> None:
    Training(RECIPE, sets, folder, tmp_path).run(2)
    with pytest.raises(SystemExit, match="choose another --out"):
        Training(Recipe(None, RECIPE.stages[:1]), sets, folder, tmp_path)


def test_training_begins_where_the_recipe_says(
    folder: Path, sets: dict[str, list[Group]], tmp_path: Path
) -> None:
    first = Training(RECIPE, sets, folder, tmp_path / "first")
    first.run(4)
    base = first.save()
    changed = load_file(base)
    changed["h.bias"] = torch.full_like(changed["h.bias"], 3.0)
    save_file(changed, base)
    second = Training(Recipe(base, RECIPE.stages), sets, folder, tmp_path / "second")
    assert float(second.model.state_dict()["2.linear.bias"]) == 3.0


def test_every_step_has_its_groups(sets: dict[str, list[Group]]) -> None:
    steps = list(batches(sets, RECIPE))
    assert len(steps) == RECIPE.steps == len(rates(RECIPE))
    assert [groups for _, groups in steps] == [groups for _, groups in batches(sets, RECIPE)]
    assert all(len(groups) == 4 for _, groups in steps)
    # An epoch shows each group once: forty groups in ten steps.
    shown = sorted(f"{one.question} {one.positive}" for _, of in steps[:10] for one in of)
    assert shown == sorted(f"{one.question} {one.positive}" for one in sets["a"])
    assert {len(one.negatives) + bool(one.positive) for _, of in steps for one in of} == {4}
    assert any(one.positive is None for _, of in steps[16:] for one in of)


def test_the_rate_rises_and_falls_in_each_stage() -> None:
    found = rates(RECIPES["passages"])
    assert len(found) == 1369
    assert max(found[:500]) == 8e-5
    assert max(found[500:]) == 6e-5
    assert found[0] < found[20] < found[29]
    assert found[499] < 1e-6


def test_a_groups_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "groups.jsonl"
    rows = [
        {"set": "a", "question": "q", "positive": "p", "negatives": ["n", "m"]},
        {"set": "b", "question": "q", "positive": None, "negatives": ["n"]},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert read_groups(file) == {
        "a": [Group("q", "p", ("n", "m"))],
        "b": [Group("q", None, ("n",))],
    }


def test_a_set_that_is_not_there_is_named() -> None:
    with pytest.raises(SystemExit, match="no set 'a'"):
        next(batches({"b": []}, RECIPE))


def test_the_paired_randomisation_test() -> None:
    before = np.zeros(10)
    # All ten differences point one way: 2 of the 1,024 exchanges are as extreme.
    assert p_value(before, np.ones(10)) == pytest.approx(2 / 1024)
    assert p_value(before, before) == 1.0
    balanced = np.array([1.0, -1.0] * 5)
    assert p_value(before, balanced) == pytest.approx(1.0)
