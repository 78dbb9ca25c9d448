"""The reranker: a cross-encoder that reads question and sentence together.

Twelve layers trained from the default embedder's own (bot/reranker/MODEL_CARD.md); the word
vectors were frozen in training, so they are taken from the embedder's folder. With another
embedder, or without the file, the sentences are judged without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.errors import ModelMissing
from ingest.model import default_model
from ingest.settings import DEFAULT_MODEL, Settings

FILE = Path(__file__).with_name("reranker") / "reranker.safetensors"
SHA256 = "42ddacaa60d53c5018de4a8da9eca1693439ecf03bf4a7cb806d2bc52a0e2405"

# As in training: longer pairs are cut.
_TOKENS = 224
_BATCH = 16

Scores = npt.NDArray[np.float32]


class Reranker:
    """Scores of (question, text) pairs: logits, larger for texts that answer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def usable(self) -> bool:
        """Whether it fits the embedder and is there."""
        return self._settings.model == DEFAULT_MODEL and FILE.exists()

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """One score a text, in their order; about 4 ms a sentence on 2 cores. The first call
        loads the weights. Raises ModelMissing for an altered file."""
        import torch

        tokenizer, model, head = self._loaded
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = np.zeros(len(texts), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            pairs = [(question, texts[at]) for at in batch]
            encoded = tokenizer.encode_batch(pairs)
            ids = torch.tensor([one.ids for one in encoded])
            mask = torch.tensor([one.attention_mask for one in encoded])
            with torch.inference_mode():
                first = model(input_ids=ids, attention_mask=mask).last_hidden_state[:, 0]
                found[batch] = head(first)[:, 0].float().numpy()
        return found

    @cached_property
    def _loaded(self):  # type: ignore[no-untyped-def]  # torch modules, imported late
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        with FILE.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
                raise ModelMissing(
                    f"The reranker {FILE.name} is not the file it should be.",
                    "Restore it (git checkout bot/reranker) or remove it.",
                )
        folder = default_model(self._settings)
        trained = load_file(FILE)
        words = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
        weights = {name[2:]: one for name, one in trained.items() if name.startswith("m.")}
        weights["embeddings.word_embeddings.weight"] = words
        model = BertModel(BertConfig.from_pretrained(folder), add_pooling_layer=False)
        model.load_state_dict(weights)
        head = torch.nn.Linear(words.shape[1], 1)
        head.load_state_dict({name: trained[f"h.{name}"] for name in ("weight", "bias")})
        native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        dtype = torch.bfloat16 if native else torch.float32
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(_TOKENS)
        tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
        torch.nn.Module.to(model, dtype)
        return tokenizer, model.eval(), head.to(dtype).eval()  # type: ignore[no-untyped-call]
