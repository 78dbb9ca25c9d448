"""The loss of the reader's training, and material kept between runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
import torch

from bot.training.layers import Layers
from bot.training.train_reader import ABSOLUTE, TrainingQuestion, _hardest, _learn, loss_of


def test_the_loss_falls_where_the_answer_leads() -> None:
    labels = [[True, False], [False, False]]
    wrong = float(loss_of(torch.tensor([-2.0, 2.0, 2.0, 2.0]), labels))
    right = float(loss_of(torch.tensor([2.0, -2.0, -2.0, -2.0]), labels))
    assert right < 0.2 < 2 < wrong


def test_without_an_answer_only_the_cross_entropy_counts() -> None:
    loss = float(loss_of(torch.tensor([0.0, 0.0]), [[False, False]]))
    assert loss == pytest.approx(ABSOLUTE * 0.6931, abs=1e-3)


class FirstTokenLayers:
    """A logit for each token number: that of the pair's first."""

    def __init__(self, logits: Sequence[float]) -> None:
        self.weights = torch.tensor(logits, requires_grad=True)

    def logits(self, pairs: Sequence[np.ndarray]) -> torch.Tensor:
        return self.weights[[int(pair[0]) for pair in pairs]]


def test_a_group_that_is_right_already_moves_nothing() -> None:
    layers = FirstTokenLayers([9.0, -9.0, -1.0, 1.0])
    settled = TrainingQuestion([np.array([0]), np.array([1])], [True, False])
    wrong = TrainingQuestion([np.array([2]), np.array([3])], [True, False])
    loss, learned = _learn(cast(Layers, layers), [settled, wrong])
    assert learned == 1
    assert loss > 1
    assert layers.weights.grad is not None
    moved = layers.weights.grad.abs() > 1e-3
    assert moved.tolist() == [False, False, True, True]


def test_the_hardest_pairs_of_a_group_are_learned_from() -> None:
    group = TrainingQuestion([np.array([at]) for at in range(6)], [True] + 5 * [False])
    logits = torch.tensor([-3.0, 0.5, 2.0, -1.0, 1.0, 3.0])
    assert _hardest(group, logits) == [0, 5, 2, 4]


def test_without_an_answer_the_pairs_that_look_most_like_answers_are_learned_from() -> None:
    group = TrainingQuestion([np.array([at]) for at in range(5)], 5 * [False])
    logits = torch.tensor([0.0, 4.0, 1.0, 3.0, 2.0])
    assert _hardest(group, logits) == [1, 3, 4, 2]
