"""The loss of the reader's training, and material kept between runs."""

from __future__ import annotations

import pytest
import torch

from bot.training.train_reader import ABSOLUTE, loss_of


def test_the_loss_falls_where_the_answer_leads() -> None:
    labels = [[True, False], [False, False]]
    wrong = float(loss_of(torch.tensor([-2.0, 2.0, 2.0, 2.0]), labels))
    right = float(loss_of(torch.tensor([2.0, -2.0, -2.0, -2.0]), labels))
    assert right < 0.2 < 2 < wrong


def test_without_an_answer_only_the_cross_entropy_counts() -> None:
    loss = float(loss_of(torch.tensor([0.0, 0.0]), [[False, False]]))
    assert loss == pytest.approx(ABSOLUTE * 0.6931, abs=1e-3)
