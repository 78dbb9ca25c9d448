"""Decisions and laws that states publish as XML.

* France: DILA (Légifrance) and the administrative courts' open data. The decision is text with
  line breaks; what is said about it (court, date, numbers) stands in elements of its own.
* Canada: acts and regulations, section by section, each with its number and marginal note.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from ingest.document import Description, Kind, LeftOut, Line, Page, Reading, Role
from ingest.errors import FileRefused
from ingest.formats.text import lines_of, visible
from ingest.translation import N_

_UNKNOWN = FileRefused(
    "It is an XML file of a kind that is not read: decisions of Légifrance and of the French"
    " administrative courts and Canadian laws are.",
    "Print what it shows to PDF, or save it as text.",
)
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("arr", "decision"), ("jugement", "judgment"), ("ordonnance", "order"), ("d", "decision"),
)  # fmt: skip
_TEXTS = ("CONTENU", "Texte_Integral")
_ABOUT = ("SCT", "ANA")
"""Headings and summaries that an editor set above a decision."""


def read_xml(content: bytes) -> Reading:
    """Reads such a file. Raises `FileRefused` for any other XML, and for what is damaged."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefused("It is a damaged XML file.", "Download it again.") from error
    name = etree.QName(root).localname
    if name in ("Statute", "Regulation"):
        return _law(root)
    texts = [text for tag in _TEXTS for text in root.iter(tag)]
    if name == "ARTICLE" and texts:
        return _article(root, texts)
    if not texts or not (name.startswith("TEXTE_JURI") or name == "Document"):
        raise _UNKNOWN
    return _decision(root, texts)


def _article(root: etree._Element, texts: list[etree._Element]) -> Reading:
    """An article of a French law (DILA's LEGI), under its number as Légifrance prints it."""
    number, law = _said(root, "NUM"), _said(root, "TITRE_TXT", "TITREFULL")
    head = f"Article {number}" if number else ""
    lines = [Line(head, begins=True, role="heading")] if head else []
    lines += [line for text in texts for line in lines_of(_with_breaks(text))]
    said = [_own(part) for part in root.iter() if _is_about(part, texts) and part.tag != "NUM"]
    left_out = tuple(LeftOut("comment", text) for text in said if text)
    title = ", ".join(filter(None, [law, head.replace("A", "a", 1)]))
    page = Page(1, tuple(lines), why=N_("law in XML"), left_out=left_out)
    return Reading(iter((page,)), "text", Description(title=title, language="fr"))


def _decision(root: etree._Element, texts: list[etree._Element]) -> Reading:
    lines = [line for text in texts for line in lines_of(_with_breaks(text))]
    said = [visible(_with_breaks(part)) for tag in _ABOUT for part in root.iter(tag)]
    said += [_own(part) for part in root.iter() if _is_about(part, texts)]
    left_out = [LeftOut("comment", summary) for summary in said if summary]
    if not lines:
        raise FileRefused("It is a decision without its text.", "Download it again.")
    court = _said(root, "JURIDICTION", "Nom_Juridiction")
    chamber = _said(root, "FORMATION", "Formation_Jugement").replace("_", " ").lower()
    chamber = chamber.replace("assemblee pleniere", "assemblée plénière")
    nature = _said(root, "NATURE", "Type_Decision").lower()
    kind: Kind = next((kind for begins, kind in _KINDS if nature.startswith(begins)), "decision")
    day = _day(_said(root, "DATE_DEC", "Date_Lecture"))
    number = _said(root, "NUMERO_AFFAIRE", "Numero_Dossier")
    parties = (_said(root, "DEMANDEUR"), _said(root, "DEFENDEUR"))
    described = Description(
        title=_said(root, "TITRE") or f"{nature.capitalize()}, {court}, n° {number}",
        kind=kind,
        court=f"{court}, {chamber}" if chamber else court,
        case_number=number,
        filed=day,
        parties=tuple(party for party in parties if party),
        language="fr",
    )
    page = Page(1, tuple(lines), why=N_("decision in XML"), left_out=tuple(left_out))
    return Reading(iter((page,)), "text", described)


