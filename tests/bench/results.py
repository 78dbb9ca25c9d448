"""What a long bench has measured so far, in a file that grows: one that was stopped goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Results:
    """Rows of a file of JSON lines, each under a key. Without a file they are only remembered."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._rows: dict[str, dict[str, Any]] = {}
        if path and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                self._rows[row.pop("key")] = row

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def add(self, key: str, row: dict[str, Any]) -> None:
        self._rows[key] = row
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, **row}, ensure_ascii=False) + "\n")

    def rows(self) -> list[dict[str, Any]]:
        return list(self._rows.values())
