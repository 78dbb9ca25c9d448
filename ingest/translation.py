"""What a person reads, in the language of that person: English or French.

Messages stand in the source in English, as literals: `_("No such file.")`, and with gaps
`_("There is no {path}.").format(path=path)`. The French ones stand in the catalogue of gettext in
`locale/`, which `scripts/translations.py` keeps.

The language belongs to whoever reads: a command has one, and each page that is open in a browser
has its own. It is looked up when a message is made, never when a module is loaded.

What is kept, or made where nobody reads, is made in English: the reasons of errors, which may be
stored, written to a log, printed as JSON or shown to several readers; notes on pages; progress.
`retold` says it in the reader's language where it is shown. Of these the catalogue knows the
arguments of errors by themselves, f-strings too, and the others by the mark `N_`.

A value of an enumeration, such as a kind of document, is a word of the program, the same in every
language. `word` gives the reader's word for it.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

ENGLISH = "en"
FRENCH = "fr"
LANGUAGES = (ENGLISH, FRENCH)
NAMES = {ENGLISH: "English", FRENCH: "Français"}
"""Each language in its own words."""

DOMAIN = "pincite"
LOCALE = Path(__file__).parent / "locale"
SETTING = "PINCITE_LANGUAGE"
_LOCALE_SETTINGS = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts

VALUE = "value"
"""The context of `word` in the catalogue."""

_P = ParamSpec("_P")
_R = TypeVar("_R")

_chosen: ContextVar[str | None] = ContextVar("language", default=None)


class _Reader:
    """Who is asked for the language where none was chosen. ``source`` gives None where it knows
    none."""

    source: Callable[[], str | None] = staticmethod(lambda: None)


def ask_reader(source: Callable[[], str | None]) -> None:
    """From now on ``source`` gives the language where `speak` chose none: the page in whose
    name something runs."""
    _Reader.source = staticmethod(source)


def language() -> str:
    """The language of whoever reads what is said now."""
    return _chosen.get() or _Reader.source() or ENGLISH


def speak(chosen: str) -> None:
    """Say everything in this language from now on, in this thread or task."""
    _chosen.set(known(chosen))


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Within, say everything in this language."""
    before = _chosen.set(known(chosen))
    try:
        yield
    finally:
        _chosen.reset(before)


def in_same_language(action: Callable[_P, _R]) -> Callable[_P, _R]:
    """``action``, to be run in another thread, says everything in the language of now."""
    now = language()

    @wraps(action)
    def spoken(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with speaking(now):
            return action(*args, **kwargs)

    return spoken


def known(name: str) -> str:
    """The language of a name such as fr, fr-CA or fr_FR.UTF-8; English for an unknown name."""
    code = name.strip().lower().replace("_", "-").partition("-")[0].partition(".")[0]
    return code if code in LANGUAGES else ENGLISH


def of_environment(settings: Mapping[str, str] | None = None) -> str:
    """The language of a command: PINCITE_LANGUAGE, or else the locale's."""
    given = os.environ if settings is None else settings
    names = (given.get(name, "") for name in (SETTING, *_LOCALE_SETTINGS))
    return known(next(filter(None, names), "") or _of_system())


def _of_system() -> str:
    """The language of the screens of Windows, which names no locale in the environment."""
    if sys.platform != "win32":
        return ENGLISH
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ENGLISH)


class _Messages(gettext.GNUTranslations):
    """``said`` holds the translations of messages without a context and without a plural."""

    said: Mapping[str, str]

    def _parse(self, fp: gettext._TranslationsReader) -> None:
        super()._parse(fp)
        every: Mapping[object, str] = vars(self)["_catalog"]
        self.said = {
            single: said
            for single, said in every.items()
            if isinstance(single, str) and single and "\x04" not in single
        }


class _English(gettext.NullTranslations):
    said: Mapping[str, str] = {}


