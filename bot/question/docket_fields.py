"""The fields of dockets and captions, and how they are asked for in English and French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.question.parse import Question
from ingest.document import DocketField
from ingest.text.terms import fold

FieldName = DocketField | Literal["settlement"]
"""No line of a docket states a settlement, but only a sentence about one tells of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a docket or a caption states. ``asked`` is searched in the folded
    question; ``caption`` in captions and ``by_court`` in what the court itself writes (orders,
    judgments, opinions), as they stand. Any other sentence that is to answer must hold
    ``mention``, folded."""

    name: FieldName
    asked: re.Pattern[str]
    caption: re.Pattern[str] | None = None
    by_court: re.Pattern[str] | None = None
    mention: re.Pattern[str] | None = None


_SUIT = (
    r"(law ?suit|suit|case|action|matter|proceedings?|complaint|claim|petition"
    r"|\w+ v\. \w+|in re\b.*)"
)
_SUIT_FR = r"(affaire|plainte|procedure|action|proces|poursuites?|instance|demande)"
_PAPER = r"(motion|answer|opposition|reply|requete|reponse|opposition|replique)"
# What follows makes it a question about a decision, not about who decides.
_RULED = (
    r"(?!.*\b(sa(id|y)|h[oe]ld|rul|f[io]u?nd|gran|den|order|decid|reject|conclu"
    r"|dit|statu|rejet|accord|ordon|estim|rend))"
)

# "Which Supreme Court decisions does it cite?" asks for no court.
_CITED = r"(?! (decision|case|precedent|opinion|ruling|judgment|order|rule)s?\b)"

_MDL = re.compile(r"\bmdl\b|\bmulti-?district litigation\b|\blitige multidistrict\b")
_JUDGES = re.compile(r"\b(judges?|justices?|juges?|magistrate?s?)\b")
_BY_COURT = r"\b(order|opinion|decision|judgment|ordonnance|jugement|arret)\b"

FIELDS = (
    Field(
        "referral",
        re.compile(
            r"\b(whom?|which( magistrate)? judge)\b.*\brefer(red)?\b|\bmagistrate judge\b"
            r"|\b(qui|quel (juge|magistrat))\b.*\brenvoye"
        ),
        mention=_JUDGES,
    ),
    Field(
        "judge",
        re.compile(
            rf"\b(who|which|what|names?)\b.* (judge|justice)s?\b{_RULED}"
            r"|\bjudge\b.*\b(assigned|presid|in charge|handl|hear(s|ing)\b)|\bwho presides\b"
            rf"|\b(who|which judge) (issued|signed|wrote|entered) (this|the|that)\b.*{_BY_COURT}"
            rf"|\b(qui|quels?|quelles?|noms?)\b.* (juge|magistrate?)s?\b(?!-t){_RULED}"
            r"|\bjuge\b.*\b(charge|attribu|saisi|preside)"
            rf"|\b(qui|quel (juge|magistrat)) a (rendu|signe|redige) .*{_BY_COURT}"
        ),
        re.compile(r"\bJ(udge|UDGE):? (?!of\b)(Hon\b|[A-Z])"),
        re.compile(
            # As judges sign, head and open what they write.
            r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*)*,? (?:(?:UNITED|United) (?:STATES|States) )?"
            r"(?:(?:Chief|Senior|CHIEF|SENIOR) )?(?:District|Magistrate|Circuit|Bankruptcy|DISTRICT"
            r"|MAGISTRATE|CIRCUIT|BANKRUPTCY) J(?:udges?|UDGES?)\b"
            r"|\b[A-Z]{3,}, (?:C\. ?)?J\., delivered the opinion"
            r"|\bJUSTICE [A-Z]+ delivered the opinion"
            r"|\b(?:SOUS LA PRÉSIDENCE|Sous la présidence) (?:DE|DU|de|du)\b"
            r"|, (?:[Jj]\.\s?[Cc]\.\s?[SsQqAaMmFf]\.|juge(?: en chef)?$)"
        ),
        _JUDGES,
    ),
    Field(
        "nature of suit",
        re.compile(
            r"\bnature (of|de)( the| la| l[’'])? ?(suit|case|action|litige|affaire|procedure)\b"
            r"|\bnature du (litige|proces|differend)\b"
        ),
    ),
    Field(
        "cause",
        re.compile(
            r"\bcause of action\b.*\b(listed|docket|stated|recorded|given|in)\b"
            r"|\bfondement\b.*\b(indique|registre|inscrit|affaire)\b|\bcause\b.*\b(registre|indiquee)\b"
        ),
    ),
    Field(
        "jury",
        re.compile(
            r"^(?!.*\b(rule|why|based?|basis|ground|regle|pourquoi|fonde\w*|base)\b).*"
            r"(\bjury\b.*\b(demand|request|ask|reclam|requis)"
            r"|\b(demand|request|ask|reclam|exig)\w*\b.*\bjury\b)"
        ),
    ),
    Field(
        "jurisdiction",
        re.compile(
            r"\b(basis|ground|kind|type) (of|for)( the| subject.matter| federal)* jurisdiction\b"
            r"|\bwhat (is the )?jurisdiction\b|\bjurisdiction\b.*\b(docket|listed|based on)\b"
            r"|\b(base|fondement|chef|type) de (la )?competence\b|\bcompetence\b.*\bfondee\b"
        ),
    ),
    Field(
        "demand",
        re.compile(
            r"\b(dollar )?demand\b.*\bdocket\b|\bdocket\b.*\b(dollar )?demand\b"
            r"|\b(montant|somme)\b.*\bregistre\b"
        ),
    ),
    Field(
        "date terminated",
        re.compile(
            rf"\b(when|what date|which date)\b.*\b{_SUIT}.*"
            r"\b(terminated|closed|concluded|end(ed)?)\b"
            rf"|\b(quand|quelle date)\b.*\b{_SUIT_FR}\b.*"
            r"\b(close|cloturee?|terminee?|fermee?|classee?)\b"
        ),
    ),
    Field(
        "date filed",
        re.compile(
            rf"\b(when|what date|which date|what day|which day)\b.*\b({_SUIT}|{_PAPER})\b.*"
            r"\b(filed|brought|begun|started?|commenced?|lodged|initiated|opened|instituted|submitted)\b"
            r"|\b(when|what date)\b.*\b(sued?|file suit)\b|\b(filing|file) date\b.*"
            rf"\b{_SUIT}\b|\bdate filed\b"
            r"|\b(when|what date|which date)\b.*\b(appeal|case)\b.*\bdocketed\b"
            r"|\b(quand|quelle date|quel jour)\b.*\b"
            rf"({_SUIT_FR}|{_PAPER})\b.*\b(depos|introdui|intent|engag|form|commenc|enregistr|ouvert)"
            r"|\b(quand|quelle date)\b.*\b(saisi|poursuivi|assigne|porte plainte|attaque)"
            rf"|\bdate (de|du) (depot|l[’']introduction)\b"
        ),
    ),
    Field(
        "trial date",
        re.compile(
            r"\btrial date\b|\b(when|what date|which date)\b.*\btrial\b"
            r"|\bdate (du|de) (proces|l[’']audience)\b|\bquand\b.*\b(proces|audience)\b"
        ),
        mention=re.compile(r"\b(trial|hearing|proces|audience)\b"),
    ),
    Field(
        "case number",
        re.compile(
            r"\b(docket|case|civil|action) (number|no\b)|\bnumber of (the )?(docket|case|action)\b"
            r"|\bnumero d(e|u) ?(la |l[’'])?(dossier|affaire|role|registre|procedure|pourvoi"
            r"|decision|requete|jugement|arret|ordonnance|instance)\b"
            r"|\bnumero (de |du )?(rg|repertoire general)\b"
        ),
        re.compile(r"\b(Case|Civil Action|Civ\.|Docket)? ?(No\.|Number|#)\s*:?\s*\d"),
    ),
    Field(
        "court",
        re.compile(
            rf"\b(which|what|name of the) (\w+ )?(court|district|tribunal)\b{_CITED}{_RULED}"
            rf"|\bwhere\b.*\b{_SUIT}\b.*\b(filed|brought|pending|lodged|heard)\b"
            rf"|\b(quel|quelle) (tribunal|cour|juridiction)\b{_RULED}"
            rf"|\bou\b.*\b{_SUIT_FR}\b.*\b(depos|introdui|intent|engag|pendante)"
        ),
        re.compile(r"(?i)\b(district|superior|circuit|supreme) court\b|\bcourt of\b"),
    ),
    Field(
        "lawyers",
        re.compile(
            r"\b(who|which|what|name)\b.*"
            r"\b(lawyers?|attorneys?|counsel|law firms?|represent(s|ed|ing)?)\b"
            r"|\b(qui|quel|quels|quelle|nom|noms)\b.*\b(avocate?s?|cabinets?|conseils?|represent)"
        ),
        mention=re.compile(
            r"\b(attorneys?|lawyers?|counsel|law firms?|llp|esq|avocate?s?|cabinets?|conseils?"
            r"|represented by|represente\w* par)\b"
        ),
    ),
    Field(
        "multidistrict litigation",
        _MDL,
        mention=_MDL,
    ),
    Field(
        "settlement",
        re.compile(
            r"\b(did|have|has|was|is|will|when)\b.*\bsettle(d|ment)?\b|\bout of court\b"
            r"|\b(accord|reglement|arrangement) (a l[’'])?amiable\b|\btransig|\bune transaction\b"
        ),
        mention=re.compile(
            r"\bsettlement|\bsettled? (the|this|their|its|out|with)\b|\bamiable|\btransig"
            r"|\b(conclu\w*|sign\w*) une transaction\b"
        ),
    ),
    Field(
        "parties",
        re.compile(
            r"\bwho (is|are|was|were) (the )?(named )?"
            r"(part(y|ies)|plaintiffs?|defendants?|petitioners?|respondents?|appellants?"
            r"|appellees?|debtors?|trustees?)\b"
            r"(?! (who|that)\b)(?!.*\b(contract|agreement)\b)"
            r"|\bwho (is )?(sues|suing) whom\b|\bwho (sued|is suing|brought)\b"
            r"|\bqui (est|sont) (le|la|les) (parties?|demandeurs?|demanderesses?|defendeurs?"
            r"|defenderesses?|plaignante?s?|appelante?s?|intimee?s?|debit(eur|rice)s?)\b"
            r"(?!.*\b(contrat|accord)\b)|\bqui poursuit qui\b"
        ),
        re.compile(r"(?i)\b(plaintiff|petitioner|appellant)s?\b.*\bv(s|\.|s\.)"),
    ),
)


def fields_of(question: Question) -> list[Field]:
    """The fields that a question is about: "Who is suing whom, and in which court?" has two."""
    folded = fold(question.text)
    return [field for field in FIELDS if field.asked.search(folded)]


def field_of(question: Question) -> Field | None:
    """The field that a question is about, if any; the first where it has several."""
    return next(iter(fields_of(question)), None)


def field_asked(question: Question) -> Field | None:
    """The field whose value answers a question, if any: what the court ruled stands in none, but
    who ruled it does."""
    field = field_of(question)
    if question.wanted == "ruling" and (field is None or field.name != "judge"):
        return None
    return field
