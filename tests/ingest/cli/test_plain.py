"""Nothing a document, a file's name or a title holds is a command to the terminal."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cli.ending import ended
from ingest.cli.plain import PlainText, plain
from ingest.errors import PinciteError
from ingest.settings import ROOT
from tests.support.typed import Typed

RED, EIGHT_BITS, TURNED = "\x1b[31m", "\x9b31m", "\u202e"


@given(st.text())
def test_what_is_written_holds_no_control_and_json_means_the_same(text: str) -> None:
    written = plain(text)
    assert not set(written) & {chr(code) for code in range(32) if chr(code) not in "\t\n"}
    assert not set(written) & {"\x7f", "\x9b", "\u202e", "\u2066", "\u200f"}
    assert json.loads(plain(json.dumps(text, ensure_ascii=False))) == text


def test_names_and_titles_of_a_case_reach_a_terminal_harmless(typed: Typed, folder: Path) -> None:
    (folder / f"a{TURNED}fdp.txt").write_text("The suit was filed.\n", encoding="utf-8")
    (folder / f"b{RED}.txt").write_text("A letter of May.\n", encoding="utf-8")
    (folder / f"c{RED}.pdf").write_bytes(b"")
    (folder / "case.yaml").write_text(
        'title: "Smith \\e[31m"\n'
        'documents: {claim.txt: {title: "Claim \\e]0;owned\\a \\x9b31m \\u202E"}}\n',
        encoding="utf-8",
    )
    output = typed.run(str(folder), "--case", "case")
    for words in (["list"], ["status"], ["changes"], ["verify"], ["versions", f"b{RED}.txt"]):
        output += typed.run(*words)
    output += typed.run("versions", f"none{RED}", status=1)
    assert r"\u001b" in output
    assert r"\u202e" in output
    assert not set(output) & {"\x1b", "\x9b", "\x07", TURNED}
    (case,) = typed.json("list")["cases"]
    assert case["title"] == f"Smith {RED}"


def test_errors_and_results_are_made_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        print(f"a {RED}")
        raise PinciteError(f"There is no {EIGHT_BITS}.", TURNED)

    assert ended(fails, "") == 1
    heard = capsys.readouterr()
    assert heard.out == "a \\u001b[31m\n"
    assert heard.err == "There is no \\u009b31m.\n\\u202e\n"


def test_the_stream_counts_what_was_given() -> None:
    below = io.StringIO()
    assert PlainText(below).write(RED) == len(RED)
    assert not PlainText(below).isatty()


def test_a_library_is_for_its_owner_alone(tmp_path: Path, folder: Path) -> None:
    library = tmp_path / "library"
    library.mkdir(mode=0o755)
    code = (
        "from ingest.environment import keep_to_this_computer; keep_to_this_computer()\n"
        "from pathlib import Path; import sys; from tests.support.libraries import *; "
        "from ingest.sync.mirror import ingest\n"
        "ingest(open_library(Path(sys.argv[1])), 'case', [Path(sys.argv[2])])"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path), str(folder)]
    subprocess.run(arguments, cwd=ROOT, check=True, umask=0)
    modes = {file: stat.S_IMODE(os.lstat(file).st_mode) for file in (library, *library.rglob("*"))}
    assert {file for file, mode in modes.items() if mode & 0o077} == set()
    assert len(modes) > 10
