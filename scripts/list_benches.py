"""Print the measuring commands of tests/bench, each with the first line of its docstring."""

from __future__ import annotations

import ast
from pathlib import Path

BENCH = Path(__file__).parents[1] / "tests" / "bench"


def main() -> None:
    print("These take minutes and read the bench material in ../shared:")
    for path in sorted(BENCH.glob("*.py")):
        says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if path.name.startswith("test_"):
            print(f"  .venv/bin/python -m pytest -m bench tests/bench/{path.name}")
        elif path.stem != "__init__":
            print(f"  .venv/bin/python -m tests.bench.{path.stem}")
        else:
            continue
        print(f"      {says.splitlines()[0] if says else ''}".rstrip())


if __name__ == "__main__":
    main()
