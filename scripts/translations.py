"""Keep the French catalogue: what it must translate, and what gettext reads at run time.

    .venv/bin/python scripts/translations.py            what is missing, untranslated or wrong
    .venv/bin/python scripts/translations.py --write    add new messages, drop old ones, compile

After --write, translate the empty entries of ingest/locale/fr/LC_MESSAGES/pincite.po and run it
with --write again. The messages are the literals that the source gives to `_` and its siblings,
the help of every command, the words for the values of enumerations, and what Typer itself says.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import re
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args, get_type_hints

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ingest import errors as ingest_errors  # noqa: E402 - after the path
from ingest import translation  # noqa: E402
from ingest.interrupt import INTERRUPTED  # noqa: E402

CATALOGUE = translation.LOCALE / translation.FRENCH / "LC_MESSAGES" / f"{translation.DOMAIN}.po"
COMPILED = CATALOGUE.with_suffix(".mo")

_ROOMS = ("ingest", "bot", "ui")
_ALONE = {"_", "translated"}
_WIDTH = 96
_PLURALS = ("one", "many")

# What Typer says by itself, through the gettext of Python.
_TYPER = (
    "(dynamic)",
    "Aborted!",
    "Arguments",
    "Commands",
    "Missing command.",
    "No such command {name!r}.",
    "Options",
    "default: {default}",
    "env var: {var}",
    "required",
)

# What Typer says in English alone, and we retell.
_TYPER_ENGLISH = (
    "Got unexpected extra argument(s) ({1})",
    "Invalid value for {1}: {2}",
    "Missing argument {1}.",
    "Missing option {1}.",
    "No such option: {1}",
    "No such option: {1} Did you mean {2}?",
    "Option {1} requires an argument.",
    "Show this message and exit.",
    "{1} is not a valid integer.",
    "{1} is not in the range {2}.",
)


@dataclass(frozen=True, order=True, slots=True)
class Wanted:
    """A message that the catalogue must have; ``many`` and ``context`` are mostly empty."""

    one: str
    many: str = ""
    context: str = ""


def wanted() -> set[Wanted]:
    """Every message that a person may read."""
    found = {Wanted(text) for text in (*_TYPER, *_TYPER_ENGLISH, INTERRUPTED)}
    found |= {Wanted(text) for text in help_texts()}
    found |= {Wanted(value, context=translation.VALUE) for value in values()}
    for room in _ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            found.update(messages(ast.parse(file.read_text("utf-8"))))
    return found


def messages(tree: ast.AST) -> Iterator[Wanted]:
    """The literals that are given to `_` and its siblings, and what errors say."""
    errors = error_names()
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str(text)), *_],
            ) if name in _ALONE:
                yield Wanted(text)
            case ast.Call(
                func=ast.Name(id="ngettext") | ast.Attribute(attr="ngettext"),
                args=[ast.Constant(value=str(single)), ast.Constant(value=str(many)), _],
            ):
                yield Wanted(single, many)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if (
                name == "N_" or name in errors
            ):
                for part in (*args, *(keyword.value for keyword in keywords)):
                    said = kept_messages(part)
                    # A single word in an error is a mark, such as what a chat model failed in.
                    yield from (Wanted(text) for text in said if name == "N_" or " " in text)
            case ast.Call(
                func=ast.Name(id="counted") | ast.Attribute(attr="counted"),
                args=[_, ast.Constant(value=str(noun))],
            ):
                yield Wanted(*translation.forms(noun))


def error_names() -> set[str]:
    """The names of our errors, and of what else says something that is retold."""
    return {"BadParameter", "say"} | {
        name
        for name, error in vars(ingest_errors).items()
        if isinstance(error, type) and issubclass(error, ingest_errors.PinciteError)
    }


def kept_messages(node: ast.expr) -> Iterator[str]:
    """What an argument may say in English: a text, an f-string as a message with gaps, or one of
    two."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text.replace("{", "{{").replace("}", "}}") if "{" in text else text
        case ast.JoinedStr(values=parts) if any(map(str.isalpha, with_gaps(parts))):
            yield with_gaps(parts)
        case ast.IfExp(body=single, orelse=other):
            yield from kept_messages(single)
            yield from kept_messages(other)


def with_gaps(parts: Sequence[ast.expr]) -> str:
    """The parts of an f-string as a message: its expressions are gaps with a
    number, so that a variable may be renamed."""
    names: dict[str, str] = {}
    message = ""
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            said = ast.unparse(part.value)
            if said not in names:
                names[said] = str(len(names) + 1)
            message += f"{{{names[said]}}}"
        elif isinstance(part, ast.Constant):
            message += str(part.value).replace("{", "{{").replace("}", "}}")
    return message


def help_texts() -> Iterator[str]:
    """What --help shows: the docstring of each command, and its options."""
    import typer

    from bot.cli import commands as of_questions
    from ingest.cli import program as of_documents
    from ui import commands as all_commands

    for app in (of_questions.app, of_documents.app, all_commands.app):
        yield from _help_of(typer.main.get_command(app))


def _help_of(command: object) -> Iterator[str]:
    for text in (getattr(command, "help", None), getattr(command, "short_help", None)):
        if text:
            yield inspect.cleandoc(text)
    for parameter in getattr(command, "params", ()):
        if text := getattr(parameter, "help", None):
            yield text
    for below in getattr(command, "commands", {}).values():
        yield from _help_of(below)


def values() -> Iterator[str]:
    """The values of enumerations that are shown by `word`."""
    from bot.changes import Verdict
    from bot.evaluation.outcome import Stage as LostAt
    from bot.overview.claims import ClaimVerdict, DifferenceKind
    from bot.overview.export import AMOUNT_COLUMNS, DISPUTE_COLUMN, EVENT_COLUMNS
    from bot.overview.timeline import EventLabel, Precision
    from bot.search.glance import STATE_LABELS
    from ingest.describe.kinds import VOICES
    from ingest.document import DateKind, Kind, LeftOut
    from ingest.store.audit import Action
    from ingest.store.people import Role
    from ingest.store.versions import ReasonOut
    from ingest.sync.progress import Outcome, Stage

    for kinds in (
        *(ClaimVerdict, DateKind, DifferenceKind, EventLabel, Precision, Kind, LostAt, Outcome),
        *(Stage, Verdict, ReasonOut, Role, Action),
    ):
        yield from filter(None, get_args(kinds))
    yield from get_args(get_type_hints(LeftOut)["what"])
    yield from VOICES.values()
    yield from (*EVENT_COLUMNS, *AMOUNT_COLUMNS, DISPUTE_COLUMN, *STATE_LABELS)
    yield from ("according to", "current", "purged", "quotes", "recounts", "restored", "removed")


def read() -> Catalog:
    """The catalogue as it is kept; an empty one where there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale=translation.FRENCH, domain=translation.DOMAIN)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=translation.FRENCH, domain=translation.DOMAIN)


def updated(kept: Catalog, messages: set[Wanted]) -> Catalog:
    """The catalogue of these messages, with the translations that are kept, set as French is."""
    catalogue = Catalog(
        locale=translation.FRENCH,
        domain=translation.DOMAIN,
        project="Pincite",
        creation_date=kept.creation_date,
        revision_date=kept.revision_date,
        header_comment="# What Pincite says, in French. scripts/translations.py keeps this file.",
    )
    for message in sorted(messages):
        id_ = (message.one, message.many) if message.many else message.one
        found = kept.get(message.one, message.context or None)
        said = tuple(map(typeset, _strings(found))) if found else ("",) * len(_PLURALS)
        catalogue.add(id_, said if message.many else said[0], context=message.context or None)
    return catalogue


_NARROW, _NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def typeset(french: str) -> str:
    """The spaces and apostrophes of French print, where a keyboard's were written. What stands
    between backquotes or in a tag stays as it is."""
    parts = re.split(r"(`[^`]*`|<[^<>]*>)", french)
    for at in range(0, len(parts), 2):
        text = re.sub(r"(?<=\w)'(?=\w)", "’", parts[at])
        text = re.sub(r" (?=[;!?])", _NARROW, text)
        text = re.sub(r" (?=[:»])", _NO_BREAK, text)
        parts[at] = re.sub(r"(?<=«) ", _NO_BREAK, text)
    return "".join(parts)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def written(catalogue: Catalog) -> bytes:
    """The catalogue as people read it."""
    file = io.BytesIO()
    write_po(file, catalogue, width=_WIDTH, omit_header=False)
    return file.getvalue()


def faults() -> list[str]:
    """What keeps the French from being whole, a sentence each."""
    kept, expected = read(), wanted()
    ids = {Wanted(*_parts(message), message.context or "") for message in kept if message.id}
    found = [f"not in the catalogue: {message.one!r}" for message in sorted(expected - ids)]
    found += [
        f"in the catalogue, but nowhere said: {each.one!r}" for each in sorted(ids - expected)
    ]
    for message in kept:
        if message.id:
            found += faults_of(message)
    if not found and COMPILED.read_bytes() != compiled(kept):
        found.append(f"{COMPILED.name} is not made of {CATALOGUE.name}")
    return found


def _parts(message: Message) -> tuple[str, str]:
    """The English message for one thing, and for many where there is one."""
    single, *many = [message.id] if isinstance(message.id, str) else message.id
    return str(single), str(many[0]) if many else ""


def _strings(message: Message) -> tuple[str, ...]:
    """The French of a message: for one thing, and for many."""
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ())


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with a translation."""
    said = _strings(message)
    single, many = _parts(message)
    if message.fuzzy or not all(said):
        yield f"not translated: {single!r}"
        return
    for english, french in zip((single, many or single), said, strict=False):
        # The singular may leave its number out: "one page".
        if fields(french) - fields(many or english) or (
            not many and fields(english) - fields(french)
        ):
            yield f"other gaps than in English: {french!r}"
        if typeset(french) != french:
            yield f"spaces or apostrophes that are not French print: {french!r}"


def fields(text: str) -> set[str]:
    """The gaps of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def main() -> int:
    options = argparse.ArgumentParser(description="Keep the French catalogue.")
    options.add_argument("--write", action="store_true", help="write and compile the catalogue")
    if options.parse_args().write:
        catalogue = updated(read(), wanted())
        CATALOGUE.write_bytes(written(catalogue))
        COMPILED.write_bytes(compiled(read()))
    found = faults()
    print("\n".join(found) or "The French catalogue is whole.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
