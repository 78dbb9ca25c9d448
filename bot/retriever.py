"""A case as a LangChain retriever: search, then the reader's order."""

from __future__ import annotations

from collections.abc import Mapping

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.question.parse import understand
from bot.reading.cross_encoder import CANDIDATES, Reranker, rerank_hits
from bot.search.retrieve import Hit, retrieve
from ingest.store.library import Library


class CaseRetriever(BaseRetriever):
    """A case as a LangChain retriever, for any chain.

    Each document's metadata hold where it stands: document, title, kind, ecf, page,
    paragraphs, language, passage_id, score and reranked.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    case: str
    k: int = 5
    reranker: Reranker | None = None
    """By default the project's own, as the library's settings have it."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain's signature
    ) -> list[LangChainDocument]:
        case = self.library.catalogue.case(self.case)
        if self.reranker is None:
            self.reranker = Reranker(self.library.settings)
        hits = retrieve(self.library, case, understand(query), max(self.k, CANDIDATES))
        hits = rerank_hits(self.reranker, query, hits)[: self.k]
        return [self._as_document(hit) for hit in hits]

    def _as_document(self, hit: Hit) -> LangChainDocument:
        source = self.library.catalogue.document(hit.stored.document_id)
        passage = hit.stored.passage
        metadata: Mapping[str, object] = {
            "document": source.path,
            "title": source.description.title,
            "kind": source.description.kind,
            "ecf": source.description.ecf,
            "page": passage.page,
            "paragraphs": list(passage.paragraphs),
            "language": passage.language,
            "passage_id": hit.stored.id,
            "score": hit.score,
            "reranked": hit.reranked,
        }
        return LangChainDocument(
            id=str(hit.stored.id), page_content=passage.text, metadata=dict(metadata)
        )