def _is_about(part: etree._Element, texts: list[etree._Element]) -> bool:
    """Whether an element without parts records something about a decision: court, day, number."""
    if len(part) or not isinstance(part.tag, str):
        return False
    around = (part, *part.iterancestors())
    return not any(other in texts or other.tag in _ABOUT for other in around)


def _said(root: etree._Element, *tags: str) -> str:
    """What the first of these elements says that says anything."""
    texts = (visible("".join(map(str, part.itertext()))) for tag in tags for part in root.iter(tag))
    return next((text for text in texts if text), "")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _with_breaks(element: etree._Element) -> str:
    """Its text; a break, a paragraph and a table's row each end a line."""
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(part.tag, str):
            continue
        tag = etree.QName(part).localname.lower()
        ends_line = tag in ("br", "p", "div", "tr", "li")
        if event == "start":
            text = part.text or ""
            pieces.append(f"\n{text}" if tag in ("p", "div") else text)
        elif part is not element:
            pieces.append("\n" if ends_line else "")
            pieces.append(part.tail or "")
    # A break between two lines of source is one end of a line, not two.
    return "".join(pieces).replace("\r", "").replace("\n\n", "\n", 1)


_HEADINGS = ("TitleText", "LongTitle", "ShortTitle", "MarginalNote")
_ITEMS = ("Paragraph", "Subparagraph", "Clause", "Subclause")
_FRENCH = "fr"


def _law(root: etree._Element) -> Reading:
    left_out: list[LeftOut] = []
    lines = list(_provisions(root, left_out))
    if not lines:
        raise FileRefused("It is a law without its text.", "Download it again.")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")[:2]
    described = Description(
        title=_said(root, "ShortTitle", "LongTitle"), language=language or _FRENCH
    )
    page = Page(1, tuple(lines), why=N_("law in XML"), left_out=tuple(left_out))
    return Reading(iter((page,)), "text", described)


def _provisions(root: etree._Element, left_out: list[LeftOut]) -> Iterator[Line]:
    """Each heading, marginal note and provision as a line, after the number printed before it; a
    row of a table likewise. What is recorded about the law is added to ``left_out``."""
    waiting: list[str] = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        if _is_record(element, tag):
            if text := _apart(element):
                left_out.append(LeftOut("comment", text))
        elif tag == "MarginalNote":  # stands before the number of its section
            if text := _own(element):
                yield Line(text, begins=True, role="heading")
        elif tag == "Label":
            waiting.append(_own(element))
        elif tag in _HEADINGS or tag == "row" or _says_itself(element):
            own = _apart(element, "  ") if tag == "row" else _own(element)
            text = " ".join([*filter(None, waiting), own]).strip()
            waiting = []
            if text:
                yield Line(text, begins=True, role=_role(element, tag))
        else:
            continue  # its parts are looked at one by one
        walk.skip_subtree()
    if rest := " ".join(filter(None, waiting)):
        yield Line(rest, begins=True)


def _is_record(element: etree._Element, tag: str) -> bool:
    """Whether an element says something about the law: its bills, dates and amendments."""
    is_of_record = _parent(element) == "Identification" and tag not in (*_HEADINGS, "ReaderNote")
    return is_of_record or tag == "RecentAmendments"


def _role(element: etree._Element, tag: str) -> Role:
    if tag in _HEADINGS:
        return "heading"
    if tag == "row":
        return "table"
    return "list" if _parent(element) in _ITEMS else "body"


def _says_itself(element: etree._Element) -> bool:
    """Whether words stand in an element itself, and not in its parts alone."""
    return bool((element.text or "").strip() or any((e.tail or "").strip() for e in element))


def _apart(element: etree._Element, between: str = " ") -> str:
    """What the parts of an element say, each apart."""
    return between.join(text for part in element.itertext() if (text := visible(str(part))))


def _own(element: etree._Element) -> str:
    return visible("".join(map(str, element.itertext())))


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return etree.QName(parent).localname if parent is not None else ""
