"""Whether a question asks what the whole case is about: "What is this case about?", « De quoi parle
cette affaire ? », "Give me an overview of the lawsuit".

What it asks about must be the case itself, and nothing beside it: "What is this case about to
decide on fees?" and "What is the third claim about?" are questions on the documents.
"""

from __future__ import annotations

import re

from ingest.text.terms import fold

_NAMED = r"(?: (?:of|between|against|brought by|before) [^?,;]{2,60})?"
_CASE = (
    r"(?:(?:this|that|the|our|my)(?: whole| entire| present| court| legal)? "
    r"(?:case|lawsuit|suit|law suit|action|dispute|litigation|matter|proceedings?|affair|file"
    rf"|case file|dossier){_NAMED}|[^?,;]{{2,60}} v\.? [^?,;]{{2,60}}?)"
)
_PAPERS = r"(?:these|the|all(?: these| the)?)(?: court)? (?:documents|papers|files|filings)"
_CASE_FR = (
    r"(?:(?:cette|l[’']|la presente|notre|la) ?(?:affaire|action|instance|procedure)"
    r"|(?:ce|le|notre) (?:proces|litige|dossier|contentieux|differend|cas))"
    r"(?: (?:entre|contre|de|du|opposant) [^?,;]{2,60})?"
)
_PAPERS_FR = r"(?:ces|les|tous (?:ces|les)) (?:documents|pieces|actes|fichiers)"
_SOFT = (
    r"(?:(?:so|ok|well|please|and|exactly|basically|briefly|in short|in brief|in a nutshell),? )*"
)
_TELL = (
    r"(?:(?:can|could|would|will) you )?(?:please )?(?:(?:briefly|quickly) )?"
    r"(?:tell me|explain(?: to me)?|describe|say|show me)(?: briefly)? "
)
_END = r"(?: (?:exactly|in short|in brief|in a nutshell|here|please|roughly|all|really))* ?[?.!]*$"
_DOUX = r"(?:(?:bon|alors|donc|et|en bref|en gros|en resume|brievement),? )*"
_FIN = (
    r"(?: (?:exactement|au juste|en bref|en gros|ici|s[’']il (?:vous|te) plait|globalement))* ?"
    r"[?.!]*$"
)
_GIVE = (
    r"(?:(?:give|show|make|write)(?: me| us)? |i(?:[’']d like| want| need) )?"
    r"(?:an? |the )?(?:short |brief |quick |general |case )?"
    r"(?:overview|summary|outline|synopsis|gist|recap)"
)
_DONNE = (
    r"(?:(?:donne(?:z|r)?|fais|faites|dresse[rz]?)(?:[- ](?:moi|nous))? )?"
    r"(?:une? |la |le )?(?:bref |breve |court |courte |petit )?"
    r"(?:apercu|resume|synthese|vue d[’']ensemble|presentation)"
)

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"^{_SOFT}(?:{_TELL})?what(?: is|[’']s| are| was)? (?:{_CASE}|{_PAPERS})"
        rf"(?: is| are| was)?(?: all| really| basically| actually)* about{_END}",
        rf"^{_SOFT}(?:{_TELL})?what (?:do|does|did) (?:{_CASE}|{_PAPERS})"
        rf" (?:concern|deal with|involve|relate to|cover){_END}",
        rf"^{_SOFT}what(?: is|[’']s)(?: this| it| all this)(?: all)? about{_END}",
        rf"^{_SOFT}(?:{_TELL})?what(?: is|[’']s) (?:at (?:issue|stake)|going on|in dispute)"
        rf"(?: in {_CASE})?{_END}",
        rf"^{_SOFT}(?:{_TELL})?what(?: is|[’']s) the (?:subject|object|gist|essence)"
        rf"(?: matter)? of {_CASE}{_END}",
        rf"^{_SOFT}(?:(?:can|could|would|will) you )?(?:please )?(?:(?:briefly|quickly) )?"
        rf"(?:summari[sz]e|sum up|outline|present|introduce|describe|explain|tell me about)"
        rf"(?: to me| for me)? (?:{_CASE}|{_PAPERS}){_END}",
        rf"^{_SOFT}(?:(?:can|could|would|will) you )?(?:please )?{_GIVE}"
        rf"(?: (?:of|on|about) (?:{_CASE}|{_PAPERS}))?{_END}",
        rf"^{_DOUX}(?:dis[- ]moi |dites[- ]moi |explique[- ]moi |expliquez[- ]moi )?de quoi "
        rf"(?:parle(?:nt)?|traite(?:nt)?|est[- ]il question dans|s[’']agit[- ]il dans|retourne)"
        rf"(?:[- ]t[- ]on)?(?: dans)? (?:{_CASE_FR}|{_PAPERS_FR}){_FIN}",
        rf"^{_DOUX}de quoi (?:{_CASE_FR}|{_PAPERS_FR}) (?:parle|traite|retourne)(?:nt)?"
        rf"(?:[- ]t)?[- ]?(?:elles?|ils?)?{_FIN}",
        rf"^{_DOUX}de quoi (?:s[’']agit[- ]il|est[- ]il question|il s[’']agit|ca parle"
        rf"|parle[- ]t[- ]on){_FIN}",
        rf"^{_DOUX}(?:sur quoi|en quoi) (?:porte(?:nt)?|consiste(?:nt)?) "
        rf"(?:{_CASE_FR}|{_PAPERS_FR}){_FIN}",
        rf"^{_DOUX}que (?:concerne|contient|dit) (?:{_CASE_FR}){_FIN}",
        rf"^{_DOUX}(?:quel(?:le)? est|c[’']est quoi|qu[’']est[- ]ce que(?: c[’']est que)?) "
        rf"(?:(?:l[’']objet|le sujet|l[’']enjeu|le fond) (?:de |du )?)?"
        rf"(?:{_CASE_FR}|litige|proces|dossier){_FIN}",
        rf"^{_DOUX}(?:(?:peux|pourrais)[- ]tu |(?:pouvez|pourriez)[- ]vous )?"
        r"(?:me |nous )?(?:resume[rz]?|presente[rz]?|explique[rz]?|synthetise[rz]?"
        r"|decri(?:s|vez|re)|parle[rz]?)"
        rf"(?:[- ](?:moi|nous))?(?: de)? (?:{_CASE_FR}|{_PAPERS_FR}){_FIN}",
        rf"^{_DOUX}(?:je (?:veux|voudrais) |j[’']aimerais )?{_DONNE}"
        rf"(?: (?:de |du |des |sur )?(?:{_CASE_FR}|{_PAPERS_FR}|litige|dossier|proces|affaire))?"
        rf"{_FIN}",
    )
)


def asks_for_overview(question: str) -> bool:
    """Whether the question is what the case as a whole is about."""
    folded = " ".join(fold(question).replace("'", "’").split())
    return any(form.search(folded) for form in _FORMS)
