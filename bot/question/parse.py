"""What a question asks for: its language, its terms, the kind of thing wanted, direct look-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.question.asked_of_document import asked_of_document
from bot.question.dictionary import translations
from ingest.document import Kind
from ingest.text.language import language_of
from ingest.text.terms import fold, stem, words
from ingest.text.vocabulary import ASKED_KINDS, ORDINAL, ordinal

Wanted = Literal[
    "amount", "count", "date", "duration", "place", "person", "definition", "ruling", "other"
]

# Words that carry a question's form, not its subject: they say nothing about where the
# answer stands. Folded, French and English together: the lists barely overlap.
_FORM = frozenset(
    """a about according after all also an and any are as at be been before being both but by can
    case could describe did do does doing done during each ever explain for from further give had
    has have having he her here his how i if in into is it its list many may me mean means meant
    might much must my no nor not now of on once or other our out over own please said same say
    says shall she should so some state such tell than that the their them then there these they
    this those through to under until up upon us was we were what when where which while who whom
    whose why will with would you your
    affaire ainsi alors apres au aucun aucune auquel aux avait avant avec avoir c ce ceci cela
    celle celles celui ces cet cette ceux chez combien comme comment contre d dans de depuis des
    desormais devant dire dit doit donc donne dont du elle elles en encore entre est et etait ete
    etre eu explique fait faut fut il ils intitule intitulee j je l la laquelle le lequel les
    lesquelles lesquels leur leurs lors lui m ma mais me meme mes moi mon n ne ni non nos notre
    nous on ont ou par parce pas pendant peu peut plus pour pourquoi pouvez qu quand que quel
    quelle quelles quels qui quoi s sa sans se selon sera ses si signifie son sont sous sur t ta
    te tes toi ton tous tout toute toutes tu un une va vers veut vont vos votre vous y""".split()
)

_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (
        "ruling",
        re.compile(
            r"\b(court|judge)\b.* (rul(e|ed|ing)|decided?|h[oe]ld|grant(ed)?|den(y|ied))\b"
            r"|\b(rulings?|decisions?) (of|by|on) |\bwhat (was|is) the (ruling|decision|outcome)\b"
            r"|\bquelle (est la )?decision\b|\bquel (est le )?(jugement|verdict)\b"
            r"|\b(tribunal|juge|cour)\b.* (rendue?s?|statue|decide|tranche|accorde|rejete|juge)\b"
        ),
    ),
    (
        "definition",
        re.compile(
            r"\bwhat (does|do|is meant by)\b.*\b(mean|stand for)?\b.*\bmean|\bdefin|\bmeaning of\b"
            r"|\bque signifie|\bque veut dire|\bque faut-il entendre|\bsignification\b"
        ),
    ),
    (
        "amount",
        re.compile(
            r"\bhow much\b|\bwhat (amount|sum|price|fee|value)\b|\bwhat is the (amount|price|sum)\b"
            r"|\bhow many (million|billion|thousand)? ?(us )?(dollars|euros)\b"
            r"|\b(quel|quels) (est le |sont les )?(montant|prix|cout)s?\b"
            r"|\bquelle (est la )?somme\b"
            r"|\bcombien (d'argent|de (millions|milliards|dollars|euros))\b"
            r"|\bcombien\b(?! de\b| d'| d’)"
            r"|\b(what|which|quels) (damages|dommages)\b"
            r"|\bwhat (share|percentage|proportion)\b|\bquel(le)? (part|pourcentage|proportion)\b"
        ),
    ),
    (
        "duration",
        re.compile(
            r"\bhow long\b(?! ago\b)|\bhow many (years|months|weeks|days|hours|minutes)\b"
            r"|\bcombien d(e|'|’) ?(temps|ans|annees|mois|semaines|jours|heures|minutes)\b"
            r"|\bquel(le)? (est (le|la) )?(duree|delai)\b"
        ),
    ),
    ("count", re.compile(r"\bhow many\b|\bcombien\b|\bquel nombre\b")),
    (
        "date",
        re.compile(
            r"\bwhen\b|\b(what|which|on what|on which) (date|day|year|month)\b"
            r"|\bwhat (is|was) the .*\bdate\b|\bsince when\b|\bhow long ago\b"
            r"|\bquand\b|\bquelle .*\bdate\b|\bquel (jour|mois)\b|\bquelle annee\b"
        ),
    ),
    (
        "person",
        re.compile(
            r"\bwho(m|se)?\b|\bwhich (judge|lawyer|attorney|party|company|person)\b"
            r"|(?<!ce )(?<!celui )(?<!celle )\bqui\b(?! est la )"
            r"|\bquels? (juge|avocat|magistrat)s?\b"
            r"|\bquelles? (societe|entreprise|partie)s?\b|\bwhat (company|companies)\b"
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(what|which) (court|district|venue|state|country|city)\b"
            # « Où » without its accent also means "or", but no question begins with that.
            r"|^ou (?!bien\b)|[ ,]ou (?=(a|est|ont|sont|se|la|le|les|l'|l’|s'|fut)\b)"
            r"|\bquel (tribunal|district|pays|lieu|etat)\b|\bquelle (ville|juridiction|cour)\b"
        ),
    ),
)

QUOTED = re.compile(r"[\"“«]\s*([^\"”»]{2,80}?)\s*[\"”»]")
_ECF = re.compile(
    r"\b(?:ecf|dkt\.?|docket|piece|document|entree)(?: entry)?"
    r"\s*(?:no\.?|n[o°]\.?|#)?\s*(\d+(?:-\d+)?)\b"
)
_PARAGRAPH = re.compile(
    r"(?:¶|\bpara(?:graph|graphe|\.)?s?)\s*(?:no\.?|n°)?\s*(\d+)(?:\s*(?:-|–|to|through|a)\s*(\d+))?"
)
_LABEL = r"(?:[lrda]\.? ?)?\d+(?:[.-]\d+)*(?: (?:bis|ter|quater)\b)?|[ivxlc]+\b"
_SECTION = re.compile(
    r"(?:§+ ?|\b(?:sections?|articles?|clauses?|art\.|sec\.|s\.|cl\.) ?)(?:no\.?|n°)? ?"
    rf"(?P<label>{_LABEL})(?![\w-])"
)
_PAGE = re.compile(r"\bp(?:age|\.)\s*(\d+)\b")
_COUNT = re.compile(
    rf"\b({fold(ORDINAL['en'])}|{fold(ORDINAL['fr'])})\s+(?:cause of action|claim for relief|count"
    r"|claim|chef|grief|demande|cause d'action|cause d’action|fondement)"
)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place the question names outright: None where it does not say."""

    kind: Kind | None = None
    source: Kind | None = None
    """The kind of document that is to answer: "in the motion", « selon la plainte »."""
    ecf: str | None = None
    paragraphs: tuple[int, int] | None = None
    section: str | None = None
    """The number of a clause, section or article, folded: "4.2", "l. 123-4", "iv"."""
    page: int | None = None
    count: int | None = None
    """Ordinal of a cause of action, from 1."""

    @property
    def is_place(self) -> bool:
        """Whether it names more than a kind of document."""
        return any(part is not None for part in (self.ecf, self.paragraphs, self.page, self.count))


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the retriever and the quoter see it."""

    text: str
    language: str
    terms: tuple[str, ...]
    """Its subject's words as written, in order, without repetitions."""
    names: tuple[str, ...]
    """Numbers and capitalised words: the same in every language."""
    phrases: tuple[str, ...]
    """What it puts in quotation marks."""
    wanted: Wanted
    lookup: NamedPlace

    @property
    def given(self) -> frozenset[str]:
        """Its terms' words, folded: what it gives is not what it asks for."""
        return frozenset(word for term in self.terms for word in words(fold(term)))

    def stems(self, language: str) -> tuple[str, ...]:
        """The terms as the index of ``language`` knows them: in another language than the
        question's, their translations, and names and numbers as they are."""
        if language == self.language:
            return tuple(dict.fromkeys(stem(term, language) for term in self.terms))
        kept = (stem(name, language) for name in self.names)
        translated = (
            translation
            for term in self.terms
            for translation in translations(stem(term, self.language), self.language, language)
        )
        return tuple(dict.fromkeys((*kept, *translated)))


