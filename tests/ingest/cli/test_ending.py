"""Commands end in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import ask as ask_command
from ingest.cli.ending import ended
from ingest.errors import PinciteError
from ingest.settings import ROOT


def fails(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PinciteError("It is broken.", "Mend it."), "It is broken.\nMend it.\n"),
        (KeyboardInterrupt(), "Stopped.\n"),
        (IsADirectoryError(21, "Is a directory", "/a/lock"), "/a/lock cannot be used"),
    ],
)
def test_what_went_wrong_is_told(
    capsys: pytest.CaptureFixture[str], error: BaseException, sentence: str
) -> None:
    assert ended(lambda: fails(error), "Stopped.") == 1
    heard = capsys.readouterr()
    assert heard.out == ""
    assert sentence in heard.err


def test_questions_in_another_encoding_are_read(tmp_path: Path) -> None:
    code = (
        "from bot.cli.ask import _questions; import json; print(json.dumps(list(_questions('-'))))"
    )
    given = "Où est-ce ?\n".encode() + "Où est-ce ?\n".encode("latin-1") + b"\n"
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout.decode() == '["O\\u00f9 est-ce ?", "O\\u00f9 est-ce ?", ""]\n'
    assert done.stderr.decode() == "Line 2 is not in UTF-8; it is read as Windows-1252.\n"


def test_a_question_typed_in_another_encoding_is_read() -> None:
    given = os.fsdecode("Où ?".encode("latin-1"))
    assert list(ask_command._questions(given)) == ["Où ?"]
