"""Heads of French decisions, and of what is none."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.describe.describe import describe
from ingest.describe.french import FrenchDecision, french_decision
from ingest.document import Description, Line, Page
from ingest.formats.text import read_text
from ingest.passages.split import split
from ingest.passages.stated import stated_facts

HEAD = "RÉPUBLIQUE FRANÇAISE\nAU NOM DU PEUPLE FRANÇAIS\n"


def decision(text: str) -> FrenchDecision:
    found = french_decision(text.splitlines())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Arrêt du 1er août 2031", date(2031, 8, 1)),
        ("Jugement rendu le 3 mai 2031", date(2031, 5, 3)),
        ("ORDONNANCE DU 12 JUIN 2031", date(2031, 6, 12)),
        ("Audience publique du 14 novembre 2031", date(2031, 11, 14)),
        ("Arrêt prononcé le dix-sept novembre deux mille trente et un", date(2031, 11, 17)),
        ("L'an deux mille trente et le premier mars", date(2030, 3, 1)),
        ("JUGEMENT DU SEIZE JANVIER DEUX MILLE TRENTE-QUATRE\nN° RG 30/1", date(2034, 1, 16)),
        ("JUGEMENT rendu le : 5 octobre 2032", date(2032, 10, 5)),
    ],
)
def test_the_day_of_a_decision(line: str, day: date) -> None:
    assert decision(f"{HEAD}COUR D'APPEL DE QUIMPER\n{line}").day == day


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("N° RG 30/04170", "30/04170"),
        ("Pourvoi n° W 30-22.800", "30-22.800"),
        ("Répertoire général n° 31/00012", "31/00012"),
        ("ECLI:FR:CCASS:2031:SO02001", "ECLI:FR:CCASS:2031:SO02001"),
        ("RG N° F 31/00456\nMINUTE N° 32/789", "31/00456"),
        ("2034R00317", "2034R00317"),
        ("N° RG : 2034J00317", "2034J00317"),
        ("Rôle général n° 2034F01234", "2034F01234"),
        ("N° 468123\nECLI:FR:CECHR:2034:468123.20340322", "468123"),
        ("N° 32NT01234", "32NT01234"),
    ],
)
def test_its_number(line: str, number: str) -> None:
    assert decision(f"{HEAD}COUR D'APPEL DE QUIMPER\n{line}").number == number


@pytest.mark.parametrize(
    ("head", "court", "kind"),
    [
        ("COUR D’APPEL DE QUIMPER\nARRÊT N° 12", "Cour d’appel de Quimper", "decision"),
        (
            "COUR DE CASSATION\nDEUXIÈME CHAMBRE CIVILE\nArrêt n° 201",
            "Cour de cassation, deuxième chambre civile",
            "decision",
        ),
        (
            "TRIBUNAL DE COMMERCE DE PONT-L'ABBÉ\nORDONNANCE DE RÉFÉRÉ DU 4 MAI 2031",
            "Tribunal de commerce de Pont-L'abbé",
            "order",
        ),
        (
            "DÉCISION DE LA COUR DE CASSATION, CHAMBRE SOCIALE, DU 5 MAI 2031",
            "Cour de cassation, chambre sociale",
            "decision",
        ),
        ("TRIBUNAL JUDICIAIRE DE MENDE\nJUGEMENT", "Tribunal judiciaire de Mende", "judgment"),
        (
            "CAA de MENDE - 3ème chambre\nArrêt du 4 mai 2031",
            "Cour administrative d’appel de Mende, 3ème chambre",
            "decision",
        ),
    ],
)
def test_its_court_and_kind(head: str, court: str, kind: str) -> None:
    found = decision(f"{HEAD}{head}\nPAR CES MOTIFS, rejette la demande.")
    assert (found.court, found.kind) == (court, kind)


def test_the_head_of_a_decision_of_the_union() -> None:
    text = """ARRÊT DE LA COUR (deuxième chambre)
    4 mai 2031 (*)
    « Renvoi préjudiciel – Transports – Règlement (CE) n° 261/2004 »
    Dans les affaires jointes C-12/30 et C-13/30,
    ayant pour objet des demandes de décision préjudicielle, introduites par la Cour de cassation
    (France), par décisions du 20 mai 2030, dans les procédures
    Aubrac Fret SARL
    contre
    Compagnie Lozère SA (C-12/30),
    et
    Aubrac Fret SARL
    contre
    Jeanne Margeride (C-13/30),
    LA COUR (deuxième chambre),
    composée de M. A. Truyère, président de chambre,"""
    found = decision(text)
    assert (found.kind, found.title, found.number) == (
        "decision",
        "Arrêt, Cour de justice de l’Union européenne, deuxième chambre",
        "C-12/30 et C-13/30",
    )
    assert found.day == date(2031, 5, 4)
    assert found.parties == ("Aubrac Fret SARL", "Compagnie Lozère SA", "Jeanne Margeride")


def test_a_decision_of_the_union_that_bears_only_its_ecli() -> None:
    text = "ORDONNANCE DU TRIBUNAL\n1er mai 2031\nECLI:EU:T:2031:77\nLE TRIBUNAL ordonne :"
    found = decision(text)
    assert (found.kind, found.court, found.number, found.day) == (
        "order",
        "Tribunal de l’Union européenne",
        "ECLI:EU:T:2031:77",
        date(2031, 5, 1),
    )


def test_no_section_of_a_decision_is_a_party() -> None:
    text = f"{HEAD}CONSEIL DE PRUD'HOMMES DE MENDE\nENTRE\nMme Lozère\nDemanderesse, assistée\nET\n"
    assert decision(text + "SAS Aubrac\nDéfenderesse\nLES FAITS\nJUGEMENT").parties == (
        "Mme Lozère",
        "SAS Aubrac",
    )


def test_an_appeal_names_its_chamber_and_parties_in_its_first_sentence() -> None:
    text = (
        "COUR DE CASSATION\n______\nAudience publique du 14 mai 2031\nRejet\nM. CAUSSE, président\n"
        f"{HEAD}ARRÊT DE LA COUR DE CASSATION, CHAMBRE COMMERCIALE, DU 14 MAI 2031\n"
        "La société Aubrac, dont le siège est là, a formé le pourvoi n° S 30-18.765 contre\n"
        "l'arrêt rendu par la cour d'appel de Mende, dans le litige l'opposant à la société\n"
        "Truyère, défenderesse."
    )
    found = decision(text)
    assert found.court == "Cour de cassation, chambre commerciale"
    assert found.parties == ("La société Aubrac", "La société Truyère")


def test_the_parties_stand_on_one_line() -> None:
    text = f"{HEAD}TRIBUNAL DE COMMERCE DE MENDE\nLa société Aubrac (SARL) c/ La société Truyère"
    assert decision(text + "\nORDONNANCE").parties == ("La société Aubrac", "La société Truyère")


def test_the_parties_stand_behind_what_they_are() -> None:
    found = decision(
        f"{HEAD}TRIBUNAL JUDICIAIRE DE MORLAIX\nJUGEMENT DU 3 MAI 2031\n"
        "DEMANDEUR : Madame Yvonne Kerbrat, née à Brest\nDÉFENDERESSE : la SAS Port-Levant\n"
    )
    assert found.parties == ("Madame Yvonne Kerbrat", "La SAS Port-Levant")


def test_the_parties_stand_after_entre_and_et() -> None:
    text = f"{HEAD}TRIBUNAL JUDICIAIRE DE MENDE\nENTRE :\nLa société Aubrac, dont le siège est là\n"
    assert decision(text + "ET :\nMme Lozère, demeurant ici\nJUGEMENT").parties == (
        "La société Aubrac",
        "Mme Lozère",
    )


@pytest.mark.parametrize(
    "text",
    [
        "CONCLUSIONS EN DÉFENSE\nTRIBUNAL JUDICIAIRE DE MENDE\nPAR CES MOTIFS, débouter X.",
        "CONTRAT DE BAIL\nLe tribunal judiciaire de Mende est compétent.",
        "Le tribunal a rendu son jugement hier, rapporte le journal.",
    ],
)
def test_what_only_speaks_of_a_court_is_no_decision(text: str) -> None:
    assert french_decision(text.splitlines()) is None


def test_a_decision_about_a_lease_is_no_contract() -> None:
    text = f"{HEAD}COUR D’APPEL DE QUIMPER\nArrêt du 1er août 2031\nN° RG 30/04170\nUn bail."
    lines = tuple(Line(line) for line in text.splitlines())
    found = describe(Description(), [Page(1, lines, 612, 792)], "d1.pdf", {})
    assert (found.kind, found.court, found.case_number, found.filed, found.title) == (
        "decision",
        "Cour d’appel de Quimper",
        "30/04170",
        date(2031, 8, 1),
        "Arrêt, Cour d’appel de Quimper",
    )


QUEBEC = (
    "COUR SUPÉRIEURE\n\nCANADA\nPROVINCE DE QUÉBEC\nDISTRICT DE TROIS-RIVIÈRES\n\n"
    "N° : 400-17-004523-189\n\nDATE : 14 juin 2031\n\n" + "_" * 70 + "\n\n"
    "SOUS LA PRÉSIDENCE DE L’HONORABLE ANNE-MARIE TESSIER, J.C.S.\n\n" + "_" * 70 + "\n\n"
    "SCIERIE BEAULAC INC.\nDemanderesse\nc.\nTRANSPORT GIRARD LTÉE\nDéfenderesse\n\n"
    + "_" * 70
    + "\n\nJUGEMENT\n\n"
    + "_" * 70
    + "\n\n[1] La demanderesse réclame 84 000 $ pour la perte d’un chargement de bois.\n\n"
    "[2] Le contrat de transport a été signé le 3 mars 2028.\n\n"
    "POUR CES MOTIFS, LE TRIBUNAL :\n\n[3] ACCUEILLE la demande.\n\n"
    + "_" * 40
    + "\nANNE-MARIE TESSIER, J.C.S.\n\nDate d’audience : 4 mai 2031\n"
)


def test_a_judgment_of_quebec() -> None:
    assert decision(QUEBEC) == FrenchDecision(
        "judgment",
        "Jugement",
        "Cour supérieure du Québec, district de Trois-Rivières",
        date(2031, 6, 14),
        "400-17-004523-189",
        ("SCIERIE BEAULAC INC.", "TRANSPORT GIRARD LTÉE"),
    )


def test_the_head_of_a_judgment_of_quebec_is_a_caption() -> None:
    passages = list(split(read_text(QUEBEC).pages, "text", "fr"))
    roles = {
        role: [p.text for p in passages if p.role == role] for role in ("caption", "signature")
    }
    head = " ".join(roles["caption"])
    assert "DATE : 14 juin 2031" in head
    assert "SOUS LA PRÉSIDENCE DE L’HONORABLE ANNE-MARIE TESSIER" in head
    assert [text.strip("_ ") for text in roles["signature"]] == [
        "ANNE-MARIE TESSIER, J.C.S. Date d’audience : 4 mai 2031"
    ]
    judges = [fact.value for fact in stated_facts(passages) if fact.field == "judge"]
    assert judges == ["L’HONORABLE ANNE-MARIE TESSIER, J.C.S."]


@pytest.mark.parametrize(
    ("head", "court", "number", "day"),
    [
        (
            "COUR D’APPEL\nCANADA\nPROVINCE DE QUÉBEC\nGREFFE DE MONTRÉAL\nN° : 500-09-028123-195\n"
            "DATE : Le 2 février 2032\nARRÊT",
            "Cour d’appel du Québec",
            "500-09-028123-195",
            date(2032, 2, 2),
        ),
        (
            "Date : 20330314\nDossier : T-1234-32\nRéférence : 2033 CF 123\nCOUR FÉDÉRALE\n"
            "JUGEMENT ET MOTIFS",
            "Cour fédérale",
            "T-1234-32",
            date(2033, 3, 14),
        ),
    ],
)
def test_other_heads_of_canada(head: str, court: str, number: str, day: date) -> None:
    found = decision(head)
    assert (found.court, found.number, found.day) == (court, number, day)


def test_a_contract_that_names_a_canadian_court_is_no_judgment() -> None:
    assert (
        french_decision(["CONTRAT DE TRANSPORT", "PROVINCE DE QUÉBEC", "Date : 3 mai 2031"]) is None
    )