_OF_DOCUMENT: dict[str, Wanted] = {"date": "date", "court": "place"}


def understand(text: str) -> Question:
    """Read a question. Never fails: what is not understood is left empty."""
    folded = fold(text)
    terms = tuple(dict.fromkeys(word for word in words(text) if fold(word) not in _FORM))
    # The first word's capital is the sentence's, unless it is all in capitals ("IBM", "ECF").
    opening = next(iter(words(text)), "")
    names = tuple(
        term
        for term in terms
        if term[0].isdigit() or (term[0].isupper() and (term != opening or term.isupper()))
    )
    language = question_language(text)
    asked = asked_of_document(text, language)
    return Question(
        text=text,
        language=language,
        terms=terms,
        names=names,
        phrases=tuple(QUOTED.findall(text)),
        wanted=_OF_DOCUMENT[asked.field] if asked else _wanted(folded),
        lookup=_lookup(folded),
    )


# The earlier question beside a follow-up (`bot.question.follow_ups`).
_ASIDE = re.compile(r"\s*\(.*\)[\s?]*$", re.DOTALL)
_ASKS = re.compile(
    r"\b(?:what|which|who\w*|when|where|why|how|qu[ei]\w*|comment|pourquoi|ou|is|are|was|were|do"
    r"|does|did|has|have|had|can|will)\b"
)


