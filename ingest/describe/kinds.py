"""Kinds of documents: how a title names them, and whose voice speaks in each."""

from __future__ import annotations

import re

from ingest.document import Kind

# The pattern that matches earliest in a title decides, the upper one between equals:
# "Reply in support of motion" is a reply, "Order granting motion" an order.
KINDS: tuple[tuple[Kind, str], ...] = (
    ("other", r"\[?proposed\]?\s+(?:order|judgment)|proof of service|certificate of service"),
    ("docket", r"civil docket|docket report|docket sheet"),
    ("motion", r"notice of (?:\w+ )?motions?|ex parte application"),
    ("opposition", r"opposition|(?:memorandum|brief) (?:of law )?in opposition|response to"),
    ("opposition", r"memorandum .{0,60}in opposition|objections? to"),
    ("reply", r"reply|réplique"),
    ("motion", r"motion|memorandum (?:of|in)|(?:opening |trial |appellate )?brief\b"),
    ("motion", r"requête|conclusions|mémoire"),
    (
        "amended complaint",
        r"(?:\w+ )?(?:amended|supplemental)(?: \w+)? complaint|plainte (?:modifiée|amendée)",
    ),
    ("complaint", r"complaint|petition for|plainte|assignation"),
    ("answer", r"answer|conclusions (?:en réponse|en défense)|réponse à la plainte"),
    ("stipulation", r"(?:joint )?stipulat(?:ion|ed)|protocole"),
    ("declaration", r"declaration|affidavit|attestation|déclaration sous serment"),
    ("transcript", r"transcript|reporter.s (?:certified )?record|deposition of|procès-verbal"),
    ("exhibit", r"exhibit [a-z\d]{1,3}\b(?!\.\d)|attachment \d|pièce n[°o]|annexe \d"),
    ("opinion", r"opinion|slip op|syllabus"),
    ("decision", r"arrêt\b"),
    ("judgment", r"(?:final |default |summary )?judgment|verdict|jugement"),
    ("order", r"order|ordonnance|minute entry|findings of fact"),
    ("notice", r"notice|avis\b|notification"),
    ("contract", r"agreement|contract|lease\b|amendment n|contrat|accord\b|convention|avenant"),
    ("letter", r"letter\b|lettre|courrier"),
    ("article", r"article\b"),
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for kind, pattern in KINDS)

COURTS_OWN: frozenset[Kind] = frozenset({"order", "judgment", "opinion", "decision"})
"""What a court itself writes."""

VOICES: dict[Kind, str] = {
    "complaint": "alleges",
    "amended complaint": "alleges",
    "answer": "denies",
    "motion": "argues",
    "opposition": "argues",
    "reply": "argues",
    "declaration": "swears",
    "order": "finds",
    "judgment": "finds",
    "opinion": "finds",
    "decision": "finds",
    "docket": "records",
    "transcript": "records",
    "contract": "provides",
    "article": "reports",
    "letter": "states",
    "notice": "gives notice",
    "stipulation": "agrees",
    "exhibit": "says",
    "other": "says",
}


def kind_of(title: str) -> Kind:
    """The kind of document that has this title, or "other"."""
    text = re.sub(r"[’']", "'", title)
    found = [
        (match.start(), row, kind)
        for row, (kind, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(text))
    ]
    return min(found)[2] if found else "other"


def voice_of(kind: Kind) -> str:
    """The verb of its sentences, as in "The complaint alleges: …"."""
    return VOICES[kind]
