"""Every command that a message, a page or the documentation names exists, with its options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from ui.commands import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]

# A command stands in backquotes, is a text by itself (what `verify` says mends a difference), or
# stands on a line of its own in a page of documentation.
_QUOTED = re.compile(r"`(?:\.venv/bin/)?pincite(?: ([^`]*))?`")
_TYPED = re.compile(r"(?m)^(?:\.venv/bin/)?pincite (.*?)(?:\s+#.*)?$")


def program() -> TyperGroup:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


def texts_of(source: str) -> Iterator[str]:
    """The strings of a module; what an f-string fills in stands as "…"."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.JoinedStr(values=values):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "…" for part in values
                )
            case ast.Constant(value=str(text)):
                yield text


def options_of(command: Any) -> set[str]:
    own = {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    return own | {"--help"}


def faults_of(words: str, group: TyperGroup) -> Iterator[str]:
    """What is wrong with a command as it is typed, without its "pincite"."""
    name, *rest = words.split() or [""]
    if not name or name.startswith(("-", "…", "...", "[")) or name.isupper():
        if name.startswith("--") and name not in options_of(group):
            yield f"no option {name}"
        return
    command = group.commands.get(name)
    if command is None:
        yield f"no command {name}"
        return
    for word in rest:
        option = re.match(r"--[a-z][a-z-]*", word)
        if option and option[0] not in options_of(command):
            yield f"{name} has no option {option[0]}"


def test_every_command_that_is_named_exists() -> None:
    group = program()
    named = [
        (path, found[1] or "")
        for folder in ("bot", "ingest", "ui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in texts_of(path.read_text(encoding="utf-8"))
        for found in (*_QUOTED.finditer(text), *_TYPED.finditer(text))
    ]
    assert len(named) > 30
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        named += [(path, found[1] or "") for found in _QUOTED.finditer(text)]
        named += [(path, found[1]) for found in _TYPED.finditer(text)]
    assert [
        f"{path.relative_to(ROOT).as_posix()}: `pincite {words}`: {fault}"
        for path, words in named
        for fault in faults_of(words, group)
    ] == []


def test_a_command_that_does_not_exist_is_found() -> None:
    group = program()
    assert list(faults_of("mend it", group)) == ["no command mend"]
    assert list(faults_of("purge x --harder", group)) == ["purge has no option --harder"]
    assert list(faults_of("purge x --dry-run", group)) == []
    (text,) = [text for text in texts_of('f"Run `pincite {x} " "now`."') if "Run" in text][:1]
    assert _QUOTED.search(text)


def test_what_is_said_to_test_a_promise_exists() -> None:
    rows = re.findall(r"(?m)^\|.*\|$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))[2:]
    assert len(rows) > 15
    for row in rows:
        tested_by = row.strip("|").split(" | ")[-1]
        files = re.findall(r"`(tests/[\w/.]+)`", tested_by)
        commands = re.findall(r"`python -m (tests[\w.]+)[^`]*`", tested_by)
        assert files, row
        for path in (*files, *(f"{name.replace('.', '/')}.py" for name in commands)):
            assert (ROOT / path).exists(), path
