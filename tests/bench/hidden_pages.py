"""Whether the reader of web pages and Chromium agree on what a person sees.

    python -m tests.bench.hidden_pages [--list]

Each page of `tests/support/shown_in_a_browser.py` is drawn twice by Chromium, with its word and
with it spelt backwards, which is as wide; where the pictures differ the word is seen. It is a fault
of the list if it says otherwise, and a fault of the reader if it quotes a word that is not seen or
leaves out one that is. ``--list`` names every page on which reader and Chromium differ. Needs
chromium on the PATH.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Sequence

from PIL import Image, ImageChops
from playwright.sync_api import Page, sync_playwright

from ingest.formats.html.blocks import blocks_of, tree_of
from ingest.formats.html.hidden import take_out_hidden
from tests.support.served import CHROMIUM
from tests.support.shown_in_a_browser import (
    NOT_READ_THOUGH_SHOWN,
    NOT_SHOWN,
    READ_THOUGH_NOT_SHOWN,
    SHOWN,
    WORD,
)

_PAGES = {
    **dict.fromkeys((*NOT_SHOWN, *READ_THOUGH_NOT_SHOWN), False),
    **dict.fromkeys((*SHOWN, *NOT_READ_THOUGH_SHOWN), True),
}
"""Whether the word of each page is listed as seen."""
_FAINTEST = 12
"""Of 255, the difference of a pixel that a person can see."""


def is_seen(page: Page, body: str) -> bool:
    """Whether Chromium draws the word where a person sees it."""
    pictures = []
    for word in (WORD, "".join(reversed(WORD))):
        page.set_content(
            "<!doctype html><html><style>*{font-family:monospace}</style>"
            f"<body>{body.replace(WORD, word)}</body></html>"
        )
        pictures.append(Image.open(io.BytesIO(page.screenshot(animations="disabled"))))
    with_word, without = (picture.convert("L") for picture in pictures)
    histogram = ImageChops.difference(with_word, without).histogram()
    return any(histogram[_FAINTEST:])


def is_read(body: str) -> bool:
    """Whether the reader quotes the word."""
    tree = tree_of(f"<!doctype html><html><body>{body}</body></html>")
    take_out_hidden(tree)
    return any(WORD in block.text for block in blocks_of(tree))


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", action="store_true", help="name the pages")
    chosen = options.parse_args(arguments)
    found = shutil.which("chromium")
    if found is None:
        sys.exit("Chromium is not installed (Debian: apt-get install chromium).")
    listed_wrong: list[str] = []
    quoted: list[str] = []
    lost: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for body, listed in _PAGES.items():
            seen = is_seen(page, body)
            if seen != listed:
                listed_wrong.append(body)
            if is_read(body) != seen:
                (lost if seen else quoted).append(body)
        browser.close()
    if chosen.list:
        for what, bodies in (
            ("listed wrongly", listed_wrong),
            ("not seen and read", quoted),
            ("seen and not read", lost),
        ):
            for body in bodies:
                print(f"{what}: {body}")
    print(
        f"{len(_PAGES)} pages; {len(listed_wrong)} listed wrongly; "
        f"{len(quoted)} read though not seen; {len(lost)} seen and not read"
    )
    return 1 if listed_wrong or quoted or lost else 0


if __name__ == "__main__":
    sys.exit(main())
