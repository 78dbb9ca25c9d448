"""The commands as a user runs them, with the real model, on good and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.settings import ROOT

pytestmark = pytest.mark.model

CLAIM = "Wiwynn claims sixty-one million dollars from its customer for unpaid components.\n"


def run(arguments: Sequence[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def printed(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one JSON object on standard output."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good file among every kind of bad one."""
    folder = tmp_path_factory.mktemp("case")
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("Not part of the case folder.\n", encoding="utf-8")
    (folder / "claim.txt").write_text(CLAIM, encoding="utf-8")
    (folder / "new\nline \N{SCROLL}.txt").write_text("A name of two lines.\n", encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "text.pdf").write_text("This is no PDF at all.\n", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    with (folder / "large.txt").open("wb") as large:
        for _ in range(300):
            large.write(b"words and words\n" * 65_536)
    locked = Canvas(str(folder / "locked.pdf"), encrypt=StandardEncryption("secret"))
    locked.drawString(72, 700, "Under a password.")
    locked.save()
    (folder / "unreadable.txt").write_text("Nobody may read this.\n", encoding="utf-8")
    (folder / "unreadable.txt").chmod(0)
    return folder


@pytest.fixture(scope="module")
def library(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    path = str(tmp_path_factory.mktemp("library"))
    arguments = ["ingest", str(folder), "--case", "bad", "--library", path, "--json"]
    return path, printed(run(arguments))


def test_bad_files_are_told_one_by_one_and_the_rest_is_ingested(
    library: tuple[str, dict[str, Any]],
) -> None:
    files = {file["path"]: file for file in library[1]["files"]}
    good = {"claim.txt", "new\nline \N{SCROLL}.txt"}
    if os.geteuid() == 0:  # to whom nothing is unreadable
        good.add("unreadable.txt")
    assert {path for path, result in files.items() if result["outcome"] == "added"} == good
    failed = {path: result for path, result in files.items() if path not in good}
    assert all(result["outcome"] == "failed" and result["reason"] for result in failed.values())
    for path, word in {
        "empty.pdf": "empty",
        "text.pdf": "text",
        "link.txt": "link",
        "large.txt": "MB",
        "locked.pdf": "password",
    }.items():
        assert word in f"{failed[path]['reason']} {failed[path]['advice']}", path


def test_questions_come_in_and_answers_go_out_line_by_line(
    library: tuple[str, dict[str, Any]],
) -> None:
    asked = "How much does Wiwynn claim?\nAnd Bolt?\n\nWho is the judge?\n"
    done = run(["bot", "ask", "-", "--library", library[0], "--json"], asked)
    claim, bolt, judge = (json.loads(line) for line in done.stdout.splitlines())
    assert (claim["status"], judge["status"]) == ("answered", "not_found")
    assert claim["citations"][0]["quote"] == CLAIM.strip()
    assert claim["citations"][0]["document"] == "claim.txt"
    assert claim["citations"][0]["lines"] == [1, 1]
    start, end = claim["statements"][0]["marked"][0]
    assert claim["statements"][0]["text"][start:end] == "sixty-one million dollars"
    assert (bolt["question"], bolt["understood"]) == ("And Bolt?", "How much does Bolt claim?")
    assert claim["understood"] == judge["understood"] == ""
    assert judge["statements"] == judge["citations"] == []


def test_a_folder_with_nothing_in_it_is_a_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    where = ["--library", str(tmp_path / "library")]
    done = run(["ingest", str(tmp_path / "case"), "--case", "empty", *where])
    assert done.returncode == 1
    assert "no files found" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["bot", "ask", "what?", "--case", "none"], 1, "no case named 'none'"),
        (["ingest", "no-such-folder"], 2, "there is no no-such-folder"),
        (["ingest"], 2, "usage"),
        (["bot"], 2, "usage"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, arguments: list[str], status: int, says: str) -> None:
    where = ["--library", str(tmp_path / "lib")] if len(arguments) > 1 else []
    done = run([*arguments, *where])
    assert done.returncode == status
    assert says in done.stderr


def test_show_tells_what_was_understood_of_a_page() -> None:
    file = str(ROOT / "data" / "wiwynn-v-x" / "complaint.pdf")
    page = printed(run(["ingest", "show", file, "--page", "4", "--json"]))
    assert (page["page"], page["label"], page["read"]) == (4, "3", "text")
    assert [line["number"] for line in page["lines"]] == list(range(1, 29))
    assert {"line numbers", "stamp", "page number"} <= {
        left_out["what"] for left_out in page["left_out"]
    }