def _wanted(folded: str) -> Wanted:
    """The kind of thing asked for: by what stands before a parenthesis, if that asks anything."""
    own = _ASIDE.sub("", folded)
    return next(
        (wanted for wanted, form in _WANTED if form.search(own if _ASKS.search(own) else folded)),
        "other",
    )


_FRENCH = re.compile(
    r"[àâçéèêëîïôùûœ]|\b(qui|que|quel|quelle|quels|quelles|quand|combien|où|est|sont|les|des|du|"
    r"dans|pour|une|la|le|pourquoi|comment|avec|sur|celle|celui|celles|ceux|du|aux?|elles?|leur)\b"
    r"|\b[ldnsjcm]['’]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(what|who|whom|which|when|where|why|how|is|are|was|were|did|does|do|the|of|in|for|"
    r"has|have|had|with|by|to|and|any|there|list)\b",
    re.IGNORECASE,
)


def question_language(text: str) -> str:
    """ "en" or "fr": questions are too short for the detector alone, so their little words
    vote first."""
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if french != english:
        return "fr" if french > english else "en"
    return "fr" if language_of(text) == "fr" else "en"


def _lookup(folded: str) -> NamedPlace:
    section = _SECTION.search(folded)
    # « L'article 12 » is a place, not an article of the press.
    around = _SECTION.sub(" ", folded)
    kind = next((kind for name, kind in ASKED_KINDS if re.search(rf"\b{name}\b", around)), None)
    ecf = _ECF.search(folded)
    paragraph = _PARAGRAPH.search(folded)
    page = _PAGE.search(folded)
    count = _COUNT.search(folded)
    return NamedPlace(
        kind=kind,
        source=_source(around),
        ecf=ecf[1] if ecf else None,
        paragraphs=(int(paragraph[1]), int(paragraph[2] or paragraph[1])) if paragraph else None,
        section=section["label"] if section else None,
        page=int(page[1]) if page else None,
        count=_ordinal(count[1]) if count else None,
    )


_INTO = (
    r"\b(?:in|per|according to|dans|selon|d[’']apres) (?:the |its |their |his |her |la |le |les "
    r"|l[’']|sa |son |leur |cette |cet |ce |this |that )"
)
_SAYS = (
    r" (?:says?|states?|alleges?|asserts?|argues?|contends?|claims?|explains?|describes?|mentions?"
    r"|reports?|calls?)\b"
)
_DIT = "(?:dit|affirme|allegue|soutient|rapporte|explique)"


def _source(folded: str) -> Kind | None:
    """The first kind of document, the longer names first, that the question looks into ("in the
    motion") or lets speak ("does the motion say", "que dit la lettre")."""
    for name, kind in ASKED_KINDS:
        forms = (
            rf"{_INTO}{name}\b",
            rf"\bdoes the {name}{_SAYS}",
            rf"\bqu(?:e |[’']){_DIT} (?:la |le |l[’']){name}\b",
        )
        if any(re.search(form, folded) for form in forms):
            return kind
    return None


def _ordinal(name: str) -> int | None:
    return ordinal(name)
