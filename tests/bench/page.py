"""How fast the page is: history after a start, first quotes, highlighted pages, twenty sessions.

    python -m tests.bench.page [--passages 50000] [--questions 5] [--sessions 20] [--library DIR]

A library is made of the sample case and of documents whose passages are the sample's with their
words shuffled and their vectors jittered; it has a conversation. In the folder of --library it is
kept, and used again the next time. The app is started over it with its real models, and opened in
chromium, which must be on the PATH:

- history: from the start of the program until the conversation can be read; then until the models
  are warm, and whether a question asked meanwhile is answered;
- first quote: from Enter until the first quote stands on the page, models warm;
- highlighted page: from the click on a citation until the picture of its page is drawn and the
  quote is highlighted on it, for the first time and again;
- memory: of the app's process, at its highest, with so many pages open, each of which has asked.

Beside each time by the clock stands what the app's process took of the processor meanwhile, which
other programs on the computer change little.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from shutil import which

import numpy as np
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.answering.stored_answer import FailedQuestion, to_json
from ingest.settings import ROOT, Settings
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.sync.mirror import ingest
from tests.bench.speed import Jittered, fill
from tests.support.served import CHROMIUM, highest_memory, processor_seconds, server

CASE = "wiwynn-v-x"
HISTORY = "What was asked before?"
QUESTIONS = (
    "When did the Master Purchase Agreement take effect?",
    "Who was liable for custom components that went unused?",
    "Quand les paiements ont-ils cessé ?",
    "Why does X say that it breached no contract?",
    "Combien Wiwynn réclame-t-il à X ?",
)
PLACE = "paragraph {} of the complaint"
PARAGRAPHS = (12, 23, 31, 40)
"""Each on another page."""
_ROUNDS = 10
_STARTS_WITHIN = 300.0
_LATE = 600_000
"""Milliseconds until something that does not come is given up: other programs may be running."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=len(QUESTIONS))
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--library", type=Path)
    chosen = parser.parse_args(arguments)
    if which("chromium") is None:
        sys.exit("There is no chromium on the PATH.")
    expect.set_options(timeout=_LATE)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        library = (chosen.library or Path(folder)).resolve()
        # In a process of its own, so that what is measured has the memory to itself.
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:
            apart.submit(_make, library, chosen.passages).result()
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=which("chromium"), args=CHROMIUM)
        started = time.perf_counter()
        with server(library, "ui/app.py", _STARTS_WITHIN) as (address, process):
            page = _history(chromium, address, process, started)
            _first_quotes(page, process, QUESTIONS[: chosen.questions])
            _highlighted(page, process)
            _sessions(chromium, address, process, chosen.sessions)
        chromium.close()
    return 0


