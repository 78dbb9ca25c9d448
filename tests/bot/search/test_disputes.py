"""Papers of two disputes in one case: each fact stays with its own caption."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.ask import Bot
from bot.overview.fact_reports import caption_of, of_several, overview_report
from bot.overview.overview import overview
from bot.overview.sourced import said
from bot.search.disputes import disputes
from ingest.document import Description, Kind
from ingest.settings import Settings
from ingest.store.catalogue import Document
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.paper import make, write

COURT = ["UNITED STATES DISTRICT COURT", "NORTHERN DISTRICT OF CALIFORNIA"]


_IDS = count(1)


def paper(number: str, *parties: str, kind: Kind = "complaint") -> Document:
    about = Description(kind=kind, case_number=number, parties=parties)
    id_ = next(_IDS)
    return Document(id_, 1, str(id_), f"{id_}.pdf", "", "pdf", about, 1, "")


@pytest.mark.parametrize(
    ("papers", "number"),
    [
        # One number, however it is printed.
        ([paper("3:24-cv-05322", "Acme Pumps, Inc.", "Jane Smith"), paper("24-cv-5322-JD")], 1),
        # An appeal: another number, the same two sides.
        (
            [
                paper("3:24-cv-1", "Acme Pumps", "Smith"),
                paper("25-117", "ACME PUMPS, INC.", "Jane Smith"),
            ],
            1,
        ),
        # Sued twice by different parties.
        ([paper("3:24-cv-1", "Acme", "Bolt"), paper("3:24-cv-2", "Doe", "Bolt")], 2),
        # Two who are sued together, by two others.
        (
            [
                paper("3:24-cv-1", "Doe", "Bolt", "Bolt Hosting"),
                paper("3:24-cv-2", "Roe", "Bolt", "Bolt Hosting"),
            ],
            2,
        ),
        # An appeal names the other side first.
        ([paper("3:24-cv-1", "Acme", "Bolt"), paper("25-117", "Bolt", "Acme")], 1),
        # Nothing tells these apart: the one names no parties, the other has no number.
        ([paper("3:24-cv-1"), paper("", "Acme", "Bolt", kind="motion")], 1),
        # A paper without a number belongs to the parties it names.
        (
            [
                paper("3:24-cv-1", "Acme", "Bolt"),
                paper("", "Acme", "Bolt"),
                paper("3:24-cv-2", "Doe", "Roe"),
            ],
            2,
        ),
        # What has no caption of its own is of no dispute.
        ([paper("3:24-cv-1", "Acme", "Bolt"), paper("9:99-cv-9", "Doe", "Roe", kind="exhibit")], 1),
        ([paper("")], 0),
    ],
)
def test_papers_are_of_one_dispute_by_number_or_by_both_sides(
    papers: list[Document], number: int
) -> None:
    assert len(disputes(papers)) == number


def pleading(
    path: Path, number: str, plaintiff: str, defendant: str, facts: list[str], sum_: str
) -> None:
    caption = [
        *COURT, f"{plaintiff}, a corporation,", "Plaintiff,", "v.",
        f"{defendant}, a corporation,", "Defendant.", f"Case No. {number}",
        "COMPLAINT FOR BREACH OF CONTRACT", "NATURE OF THE ACTION",
    ]  # fmt: skip
    body = [*facts, "PRAYER FOR RELIEF", f"WHEREFORE, Plaintiff prays for damages of {sum_}."]
    make(path, lambda canvas: write(canvas, [*caption, *body]))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "folder"
    folder.mkdir()
    pleading(
        folder / "racks.pdf", "5:24-cv-00101-ABC", "ACME RACKS, INC.", "BOLT HOSTING, LLC",
        [
            "1. This action is about racks that Bolt Hosting took and did not pay for, and about",
            "the parts that Acme Racks bought for it on its word and could not sell to others.",
        ],
        "$5 million",
    )  # fmt: skip
    pleading(
        folder / "lease.pdf", "5:24-cv-00202-DEF", "DALE ESTATES, INC.", "MOSS FOODS, LLC",
        [
            "1. This action is about a warehouse that Moss Foods left in ruins when its lease had",
            "ended, and about the rent that it did not pay for the last two years of that lease.",
        ],
        "$7 million",
    )  # fmt: skip
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "mixed", [folder])
    return library


def test_the_overview_says_so_and_mixes_nothing(library: Library) -> None:
    catalogue = library.catalogue
    found = overview(catalogue, catalogue.case("mixed"))
    captions = [caption_of(dispute) for dispute in found.disputes]
    assert sorted(captions) == [
        "Acme Racks, Inc. v. Bolt Hosting, LLC, No. 5:24-cv-00101-ABC",
        "Dale Estates, Inc. v. Moss Foods, LLC, No. 5:24-cv-00202-DEF",
    ]
    for at, paper_of in enumerate(sorted({line.dispute for line in found.lines})):
        assert at == paper_of
        lines = [line for line in found.lines if line.dispute == at]
        assert len({line.document for line in lines}) == 1
        assert {"about", "party", "case number"} <= {line.part for line in lines}
    assert [line.dispute for line in found.lines] == sorted(line.dispute for line in found.lines)
    report = overview_report(
        "Mixed", found.lines, lambda source: said(catalogue, source), found.disputes
    )
    headings = [section.heading for section in report.sections]
    assert headings[0] == of_several(found.disputes)
    assert all(any(caption in heading for caption in captions) for heading in headings[1:])


def test_what_it_is_about_is_told_of_each(library: Library) -> None:
    answer = Bot(library, reranker=NoOpinion()).ask("What is this case about?", "mixed")
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "racks that Bolt Hosting took" in quotes
    assert "warehouse that Moss Foods left" in quotes
