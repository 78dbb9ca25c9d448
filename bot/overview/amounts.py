"""The amounts of money that the documents of a case name, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.overview.parties import CaseParty, naming
from bot.overview.sourced import SourcePlace
from ingest.store.catalogue import Case, Catalogue
from ingest.store.facts import find_missing_facts, named_amounts


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that a document names. ``currency`` is its three letters (a dollar sign alone is
    taken for USD), ``purpose`` the words that say what it is for, empty where no form tells them;
    ``printed`` and ``sentence`` are verbatim."""

    value: Decimal
    currency: str
    purpose: str
    printed: str
    sentence: str
    document: str
    title: str
    page: int
    source: SourcePlace


def amounts(
    catalogue: Catalogue, case: Case, done: Callable[[int, int], None] = lambda made, of: None
) -> list[Amount]:
    """The amounts of a case, the largest first, those of one value by document and page. See
    `bot.overview.timeline.timeline` for ``done`` and what it raises."""
    find_missing_facts(catalogue, case, done)
    documents = {document.id: document for document in catalogue.documents(case)}
    found = [
        Amount(
            value=fact.value,
            currency=fact.currency,
            purpose=fact.purpose,
            printed=fact.at.printed,
            sentence=fact.at.sentence,
            document=documents[fact.at.document_id].path,
            title=documents[fact.at.document_id].description.title,
            page=fact.at.page,
            source=SourcePlace(fact.at.passage_id, fact.at.sentence_start, fact.at.sentence_end),
        )
        for fact in named_amounts(catalogue, case)
        if fact.at.document_id in documents
    ]
    return sorted(
        found,
        key=lambda amount: (-amount.value, amount.currency, amount.document, amount.page),
    )


def select_amounts(
    listed: Sequence[Amount],
    *,
    document: str = "",
    party: CaseParty | None = None,
    about: str = "",
    least: Decimal | None = None,
) -> list[Amount]:
    """The amounts of one document (by its path), whose sentence or title names a party and holds
    some words, and of no less than a value."""
    wanted = about.casefold()
    texts = [f"{amount.sentence} {amount.title}" for amount in listed]
    named = naming(party, texts) if party else [True] * len(texts)
    return [
        amount
        for amount, text, is_named in zip(listed, texts, named, strict=True)
        if (not document or amount.document == document)
        and is_named
        and wanted in text.casefold()
        and (least is None or amount.value >= least)
    ]
