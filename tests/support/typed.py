"""Commands as they are typed, and what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.__main__ import main


class Typed:
    """A terminal at which nobody sits."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._library = str(library)
        self._capsys = capsys

    def run(self, *words: str, status: int = 0) -> str:
        """What a command prints, results and all else."""
        assert main([*words, "--library", self._library]) == status
        heard = self._capsys.readouterr()
        # Lines beside the results are folded to the width of the terminal.
        return heard.out + " ".join(heard.err.split())

    def json(self, *words: str) -> dict[str, Any]:
        """The object a command prints."""
        assert main([*words, "--library", self._library, "--json"]) == 0
        return json.loads(self._capsys.readouterr().out)  # type: ignore[no-any-return]

    def outcomes(self, *words: str) -> dict[str, str]:
        return {file["path"]: file["outcome"] for file in self.json(*words)["files"]}
