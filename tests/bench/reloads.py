"""A question asked in the very instant of a reload is kept, shown and answered.

    python -m tests.bench.reloads [--runs 60] [--seed 1]

Chromium opens the app with the bot of the tests, sends a question and reloads the page up to 40
milliseconds later: by turns the question begins a conversation, goes on with one, or comes while
the question before it is being answered. Two faults are told apart: a question that the catalogue
does not hold is lost; one that it holds, but that does not stand on the reloaded page once and with
its answer, is not shown. Needs chromium on the PATH.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from ingest.store.catalogue import Catalogue
from tests.support.served import CHROMIUM, served

Before = Literal["begins a conversation", "goes on with one", "comes while another is answered"]
_ALL: tuple[Before, ...] = (
    "begins a conversation",
    "goes on with one",
    "comes while another is answered",
)
_PAUSES = (0.0, 0.0, 2.0, 10.0, 40.0)
"""Milliseconds from the question to the reload."""
_WITHIN = 20.0
"""Seconds for a question to be kept, and to stand on the page with its answer."""


def ask(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="Ask a question")
    box.fill(question)
    box.press("Enter")


def fault(
    page: Page, address: str, library: Path, before: Before, number: int, pause: float
) -> str:
    """What went wrong with one question: "lost", "not shown", or nothing."""
    page.goto(f"{address}/?case=acme-v-bolt&conversation=new")
    expect(page.get_by_role("button", name="How much is unpaid?")).to_be_visible(timeout=90_000)
    quotes = page.locator("blockquote").filter(has_text="The unpaid balance")
    if before == "goes on with one":
        ask(page, f"How much is unpaid, before {number}?")
        expect(quotes).to_have_count(1, timeout=_WITHIN * 1000)
    elif before == "comes while another is answered":
        ask(page, f"A slow question, how much is unpaid, before {number}?")
    asked = f"How much is unpaid, number {number}?"
    ask(page, asked)
    if pause:
        page.wait_for_timeout(pause)
    page.reload()
    try:
        expect(page.get_by_role("heading", name=asked)).to_have_count(1, timeout=_WITHIN * 1000)
        answers = 1 if before == "begins a conversation" else 2
        expect(quotes).to_have_count(answers, timeout=_WITHIN * 1000)
    except (AssertionError, Error):
        seen = page.locator("[data-testid=stMain]").inner_text().replace("\n", " | ")[:300]
        print(f"{page.url} shows: {seen}", flush=True)
        return "not shown" if _is_kept(library, asked) else "lost"
    return "" if _is_kept(library, asked) else "lost"


def _is_kept(library: Path, question: str) -> bool:
    until = time.monotonic() + _WITHIN
    while time.monotonic() < until:
        with Catalogue(library / "catalogue.sqlite").session() as db:
            found = db.execute("SELECT count(*) FROM turns WHERE question = ?", (question,))
            if found.fetchone()[0]:
                return True
        time.sleep(0.1)
    return False


def _runs(browser: Browser, address: str, library: Path, runs: int, seed: int) -> Counter[str]:
    faults: Counter[str] = Counter()
    for number in range(runs):
        before = _ALL[number % len(_ALL)]
        pause = random.Random(f"{seed} {number}").choice(_PAUSES)
        context = browser.new_context(locale="en-US")
        wrong = fault(context.new_page(), address, library, before, number, pause)
        context.close()
        if wrong:
            faults[wrong] += 1
            print(f"{number}: {wrong}; it {before}, reloaded {pause:.0f} ms later", flush=True)
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(arguments)
    found = shutil.which("chromium")
    if found is None:
        sys.exit("Chromium is not installed (Debian: apt-get install chromium).")
    with (
        tempfile.TemporaryDirectory(prefix="pincite-reloads-") as folder,
        served(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
        faults = _runs(browser, address, Path(folder), chosen.runs, chosen.seed)
        browser.close()
    print(
        f"seed {chosen.seed}: {chosen.runs} questions in the instant of a reload, "
        f"{faults['lost']} lost, {faults['not shown']} kept and not shown"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
