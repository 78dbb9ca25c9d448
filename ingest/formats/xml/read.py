"""Decisions and laws that states publish as XML.

* France: DILA (Légifrance) and the administrative courts' open data. The decision is text with
  line breaks; what is said about it (court, date, numbers) stands in elements of its own.
* Canada: acts and regulations, section by section, each with its number and marginal note.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from ingest.document import Description, Kind, LeftOut, Line, Page, Reading
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
    if not texts or not (name.startswith("TEXTE_JURI") or name == "Document"):
        raise _UNKNOWN
    return _decision(root, texts)


def _decision(root: etree._Element, texts: list[etree._Element]) -> Reading:
    lines = [line for text in texts for line in lines_of(_with_breaks(text))]
    said = [visible(_with_breaks(part)) for tag in _ABOUT for part in root.iter(tag)]
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


_NUMBERED = ("Section", "Subsection", "Paragraph", "Subparagraph", "Clause", "Subclause")
_ALONE = ("Definition", "Provision", "HistoricalNote", "HistoricalNoteSubItem", "Footnote", "Note")
_FRENCH = "fr"


def _law(root: etree._Element) -> Reading:
    lines = list(_provisions(root))
    if not lines:
        raise FileRefused("It is a law without its text.", "Download it again.")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")[:2]
    described = Description(
        title=_said(root, "ShortTitle", "LongTitle"), language=language or _FRENCH
    )
    return Reading(iter((Page(1, tuple(lines), why=N_("law in XML")),)), "text", described)


def _provisions(root: etree._Element) -> Iterator[Line]:
    """Each heading, marginal note and provision as a line; the number of a section stands before
    its first words."""
    waiting: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        if tag in ("TitleText", "LongTitle", "ShortTitle", "MarginalNote"):
            if text := _own(element):
                yield Line(text, begins=True, role="heading")
        elif tag == "Label" and _parent(element) in (*_NUMBERED, "Heading"):
            waiting.append(_own(element))
        elif tag in ("Text", "Note") or (tag in _ALONE and not len(element)):
            text = " ".join([*waiting, _own(element)]).strip()
            waiting = []
            if text:
                is_item = _parent(element) in _NUMBERED[2:]
                yield Line(text, begins=True, role="list" if is_item else "body")


def _own(element: etree._Element) -> str:
    return visible("".join(map(str, element.itertext())))


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return etree.QName(parent).localname if parent is not None else ""
