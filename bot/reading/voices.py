"""Whether a written sentence says whose word it reports, in English and French."""

from __future__ import annotations

import re

from ingest.describe.kinds import voice_of
from ingest.document import Kind
from ingest.text.terms import fold
from ingest.text.vocabulary import kind_name
from ingest.translation import _, speaking, word

_SAYS = re.compile(
    r"\b(?:alleg\w+|claim(?:s|ed|ing)?|assert\w*|argu\w+|contend\w*|maintain\w*|stat(?:es?|ed|ing)"
    r"|says?|said|according to|den(?:y|ies|ied)|swears?|swore|declar\w+|testif\w+|accus\w+"
    r"|complain(?:s|ed)|submit\w*|insist\w*|seek\w*|sought|demand\w*|request\w*|ask(?:s|ed)?"
    r"|explain\w*|describ\w+|reports?|mention\w*|purport\w*|suppos\w+|apparently"
    r"|alleg\w+|affirm\w+|soutien\w*|soutenu\w*|pretend\w*|selon|d[’']apres|dit|disent|declar\w+"
    r"|fait valoir|font valoir|reproch\w+|reclam\w+|demand\w+|invoqu\w+|avanc\w+|sollicit\w+"
    r"|estim\w+|consider\w*|assur\w+|expliqu\w+|indiqu\w+|ni(?:e|ent)|conteste\w*|accus\w+|jure\w*"
    r"|plead(?:s|ed|ing)?|pled|plaide(?:nt)?|attest\w+|mentionn\w+"
    r"|aurai(?:en)?t (?:ete |deja |jamais )?\w+(?:e|i|u|is|it)e?s?"
    r"|serai(?:en)?t \w+|rapporte(?:nt)? (?:que|qu['’]))\b"
)
_COURT = (
    r"(?:(?:the )?(?:court|judge|jury|magistrate|tribunal|panel)"
    r"|(?:le |la )?(?:tribunal|cour|juge|jury))"
)
_FINDS = (
    r"(?:found|finds?|held|holds?|ruled|rules|order(?:s|ed)|decid(?:es|ed)|conclud(?:es|ed)"
    r"|determin(?:es|ed)|grant(?:s|ed)|den(?:ies|ied)|dismiss(?:es|ed)|awarded|established"
    r"|a (?:juge|constate|ordonne|decide|conclu|statue|retenu|condamne|rejete|accorde|estime"
    r"|etabli)"
    r"|juge|constate|ordonne|decide|conclut|retient|condamne|rejette|accorde)"
)
# "If the judge finds" and "a court may decide" tell of no finding.
_IF = ("if", "si", "whether", "unless", "where", "when", "lorsque", "quand")
_SUPPOSED = "".join(
    rf"(?<!\b{word}{article} )"
    for word in _IF
    for article in ("", " the", " a", " le", " la", " un")
)
_NO_MODAL = r"(?!(?:may|must|shall|can|could|might|would|will|should|peut|doit|pourra|devra)\b)"
_RULED = re.compile(
    rf"{_SUPPOSED}\b{_COURT}(?: {_NO_MODAL}\w+)? {_FINDS}\b"
    rf"|{_SUPPOSED}\bit (?:was|is) (?:found|held|established|proven|ruled)\b"
    rf"|\b(?:found|held|ruled|ordered|granted|denied|awarded) by {_COURT}\b"
    rf"|{_SUPPOSED}\bil (?:est|a ete) (?:etabli|juge|prouve|constate)\b"
    r"|\b(?:has|have) been (?:proven|established)\b"
    rf"|\b(?:juge|constate|ordonne|etabli)e?s? par {_COURT}\b"
)


# Forms that say by themselves that it is somebody's word.
_REPORTS = re.compile(
    r"according to|alleged\w*|purport\w*|suppos\w+|apparently|selon|d[’']apres|pretend\w*"
    r"|(?:aurai|serai)(?:en)?t .*|rapporte(?:nt)? .*"
)
# Who can say something: a document, a side, a court, somebody named before; no buyer in general.
_SPEAKERS = re.compile(
    r"(?<!\ba )(?<!\ban )(?<!\bun )(?<!\bune )(?<!\bpurchase )\b(?:"
    r"complaint|motion|answer|opposition|reply|response|letter|article|docket|declaration"
    r"|filing|brief|memorandum|opinion|order|judgment|decision|report\w*|exhibit|contract|agreement"
    r"|act|law|plaintiffs?|defendants?|claimants?|petitioners?|respondents?|appell\w+|witness\w*"
    r"|counsel|attorney\w*|lawyers?|court|judge|party|parties|side|company|employer|employee"
    r"|government|analyst|author|he|she|it|they|we|i"
    r"|plainte|requete|reponse|replique|lettre|registre|memoire|jugement|arret|ordonnance|avis"
    r"|rapport\w*|contrat|accord|loi|demande(?:ur|resse)s?|defende(?:ur|resse)s?|plaignante?s?"
    r"|avocate?s?|tribunal|cour|juge|parties?|societe|entreprise|employeur|salariee?|fabricant"
    r"|fournisseur|client|reseau|ministre|autorite|temoin|auteur|ils?|elles?|nous)\b"
)
_RELATIVE = re.compile(r"\b(?:dont|que|which|that|whom)\b(?: (?:the|a|le|la|l)\b)? ?(?:\w+ ){1,2}$")


def is_attributed(text: str) -> bool:
    """Whether a sentence says that it is somebody's word: "X argues", "according to X", and neither
    "a purchase order states the price" nor "the loss that X claims"."""
    folded = fold(text)
    names = {fold(word) for word in re.findall(r"\b[A-ZÀ-Ý][\w'’&-]*", text[1:])}
    first = re.match(r"\W*(\w+)", folded)
    for said in _SAYS.finditer(folded):
        before = re.split(r"[.;:]\s", folded[: said.start()])[-1]
        if _REPORTS.fullmatch(said[0]):
            return True
        spoken = set(re.findall(r"[\w'’&-]+", before))
        opens = first is not None and text[:1].isupper() and len(spoken) == 1
        if not (_SPEAKERS.search(before) or names & spoken or opens):
            continue
        if not _RELATIVE.search(before):
            return True
    return False


def names_court(text: str) -> bool:
    """Whether a sentence tells what a court found, or calls something established."""
    return bool(_RULED.search(fold(text)))


def attributed(text: str, kind: Kind, language: str) -> str:
    """A statement with whose word it is in front: "The complaint alleges: …"."""
    name = kind_name(kind, language)
    with speaking(language):
        # Not every statement of an answer denies something.
        says = word("states" if kind == "answer" else voice_of(kind))
        return _("{document} {says}: {statement}").format(
            document=name[0].upper() + name[1:], says=says, statement=text
        )
