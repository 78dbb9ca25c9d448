"""Draw the pictures of the README anew, of the sample case and with the models the app uses:

    make screenshots

They are to be looked at before they are kept.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.settings import ROOT
from tests.support.served import CHROMIUM, served

PICTURES = ROOT / "docs"
CASE = "wiwynn-v-x"
QUESTION = "Quand les paiements ont-ils cessé ?"
SIZE: ViewportSize = {"width": 1400, "height": 900}
_SOON, _LATE = 60_000, 300_000
"""Milliseconds: for a page, and for an answer while the models are loaded."""


def draw_chat(page: Page, address: str) -> None:
    """A question in French, answered with English quotes, one of them opened."""
    page.goto(f"{address}/?case={CASE}")
    box = page.get_by_role("textbox", name="Ask a question")
    box.fill(QUESTION, timeout=_SOON)
    box.press("Enter")
    chips = page.locator('[class*="st-key-chips-"] button')
    expect(chips.first).to_be_visible(timeout=_LATE)
    chips.first.click()
    expect(page.get_by_role("region", name="Document")).to_be_visible()
    _settle(page)
    page.screenshot(path=PICTURES / "chat.png")


def draw_documents(page: Page, address: str) -> None:
    """The documents of the case."""
    page.goto(f"{address}/documents?case={CASE}")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    _settle(page)
    page.screenshot(path=PICTURES / "documents.png")


def _settle(page: Page) -> None:
    """Pictures of pages and tables are drawn after what they stand in."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder)
        bring_in = [sys.executable, "-m", "ingest", ROOT / "data" / CASE, "--case", CASE]
        if subprocess.call([*map(str, bring_in), "--library", folder], cwd=ROOT):
            return 1
        with served(library, "ui/app.py") as address, sync_playwright() as playwright:
            expect.set_options(timeout=_SOON)
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=CHROMIUM
            )
            page = chromium.new_page(viewport=SIZE, device_scale_factor=1, locale="en-US")
            draw_chat(page, address)
            draw_documents(page, address)
            chromium.close()
    print(f"Drawn: {PICTURES}/chat.png and documents.png. Look at them before they are kept.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
