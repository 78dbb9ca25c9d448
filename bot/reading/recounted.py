"""Whether a sentence of a court's paper only recounts what a party says or asks for.

"Defendant argues that …", « Elle soutient que … », « demande au tribunal de … »: the court writes
it and does not find it. Told by the verbs with which courts recount parties, by who does what they
say, and by the heading over the sentence (« Prétentions et moyens des parties »).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.voices import names_court
from ingest.document import Passage
from ingest.text.sentences import sentences

# Under such a heading a court says what the parties say, until it says why it decides.
_CLAIMS = re.compile(
    r"(?:(?:[IVX]{1,5}|[A-Z]|\d{1,2})?\s?[-–—./)°]+\s?)*"
    r"(?:[ée]noncé du moyen\b.{0,60}$|(?:(?:rappel|exposé|résumé|[ée]noncé) des )?"
    r"(?:prétentions|moyens|arguments|(?:thèses?|positions?|demandes|conclusions) d).{0,60}$"
    r"|(?:the )?(?:parties|plaintiff|defendant|petitioner|respondent|appell(?:ant|ee))s?['’]?s?\s"
    r"(?:\w+ ){0,2}?(?:contentions?|arguments?|positions?|submissions?|allegations?)\b.{0,40}$"
    r"|(?:contentions?|arguments?|positions?|submissions?) of (?:the )?.{3,40}$)",
    re.IGNORECASE,
)
_REASONS = re.compile(
    r"\b(?:motifs|motivation|discussion|analyse|analysis|reasons|sur ce|dispositif"
    r"|conclusions of law|findings)\b",
    re.IGNORECASE,
)

# What stands between a subject and its verb.
_BETWEEN = (
    r"(?:(?:\([^()]*\)|, [^,;]{2,80},|also|further|now|first|next|then|again|therefore|thus"
    r"|however|instead|\w+ly|does not|do not|has|have|had|ne|n['’]|a|ont|avait|en outre"
    r"|également|enfin|ainsi|toutefois|quant à (?:elle|lui|eux)|pour sa part|(?:en )?outre"
    r"|d['’]abord|notamment|encore)\s+)*"
)
# Verbs of which only somebody who speaks for himself is the subject.
_ARGUES = (
    r"(?:argu(?:es?|ed)|contends?|contended|asserts?|asserted|maintains?|maintained|alleges?|alleged"
    r"|insists?|insisted|submits? that|urges?|urged|posits?|counters? that|respond(?:s|ed)? that"
    r"|repl(?:y|ies|ied) that|disputes?|challenges?|takes? (?:issue|the position)|complains? that"
    r"|claims? (?:that|to)|claimed (?:that|to)|avers?|professes|objects?|concedes?|points? out that"
    r"|soutien(?:t|nent)|soutenu que|soutenait|soutenaient|f(?:ait|ont|aisai(?:t|ent)) valoir"
    r"|fait grief|font grief|prétend(?:ent)?\b|prétendu que|allègu(?:e|ent)|allégué que"
    r"|oppos(?:e|ent) (?:que|à)|réplique(?:nt)?|rétorque(?:nt)?|répond(?:ent)? que|objecte(?:nt)?"
    r"|invoque(?:nt)?|excip(?:e|ent)|argu(?:e|ent) (?:de|d['’]|que)|plaide(?:nt)?|affirme(?:nt)?"
    r"|expos(?:e|ent) que|expliqu(?:e|ent) que|estim(?:e|ent)|considèr(?:e|ent)|critique(?:nt)?"
    r"|reproche(?:nt)?|impute(?:nt)?|conteste(?:nt)?|dénonce(?:nt)?|s['’]oppose(?:nt)?|se prévau\w+"
    r"|conclu(?:t|ent) (?:au|à|aux|en|que)|s['’]en rapporte(?:nt)?|ajoute(?:nt)? que"
    r"|fait observer|font observer|avance(?:nt)? que)"
)
# Verbs of which anybody may be the subject, outside the lawsuit as well: only in the present.
_ASKS = (
    r"(?:asks?|requests?|seeks?|demands?|moves?|prays?|claims?"
    r"|demande(?:nt)?|réclame(?:nt)?|sollicite(?:nt)?|requier(?:t|ent)|poursui(?:t|vent))"
    r"\s(?=(?:the|this|that|to|for|an?|its|his|her|their|leave|relief|judgment|damages|\$|€|\d|que?"
    r"|qu['’]|à|au|aux|de|des|d['’]|la|le|les|l['’]|une?|son|sa|ses|leurs?|en)\b|l['’]|d['’]|\$)"
)
# "asked the Court to", « a demandé au tribunal » is of the lawsuit whatever its tense.
_ASKED_COURT = (
    r"(?:asked|requested|urged|moved|petitioned|demandé|sollicité|réclamé|prié)"
    r"[^.;]{0,40}?\s(?:(?:the|this) (?:court|tribunal)|au tribunal|à la cour|au juge|du tribunal"
    r"|le tribunal|la cour)\b"
)
_ROLE = (
    r"(?:plaintiffs?|defendants?|petitioners?|respondents?|appellants?|appellees?|claimants?"
    r"|movants?|intervenors?|debtors?|parties|government|complaint|motion|petition|brief|opposition"
    r"|(?:l['’])?(?:co-?)?(?:demande(?:ur|resse)s?|défende(?:ur|resse)s?|appelante?s?|intimée?s?"
    r"|requérante?s?|parties|société|salariée?|employeur|assurée?|assureur|bailleur|bailleresse"
    r"|preneu(?:r|se)|locataire|vende(?:ur|resse|use)|acheteur|acquéreur|banque|caisse|association"
    r"|syndicat|commune|créanci[eè]re?|débit(?:eur|rice)|consorts \S+|époux \S+))"
)
_PRONOUN = (
    r"(?:he|she|it|they|elles?|ils?|celle-ci|celui-ci|celles-ci|ceux-ci|cette dernière"
    r"|ce dernier)"
)
_NAME = (
    r"(?-i:(?!(?:The|This|That|These|Those|Such|Any|No|Each|All|Its|His|Her|Their|Our|An?|Les?|La"
    r"|Ces?|Cette|Une?|Ses|Son|Sa|Leurs?|Des?|Aucune?|Toute?s?)\b)[A-ZÀ-Þ][\w&.'’-]*(?<!['’]s))"
    r"\.?,?(?: et autres| et al\.,?)?[”\"’)»]*"
)
_SUBJECT = rf"(?:(?<![\w'’])(?:{_ROLE}|{_PRONOUN})|{_NAME}),?"
_SAYS = re.compile(
    rf"(?P<subject>{_SUBJECT})\s+{_BETWEEN}(?:{_ARGUES}|{_ASKS}|{_ASKED_COURT})", re.IGNORECASE
)
_NO_PARTY = re.compile(
    r"\b(?:court|circuit|tribunal|cour|judge|juges?|magistrate|jury|panel|conseil|chambre|we|nous"
    r"|congress|parliament|législateur|act|statute|code|rule|section|article|clause|agreement"
    r"|contract|lease|constitution|amendment|loi|décret|contrat|bail)\b",
    re.IGNORECASE,
)
"""Courts, which find, and what seeks or demands without being anybody: "The Act seeks to"."""
_LEADS_IN = re.compile(
    r"(?:\W|\d+[.)]|\(\w\))*(?:(?:attendu|considérant|aux motifs)\s"
    r"(?:en outre |en revanche |enfin )?qu(?:e |['’])|qu(?:e |['’]))?",
    re.IGNORECASE,
)
# "Although Acme argues", "the sum that Acme seeks": what is said stands elsewhere.
_SUBORDINATE = re.compile(
    r"\b(?:although|though|while|whereas|because|since|if|unless|whether|when|where|which|who|whom"
    r"|that|as|bien que|quoique|si|s['’]|lorsque?|quand|dont|qui|que|qu['’]|où|parce que|puisque?"
    r"|tandis que)\s*[^,]*$",
    re.IGNORECASE,
)
# The court goes on with its own word.
_OWN_WORD = re.compile(
    r"(?:[,;]|—)\s(?:but|yet|mais|or|however|nevertheless|toutefois|cependant|néanmoins)\b"
    r"|;\s(?:that|que|qu['’])"
    r"|\b(?:is|are) (?:unpersua\w+|unavailing|without merit|incorrect|mistaken|wrong)\b",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"\b(?:the|an?)\b", re.IGNORECASE)
_LONGEST_LEAD = 160
"""Characters before the verb: with more, it is not the sentence's own."""


