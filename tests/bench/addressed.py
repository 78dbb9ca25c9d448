"""How often sentences of real documents are taken for ones that address their reader.

    python -m tests.bench.addressed FOLDER_OR_FILE... [--list]

Reads the files as Pincite does, cuts them into sentences and counts those that
`bot.reading.instructions` marks: they rank below all others, so at most 1 in 1,000 may be marked.
Files that Pincite refuses are passed over. ``--list`` prints what is marked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.reading.instructions import addresses_the_reader
from ingest.errors import FileRefused
from ingest.formats.read import read
from ingest.text.language import language_of
from ingest.text.sentences import sentences

MOST = 0.001
_LETTERS = 12
"""A shorter piece is no sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", type=Path, nargs="+")
    options.add_argument("--list", action="store_true", help="print what is marked")
    chosen = options.parse_args(arguments)
    count = marked = 0
    for path, sentence in _sentences(chosen.paths):
        count += 1
        if addresses_the_reader(sentence):
            marked += 1
            if chosen.list:
                print(f"{path.name}: {sentence}", flush=True)
    share = marked / max(count, 1)
    print(f"{marked} of {count} sentences address their reader, {1000 * share:.2f} in 1,000")
    return 0 if share <= MOST else 1


def _sentences(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for given in paths:
        for path in sorted(given.rglob("*")) if given.is_dir() else [given]:
            if path.is_file():
                for sentence in _sentences_of(path):
                    yield path, sentence


def _sentences_of(path: Path) -> Iterator[str]:
    try:
        for page in read(path).pages:
            text = " ".join(line.text for line in page.lines)
            for start, end in sentences(text, language_of(text) or "en"):
                if end - start > _LETTERS:
                    yield text[start:end]
    except FileRefused:
        return


if __name__ == "__main__":
    raise SystemExit(main())
