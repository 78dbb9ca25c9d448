"""Command line of ingestion. See `python -m ingest --help`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from ingest.environment import keep_to_this_computer
from ingest.errors import PinciteError

# Module and function; loaded when needed, for some bring in torch and chromadb.
_COMMANDS = {
    "list": ("look", "list_cases"),
    "changes": ("look", "changes"),
    "show": ("look", "show"),
    "versions": ("keep", "list_versions"),
    "remove": ("keep", "remove"),
    "restore": ("keep", "restore_document"),
    "purge": ("keep", "purge_documents"),
    "status": ("mend", "status"),
    "verify": ("mend", "verify_library"),
    "rebuild": ("mend", "rebuild_library"),
    "restore-catalogue": ("mend", "restore_catalogue"),
    "model": ("mend", "model"),
}


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 1 a clear failure, 2 wrong usage."""
    known = arguments and arguments[0] in _COMMANDS
    module, function = _COMMANDS[arguments[0]] if known else ("bring", "bring_in")
    try:
        run = getattr(import_module(f"ingest.cli.{module}"), function)
        return int(run(arguments[1:] if known else arguments))
    except PinciteError as error:
        print(f"{error.reason}\n{error.advice}".strip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Interrupted: what was ingested so far is kept; run it again to go on.", file=sys.stderr
        )
        return 1


if __name__ == "__main__":
    keep_to_this_computer()
    sys.exit(main(sys.argv[1:]))
