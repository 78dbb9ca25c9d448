"""`pincite`: one command line for everything, its completion, its port."""

from __future__ import annotations

import socket
import sys
import tomllib
from collections.abc import Sequence

import pytest
import typer

from bot.cli.commands import app as bot_app
from ingest.cli.program import app as ingest_app
from ingest.errors import PinciteError
from ingest.settings import ROOT
from ui import app, command_line, commands, free_port


def names(app: typer.Typer) -> set[str]:
    return set(typer.main.get_group(app).commands)


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["pincite", *words])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    return ended.value.code


def test_it_has_every_command_of_the_modules() -> None:
    assert names(commands.app) == names(ingest_app) | names(bot_app) | {"app"}


@pytest.mark.parametrize("command", sorted(names(commands.app)))
def test_every_command_explains_itself(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, command, "--help") == 0
    assert f"pincite {command}" in capsys.readouterr().out


def test_the_version_is_that_of_the_project(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    monkeypatch.setattr(commands, "installed", lambda name: project["version"])
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"pincite {project['version']}\n"
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{project['version']}] - 20" in changes


def test_the_shell_completes_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_PINCITE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "pincite rest")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run(monkeypatch) == 0
    assert capsys.readouterr().out.split() == ["restore", "restore-catalogue", "restore-library"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "usage: pincite"),
        (["sak"], "No such command 'sak'"),
        (["ask"], "Missing argument 'QUESTION'"),
        (["ingest", "no-such-folder"], "there is no no-such-folder"),
        (["list", "--frob"], "No such option: --frob"),
    ],
)
def test_wrong_usage_is_status_2(
    words: Sequence[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *words) == 2
    assert says in capsys.readouterr().err


def test_ctrl_c_is_a_failure_that_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.cli.look.open_catalogue", interrupted)
    assert run(monkeypatch, "list") == 1
    assert "Interrupted" in capsys.readouterr().err


def test_a_taken_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port < free_port.free_port(str(port)) < port + free_port.TRIES


@pytest.mark.parametrize("port", ["80", "70000", "http", ""])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(PinciteError, match="from 1024 to 65535"):
        free_port.free_port(port)


def test_a_bookmark_of_a_page_is_no_page_of_streamlits_own_kind() -> None:
    assert app.MAIN.is_file()
    assert not (app.MAIN.parent / "pages").exists()
