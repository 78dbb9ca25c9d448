"""What an older Pincite, or another embedding model, made of a library."""

from __future__ import annotations

from ingest.formats.read import READER
from ingest.passages.split import SPLITTER
from ingest.store.catalogue import Catalogue

READ_WITH = f"reader {READER}, {SPLITTER}"
"""What pages and passages are made with today; each document keeps what it was made with."""


def outdated(catalogue: Catalogue, model: str) -> str:
    """What is to be made again, and the command that does it; empty where nothing is. ``model``
    is the identity of the one in the settings. What an older reader or splitter made is still
    answered from; what another model made is not."""
    made_with = catalogue.meta().get("embedder")
    sentences = []
    if made_with not in (None, model):
        sentences.append(
            f"The library was built with the embedding model {made_with}, but the settings name "
            f"{model}."
        )
    with catalogue.session() as db:
        (number,) = db.execute(
            "SELECT count(*) FROM documents WHERE state = 'current' AND read_with != ?",
            (READ_WITH,),
        ).fetchone()
    if number:
        documents = "1 document was" if number == 1 else f"{number} documents were"
        sentences.append(f"{documents} read by an older Pincite.")
    if sentences:
        sentences.append("`pincite rebuild` makes the library anew from what it holds.")
    return " ".join(sentences)
