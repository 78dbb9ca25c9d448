"""A statement is held against what it cites and against its own contraries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from bot.reading.check import CitableSentence, Written, check
from bot.reading.likeness import StatementLikeness, compared_by, fitted

SOURCE = CitableSentence("Acme sold Smith 250 pumps and was paid.", "en", "article")


class WordsCounted:
    """Vectors of which words a text has, of length 1, so that cosines can be told by hand."""

    words = ("acme", "was", "not", "paid", "smith", "slept")

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        held = [[float(word in text.lower()) for word in self.words] for text in texts]
        vectors = np.array(held, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)  # type: ignore[no-any-return]


compare = compared_by(WordsCounted())


def test_a_true_statement_is_ahead_of_its_contrary() -> None:
    found = compare("Acme was paid.", "en", ["Acme was paid."])
    assert found.near == pytest.approx(1)
    assert found.ahead == pytest.approx(1 - 3 / (3 * 4) ** 0.5)


def test_a_denied_one_is_behind() -> None:
    found = compare("Acme was not paid.", "en", ["Acme was paid."])
    assert found.ahead == pytest.approx(3 / (3 * 4) ** 0.5 - 1)


def test_of_several_sources_the_nearest_counts_and_all_together_too() -> None:
    apart = compare("Acme was paid.", "en", ["Smith slept.", "Acme was paid."])
    assert apart.near == pytest.approx(1)
    together = compare("Acme was paid, Smith slept.", "en", ["Smith slept.", "Acme was paid."])
    assert together.near == pytest.approx(1)


def test_what_has_no_contrary_is_neither_ahead_nor_behind() -> None:
    assert compare("Acme.", "en", ["Acme."]).ahead == 0


def verdict(text: str, likeness: StatementLikeness) -> str | None:
    """What the checker says where the embedder says ``likeness``."""
    return check(Written(text, (1,), "en"), [SOURCE], compare=lambda *_: likeness).reason


def test_what_is_behind_its_contrary_is_dropped_as_denied() -> None:
    text = "The article reports that Acme sold Smith 250 pumps."
    assert verdict(text, StatementLikeness(0.95, 0.01)) is None
    assert verdict(text, StatementLikeness(0.95, -2 * fitted().behind)) == "negation"


def test_what_is_far_and_has_few_words_in_common_is_unrelated() -> None:
    text = "The article reports that the factory burned down in the night."
    assert verdict(text, StatementLikeness(0.75, 0.0)) == "unrelated"


def test_words_in_common_count_more_where_the_embedder_finds_the_sentence_near() -> None:
    text = "The article reports that Smith received pumps from the seller."
    assert verdict(text, StatementLikeness(0.98, 0.0)) is None
    assert verdict(text, StatementLikeness(0.1, 0.0)) == "unrelated"
