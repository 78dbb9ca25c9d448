"""Papers of two disputes in one case: each fact stays with its own caption."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ask import Bot
from bot.overview.amounts import amounts
from bot.overview.captions import caption_of, captions, of_several
from bot.overview.export import amounts_as_csv
from bot.overview.fact_reports import amounts_report, overview_report
from bot.overview.overview import overview
from bot.overview.sourced import said
from bot.search.disputes import disputes
from ingest.document import Description, Kind
from ingest.settings import Settings
from ingest.store.catalogue import Document
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from ingest.translation import speaking
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.paper import make, write
from tests.support.sample_case import CASE

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
def mixed(tmp_path: Path) -> Library:
    folder = tmp_path / "folder"
    folder.mkdir()
    pleading(
        folder / "racks.pdf", "5:24-cv-00101-ABC", "ACME RACKS, INC.", "BOLT HOSTING, LLC",
        [
            "1. This action is about racks that Bolt Hosting took on May 3, 2023 and did not pay,",
            "and about the parts that Acme Racks bought for it and could not sell to others.",
        ],
        "$5 million",
    )  # fmt: skip
    pleading(
        folder / "lease.pdf", "5:24-cv-00202-DEF", "DALE ESTATES, INC.", "MOSS FOODS, LLC",
        [
            "1. This action is about a warehouse that Moss Foods left in ruins on May 4, 2023,",
            "and about the rent that it did not pay for the last two years of that lease.",
        ],
        "$7 million",
    )  # fmt: skip
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "mixed", [folder])
    return library


def test_the_overview_says_so_and_mixes_nothing(mixed: Library) -> None:
    catalogue = mixed.catalogue
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
    assert report.remarks[0] == of_several(found.disputes)
    assert all(any(caption in heading for caption in captions) for heading in headings)


def test_what_it_is_about_is_told_of_each(mixed: Library) -> None:
    answer = Bot(mixed, reranker=NoOpinion()).ask("What is this case about?", "mixed")
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "racks that Bolt Hosting took" in quotes
    assert "warehouse that Moss Foods left" in quotes


def test_what_other_programs_get_names_the_dispute(
    mixed: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.embedding.model.Embedder", lambda settings: WordEmbedder())
    racks = "Acme Racks, Inc. v. Bolt Hosting, LLC, No. 5:24-cv-00101-ABC"
    lease = "Dale Estates, Inc. v. Moss Foods, LLC, No. 5:24-cv-00202-DEF"

    def printed(*words: str) -> str:
        assert main([*words, "--library", str(mixed.settings.library)]) == 0
        return capsys.readouterr().out

    rows = list(csv.DictReader(io.StringIO(printed("amounts", "mixed", "--csv"))))
    assert [(row["value"], row["dispute"]) for row in rows] == [
        ("7000000", lease),
        ("5000000", racks),
    ]
    found = json.loads(printed("amounts", "mixed", "--json"))
    assert [
        (amount["value"], found["disputes"][amount["dispute"]]["number"])
        for amount in found["amounts"]
    ] == [("7000000", "5:24-cv-00202-DEF"), ("5000000", "5:24-cv-00101-ABC")]
    shown = printed("amounts", "mixed")
    assert shown.startswith("The papers of this case have the captions of 2 disputes: ")
    assert f"7,000,000 USD\n  $7 million  for: damages  · {lease}\n" in shown

    events = json.loads(printed("timeline", "mixed", "--json"))
    assert [
        (event["begins"], events["disputes"][event["dispute"]]["number"])
        for event in events["events"]
    ] == [("2023-05-03", "5:24-cv-00101-ABC"), ("2023-05-04", "5:24-cv-00202-DEF")]
    assert f"2023-05-03  fact alleged  · {racks}\n" in printed("timeline", "mixed")
    calendar = printed("timeline", "mixed", "--ics").replace("\n ", "")
    first, second = calendar.split("BEGIN:VEVENT")[1:]
    assert first.count(racks.replace(",", "\\,")) == 2  # in its title and in its description
    assert second.count(lease.replace(",", "\\,")) == 2
    rows = list(csv.DictReader(io.StringIO(printed("timeline", "mixed", "--csv"))))
    assert [row["dispute"] for row in rows] == [racks, lease]


def test_a_report_names_the_dispute_beside_each_quote(mixed: Library) -> None:
    catalogue = mixed.catalogue
    case = catalogue.case("mixed")
    found = captions(catalogue, case)
    listed = amounts(catalogue, case)
    report = amounts_report("Mixed", listed, lambda source: said(catalogue, source), found)
    assert report.remarks[0] == of_several(found.disputes)
    with speaking("fr"):
        assert "DEF\N{NARROW NO-BREAK SPACE}; Acme" in of_several(found.disputes)
    places = [quote.place for section in report.sections for quote in section.quotes]
    assert ["Moss Foods" in place for place in places] == [True, False]
    assert ["Bolt Hosting" in place for place in places] == [False, True]


def test_of_one_dispute_nothing_is_said(bot: Bot) -> None:
    catalogue = bot.library.catalogue
    case = catalogue.case(CASE)
    found = captions(catalogue, case)
    assert (found.disputes, found["complaint.pdf"]) == ((), "")
    table = amounts_as_csv(amounts(catalogue, case), lambda source: said(catalogue, source), found)
    assert table.splitlines()[0].endswith(',"cite","sha256"')
