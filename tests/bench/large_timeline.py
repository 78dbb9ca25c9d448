"""How long the timeline, the amounts and the overview of a case of 5,000 pages take to open.

    python -m tests.bench.large_timeline [--pages 5000] [--folder DIR]

The case is made: filings of 50 pages with a date and an amount a page, as many as the labelled
pages of real filings have (`tests.bench.found_facts`). It is ingested with words in place of an
embedding model, since nothing that is measured asks a model. The page is the whole page, drawn by
Streamlit's AppTest for a new visitor; the parts are its queries, and the citations it shows at
first. That of an empty case tells what AppTest and the frame take. Seconds by the clock, and of
the processor for a busy machine. DIR keeps the library: it is made beforehand, so that the
measurement alone needs an idle machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from bot.overview.amounts import amounts
from bot.overview.overview import overview
from bot.overview.sourced import said
from bot.overview.timeline import timeline
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support import library_page
from tests.support.fake_bot import FakeBot, desk
from tests.support.fakes import WordEmbedder
from ui.desk import Desk
from ui.views import listing

PAGES_OF_A_FILING = 50
PARAGRAPHS_OF_A_PAGE = 3
CASE, EMPTY = "large", "empty"


def paragraph(filing: int, number: int) -> str:
    """Every third one, that is one a page, names a date and an amount."""
    day, year = number % 28 + 1, 2010 + number % 12
    if number % PARAGRAPHS_OF_A_PAGE:
        new = "\f" if number % PARAGRAPHS_OF_A_PAGE == 1 else ""  # a page begins
        return f"{new}{number}. Acme{filing} and Smith met and talked about it at length again.\n\n"
    return (
        f"{number}. On March {day}, {year} Acme{filing} paid Smith ${number},000 in unpaid "
        "invoices, and the parties met again to talk about it at length, without an end.\n\n"
    )


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """The middle of three, by the clock and of the processor."""
    taken = []
    for _ in range(3):
        began, worked = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - began, time.process_time() - worked))
    return sorted(taken)[1]


def open_page(at_desk: Desk, case: str = CASE, *, anew: bool = True) -> None:
    """Open the page of a case, ``anew`` with nothing kept of what was read for another visitor."""
    if anew:
        st.cache_data.clear()
        st.cache_resource.clear()
    library_page.at(at_desk, "timeline", case=case)


def write_papers(folder: Path, pages: int) -> None:
    """The filings of a case of so many pages."""
    folder.mkdir(parents=True)
    for filing in range(max(pages // PAGES_OF_A_FILING, 1)):
        count = min(pages, PAGES_OF_A_FILING) * PARAGRAPHS_OF_A_PAGE
        text = "".join(paragraph(filing, number) for number in range(1, count + 1))
        (folder / f"filing-{filing}.txt").write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        work = given.folder or Path(own)
        library = Library(replace(Settings(), library=work / "library"), WordEmbedder())
        if not (work / "papers").exists():
            write_papers(work / "papers", given.pages)
            ingest(library, CASE, [work / "papers"])
        catalogue = library.catalogue
        case = catalogue.case(CASE)
        events = timeline(catalogue, case)
        cited = [event.source for event in events if event.source][: listing.AT_FIRST]
        catalogue.put_case(EMPTY)
        at_desk = desk(work / "library", FakeBot(known=[case]))
        open_page(at_desk)  # the first page of a process loads Streamlit's modules as well
        measured: dict[str, Callable[[], object]] = {
            f"timeline, {len(events)} events": partial(timeline, catalogue, case),
            f"amounts, {len(amounts(catalogue, case))}": partial(amounts, catalogue, case),
            "the timeline's page, the first time after an ingest": partial(open_page, at_desk),
            "the same for the next visitor": partial(open_page, at_desk, anew=False),
            "the same page of an empty case": partial(open_page, at_desk, EMPTY),
            "overview": partial(overview, catalogue, case),
            f"{len(cited)} citations": lambda: [said(catalogue, place) for place in cited],
        }
        print("| what is opened | seconds | of the processor |\n| --- | --- | --- |")
        for name, opened in measured.items():
            clock, processor = seconds(opened)
            print(f"| {name} | {clock:.2f} | {processor:.2f} |")


if __name__ == "__main__":
    main()
