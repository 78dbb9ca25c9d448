"""An exhibit bound into a complaint: its words are not what the complaint alleges."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.ask import Bot
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import HALF_OF_THE_WORDS

PAGES = [
    ["COMPLAINT FOR DAMAGES", "", "1. Acme Corporation sells racks for computers in Nevada.", "",
     "2. Bolt Corporation has never paid for the racks that it bought."],
    ["EXHIBIT A"],
    ["PURCHASE AGREEMENT", "", "1. Bolt shall buy forty racks a month during the whole year.", "",
     "2. Acme shall deliver the racks to the warehouse in Reno."],
]  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("exhibits")
    case = folder / "case"
    case.mkdir()
    canvas = Canvas(str(case / "complaint.pdf"), pagesize=(612, 792))
    for page in PAGES:
        for number, text in enumerate(page):
            canvas.drawString(72, 700 - 24 * number, text)
        canvas.showPage()
    canvas.save()
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Anne Roy <anne@example.com>", "Warehouse"
    mail.set_content("The forklift in the warehouse needs repairs this week.")
    attached = Canvas(file := BytesIO(), pagesize=(612, 792))
    for text in ("Inventory of machines", "17. The generator stands behind the northern gate."):
        attached.drawString(72, 700, text)
        attached.showPage()
    attached.save()
    mail.add_attachment(file.getvalue(), "application", "pdf", filename="inventory.pdf")
    (case / "mail.eml").write_bytes(mail.as_bytes())
    library = Library(replace(Settings(), library=folder / "library"), WordEmbedder())
    ingest(library, "acme", [case])
    return Bot(library, HALF_OF_THE_WORDS, NoOpinion())


def test_the_exhibit_speaks_for_itself(bot: Bot) -> None:
    answer = bot.ask("Where shall Acme deliver the racks?", "acme")
    first = answer.citations[0]
    assert first.quote == "Acme shall deliver the racks to the warehouse in Reno."
    assert (first.kind, answer.statements[0].voice) == ("exhibit", "says")
    assert first.pin == "Compl. Ex. A ¶ 2, at 3"


def test_a_paragraph_of_the_complaint_is_not_one_of_its_exhibit(bot: Bot) -> None:
    answer = bot.ask("paragraph 2 of the complaint", "acme")
    assert [citation.pin for citation in answer.citations] == ["Compl. ¶ 2, at 1"]
    assert answer.statements[0].voice == "alleges"


def test_an_attachment_speaks_for_itself_and_is_cited_by_its_own_pages(bot: Bot) -> None:
    answer = bot.ask("Where stands the generator?", "acme")
    first = answer.citations[0]
    assert first.quote.endswith("The generator stands behind the northern gate.")
    assert (first.kind, answer.statements[0].voice) == ("exhibit", "says")
    assert (first.page, first.pin) == (3, "Ltr. Attach. inventory.pdf ¶ 17, at 2")
    assert bot.pictures(first) == []
    own = bot.ask("What needs repairs in the warehouse?", "acme")
    assert (own.statements[0].voice, own.citations[0].kind) == ("states", "letter")
    assert own.citations[0].pin.startswith("Ltr. ¶")
