"""Bringing in a folder of many small files.

    python -m tests.bench.small_files [--files 5000]

Letters of three sentences, made by a seed, in folders of a hundred, are brought into a new case.
Printed are the seconds on the clock, the processor's seconds of the process and all that it
started, and its memory at its highest. The aim is under 5 minutes and 800 MB for 5,000 on two
cores.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from tests.bench.bring_in import cost

_SENTENCES = (
    "We refer to invoice {number} of {day} March 2023, which has not been paid.",
    "The goods were delivered to the warehouse in {town} and nobody complained of them.",
    "Please pay ${number},000 within {day} days, or we shall ask the court for it.",
    "Your letter about the {town} contract reached us on {day} May 2023.",
    "We deny that the {town} order was ever cancelled, by telephone or otherwise.",
    "A copy of purchase order {number} is attached for your records.",
    "Nous contestons la facture {number} et vous prions de nous écrire avant le {day} juin 2023.",
)
_TOWNS = "Lyon Boston Taipei Geneva Montreal Dallas Lille Oakland".split()


def write_letters(folder: Path, number: int) -> None:
    """The files, each with text of its own."""
    chance = random.Random(19)
    for each in range(number):
        within = folder / f"{each // 100:03}"
        within.mkdir(exist_ok=True)
        said = [
            sentence.format(
                number=chance.randrange(100, 1000),
                day=chance.randrange(2, 29),
                town=chance.choice(_TOWNS),
            )
            for sentence in chance.sample(_SENTENCES, 3)
        ]
        text = f"Letter {each + 1}\n\n" + "\n\n".join(said) + "\n"
        (within / f"letter-{each + 1:05}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=5000)
    number = options.parse_args().files
    with tempfile.TemporaryDirectory(prefix="pincite-small-files-") as folder:
        write_letters(Path(folder), number)
        taken = cost("Pincite", [Path(folder)])
    print(
        f"{number} files: {taken.clock:.1f} s, {taken.processor:.1f} s of the processor, "
        f"{taken.memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
