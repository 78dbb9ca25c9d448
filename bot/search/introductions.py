"""Sentences that introduce a person or a thing: "Who is Acme?".

Nearly every sentence of a case holds its parties' names, so a search finds none in particular.
The sentences that introduce a party have forms of their own: the name is what "is a" follows
(the paragraphs on the parties of a complaint), or it stands beside what it is ("Acme, a maker
of pumps", « le fabricant de pompes Acme », "formerly known as").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.question.parse import Question
from bot.search.excerpt import Excerpt, quotable
from ingest.document import Kind
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.store.schema import FULL_TEXT_LANGUAGES
from ingest.text.terms import fold, stem, words

MOST = 3
_LOOKED_AT = 400
"""Passages with the name, of each language: a party is introduced where it first stands, and
bm25 puts short passages first."""

_ASKED = re.compile(
    r"^(?:(?:so |and |et )?(?:who|what)(?: exactly)? (?:is|are|was|were)"
    r"|(?:et )?qui (?:est|sont|etait)(?: donc| exactement)?"
    r"|qu[’']est[- ]ce qu(?:e |[’'])(?:c[’']est que )?|c[’']est (?:qui|quoi))"
    r" ?(?P<name>[^?,;:]+?) ?[?.!]*$"
)
_SUFFIXES = frozenset(
    "corp corporation inc incorporated ltd limited llc llp co company sa sas gmbh ag plc".split()
)
_MOST_WORDS = 4

# What may follow the name and still be part of it: "Acme Pumps Corp. (“Acme”)".
_REST = rf"(?:,? (?:[a-z&-]+,? ){{0,2}}(?:{'|'.join(sorted(_SUFFIXES))})\b\.?)?"
_BRACKET = r"(?: \([^()]{1,80}\))?"
_ARTICLE = r"(?:(?:an?|the|one of|une?|le|la|les|des)\b|l[’'])"
_ARTICLE_BEFORE = r"(?:(?:an?|the|une?|le|la)\b|l[’'])"
_ADVERB = r"(?:now|itself|also|aussi|desormais|aujourd[’']hui|\w+ly|\w+ment)"
# "The supplier of Acme is a ..." says what the supplier is.
_NO_PART = "".join(
    rf"(?<!\b{word} )" for word in "of for by with and to from or de par et a avec pour ou".split()
)
# "According to Acme, the judge ..." says nothing of Acme.
_NO_SOURCE = "".join(rf"(?<!\b{word} )" for word in "to for selon pour".split())
# Between what somebody is and the name stand in French its complement and an adjective of place.
_OF = (
    r"(?:(?:de|du|des|en) (?:la |l[’'])?[\w-]+ |d[’'][\w-]+ )?"
    r"(?:[\w-]+(?:aise?|oise?|ien(?:ne)?|aine?|mande?|ale?|ique) )?"
)
# What side somebody is on, and of what state, is not what they are.
_NO_SIDE = r"(?! ?(?:citizen|plaintiff|defendant|party|demand\w+|defend\w+|partie)\b)"
_IS = r"(?:is|are|was|were|est|sont|etait|etaient)"
# French sets what somebody is beside the name without an article.
_ROLE = (
    r"(?:fabricant|fournisseur|filiale|entreprise|groupe|reseau|constructeur|editeur|cabinet|geant"
    r"|specialiste|exploitant|distributeur|maison|banque|assureur|prestataire|operateur|editrice"
    r"|fabricante|juge|magistrat\w*|avocat\w*|patron\w*|president\w*|direct(?:eur|rice)s?|analyste|expert\w*"
    r"|porte-parole|proprietaire|fondat\w+|journaliste"
    r"|maker|manufacturer|supplier|subsidiary|unit|network|group|firm|platform|bank|insurer"
    r"|judge|lawyer|attorney|founder|owner|director|officer|chairman|analyst|spokes\w+)"
)


def name_asked(question: Question) -> str | None:
    """The folded name, without "Corp.", of which the whole question is who or what bears it; None
    for other questions."""
    asked = _ASKED.match(fold(question.text))
    if asked is None:
        return None
    name = [word.strip(".") for word in words(asked["name"])]
    known = {fold(name).strip(".") for name in question.names}
    if not name or len(name) > _MOST_WORDS or not set(name) - _SUFFIXES <= known:
        return None
    bare = [word for word in name if word not in _SUFFIXES]
    return " ".join(bare) if bare and bare[0][0].isalpha() else None


def introductions(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The sentences that say who or what it is, the plainest first, one a document; None where
    the question asks for anything else, or none does."""
    name = name_asked(question)
    if name is None:
        return None
    forms = _forms(name)
    found = [
        introduction
        for stored in _with_name(catalogue, case, name)
        for introduction in _introducing(stored, forms)
    ]
    kinds = {document.id: document.description.kind for document in catalogue.documents(case)}

    def plainest(introduction: tuple[int, Excerpt]) -> tuple[int, bool, int, int]:
        rank, excerpt = introduction
        foreign = excerpt.stored.passage.language != question.language
        order = _order_of(kinds.get(excerpt.stored.document_id))
        return rank, foreign, order, excerpt.stored.id

    chosen: list[Excerpt] = []
    for _, excerpt in sorted(found, key=plainest):
        if all(
            excerpt.stored.document_id != other.stored.document_id
            and fold(excerpt.text) != fold(other.text)
            for other in chosen
        ):
            chosen.append(excerpt)
    return tuple(chosen[:MOST]) or None


def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    """The plainest first."""
    name = rf"\b{re.escape(name)}\b{_REST}{_BRACKET}"
    before = rf"(?:\b{_ARTICLE_BEFORE} ?)(?:[\w’'-]+ ){{0,3}}"
    beside = rf"(?:{before}|(?:[\w’'-]+ )?)"
    return (
        re.compile(rf"{_NO_PART}{name},? {_IS}(?: {_ADVERB})? {_ARTICLE}{_NO_SIDE}"),
        re.compile(rf"{_NO_SOURCE}{name}, {beside}{_ROLE}\b"),
        re.compile(rf"{before}{_ROLE} {_OF}{name}"),
        re.compile(rf"{name},? (?:formerly|previously|anciennement|autrefois|connu\w*)\b"),
    )


def _with_name(catalogue: Catalogue, case: Case, name: str) -> Iterator[Stored]:
    index, within = catalogue.full_text(), catalogue.passages_within(case)
    for language in FULL_TEXT_LANGUAGES:
        terms = [stem(word, language) for word in name.split()]
        found = index.search(case.id, language, terms, _LOOKED_AT, within)
        ids = [id_ for id_, _ in found]
        yield from catalogue.passages(ids).values()


def _introducing(stored: Stored, forms: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, Excerpt]]:
    """Each sentence of a passage that introduces somebody, with the rank of its form."""
    for start, end in quotable(stored):
        excerpt = Excerpt(stored, start, end)
        folded = fold(excerpt.text)
        rank = next((rank for rank, form in enumerate(forms) if form.search(folded)), None)
        if rank is not None:
            yield rank, excerpt


def _order_of(kind: Kind | None) -> int:
    """Papers that introduce the parties come before those that mention them."""
    order: tuple[Kind, ...] = (
        "amended complaint",
        "complaint",
        "article",
        "opinion",
        "decision",
        "order",
    )
    return order.index(kind) if kind in order else len(order)
