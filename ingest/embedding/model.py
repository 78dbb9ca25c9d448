"""The embedding model: the default one run by onnxruntime (`encoder.py`), any other one by
sentence-transformers, which with torch is loaded here alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from ingest.embedding.e5_wheel import WEIGHTS_SHA256, ensure_model
from ingest.embedding.encoder import Encoder, tensors
from ingest.errors import ModelMissing
from ingest.settings import DEFAULT_MODEL, Settings

Vectors = npt.NDArray[np.float32]

# The model card of multilingual-e5: without these prefixes its rankings degrade.
_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_BATCH = 32


class Embedder(Embeddings):
    """A LangChain `Embeddings` over any sentence-transformers model.

    The weights are loaded at the first text, which takes one to three seconds. Vectors
    have length 1, so that a dot product is a cosine.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._is_by_encoder = settings.model == DEFAULT_MODEL
        # A tokenizer serves one thread at a time: a second one is an error, "Already borrowed".
        self._lock = Lock()

    @cached_property
    def identity(self) -> str:
        """Names the weights: two embedders of one identity may share a library."""
        name = self._settings.model
        if name == DEFAULT_MODEL:
            return f"{DEFAULT_MODEL} q4 {WEIGHTS_SHA256[:12]}"
        folder = Path(name)
        if not folder.is_dir():
            return name
        digest = hashlib.sha256()
        for file in sorted(folder.rglob("*.json")) + sorted(folder.rglob("*.safetensors")):
            digest.update(f"{file.relative_to(folder)} {file.stat().st_size}\n".encode())
            if file.suffix == ".json":
                digest.update(file.read_bytes())
        return f"{folder.name} {digest.hexdigest()[:12]}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, in any order of lengths. Shape (len(texts), dimensions)."""
        return self._encode(texts, "passage")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages as `embed` does, for LangChain."""
        return self.embed(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        return self._encode([text], "query")[0].tolist()  # type: ignore[no-any-return]

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if self._is_by_encoder:
            return self._encode_by_encoder([_E5_PROMPTS[prompt] + text for text in texts])
        with self._lock:
            model = self._model
            vectors = model.encode(
                list(texts),
                prompt_name=prompt if prompt in model.prompts else None,
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return _of_length_one(np.asarray(vectors, dtype=np.float32))

    def _encode_by_encoder(self, texts: Sequence[str]) -> Vectors:
        """The mean of the states of each text."""
        with self._lock:
            vectors = np.empty((len(texts), self._encoder.width), dtype=np.float32)
            for place, states in self._encoder.states(texts):
                vectors[place] = states.mean(axis=0)
        return _of_length_one(vectors)

    @cached_property
    def _encoder(self) -> Encoder:
        folder = default_model(self._settings)
        return Encoder(folder, tensors(folder / "model.safetensors"))

    @cached_property
    def _model(self):  # type: ignore[no-untyped-def]  # SentenceTransformer, imported late
        folder = self._settings.model
        if Path(folder).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        # Its report names the pooler that embedding models lack, as if something were wrong.
        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model = SentenceTransformer(folder, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelMissing(
                f"The embedding model {self._settings.model!r} cannot be loaded: {error}",
                "Set PINCITE_MODEL to a sentence-transformers folder, or unset it and run "
                "`pincite model`.",
            ) from error
        prompts = {name: text for name, text in model.prompts.items() if text}
        if not prompts and "e5" in self._settings.model.lower():
            prompts = _E5_PROMPTS
        if "passage" not in prompts and "document" in prompts:
            prompts["passage"] = prompts["document"]
        model.prompts = {**prompts}
        return model


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, dtype=np.float32)


def default_model(settings: Settings, *, again: bool = False) -> Path:
    """The folder of the default model, converted from the wheel if need be."""
    folder = settings.models / DEFAULT_MODEL
    ensure_model(folder, again=again)
    return folder
