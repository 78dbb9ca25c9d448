"""Opening the library, the bot and the case for a command on questions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cli.terminal import console, settings
from ingest.errors import NoSuchCase
from ingest.translation import _, retold

if TYPE_CHECKING:
    from bot.ask import Bot
    from ingest.store.catalogue import Case


def open_bot(library: Path | None, case: str) -> tuple[Bot, str]:
    """The bot, and the name of the case: the one that was named or the only one there is.

    Raises NoSuchCase where none was named and there are none or several.
    """
    bot = open_library(library)
    return bot, case or only_case(bot.cases())


def open_library(library: Path | None) -> Bot:
    """The bot, whatever cases there are."""
    # Loaded late: this brings in chromadb, and --help should not wait for it.
    from bot.ask import Bot
    from ingest.store.library import Library

    with console.status(_("opening the library")):
        bot = Bot(Library(settings(library)))
    if bot.notice:
        print(*map(retold, bot.notice.splitlines()), sep="\n", file=sys.stderr)
    return bot


def only_case(cases: Sequence[Case]) -> str:
    """The name of the one case there is. Raises NoSuchCase."""
    if len(cases) == 1:
        return cases[0].name
    if not cases:
        raise NoSuchCase("There are no cases yet.", "Run `pincite ingest FOLDER --case NAME`.")
    names = ", ".join(case.name for case in cases)
    raise NoSuchCase("There are several cases.", f"Name one with --case: {names}.")
