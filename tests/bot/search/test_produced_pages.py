"""Questions that name a page by the number that a party printed on it."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from bot.question.parse import understand
from bot.search.lookup import look_up
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library
from tests.support.paper import WIDTH, Drawing, make, write

PAGES = (
    ["The contract was signed in Lyon in June.", "The clerk of the buyer wrote it."],
    ["The crane cost $41,300 and was paid in May.", "It fell in the same winter."],
    ["The hall was let to the Oriel company.", "Its rent was not paid."],
)


def produced(number: int) -> Drawing:
    def draw(canvas: Canvas) -> None:
        write(canvas, PAGES[number - 1])
        canvas.drawRightString(WIDTH - 40, 30, f"WIW-{122 + number:06d}")

    return draw


def test_the_page_is_quoted_as_far_as_it_goes(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    path = make(tmp_path / "produced.pdf", *map(produced, (1, 2, 3)))
    ingest(library, "case", [path])
    case = library.catalogue.case("case")

    def found(question: str) -> list[str] | None:
        looked_up = look_up(library.catalogue, case, understand(question))
        return None if looked_up is None else [excerpt.text for excerpt in looked_up.excerpts]

    second = [" ".join(PAGES[1])]
    for question in ("WIW-000124", "What does WIW-000124 say?", "Que dit la pièce WIW-000124 ?"):
        assert found(question) == second, question
    assert found("Who bought the crane of WIW-000124?") is None
    assert found("WIW-000999") is None
