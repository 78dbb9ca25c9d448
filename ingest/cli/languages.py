"""The language of the command line: that of the locale, or the one that is asked for."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from ingest.interrupt import say_it_by
from ingest.translation import DOMAIN, LANGUAGES, LOCALE, of_environment, retold, speaking

if TYPE_CHECKING:
    from typer._click.core import Command

OPTION = "--lang"
_GETTEXT = "LANGUAGE"


def language_of(words: Sequence[str]) -> tuple[str, list[str]]:
    """The language that `--lang` names among the words of a command, or the locale's; and the
    other words."""
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == OPTION:
            return "".join(words[at + 1 : at + 2]), [*words[:at], *words[at + 2 :]]
        if word.startswith(f"{OPTION}="):
            return word.removeprefix(f"{OPTION}="), [*words[:at], *words[at + 1 :]]
    return of_environment(), list(words)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Within, a command says everything in this language."""
    # What Typer says by itself goes through the gettext of Python, which reads LANGUAGE.
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    before = os.environ.get(_GETTEXT)
    os.environ[_GETTEXT] = language
    say_it_by(retold)
    try:
        with speaking(language):
            yield
    finally:
        os.environ.pop(_GETTEXT)
        if before is not None:
            os.environ[_GETTEXT] = before


def check_language(language: str) -> None:
    """Raises BadParameter for one that is not spoken."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"the language is one of {', '.join(LANGUAGES)}")


def translate_help(command: Command, options: Mapping[str, Any]) -> None:
    """Print --help in the current language, for a command and those below it. ``options`` are those
    of its context."""
    command.help = retold(command.help or "")
    for parameter in command.params:
        shown = getattr(parameter, "help", None)
        if shown:
            vars(parameter)["help"] = retold(shown)
    asked = command.get_help_option(typer.Context(command, **options))
    if asked is not None:
        asked.help = retold(asked.help or "")
    for below in getattr(command, "commands", {}).values():
        translate_help(below, options)
