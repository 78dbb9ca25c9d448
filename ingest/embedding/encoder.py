"""Runs the layers of the default embedder, and of the reader trained from them, by onnxruntime.

torch and transformers take seconds and some 500 MB to load, which every question on the command
line would pay. The graph beside this module holds the layers without their weights
(`scripts/encoder_graph.py` makes it); the weights come from the same files of safetensors that
torch reads, and the results are those of torch in float32 to six digits. Word vectors stay in
their file: only the rows that a text needs are read.

A second graph multiplies numbers of eight bits, about twice as fast, for the reader, whose scores
only have to put texts in order; vectors are stored and compared, and stay exact.
"""

from __future__ import annotations

import json
import os
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ctypes import CDLL
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession, OrtValue, SessionOptions
from tokenizers import Encoding, Tokenizer

Array = npt.NDArray[np.float32]
Text = str | tuple[str, str]
"""A text, or two that are read as a pair."""

GRAPH = Path(__file__).with_name("encoder.onnx")
EIGHT_BIT_GRAPH = Path(__file__).with_name("encoder_8bit.onnx")
_LARGEST = 63
"""To which the largest weight of a column is rounded. With 127, processors without VNNI would cut
off sums: they add two products of eight bits in sixteen (2 · 255 · 63 < 2^15)."""
_WORDS = "embeddings.word_embeddings.weight"
_TOKENS_AT_ONCE = 256
"""Of a batch, padding included. Small batches are padded less, and their states stay in the
processor's cache: 110 pairs of a question and a text took 17.5 s of processor time at 2,048 tokens,
11.8 s at 512, 10.3 s at 256 and 9.9 s at 128, with the same scores (8 MB of cache, AVX2)."""


def tensors(file: Path) -> dict[str, Array]:
    """The tensors of a file of safetensors by name, in float32; those that are so in the file stay
    there until they are read. numpy has no bfloat16: it is the upper half of a float32."""
    header, begins = _header(file)
    values = np.memmap(file, mode="r", offset=begins)
    found: dict[str, Array] = {}
    for name, tensor in header.items():
        if name == "__metadata__":
            continue
        begin, end = tensor["data_offsets"]
        if tensor["dtype"] == "BF16":
            upper = values[begin:end].view("<u2").astype("<u4")
            found[name] = (upper << 16).view("<f4").reshape(tensor["shape"])
        else:
            found[name] = values[begin:end].view("<f4").reshape(tensor["shape"])
    return found


def _header(file: Path) -> tuple[dict[str, Any], int]:
    """What a file of safetensors says of its tensors, and where the first one begins."""
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        return json.loads(opened.read(length)), 8 + length


class _Rows:
    """The rows of a tensor in float32, read from its file one by one. Mapped into memory, those
    of an ingest would count as 360 MB of it."""

    def __init__(self, file: Path, name: str) -> None:
        header, begins = _header(file)
        assert header[name]["dtype"] == "F32"
        self._begins = begins + header[name]["data_offsets"][0]
        self.width: int = header[name]["shape"][1]
        self._file = file.open("rb", buffering=0)
        weakref.finalize(self, self._file.close)
        self._lock = Lock()

    def __getitem__(self, numbers: npt.NDArray[np.int64]) -> Array:
        """Shape (*numbers.shape, width)."""
        wanted, places = np.unique(numbers, return_inverse=True)
        rows = np.empty((len(wanted), self.width), dtype="<f4")
        with self._lock:
            for row, number in zip(rows, wanted.tolist(), strict=True):
                self._file.seek(self._begins + number * row.nbytes)
                self._file.readinto(row.data)
        found: Array = rows[places.reshape(numbers.shape)]
        return found


@cache
def _tokenizer(file: Path) -> Tokenizer:
    """One for all encoders: it takes 270 MB, and most of a second to load."""
    return Tokenizer.from_file(str(file))


_TOKENIZING = Lock()