@cache
def _catalogue(chosen: str) -> _Messages | _English:
    if chosen == ENGLISH:
        return _English()
    with (LOCALE / chosen / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return _Messages(file)


def _(message: str) -> str:
    """A message in the reader's language."""
    return _catalogue(language()).gettext(message)


def ngettext(single: str, many: str, number: int) -> str:
    """A message about a number of things in the reader's language."""
    return _catalogue(language()).ngettext(single, many, number)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """A message that is kept as it is, in English, and `retold` where it is shown; it may be an
    f-string."""
    return message


_GAP = re.compile(r"\{(\w+)[^{}]*\}")
_LEAST = 6
"""Letters of a message beside its gaps; with fewer, sentences that it did not make would fit it."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A message with gaps: what it fits, and its translation. ``weight`` are the signs beside its
    gaps."""

    fits: re.Pattern[str]
    said: str
    weight: int

    @classmethod
    def of(cls, message: str, said: str) -> _Pattern:
        """The gaps of ``message`` take anything, the same anything where a name comes again."""
        pieces = _GAP.split(message)
        seen: set[str] = set()
        for at in range(1, len(pieces), 2):
            name = pieces[at]
            pieces[at] = f"(?P=gap{name})" if name in seen else f"(?P<gap{name}>.*?)"
            seen.add(name)
        pieces[::2] = [_plain(piece) for piece in pieces[::2]]
        weight = sum(map(len, pieces[::2]))
        pieces[::2] = map(re.escape, pieces[::2])
        return cls(re.compile("".join(pieces), re.DOTALL), said, weight)

    def filled(self, found: re.Match[str]) -> str:
        """The translation with what stood in the gaps, itself retold."""
        return _plain(_GAP.sub(lambda gap: retold(found[f"gap{gap[1]}"]), self.said))


def _plain(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


@cache
def _patterns(chosen: str) -> tuple[_Pattern, ...]:
    """The messages with gaps, those that say most first."""
    kept = _catalogue(chosen).said
    found = [
        _Pattern.of(single, said)
        for single, said in kept.items()
        if _GAP.search(single) and sum(map(str.isalpha, _GAP.sub("", single))) >= _LEAST
    ]
    return tuple(sorted(found, key=lambda each: -each.weight))


def retold(text: str) -> str:
    """What was said in English, in the reader's language. What the catalogue does not know, such
    as words of a document, stays as it is."""
    if not text or language() == ENGLISH:
        return text
    return _retold(text, language())


@lru_cache(4096)
def _retold(text: str, chosen: str) -> str:
    kept = _catalogue(chosen).said
    if text in kept:
        return kept[text]
    with speaking(chosen):
        for pattern in _patterns(chosen):
            if found := pattern.fits.fullmatch(text):
                return pattern.filled(found)
        if "; " in text:
            return "\N{NARROW NO-BREAK SPACE}; ".join(map(retold, text.split("; ")))
    return text


def word(value: str) -> str:
    """The reader's word for a value of an enumeration, such as "amended complaint"."""
    return _catalogue(language()).pgettext(VALUE, value) if value else value


def capitalised(value: str) -> str:
    """`word` at the beginning of a line."""
    return word(value)[:1].upper() + word(value)[1:]


def translated(message: str, chosen: str) -> str:
    """A message in a language of its own, such as that of the question it answers."""
    return _catalogue(known(chosen)).gettext(message)


def listed(items: Sequence[str]) -> str:
    """ "a, b and c" in the reader's language."""
    if len(items) < 2:
        return "".join(items)
    return _("{others} and {last}").format(others=", ".join(items[:-1]), last=items[-1])


def forms(noun: str) -> tuple[str, str]:
    """The messages of `counted`: for one of the noun, and for many."""
    return f"{{number}} {noun}", f"{{number}} {noun}s"


def counted(number: int, noun: str) -> str:
    """ "1 page", "1,412 passages" in the reader's language; ``noun`` is an English literal."""
    return ngettext(*forms(noun), number).format(number=figure(number))


def figure(number: int) -> str:
    """A whole number as the reader writes it: 1,412, or 1 412."""
    written = f"{number:,}"
    return written.replace(",", "\N{NARROW NO-BREAK SPACE}") if language() == FRENCH else written


def quoted_as(voice: str, quote: str) -> str:
    """A quote after its verb, where there is one: alleges: “…”. The quote stays as it is."""
    if not voice:
        return _("“{quote}”").format(quote=quote)
    return _("{voice}: “{quote}”").format(voice=word(voice), quote=quote)
