"""A French decision on the overview: its court, number and parties, as its head has them."""

from __future__ import annotations

from pathlib import Path

from bot.overview.overview import overview
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library

DECISION = """RÉPUBLIQUE FRANÇAISE
AU NOM DU PEUPLE FRANÇAIS
TRIBUNAL JUDICIAIRE DE MENDE
N° RG 30/04170
JUGEMENT DU 1er août 2031

ENTRE :
La société Aubrac, dont le siège est à Mende
ET :
Mme Lozère, demeurant à Florac

PAR CES MOTIFS, le tribunal condamne Mme Lozère à payer 2 400 euros à la société Aubrac.
"""


def test_court_number_and_parties_of_a_decision_stand_on_the_overview(tmp_path: Path) -> None:
    file = tmp_path / "jugement.txt"
    file.write_text(DECISION, encoding="utf-8")
    library = open_library(tmp_path)
    ingest(library, "case", [file])
    (paper,) = overview(library.catalogue, library.catalogue.case("case")).documents
    assert (paper.kind, paper.filed) == ("judgment", "2031-08-01")

    def lines(part: str) -> list[str]:
        return [line.label for line in paper.lines if line.part == part]

    assert lines("court") == ["TRIBUNAL JUDICIAIRE DE MENDE"]
    assert lines("case number") == ["30/04170"]
    assert lines("party") == ["La société Aubrac", "Mme Lozère"]
