"""Questions for the date of a document or its court, and questions that only look like it.

The thirty questions on dates and the documents were written down before the code that answers them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.question.parse import understand
from bot.reading.weigh import pointed
from bot.search.document_heads import head_asked
from bot.search.lookup import look_up
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

_CAPTION = (
    "UNITED STATES DISTRICT COURT\nDISTRICT OF OREGON\n\nHALDEN MILLS LLC,\nPlaintiff,\nv.\n"
    "BRIGHTWATER DYES INC.,\nDefendant.\n\nCase No. 3:23-cv-00417\n\n"
)
PAPERS = {
    "delmas.txt": (
        "Cabinet Delmas, avocats\n12, rue des Tanneurs\n69003 Lyon\n\nLyon, le 5 février 2024\n\n"
        "Objet : résiliation du marché\n\nMadame, Monsieur,\n\n"
        "Notre cliente résilie le marché signé le 3 janvier 2022, que vous n’avez pas exécuté.\n\n"
        "Veuillez agréer, Madame, Monsieur, l’expression de nos sentiments distingués.\n"
    ),
    "order.txt": (
        f"{_CAPTION}ORDER GRANTING MOTION TO COMPEL\n\n"
        "Plaintiff moved on March 2, 2024 to compel the production of the dye recipes. The motion"
        " is granted. Defendant shall produce the recipes by April 30, 2024.\n\n"
        "DATED this 9th day of April, 2024.\n\nMarta Oyelaran\nUnited States District Judge\n"
    ),
    "complaint.txt": (
        f"{_CAPTION}COMPLAINT\n\n"
        "1. Plaintiff weaves cotton in Salem, Oregon.\n\n"
        "2. On June 3, 2022 the parties signed a supply agreement for dyes.\n\n"
        "3. On August 1, 2023 Defendant stopped its deliveries.\n\n"
        "Dated: September 14, 2023\n\nRespectfully submitted,\n\n/s/ Ruth Abiola\n"
        "Attorney for Plaintiff\n"
    ),
    "agreement.txt": (
        "SUPPLY AGREEMENT\n\nThis Supply Agreement is made and entered into as of June 3, 2022 by"
        " and between Halden Mills LLC and Brightwater Dyes Inc.\n\n"
        "1. Deliveries. The Supplier shall deliver the dyes by the fifth of each month.\n\n"
        "2. Term. This Agreement ends on June 2, 2027.\n"
    ),
    "arret.txt": (
        "RÉPUBLIQUE FRANÇAISE\nAU NOM DU PEUPLE FRANÇAIS\n\nCOUR D’APPEL DE GRENOBLE\n\n"
        "Arrêt du 7 novembre 2023\n\nN° RG 22/01456\n\n"
        "Par jugement du 18 mars 2022, le tribunal judiciaire de Valence a rejeté la demande.\n\n"
        "PAR CES MOTIFS, la cour confirme le jugement.\n"
    ),
    "jugement.txt": (
        "RÉPUBLIQUE FRANÇAISE\nAU NOM DU PEUPLE FRANÇAIS\n\nTRIBUNAL JUDICIAIRE DE VALENCE\n\n"
        "Jugement rendu le 18 mars 2022\n\nN° RG 20/00731\n\n"
        "La demande porte sur un marché de teinture conclu le 3 janvier 2019.\n\n"
        "PAR CES MOTIFS, le tribunal rejette la demande.\n"
    ),
    "quebec.txt": (
        "COUR SUPÉRIEURE\n\nCANADA\nPROVINCE DE QUÉBEC\nDISTRICT DE MONTRÉAL\n\n"
        "N° : 500-17-104523-189\n\nDATE : 14 juin 2021\n\n"
        "SOUS LA PRÉSIDENCE DE L’HONORABLE ANNE-MARIE TESSIER, J.C.S.\n\n"
        "SCIERIE BEAULAC INC.\nDemanderesse\nc.\nTRANSPORT GIRARD LTÉE\nDéfenderesse\n\n"
        "JUGEMENT\n\n[1] La demanderesse réclame 84 000 $ pour la perte d’un chargement.\n\n"
        "[2] Le contrat a été signé le 3 mars 2018.\n\n[3] La demande est accueillie.\n\n"
        "ANNE-MARIE TESSIER, J.C.S.\n\nDate d’audience : 4 mai 2021\n"
    ),
    "lindqvist.txt": (
        f"{_CAPTION}DECLARATION OF PIA LINDQVIST\n\n"
        "1. I ran the dye works from 2019 to 2023.\n\n"
        "I declare under penalty of perjury that the foregoing is true and correct.\n\n"
        "Executed on May 2, 2024, at Portland, Oregon.\n\n/s/ Pia Lindqvist\n"
    ),
    "renn.txt": (
        f"{_CAPTION}DECLARATION OF OTTO RENN\n\n"
        "1. I kept the accounts of the mill until January 8, 2024.\n\n"
        "I declare under penalty of perjury that the foregoing is true and correct, and that this"
        " declaration was executed on May 6, 2024.\n\n/s/ Otto Renn\n"
    ),
    "mill.html": (
        "<html><head><title>Mill sues dye maker</title>"
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2023-09-21T08:00:00Z"></head><body>'
        "<article><h1>Mill sues dye maker</h1><p>Published September 21, 2023</p>"
        "<p>A mill in Salem has sued the maker of its dyes, which stopped delivering on August 1,"
        " 2023. The mill says that it lost a season of orders for that reason alone.</p>"
        "<p>The dye maker did not answer questions that were sent to it on September 18, 2023."
        " A hearing has not been set so far, and the court has not said when it will be.</p>"
        "</article></body></html>"
    ),
}

ASKED = [
    ("What is the date of the order?", "DATED this 9th day of April, 2024."),
    ("When was the order issued?", "DATED this 9th day of April, 2024."),
    ("When did the district court issue its order granting the motion to compel?", "April, 2024"),
    ("What is the date on the court's order?", "April, 2024"),
    ("On what date was the supply agreement signed?", "as of June 3, 2022"),
    ("the date of the contract between Halden and Brightwater", "as of June 3, 2022"),
    ("What date does the complaint bear?", "Dated: September 14, 2023"),
    ("What is the date of Otto Renn's declaration?", "executed on May 6, 2024"),
    ("When was the article published?", "Published September 21, 2023"),
    ("When did the appeal court of Grenoble hand down its decision?", "Arrêt du 7 novembre 2023"),
    ("When did the superior court of Quebec give its judgment?", "DATE : 14 juin 2021"),
    ("De quand date l'arrêt ?", "Arrêt du 7 novembre 2023"),
    ("Quand l’arrêt de la cour d’appel de Grenoble a-t-il été rendu ?", "7 novembre 2023"),
    ("À quelle date le tribunal judiciaire a-t-il rendu son jugement ?", "18 mars 2022"),
    ("Quelle est la date de la lettre ?", "Lyon, le 5 février 2024"),
    ("De quelle date est le courrier du cabinet Delmas ?", "Lyon, le 5 février 2024"),
    ("Quelle est la date de l'ordonnance ?", "DATED this 9th day of April, 2024."),
]
NOT_ASKED = [
    "What is the date of the trial?",
    "When did Halden Mills sign the supply agreement?",
    "What is the date of the declaration?",  # there are two
    "When was the order appealed?",
    "When was the contract terminated?",
    "When did the court order the defendant to produce the recipes?",
    "When was the motion to compel filed?",  # it is no document of the case
    "What is the date of the letter to the insurer?",  # no such letter
    "What dates does the complaint mention?",
    "By what date must the answer to the complaint be filed?",
    "What is the date of the hearing on the order?",
    "What is the date of delivery under the contract?",
    "Quelle est la date de l'audience ?",
    "Quand la lettre a-t-elle été reçue ?",
    "Quelle est la date de l'arrêt de la cour d'appel de Lyon ?",
    "Quand le contrat prend-il fin ?",
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("dated")
    for name, text in PAPERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = replace(Settings(), library=tmp_path_factory.mktemp("library"))
    library = Library(settings, WordEmbedder())
    ingest(library, "dated", [folder])
    return library.catalogue


@pytest.mark.parametrize(("question", "line"), ASKED)
def test_the_line_that_dates_the_document_is_pointed_at(
    catalogue: Catalogue, question: str, line: str
) -> None:
    case, asked = catalogue.case("dated"), understand(question)
    found = head_asked(catalogue, case, asked)
    assert found is not None
    assert [line in excerpt.text for excerpt in found] == [True]
    assert len(found[0].text) < 200
    assert found[0] in pointed(catalogue, case, asked)
    assert asked.wanted == "date"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Which court issued the order?", "UNITED STATES DISTRICT COURT"),
        ("Quelle cour a rendu l'arrêt du 7 novembre 2023 ?", "COUR D’APPEL DE GRENOBLE"),
        ("Par quel tribunal le jugement du 18 mars 2022 a-t-il été rendu ?", "TRIBUNAL JUDICIAIRE"),
        ("Quelle cour a rendu le jugement du 14 juin 2021 ?", "COUR SUPÉRIEURE"),
        ("What court is the decision of November 7, 2023 from?", "COUR D’APPEL DE GRENOBLE"),
    ],
)
def test_the_line_that_names_the_court_is_pointed_at(
    catalogue: Catalogue, question: str, line: str
) -> None:
    asked = understand(question)
    found = head_asked(catalogue, catalogue.case("dated"), asked)
    assert found is not None
    assert found[0].text.startswith(line)
    assert asked.wanted == "place"


@pytest.mark.parametrize(
    "question",
    [
        "Which court issued the order of April 8, 2024?",  # no order is of that day
        "Quelle cour a rendu l'arrêt du 18 mars 2022 ?",  # that is the judgment
        "Which court wrote the letter?",
        "Quel tribunal a rejeté la demande ?",
        "Which court will hear the appeal from the judgment?",
    ],
)
def test_no_court_of_another_document_is_pointed_at(catalogue: Catalogue, question: str) -> None:
    assert head_asked(catalogue, catalogue.case("dated"), understand(question)) is None


@pytest.mark.parametrize("question", NOT_ASKED)
def test_other_questions_with_a_date_point_at_no_document(
    catalogue: Catalogue, question: str
) -> None:
    assert head_asked(catalogue, catalogue.case("dated"), understand(question)) is None


CASSATION = (
    "COUR DE CASSATION\n\nAudience publique du 11 JANVIER 2034\n\nPourvoi n° X 32-21.126\n\n"
    "RÉPUBLIQUE FRANÇAISE\nAU NOM DU PEUPLE FRANÇAIS\n\n"
    "ARRÊT DE LA COUR DE CASSATION, TROISIÈME CHAMBRE CIVILE, DU 11 JANVIER 2034\n\n"
    "La société Aubrac a formé le pourvoi n° X 32-21.126 contre l’arrêt rendu le 30 juin 2032.\n\n"
    "1. Le congé a été délivré le 6 mars 2029.\n\n2. Le bail est rompu.\n\nPAR CES MOTIFS, CASSE.\n"
)
SERVED = (
    "ASSIGNATION DEVANT LE TRIBUNAL JUDICIAIRE DE MENDE\n\n"
    "L'AN DEUX MILLE TRENTE-QUATRE ET LE QUINZE FEVRIER\n\nÀ LA DEMANDE DE :\nMme Lozère\n\n"
    "1. Le loyer n’a pas été payé.\n\n2. Le bail est rompu.\n"
)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Quelle est la date de l'arrêt ?", "Audience publique du 11 JANVIER 2034"),
        ("Quelle chambre a rendu l'arrêt ?", "TROISIÈME CHAMBRE CIVILE"),
        ("Quelle cour a rendu l'arrêt ?", "COUR DE CASSATION"),
        ("Quel est le numéro de la décision ?", "Pourvoi n° X 32-21.126"),
        ("Quelle est la date de l'assignation ?", "QUINZE FEVRIER"),
    ],
)
def test_what_the_head_of_the_only_such_paper_says_is_looked_up(
    tmp_path: Path, question: str, line: str
) -> None:
    (tmp_path / "papers").mkdir()
    for name, text in {"cassation.txt": CASSATION, "assignation.txt": SERVED}.items():
        (tmp_path / "papers" / name).write_text(text, encoding="utf-8")
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "heads", [tmp_path / "papers"])
    found = look_up(library.catalogue, library.catalogue.case("heads"), understand(question))
    assert found is not None
    assert found.answered_by == "caption"
    assert line in found.excerpts[0].text
