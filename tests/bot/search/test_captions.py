"""Questions that a caption answers: who the parties are, the court, the number, who represents."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.question.parse import understand
from bot.reading.weigh import pointed
from bot.search.lookup import look_up
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder
from tests.support.paper import centre, make, write

CAPTION = (
    "UNITED STATES DISTRICT COURT",
    "DISTRICT OF OREGON",
    "",
    "HALDEN MILLS LLC,",
    "     Plaintiff,",
    "v.",
    "BRIGHTWATER DYES INC.,",
    "     Defendant.",
    "",
    "Case No. 3:23-cv-00417",
    "",
    "COMPLAINT",
)
BODY = (
    "1. Plaintiff Halden Mills LLC weaves cotton in Salem, Oregon, and sells it.",
    "2. Defendant Brightwater Dyes Inc. makes dyes in Portland, Oregon, for mills.",
)
PRAYER = (
    "WHEREFORE, Plaintiff asks for judgment: (a) awarding damages of not less than",
    "$412,000; and (b) granting such other relief as is just.",
)
COURT = "UNITED STATES DISTRICT COURT DISTRICT OF OREGON"
NUMBER = "Case No. 3:23-cv-00417"
PLAINTIFF, DEFENDANT = "HALDEN MILLS LLC, Plaintiff,", "BRIGHTWATER DYES INC., Defendant."
DECISION = (
    "ORDER\n\nIn an earlier case the Supreme Court of Oregon held that a mill may refuse dyes.\n"
)


def _first_page(canvas: Canvas) -> None:
    write(canvas, CAPTION)
    write(canvas, BODY, top=420)


def _last_page(canvas: Canvas) -> None:
    centre(canvas, "PRAYER FOR RELIEF", 100)
    write(canvas, PRAYER, top=150)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("case")
    make(folder / "complaint.pdf", _first_page, _last_page)
    (folder / "order.txt").write_text(DECISION, encoding="utf-8")
    home = tmp_path_factory.mktemp("library")
    library = Library(Settings(library=home), WordEmbedder())
    ingest(library, "halden", [folder])
    return library


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Who is suing whom, and in which court?", [COURT, PLAINTIFF, DEFENDANT]),
        ("Who are the parties?", [PLAINTIFF, DEFENDANT]),
        ("Qui sont les parties ?", [PLAINTIFF, DEFENDANT]),
        ("Who is the defendant?", [DEFENDANT]),
        ("Qui est le demandeur ?", [PLAINTIFF]),
        ("What is the case number?", [NUMBER]),
        ("Quel est le numéro de l’affaire ?", [NUMBER]),
        # Neither asks a caption, nor do questions about names that stand in none.
        ("Who are the parties to the contract?", []),
        ("Who is the plaintiff in the Ostrander case?", []),
        ("Who is the plaintiff in the earlier case?", []),
        ("Who is the plaintiff in this case?", [PLAINTIFF]),
        ("Who is the plaintiff’s expert?", []),
        ("Who is the plaintiff’s lawyer?", []),
        ("What is the docket number of the motion?", []),
    ],
)
def test_who_the_parties_are_is_looked_up(
    library: Library, question: str, lines: list[str]
) -> None:
    found = look_up(library.catalogue, library.catalogue.case("halden"), understand(question))
    assert [excerpt.text for excerpt in (found.excerpts if found else ())] == lines


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Which court hears the case?", [COURT]),
        ("Devant quelle juridiction l’affaire est-elle portée ?", [COURT]),
        ("How much money is claimed?", ["$412,000"]),
        ("Quel montant est réclamé ?", ["$412,000"]),
        ("Quel montant la demande doit-elle dépasser ?", []),
        ("Combien l’avocat veut-il être payé ?", []),
        ("Which Supreme Court decision does the order cite?", []),
    ],
)
def test_what_a_caption_or_the_prayer_states_is_pointed_at(
    library: Library, question: str, lines: list[str]
) -> None:
    catalogue = library.catalogue
    found = pointed(catalogue, catalogue.case("halden"), understand(question))
    assert len(found) == len(lines)
    assert all(line in excerpt.text for line, excerpt in zip(lines, found, strict=True))
