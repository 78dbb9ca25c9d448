"""How often sentences of real documents are taken for ones that address their reader.

    python -m tests.bench.addressed FOLDER_OR_FILE... [--list]

Reads the files as Pincite does, and the sections of acts in `sections.jsonl` files, cuts them
into sentences and counts those that `bot.reading.instructions` marks: they rank below all others,
so at most 1 in 1,000 may be marked. Files that Pincite refuses are passed over. ``--list`` prints
what is marked.
"""

from __future__ import annotations

import argparse
import json
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
    for text in _texts(path):
        for start, end in sentences(text, language_of(text) or "en"):
            if end - start > _LETTERS:
                yield text[start:end]


def _texts(path: Path) -> Iterator[str]:
    """The pages of a file; of acts, each section in both languages."""
    if path.name == "sections.jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            section = json.loads(line)
            yield from (section["text_en"], section["text_fr"])
        return
    try:
        for page in read(path).pages:
            yield " ".join(line.text for line in page.lines)
    except FileRefused:
        return


if __name__ == "__main__":
    raise SystemExit(main())
