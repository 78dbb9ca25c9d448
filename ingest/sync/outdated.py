"""What an older Pincite or another embedding model made in a library, and the command that renews
it."""

from __future__ import annotations

from ingest.formats.read import READER
from ingest.passages.split import SPLITTER
from ingest.store.catalogue import Catalogue
from ingest.translation import N_

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
            N_(
                f"The library was built with the embedding model {made_with}, "
                f"but the settings name {model}."
            )
        )
    with catalogue.session() as db:
        (number,) = db.execute(
            "SELECT count(*) FROM documents WHERE state = 'current' AND read_with != ?",
            (READ_WITH,),
        ).fetchone()
    if number:
        sentences.append(
            N_("1 document was read by an older Pincite.")
            if number == 1
            else N_(f"{number} documents were read by an older Pincite.")
        )
    if sentences:
        sentences.append(N_("`pincite rebuild` makes the library anew from what it holds."))
    return " ".join(sentences)