def _threads() -> int:
    """The processors that this program may use."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        usable = os.cpu_count() or 1
    return int(os.environ.get("OMP_NUM_THREADS") or usable)


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_threads(), thread_name_prefix="encoder")


class Encoder:
    """Twelve layers of BERT over a tokenizer."""

    def __init__(
        self,
        folder: Path,
        layers: Mapping[str, Array],
        tokens: int | None = None,
        *,
        eight_bits: bool = False,
    ) -> None:
        """``folder`` is that of the default embedder, whose tokenizer and word vectors are used;
        ``layers`` are named as in its file. Longer texts are cut after ``tokens``, by default
        after as many as the layers have places for. With ``eight_bits`` the products are rounded,
        and `states` gives that of the first token alone."""
        self._words = _Rows(folder / "model.safetensors", _WORDS)
        self.width = self._words.width
        self._places = (
            layers["embeddings.position_embeddings.weight"]
            + layers["embeddings.token_type_embeddings.weight"][0]
        )
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._tokens = tokens or len(self._places)
        options = SessionOptions()
        # Each batch has one processor: two that share each of its multiplications wait for each
        # other, and take a fifth longer for the same texts.
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # memory for the longest text is given back after it
        named = _named_as_in_the_graph(layers)
        weights = {
            name: OrtValue.ortvalue_from_numpy(np.ascontiguousarray(values))
            for name, values in (_rounded(named) if eight_bits else named)
        }
        options.add_external_initializers(list(weights), list(weights.values()))
        self._session = InferenceSession(
            (EIGHT_BIT_GRAPH if eight_bits else GRAPH).read_bytes(),
            options,
            providers=["CPUExecutionProvider"],
        )
        del weights
        _give_back_memory()

    def states(self, texts: Sequence[Text]) -> Iterator[tuple[int, Array]]:
        """The place of each text with the last states of its tokens, shape (tokens, width), or of
        the first, (1, width); texts of like length come together."""
        with _TOKENIZING:
            self._tokenizer.enable_truncation(self._tokens)
            read = self._tokenizer.encode_batch(list(texts))
        batches = list(_batches([len(encoding) for encoding in read]))
        texts_of = ([read[place] for place in places] for places in batches)
        run = _workers().map if len(batches) > 1 and _threads() > 1 else map
        for places, states in zip(batches, run(self._run, texts_of), strict=True):
            yield from zip(places, states, strict=True)

    def _run(self, batch: Sequence[Encoding]) -> list[Array]:
        longest = max(len(encoding) for encoding in batch)
        pieces = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.int32)
        for row, encoding in enumerate(batch):
            pieces[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        embedded = self._words[pieces] + self._places[:longest]
        (states,) = self._session.run(None, {"embedded": embedded, "mask": mask})
        return [states[row, : len(encoding)] for row, encoding in enumerate(batch)]


def _give_back_memory() -> None:
    """Return to the system what loading took and no longer needs, 110 MB: the GNU C library would
    keep it. Does nothing with another C library."""
    with suppress(AttributeError, OSError, TypeError):
        CDLL(None).malloc_trim(0)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts, the longest first, so that a batch is padded little."""
    places = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    while places:
        number = max(1, _TOKENS_AT_ONCE // max(1, lengths[places[0]]))
        yield places[:number]
        places = places[number:]


def _named_as_in_the_graph(layers: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """The weights as `scripts/encoder_graph.py` names them: query, key and value are one matrix,
    and a matrix is multiplied from the right."""
    yield from _norm("norm", layers, "embeddings.LayerNorm")
    number = 0
    while f"encoder.layer.{number}.output.dense.weight" in layers:
        ours, theirs = f"layer.{number}", f"encoder.layer.{number}"
        heads = [f"{theirs}.attention.self.{part}" for part in ("query", "key", "value")]
        yield (
            f"{ours}.qkv.weight",
            np.concatenate([layers[f"{head}.weight"].T for head in heads], 1),
        )
        yield f"{ours}.qkv.bias", np.concatenate([layers[f"{head}.bias"] for head in heads])
        for name, dense in (
            ("attention", "attention.output.dense"),
            ("inner", "intermediate.dense"),
            ("outer", "output.dense"),
        ):
            yield f"{ours}.{name}.weight", layers[f"{theirs}.{dense}.weight"].T
            yield f"{ours}.{name}.bias", layers[f"{theirs}.{dense}.bias"]
        yield from _norm(f"{ours}.attention.norm", layers, f"{theirs}.attention.output.LayerNorm")
        yield from _norm(f"{ours}.norm", layers, f"{theirs}.output.LayerNorm")
        number += 1


def _rounded(named: Iterable[tuple[str, Array]]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """The matrices in eight bits, each with the scale of its columns."""
    for name, values in named:
        if values.ndim != 2:
            yield name, values
            continue
        scale = np.abs(values).max(0) / _LARGEST
        yield f"{name}.scale", scale
        yield name, np.round(values / scale).astype(np.int8)


def _norm(ours: str, layers: Mapping[str, Array], theirs: str) -> Iterator[tuple[str, Array]]:
    for part in ("weight", "bias"):
        yield f"{ours}.{part}", layers[f"{theirs}.{part}"]