def recounts(passage: Passage, start: int, end: int) -> bool:
    """Whether every sentence of text[start:end] of a court's paper is what a party says or asks
    for."""
    in_claims = _is_under(_CLAIMS, passage.headings)
    # In the reasons "il" may as well be the court.
    known = in_claims or (bool(passage.headings) and not _is_under(_REASONS, passage.headings))
    found = []
    for begins, ends in sentences(passage.text, passage.language, passage.parted):
        sentence = passage.text[begins:ends]
        ruled = names_court(sentence)
        known = _is_of_party(sentence, pronouns=known) or (known and not ruled)
        if begins < end and start < ends:
            found.append(not ruled and (in_claims or _is_of_party(sentence, pronouns=known)))
    return bool(found) and all(found)


def _is_under(form: re.Pattern[str], headings: Sequence[str]) -> bool:
    """Whether a heading has this form: within the reasons, what is named after claims judges
    them."""
    reasons = any(map(_REASONS.search, headings))
    return reasons if form is _REASONS else not reasons and any(map(form.match, headings))


def _is_of_party(sentence: str, *, pronouns: bool) -> bool:
    """``pronouns``: whether "elle" and "it" stand for a party here."""
    lead = _LEADS_IN.match(sentence)
    said = sentence[lead.end() if lead else 0 :]
    found = _SAYS.search(said)
    if found is None or found.start() > _LONGEST_LEAD or _OWN_WORD.search(said):
        return False
    if not pronouns and re.fullmatch(_PRONOUN, found["subject"].rstrip(","), re.IGNORECASE):
        return False
    before = re.split(r"[,;:]\s", said[: found.start()])[-1]
    clause = f"{before}{found['subject']}"
    if len(_ARTICLES.findall(clause)) > 1:
        return False  # "the sum the tenant seeks"
    return not (_SUBORDINATE.search(said[: found.start()]) or _NO_PARTY.search(clause))
