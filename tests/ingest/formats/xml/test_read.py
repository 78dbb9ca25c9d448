"""Decisions and laws in XML, in the forms in which States publish them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.errors import FileRefused
from ingest.formats.detect import format_of
from ingest.formats.xml.read import read_xml

DILA = """<?xml version="1.0" encoding="UTF-8"?><TEXTE_JURI_JUDI><META><META_COMMUN>
<URL>texte/juri/JURITEXT1.xml</URL><NATURE>ARRET</NATURE></META_COMMUN><META_SPEC><META_JURI>
<TITRE>Cour de cassation, Chambre sociale, 5 mai 2031, 30-10.001</TITRE>
<DATE_DEC>2031-05-05</DATE_DEC><JURIDICTION>Cour de cassation</JURIDICTION></META_JURI>
<META_JURI_JUDI><NUMERO_AFFAIRE>30-10001</NUMERO_AFFAIRE><FORMATION>CHAMBRE_SOCIALE</FORMATION>
</META_JURI_JUDI></META_SPEC></META><TEXTE><BLOC_TEXTUEL><CONTENU>SOC.<br/>
<br/> 1. M. [X] a été engagé.<br/>
<br/> 2. Il demande 300 euros.<br/></CONTENU></BLOC_TEXTUEL>
<SOMMAIRE><ANA>Le résumé.</ANA></SOMMAIRE></TEXTE></TEXTE_JURI_JUDI>"""
ADMIN = """<Document><Dossier><Nom_Juridiction>Tribunal Administratif de Mende</Nom_Juridiction>
<Numero_Dossier>3120001</Numero_Dossier><Date_Lecture>2031-05-05</Date_Lecture>
<Type_Decision>Ordonnance</Type_Decision></Dossier><Decision><Texte_Integral>Vu la procédure :<br/>
<br/>Article 1er : Il est donné acte.</Texte_Integral></Decision></Document>"""
LAW = """<Statute xml:lang="fr"><Identification><ShortTitle>Loi sur les puits</ShortTitle>
</Identification><Body><Section><MarginalNote>Définitions</MarginalNote><Label>2</Label>
<Text>Les définitions qui suivent s’appliquent.</Text><Subsection><Label>(1)</Label>
<Text>Un puits est couvert.</Text></Subsection></Section></Body></Statute>"""


def test_a_decision_is_its_text_and_what_stands_beside_it_describes_it() -> None:
    reading = read_xml(DILA.encode())
    (page,) = reading.pages
    assert [line.text for line in page.lines] == [
        "SOC.", "1. M. [X] a été engagé.", "2. Il demande 300 euros.",
    ]  # fmt: skip
    assert page.left_out[0].text == "Le résumé."
    assert {left.text for left in page.left_out[1:]} == {
        "texte/juri/JURITEXT1.xml", "ARRET", "2031-05-05",
        "Cour de cassation, Chambre sociale, 5 mai 2031, 30-10.001",
        "Cour de cassation", "30-10001", "CHAMBRE_SOCIALE",
    }  # fmt: skip
    found = reading.description
    assert (found.kind, found.court, found.case_number, found.filed) == (
        "decision", "Cour de cassation, chambre sociale", "30-10001", date(2031, 5, 5),
    )  # fmt: skip


def test_an_order_of_an_administrative_court() -> None:
    reading = read_xml(ADMIN.encode())
    assert (reading.description.kind, reading.description.filed) == ("order", date(2031, 5, 5))
    (page,) = reading.pages
    assert [line.text for line in page.lines] == [
        "Vu la procédure :", "Article 1er : Il est donné acte.",
    ]  # fmt: skip


def test_a_law_section_by_section() -> None:
    (page,) = read_xml(LAW.encode()).pages
    assert [(line.text, line.role) for line in page.lines] == [
        ("Loi sur les puits", "heading"),
        ("Définitions", "heading"),
        ("2 Les définitions qui suivent s’appliquent.", "body"),
        ("(1) Un puits est couvert.", "body"),
    ]


def test_an_article_of_a_french_law() -> None:
    article = """<ARTICLE><META><META_COMMUN><ID>LEGIARTI1</ID></META_COMMUN><META_SPEC>
    <META_ARTICLE><NUM>L12-9</NUM><ETAT>VIGUEUR</ETAT></META_ARTICLE></META_SPEC></META><CONTEXTE>
    <TEXTE><TITRE_TXT>Code des puits</TITRE_TXT></TEXTE></CONTEXTE><BLOC_TEXTUEL><CONTENU><p>Le bail
    cesse par un congé.</p></CONTENU></BLOC_TEXTUEL></ARTICLE>"""
    reading = read_xml(article.encode())
    (page,) = reading.pages
    assert reading.description.title == "Code des puits, article L12-9"
    assert " ".join(line.text for line in page.lines) == "Article L12-9 Le bail cesse par un congé."
    assert {left.text for left in page.left_out} == {"LEGIARTI1", "VIGUEUR", "Code des puits"}


def test_what_a_law_prints_is_read_and_what_is_recorded_of_it_is_left_out() -> None:
    law = """<Statute xml:lang="en"><Identification><Chapter><ConsolidatedNumber>W-4
    </ConsolidatedNumber></Chapter><LongTitle>An Act on wells</LongTitle></Identification><Body>
    <Heading><Label>PART 1</Label><TitleText>Covers</TitleText></Heading><Section><Label>3</Label>
    <Subsection><Label>(1)</Label><Text>A well has a <Emphasis>cover</Emphasis>.</Text></Subsection>
    <HistoricalNote><HistoricalNoteSubItem>2031, c. 4</HistoricalNoteSubItem></HistoricalNote>
    </Section></Body><Schedule><ScheduleFormHeading><Label>SCHEDULE 2</Label><OriginatingRef>
    (Section 3)</OriginatingRef></ScheduleFormHeading><row><entry>Depth</entry><entry>9 m</entry>
    </row><List><Item><Label>(a)</Label><Text>Lid</Text></Item></List></Schedule><RecentAmendments>
    <AmendmentDate>2031-05-05</AmendmentDate></RecentAmendments></Statute>"""
    (page,) = read_xml(law.encode()).pages
    assert [(line.text, line.role) for line in page.lines] == [
        ("An Act on wells", "heading"),
        ("PART 1 Covers", "heading"),
        ("3 (1) A well has a cover.", "body"),
        ("2031, c. 4", "body"),
        ("SCHEDULE 2 (Section 3)", "body"),
        ("Depth  9 m", "table"),
        ("(a) Lid", "body"),
    ]
    assert [left.text for left in page.left_out] == ["W-4", "2031-05-05"]


@pytest.mark.parametrize("text", ["<a><b/></a>", "<a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_other_xml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.xml"
    path.write_text(text, encoding="utf-8")
    assert format_of(path, path.name) == "xml"
    with pytest.raises(FileRefused, match="XML"):
        read_xml(text.encode())