def _make(folder: Path, number: int) -> None:
    """Make the library, or what is missing of it."""
    library = Library(replace(Settings.from_environment(), library=folder))
    if not any(case.name == CASE for case in library.catalogue.cases()):
        ingest(library, CASE, [ROOT / "data" / CASE])
    case = library.catalogue.case(CASE)
    # What an earlier visit left, the only conversation: nothing of it is asked again.
    conversations = Conversations(library.catalogue)
    for kept in conversations.of_case(case):
        conversations.delete(kept.id)
    outcome = to_json(FailedQuestion("Nothing came of it.", "It is here to be read."))
    conversations.add(case, None, HISTORY, outcome)
    there = sum(library.catalogue.counts(case)[1].values())
    if there < number:
        texts = [
            stored.passage.text
            for document in library.catalogue.documents(case)
            for stored in library.catalogue.passages_of(document.id)
        ]
        real = np.concatenate([library.vectors.sample(case.id, each) for each in ("en", "fr")])
        filling = Library(library.settings, Jittered(library.settings, real))
        fill(filling, case, texts, number - there)
    documents, passages = library.catalogue.counts(case)
    print(f"{documents} documents, {sum(passages.values())} passages", flush=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock, and those that the app's process had of the processor."""

    clock: float
    processor: float


class Watch:
    """Measures from when it is made, or from the start of the program on."""

    def __init__(self, process: int, started: float | None = None) -> None:
        self._process = process
        self._clock = time.perf_counter() if started is None else started
        self._processor = processor_seconds(process) if started is None else 0.0

    def read(self) -> Taken:
        """What was taken until now."""
        clock = time.perf_counter() - self._clock
        return Taken(clock, processor_seconds(self._process) - self._processor)


def _history(chromium: Browser, address: str, process: int, started: float) -> Page:
    watch = Watch(process, started)
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(_LATE)
    _say("the address answers after the start", watch.read())
    page.goto(f"{address}/?case={CASE}")
    expect(page.get_by_role("heading", name=HISTORY)).to_be_visible()
    _say("history readable after the start", watch.read())
    warming = page.get_by_text("Getting ready: the models are being loaded.")
    asked_cold = warming.count() > 0
    page.get_by_role("textbox", name="Ask a question").fill(QUESTIONS[0])
    page.keyboard.press("Enter")
    over = page.get_by_role("button", name="Edit and ask again").nth(1)
    expect(_quotes(page).first.or_(over).first).to_be_visible(timeout=_LATE)
    when = "while the models were loading" if asked_cold else "the models being warm already"
    _say(f"a question asked then, {when}, answered after the start", watch.read())
    return page


def _first_quotes(page: Page, process: int, questions: Sequence[str]) -> None:
    taken = []
    for question in questions:
        page.get_by_role("button", name="New conversation").click()
        expect(page.get_by_role("heading", level=2)).to_have_count(0)
        page.get_by_role("textbox", name="Ask a question").fill(question)
        watch = Watch(process)
        page.keyboard.press("Enter")
        # An answer, leads or nothing: the time until something stands there.
        over = page.get_by_role("button", name="Edit and ask again")
        expect(_quotes(page).first.or_(over.first).first).to_be_visible(timeout=_LATE)
        taken.append(watch.read())
    _say("Enter to first quote", *taken)


def _highlighted(page: Page, process: int) -> None:
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(0)
    for count, number in enumerate(PARAGRAPHS, 1):
        page.get_by_role("textbox", name="Ask a question").fill(PLACE.format(number))
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(count)
    page.evaluate(_WATCH_CLICKS)
    first, again = [_clicked(page, process, number) for number in PARAGRAPHS], []
    for _ in range(_ROUNDS):
        again += [_clicked(page, process, number) for number in PARAGRAPHS]
    _say("click to highlighted page, first", *first)
    _say("click to highlighted page, again", *again)


def _clicked(page: Page, process: int, number: int) -> Taken:
    """What a click on the citation of a paragraph took, by the clock of the browser."""
    page.evaluate("window.taken = null")
    used = processor_seconds(process)
    chips = page.locator('[class*="st-key-chips-"] button')
    chips.filter(has_text=re.compile(rf"¶ {number}\b")).click()
    page.wait_for_function("window.taken !== null")
    taken = float(page.evaluate("window.taken")) / 1000
    # What the app does after that belongs to the click too.
    expect(page.locator(".pincite-place")).to_have_text(re.compile(rf"¶ {number}\b"))
    used = processor_seconds(process) - used
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Document:")).to_have_count(0)
    # As long as somebody reads before the next one.
    page.wait_for_timeout(500)
    return Taken(taken, used)


_WATCH_CLICKS = """() => document.addEventListener("click", click => {
    const isIn = (mark, pages) =>
        mark.height && mark.top >= pages.top && mark.bottom <= pages.bottom;
    const look = () => {
        const root = [...document.querySelectorAll(".st-key-viewer *")]
            .map(each => each.shadowRoot).find(each => each?.querySelector(".pages"));
        const mark = root?.querySelector("figure .mark.of-quote");
        const image = mark?.closest("figure").querySelector("img");
        const [here, all] = [mark, root?.querySelector(".pages")]
            .map(each => each?.getBoundingClientRect());
        if (!image?.complete || image.naturalWidth < 600 || !isIn(here, all))
            return requestAnimationFrame(look);
        // When the frame after it begins, what is seen here is on the screen.
        image.decode().then(() => requestAnimationFrame(() => requestAnimationFrame(
            now => window.taken ??= now - click.timeStamp)));
    };
    requestAnimationFrame(look);
}, {capture: true})"""


def _sessions(chromium: Browser, address: str, process: int, number: int) -> None:
    print(f"memory with 1 session: {highest_memory(process):.0f} MB at its highest", flush=True)
    for at in range(number):
        page = chromium.new_page()
        page.set_default_timeout(_LATE)
        page.goto(f"{address}/?case={CASE}&conversation=new")
        box = page.get_by_role("textbox", name="Ask a question")
        box.fill(PLACE.format(at + 1))
        box.press("Enter")
        expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(1)
    print(f"memory with {number} more: {highest_memory(process):.0f} MB at its highest", flush=True)


def _quotes(page: Page) -> Locator:
    return page.locator("blockquote")


def _say(what: str, *taken: Taken) -> None:
    ordered = sorted(each.clock for each in taken)
    of_app = f"{statistics.median(each.processor for each in taken):.2f} s of the processor"
    if len(ordered) == 1:
        print(f"{what}: {ordered[0]:.2f} s; {of_app}", flush=True)
    else:
        middle = ordered[len(ordered) // 2]
        print(
            f"{what}: median {middle:.2f} s, slowest {ordered[-1]:.2f} s, n = {len(ordered)}; "
            f"{of_app} in the median",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
