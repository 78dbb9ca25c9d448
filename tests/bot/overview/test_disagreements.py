"""Where papers of a case look like they disagree."""

from __future__ import annotations

import pytest

from bot.overview.disagreements import Disagreements, disagreements
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder

CAPTION = """ACME PUMPS, INC.,
Plaintiff,
v.
BOLT LLC,
Defendant.
"""
COMPLAINT = f"""{CAPTION}
COMPLAINT

1. Bolt breached the Agreement by failing to pay for the pumps.

2. Acme delivered the pumps to the plant in Lyon on March 3, 2021.

3. Acme invoiced the pumps for $12 million in total. Bolt paid duties on the pumps at the border.

""" + "\n\n".join(
    # A word that most passages hold tells nothing: these hold other words.
    f"{number}. Venue {number}: the {word} of this district is a place where people live."
    for number, word in enumerate("valley river forest harbor castle bridge meadow".split(), 4)
)
MOTION = """MOTION TO DISMISS

Bolt breached no contract by declining to pay for the pumps.

Acme delivered the pumps to the plant in Lyon on March 9, 2021.

Acme delivered the pumps to the plant in Turin on March 9, 2021.

Acme paid no duties on the pumps at the border.

Acme invoiced the pumps for $12 million in total.

The Complaint alleges that Bolt did not pay for the pumps.
"""
STRIKE = f"""Pump & Partners LLP
Attorneys for Plaintiff Acme Pumps, Inc.

{CAPTION}
MOTION TO STRIKE

Bolt breached no contract by declining to pay for the pumps.
"""
ANSWER = """ANSWER

Bolt denies the allegations of paragraph 2.

Bolt denies the remaining allegations of paragraph 3.
"""


PAPERS = (("complaint", COMPLAINT), ("motion", MOTION), ("strike", STRIKE), ("answer", ANSWER))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Disagreements]:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS:
        (folder / f"{name}.txt").write_text(text)
    (folder / "case.yaml").write_text(
        "documents:\n"
        + "".join(
            f"  {name}.txt:\n    kind: {'motion' if name == 'strike' else name}\n"
            for name, _ in PAPERS
        )
    )
    settings = Settings(library=tmp_path_factory.mktemp("library"))
    library = Library(settings, WordEmbedder())
    ingest(library, "acme", [folder])
    case = library.catalogue.case("acme")
    return library, disagreements(library.catalogue, NoOpinion(), case)


def pairs(found: tuple[Library, Disagreements], kind: str) -> list[tuple[str, str]]:
    library, looked = found

    def text(passage_id: int, start: int, end: int) -> str:
        return library.catalogue.passage(passage_id).passage.text[start:end]

    return [
        (
            text(each.asserted.passage_id, each.asserted.start, each.asserted.end),
            text(each.against.passage_id, each.against.start, each.against.end),
        )
        for each in looked.found
        if each.kind == kind
    ]


def test_what_one_says_and_another_denies(found: tuple[Library, Disagreements]) -> None:
    """Not what the plaintiff's own motion says, nor what another party did not pay."""
    assert pairs(found, "denial") == [
        (
            "Bolt breached the Agreement by failing to pay for the pumps.",
            "Bolt breached no contract by declining to pay for the pumps.",
        )
    ]


def test_another_date_for_the_same(found: tuple[Library, Disagreements]) -> None:
    """Not that of a delivery to another town."""
    ((asserted, against),) = pairs(found, "date")
    assert {asserted[-14:], against[-14:]} == {"March 3, 2021.", "March 9, 2021."}


def test_the_same_amount_is_no_disagreement(found: tuple[Library, Disagreements]) -> None:
    assert pairs(found, "amount") == []


def test_a_paragraph_that_is_denied_by_its_number(found: tuple[Library, Disagreements]) -> None:
    ((asserted, against),) = pairs(found, "denied paragraph")
    assert "March 3, 2021" in asserted
    assert against == "Bolt denies the allegations of paragraph 2."
