"""By what the disputes of a case go, where its papers are of several, and which paper is of which.

A table, a calendar or a list of a case names beside each line the caption of its paper then: a day
or a sum of the one dispute is none of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.search.disputes import Dispute, disputes
from ingest.store.catalogue import Case, Catalogue
from ingest.translation import FRENCH, N_, _, figure, language, ngettext

EACH_BY_ITSELF = N_("What each says stands under its caption.")
BESIDE_EACH = N_("Beside what a paper says stands its caption.")
NOT_COMPARED = N_("Papers of different disputes are not compared with each other.")
WITH_ALL = N_("An article is compared with the papers of all of them.")
_A_CASE_FOR_EACH = N_("A case for each dispute keeps its answers apart too.")
_PARTIES = 3
"""Names of a caption, at most."""


@dataclass(frozen=True, slots=True)
class Captions:
    """The ``disputes`` that the papers of a case are of, and by its path the place among them of
    that which a paper is of. Both are empty where they are of one; an article, a contract or a
    letter is of none."""

    disputes: tuple[Dispute, ...] = ()
    of: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, document: str) -> str:
        """The caption of a document, by its path; empty where there is nothing to tell apart."""
        at = self.of.get(document)
        return "" if at is None else caption_of(self.disputes[at])


ONE_DISPUTE = Captions()


def captions(catalogue: Catalogue, case: Case) -> Captions:
    """Which papers of a case are of which dispute, where it has several."""
    documents = catalogue.documents(case)
    found = disputes(documents)
    if len(found) < 2:
        return Captions()
    paths = {document.id: document.path for document in documents}
    places = {paths[id_]: at for at, dispute in enumerate(found) for id_ in dispute.documents}
    return Captions(found, places)


def caption_of(dispute: Dispute) -> str:
    """What a dispute goes by: its parties and its number."""
    first = dispute.parties[:_PARTIES]
    parties = (
        _("{first} v. {second}").format(first=first[0], second=first[1])
        if len(dispute.parties) == 2
        else "; ".join([*first, "…"] if len(dispute.parties) > _PARTIES else first)
    )
    number = _("No. {number}").format(number=dispute.number) if dispute.number else ""
    return ", ".join(filter(None, (parties, number)))


def of_several(found: Sequence[Dispute]) -> str:
    """That the papers of a case are of several disputes, in a sentence."""
    said = ngettext(
        "The papers of this case have the caption of {number} dispute: {captions}.",
        "The papers of this case have the captions of {number} disputes: {captions}.",
        len(found),
    )
    # French print has a space before a semicolon.
    between = "\N{NARROW NO-BREAK SPACE}; " if language() == FRENCH else "; "
    listed = between.join(map(caption_of, found))
    return said.format(number=figure(len(found)), captions=listed)


def remarks(found: Sequence[Dispute], follows: str) -> tuple[str, ...]:
    """What is said above what is shown of several disputes: that they are several, and what
    ``follows`` from it there; of one dispute nothing."""
    return (of_several(found), f"{_(follows)} {_(_A_CASE_FOR_EACH)}") if found else ()
