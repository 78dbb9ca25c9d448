"""Where things are and which model is used. Every setting is an environment variable."""

from __future__ import annotations

import math
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import PinciteError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_MODEL = "multilingual-e5-small"

_CHROMA_SECONDS = 60.0
_OFF = {"0", "off", "no", "false"}

# Nothing leaves the machine: no library used here reports to anyone. Read by chromadb,
# onnxruntime and huggingface_hub when they are loaded, which is later than this.
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

# Threads of the models sleep while they wait instead of spinning: beside other busy programs a
# text was reranked in half to a fifth of the time. Read when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def normal_address(given: str) -> str:
    """An e-mail address as addresses are compared: in one spelling of its letters, all small."""
    return unicodedata.normalize("NFC", given.strip()).lower()


@dataclass(frozen=True, slots=True)
class Settings:
    """``model`` is DEFAULT_MODEL, or any sentence-transformers name or folder."""

    library: Path = ROOT / "library"
    model: str = DEFAULT_MODEL
    models: Path = ROOT / ".models"
    chroma_url: str | None = None
    """A Chroma server for the vectors, which are in the library's folder otherwise."""
    chroma_tenant: str = "default_tenant"
    chroma_database: str = "default_database"
    chroma_token: str | None = field(default=None, repr=False)
    chroma_seconds: float = _CHROMA_SECONDS
    """How long an answer of that server is waited for."""
    database_url: str | None = field(default=None, repr=False)
    """A PostgreSQL database for the catalogue, which is in the library's folder otherwise."""
    rerank: bool = True
    """Whether a cross-encoder has a say in the order of the passages found."""
    lock_seconds: float = 600.0
    """How long a second writer waits for the first."""
    sign_in: bool = False
    """Whether people sign in, and see their own cases only."""
    administrators: frozenset[str] = frozenset()
    """E-mail addresses of those who see the cases that have no owner, and give them away."""

    @classmethod
    def from_environment(cls) -> Settings:
        """PINCITE_LIBRARY, PINCITE_MODEL, PINCITE_MODELS, PINCITE_RERANK, PINCITE_DATABASE_URL,
        PINCITE_CHROMA_URL and those that begin with PINCITE_CHROMA_, PINCITE_SIGN_IN,
        PINCITE_ADMINISTRATORS.

        Raises PinciteError where one is of no use."""
        given = os.environ.get
        return cls(
            library=Path(given("PINCITE_LIBRARY") or ROOT / "library"),
            model=given("PINCITE_MODEL") or DEFAULT_MODEL,
            models=Path(given("PINCITE_MODELS") or ROOT / ".models"),
            chroma_url=given("PINCITE_CHROMA_URL") or None,
            chroma_tenant=given("PINCITE_CHROMA_TENANT") or "default_tenant",
            chroma_database=given("PINCITE_CHROMA_DATABASE") or "default_database",
            chroma_token=given("PINCITE_CHROMA_TOKEN") or None,
            chroma_seconds=_seconds("PINCITE_CHROMA_SECONDS", _CHROMA_SECONDS),
            database_url=given("PINCITE_DATABASE_URL") or None,
            rerank=(given("PINCITE_RERANK") or "on").lower() not in _OFF,
            # Whatever else it says: a word that is misspelt must not let everybody in.
            sign_in=(given("PINCITE_SIGN_IN") or "off").strip().lower() not in _OFF,
            administrators=frozenset(
                normal_address(address)
                for address in (given("PINCITE_ADMINISTRATORS") or "").split(",")
                if address.strip()
            ),
        )


def _seconds(name: str, default: float) -> float:
    given = os.environ.get(name)
    try:
        seconds = float(given) if given else default
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise PinciteError(f"{name} is {given!r}.", "Set it to a number of seconds, such as 60.")
    return seconds
